"""Frames: headlines and articles for other sites' pages, as they go over the wire."""

import gzip
import hashlib
import re
from base64 import b64encode
from typing import Any

import pytest
from lxml import html
from sqlalchemy import text

from feedsvc.model.card import copy_name
from feedsvc.model.slug import slug_of_name
from feedsvc.store.cards import Claim, claim, keep
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import Answer, ask
from tests.support.posts import use_cases

CATEGORY = f"/embed/categories/{paper.ROLLING}"
SELECTION = (
    f"/embed/feeds?category={paper.OUTLET}&category={slug_of_name(paper.SPACED)}"
)
ARTICLE = f"/embed/articles/{paper.STORY}"
FRAMES = {
    "category": CATEGORY,
    "source": f"/embed/sources/{paper.SOURCE}",
    "selection": SELECTION,
    "site": "/embed/feeds",
    "article": ARTICLE,
    "traditional": f"/zh-Hant{CATEGORY}",
    "empty": f"/embed/categories/{paper.EMPTY}",
    "unknown": "/embed/categories/nowhere",
    "nameless": "/embed/categories",
    "withdrawn": f"/embed/articles/{paper.RETRACTED}",
}
EVERY_FRAME = pytest.mark.parametrize("path", FRAMES.values(), ids=FRAMES)


def policy_of(answer: Answer) -> dict[str, str]:
    """The directives of an answer's policy."""
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def found(answer: Answer, expression: str) -> list[str]:
    """Texts that an XPath finds in a frame."""
    values: Any = html.document_fromstring(answer.text).xpath(expression)
    return [
        value if isinstance(value, str) else value.text_content().strip()
        for value in values
    ]


def titles(answer: Answer) -> list[str]:
    """A frame's headlines."""
    return found(answer, "//h2")


@EVERY_FRAME
def test_the_policy_shuts_the_frame_in(site: str, path: str) -> None:
    """E2, E3: an origin of its own, one style and one script by hash, any page around it."""
    answer = ask(site, path)
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self'"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "*"
    assert policy["sandbox"].split() == [
        "allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox",
    ]  # fmt: skip
    for tag in ("style", "script"):
        [inline] = re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL)
        digest = b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert policy[f"{tag}-src"] == f"'sha256-{digest}'"
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", answer.text)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", paper.STORY_PATH, "/nowhere"])
def test_pages_cannot_be_framed(site: str, path: str) -> None:
    """E3: what is no frame stays out of other sites' pages."""
    assert policy_of(ask(site, path))["frame-ancestors"] == "'none'"


@EVERY_FRAME
def test_a_frame_is_one_request(site: str, path: str) -> None:
    """E4, E7: nothing but pictures of ours is loaded, and 15 KB carry everything."""
    answer = ask(site, f"{path}{'&' if '?' in path else '?'}limit=20&summary=1&image=1")
    for loaded in found(answer, "//@src | //link[@rel='stylesheet']/@href"):
        assert loaded.startswith(f"{site}/cards/")
    assert "url(" not in answer.text
    assert "@import" not in answer.text
    assert len(gzip.compress(answer.body)) <= 15_000


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=21", "limit=9999999999999", "limit=%D9%A3",
        "limit=", "summary=maybe", "image=", "theme=blue", "accent=zzz", "lang=und",
        "accent=red%3B%7D", "utm_source=x&unknown=1", "%ff=%00", "limit",
    ],
)  # fmt: skip
def test_a_broken_option_gets_the_default(site: str, query: str) -> None:
    """E1: a partner's page never shows an error because of one."""
    usual, broken = ask(site, CATEGORY), ask(site, f"{CATEGORY}?{query}")
    assert (broken.status, broken.body) == (200, usual.body)


def test_options_choose_what_is_shown(site: str) -> None:
    """E1: count, summaries, colours, accent and language."""
    plain = ask(site, CATEGORY)
    assert len(titles(plain)) == 5
    assert len(titles(ask(site, f"{CATEGORY}?limit=20"))) == 20
    assert found(plain, "//p[@class='summary']") == []
    assert len(found(ask(site, f"{CATEGORY}?summary=1"), "//p[@class='summary']")) == 5
    assert "prefers-color-scheme: dark" in plain.text
    for theme in ("light", "dark"):
        themed = ask(site, f"{CATEGORY}?theme={theme}").text
        assert f"color-scheme: {theme};" in themed
        assert "prefers-color-scheme" not in themed
    assert "--accent: #006633;" in ask(site, f"{CATEGORY}?accent=%23063").text
    english = ask(site, f"{CATEGORY}?lang=en-GB")
    assert found(english, "/html/@lang") == ["en"]
    assert found(english, "//li/@lang") == ["zh-CN"] * 5
    traditional = ask(site, f"{CATEGORY}?lang=zh-TW")
    assert traditional.body == ask(site, f"/zh-Hant{CATEGORY}").body
    assert titles(traditional)[0].startswith("滾動快訊")
    assert found(ask(site, f"{ARTICLE}?summary=0"), "//p[@class='summary']") == []


def test_headlines_are_a_list(site: str) -> None:
    """E8: a language, a title of its own, a list, times and links that open elsewhere."""
    answer = ask(site, f"/embed/sources/{paper.SOURCE}")
    assert found(answer, "/html/@lang") == ["zh-CN"]
    assert found(answer, "//title") == ["滨江日报 - 财经新闻"]
    assert titles(answer) == [paper.STORY_TITLE]
    assert found(answer, "//ol/li//time/@datetime") == ["2026-11-01T07:55:44+08:00"]
    assert found(answer, "//li//h2/a/@href") == [f"{site}{paper.STORY_PATH}"]
    assert set(found(answer, "//a/@target")) == {"_blank"}
    assert all("noopener" in rel for rel in found(answer, "//a/@rel"))


@pytest.mark.parametrize("path", [ARTICLE, f"/embed/categories/{paper.OUTLET}"])
def test_the_credit_is_that_of_the_page(site: str, path: str) -> None:
    """E1, R22: whoever the article's page names is named, and the terms are linked."""
    answer = ask(site, path)
    [credit] = found(answer, "//p[@class='meta'][contains(., '周一鸣')]")
    assert "来源：滨江日报" in credit
    assert f"{site}/terms/" in found(answer, "//link[@rel='license']/@href")
    assert f"{site}/terms/" in found(answer, "//a[contains(@rel, 'license')]/@href")


@EVERY_FRAME
def test_everybody_gets_the_same_bytes(site: str, path: str) -> None:
    """E11: whoever asks, from wherever, with whatever; and caches may keep it."""
    headers = {"Cookie": "a=b", "User-Agent": "bot", "Referer": "https://evil.example/"}
    headers |= {"Host": "evil.example", "Accept-Language": "en", "Origin": "null"}
    plain, other = ask(site, path), ask(site, path, headers)
    assert other.body == plain.body
    assert other.headers["ETag"] == plain.headers["ETag"]
    assert plain.headers["Vary"] == "Accept-Encoding"
    is_unknown = plain.status == 404
    kept_s = 60 if is_unknown else 300
    assert plain.headers["Cache-Control"] == f"public, max-age={kept_s}"
    assert plain.headers["X-Robots-Tag"] == "noindex"
    packed = ask(site, path, {"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    head = ask(site, path, method="HEAD")
    assert (head.status, head.body) == (plain.status, b"")
    assert head.headers["Content-Length"] == str(len(plain.body))


@pytest.mark.parametrize("path", [CATEGORY, SELECTION, ARTICLE])
def test_an_unchanged_frame_is_a_304(site: str, path: str) -> None:
    """E11: with the headers of the 200, the policy among them; POST is refused."""
    first = ask(site, path)
    again = ask(site, path, {"If-None-Match": f'W/{first.headers["ETag"]}, "x"'})
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert ask(site, path, {"If-None-Match": '"x"'}).status == 200
    assert ask(site, path, {"If-Match": '"x"'}).status == 412
    refused = ask(site, path, method="POST")
    assert refused.status == 405
    assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        (f"articles/{paper.MERGED}?limit=9", f"articles/{paper.STORY}"),
        (f"articles/{paper.STORY.lower()}%E3%80%82?theme=dark", f"articles/{paper.STORY}?theme=dark"),
        (f"categories/{paper.RENAMED}?limit=3&url=//evil", f"categories/{paper.NEW_SLUG}?limit=3"),
        ("categories/BinJiang%20Cai%20Jing", f"categories/{slug_of_name(paper.SPACED)}"),
    ],
)  # fmt: skip
def test_old_addresses_lead_on(site: str, path: str, leads_to: str) -> None:
    """R11, R14: to the one address of the frame, with its options and nothing else."""
    answer = ask(site, f"/embed/{path}")
    assert (answer.status, answer.location) == (301, f"{site}/embed/{leads_to}")


@pytest.mark.parametrize(
    ("code", "status"), [(paper.RETRACTED, 410), (paper.REMOVED, 451)]
)
def test_a_withdrawn_article_leaves_a_neutral_card(
    site: str, code: str, status: int
) -> None:
    """R5: no title, no picture and no text of it."""
    answer = ask(site, f"/embed/articles/{code}?image=1")
    assert answer.status == status
    assert paper.SECRET not in answer.text
    assert "<img" not in answer.text


def test_what_is_not_there_yet_is_unknown(site: str) -> None:
    """R3: scheduled, incomplete, malformed and never seen answer alike."""
    codes = (paper.SCHEDULED, paper.INCOMPLETE, "NW0000", "%3F", f"{paper.STORY}1")
    answers = [ask(site, f"/embed/articles/{code}") for code in codes]
    assert {(answer.status, answer.body) for answer in answers} == {
        (404, answers[0].body)
    }
    parts = "&".join(f"category=c{n}" for n in range(21))
    assert ask(site, f"/embed/feeds?{parts}").status == 404


def test_a_selection_is_one_frame(site: str) -> None:
    """E1: each article once, newest first, whatever the order of its parts."""
    first, second = paper.OUTLET, slug_of_name(paper.SPACED)
    merged = ask(site, f"{SELECTION}&source={paper.SOURCE}&limit=20")
    swapped = ask(
        site,
        f"/embed/feeds?limit=20&source={paper.SOURCE}&category={second}&category={first}",
    )
    assert titles(merged) == ["财经早餐", paper.STORY_TITLE]
    assert swapped.body == merged.body
    one = ask(site, f"/embed/feeds?category={first}")
    assert one.body == ask(site, f"/embed/categories/{first}").body


def test_a_change_moves_only_the_frames_that_show_it(paper_url: str) -> None:
    """E11, D5: a tag changes if and only if the bytes do; a retraction shows at once."""
    cases = use_cases(paper_url)
    with site_app(paper_url) as app:
        client = app.test_client()

        def tags() -> dict[str, str | None]:
            return {
                path: client.get(path).headers["ETag"]
                for path in (f"/embed/categories/{paper.OUTLET}", CATEGORY)
            }

        before = tags()
        cases.decisions.retract(paper.STORY, reason="错误", is_legal=False)
        door = app.wsgi_app.inner.doors[0]  # type: ignore[attr-defined]
        door.syndication.look_up_every_s = 0
        after = tags()
        gone = client.get(ARTICLE)
    cases.database.dispose()
    assert [path for path in before if before[path] != after[path]] == [
        f"/embed/categories/{paper.OUTLET}"
    ]
    assert gone.status_code == 410


def test_a_copied_picture_stands_beside_its_headline(paper_url: str) -> None:
    """E1, E4: the article's own, from our host; a drawn card would repeat the title."""
    cases = use_cases(paper_url)
    name = copy_name("https://img.example/a.jpg")
    with site_app(paper_url) as app:
        client = app.test_client()
        plain = client.get(f"{ARTICLE}?image=1").text
        with cases.database.write() as connection:
            query = text("SELECT id FROM articles WHERE info_code = :code")
            id_ = connection.execute(query, {"code": paper.STORY}).scalar_one()
            at = paper.FILLED_AT
            claim(connection, Claim(id_, str(name), at, at, at))
            keep(connection, id_, str(name), b"x")
        shown = {
            path: client.get(path).text
            for path in (f"{ARTICLE}?image=1", f"/embed/sources/{paper.SOURCE}?image=1")
        }
        other = client.get(ARTICLE).text
    cases.database.dispose()
    assert "<img" not in plain + other
    for page in shown.values():
        assert f'src="http://127.0.0.1:8080/cards/{paper.STORY}/{name}"' in page
