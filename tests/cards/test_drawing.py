"""Drawing: cards of texts, as their pixels."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageColor

from feedsvc.cards.drawing import PAPER, draw
from feedsvc.model.card import HEIGHT, WIDTH, CardText

TEXT = CardText(
    title="云岭水泥：前三季度净利润10.03亿元 同比增长12.5%",
    source="来源：江城日报",
    site="财经新闻",
)
TITLES = [
    "开站大吉",
    TEXT.title,
    "《关于促进绿色船舶发展的若干意见》（征求意见稿）公布：" * 40,
    "海風港前十月吞吐量創新高，冷鏈貨佔比首次過兩成",
    "Harbour Authority Says Night Ferries Will Return to South Islet",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "🚀\u202e\x00\ud800",
    "",
    "“" * 300,
    "龘" * 300,
    "Übergangsbestimmungen für Krankenversicherungsbeiträge treten erst später in Kraft",
    "شركة Apple تعلن عن هاتف iPhone 15 بسعر 799 دولاراً " * 4,
    "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם",
    "한국은행, 기준금리 3.5%로 동결…“물가 안정 우선”",
    "ภาษาไทย",
]


def pixels(text: CardText) -> Image.Image:
    """A card, decoded."""
    return Image.open(BytesIO(draw(text))).convert("RGB")


@pytest.mark.parametrize("title", TITLES)
def test_a_card_is_small_and_of_the_right_size(title: str) -> None:
    """A PNG of 1200 by 630 under 60 kB, whatever the title."""
    card = draw(replace(TEXT, title=title))
    with Image.open(BytesIO(card)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(card) < 60_000


@pytest.mark.parametrize("title", TITLES)
def test_all_that_is_said_stands_in_the_middle_square(title: str) -> None:
    """Beside it there is paper, and the double rule; above and below, a margin."""
    long = replace(TEXT, title=title, source=title, site=title or TEXT.site)
    card, empty = pixels(long), pixels(CardText("", "", ""))
    said = ImageChops.difference(card, empty).getbbox()
    square = (WIDTH - HEIGHT) // 2
    assert said is None or (
        said[0] >= square + 10
        and said[2] <= WIDTH - square - 10
        and said[1] >= 30
        and said[3] <= HEIGHT - 30
    )


@pytest.mark.parametrize("title", TITLES)
def test_title_and_ornaments_do_not_touch(title: str) -> None:
    """Below the rule and above the accent there is air."""
    card = pixels(replace(TEXT, title=title))
    paper = ImageColor.getrgb(PAPER)
    for top, bottom in [(131, 145), (505, 521)]:
        assert card.crop((0, top, WIDTH, bottom)).getcolors() == [
            (WIDTH * (bottom - top), paper)
        ]


def test_colours_are_the_sites() -> None:
    """Paper, ink, soft, rule and vermilion come out exact."""
    colours = {colour for _, colour in pixels(TEXT).getcolors() or []}
    for wanted in ("#fbfaf6", "#211f1c", "#66615a", "#dfdad0", "#a42a1d"):
        assert ImageColor.getrgb(wanted) in colours


def test_every_part_of_the_text_shows() -> None:
    """Another title, source or site is another picture."""
    cards = {
        draw(TEXT),
        draw(replace(TEXT, title="开站大吉")),
        draw(replace(TEXT, source="来源：南屿晨报")),
        draw(replace(TEXT, site="财经旧闻")),
    }
    assert len(cards) == 4


def test_without_a_title_the_sites_name_is_large() -> None:
    """As when nothing of the title can be shown."""
    named = pixels(replace(TEXT, title="🚀"))
    assert named == pixels(replace(TEXT, title=""))
    area = (0, 150, WIDTH, 500)
    assert named.crop(area) == pixels(replace(TEXT, title=TEXT.site)).crop(area)


def test_same_text_same_bytes_in_every_process() -> None:
    """So a card may be named by its text."""
    code = (
        "import sys; from hashlib import sha256; from feedsvc.cards.drawing import draw;"
        "from feedsvc.model.card import CardText;"
        "print(sha256(draw(CardText(*sys.argv[1:]))).hexdigest())"
    )
    parts = [TEXT.title, TEXT.source, TEXT.site]
    command = [sys.executable, "-X", "utf8", "-c", code, *parts]
    other = subprocess.run(command, check=True, capture_output=True, text=True)
    assert other.stdout.strip() == sha256(draw(TEXT)).hexdigest()


def test_threads_may_draw_at_once() -> None:
    """Each gets the card that it would get alone."""
    texts = [
        replace(TEXT, title=f"{number}号线{title}")
        for number in range(3)
        for title in TITLES[:5]
    ]
    alone = [draw(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(draw, texts)) == alone
