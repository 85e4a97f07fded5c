"""Which card an article has, and how it comes to be."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from PIL import Image

from feedsvc.model.answer import Withdrawn
from feedsvc.model.card import (
    HEIGHT,
    MAX_BYTES,
    WIDTH,
    CardKind,
    CardName,
    copy_name,
)
from feedsvc.model.info_code import InfoCode
from feedsvc.model.share_link import ShareLink
from feedsvc.services.cards.lookup import CardLookup, Held
from feedsvc.store import cards
from feedsvc.store.cards import Claim
from tests.services.cards.conftest import LANGUAGE, SITE, Studio
from tests.support import peer
from tests.support.statements import statements
from tests.support.trees import code, html, name

Open = Callable[..., Studio]


def photo(colours: tuple[str, str] = ("navy", "gold")) -> bytes:
    """A picture of two colours, a little larger than a card."""
    image = Image.new("RGB", (WIDTH + 40, HEIGHT + 40), colours[0])
    image.paste(colours[1], (300, 200, 900, 500))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def body(*urls: str) -> str:
    """A body with pictures."""
    return html("港口。" + "".join(f'<img src="{url}">' for url in urls))


def made(studio: Studio, number: int = 1) -> CardName:
    """The card that a page names once all work is done."""
    studio.cards.card(studio.article(number))
    studio.work()
    card = studio.cards.card(studio.article(number))
    assert card is not None
    return card


def picture(studio: Studio, card: CardName) -> bytes:
    """Its bytes, which are a picture of the right size and format."""
    found = studio.cards.picture(studio.article(), str(card))
    assert found is not None
    kind, bytes_ = found
    assert kind is card.kind
    assert len(bytes_) < MAX_BYTES
    with Image.open(io.BytesIO(bytes_)) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert f"image/{image.format}".lower() == kind.media_type
    return bytes_


def test_an_article_without_a_picture_has_a_drawn_card(studio: Studio) -> None:
    """R19: and the page names it before it is drawn."""
    studio.newsroom.tree.post(name(1))
    studio.newsroom.import_()
    promised = studio.cards.card(studio.article())
    assert promised is not None
    assert made(studio) == promised
    assert promised.kind is CardKind.DRAWN
    picture(studio, promised)


def test_a_card_is_read_from_one_snapshot(studio: Studio) -> None:
    """The answer for the code, the article in three parts, and the bytes."""
    studio.newsroom.tree.post(name(1))
    studio.newsroom.import_()
    card = made(studio)
    with statements() as asked:
        held = studio.cards.held(ShareLink.from_code(code(1)), str(card))
        assert isinstance(held, Held)
        studio.cards.picture(held.article, str(card), held.body)
    assert (len(asked.selects), len(asked.transactions)) == (5, 1)


def test_an_articles_own_picture_becomes_a_copy(studio: Studio) -> None:
    """R19: fetched once, without a referrer, and by us alone from then on."""
    with peer.listening(peer.picture(photo())) as host:
        studio.newsroom.tree.post(name(1), body(host.url("/a.png")))
        studio.newsroom.import_()
        card = made(studio)
        assert made(studio) == card
        assert len(host.requests) == 1
        assert b"referer" not in host.requests[0].lower()
    assert card.kind is CardKind.COPY
    assert picture(studio, card) != photo()


def test_the_first_picture_that_can_be_had_is_taken(studio: Studio) -> None:
    """A vector picture is passed over, a missing one and one that is none."""
    missing = peer.picture(b"", status="404 Not Found")
    with (
        peer.listening(missing) as gone,
        peer.listening(peer.picture(b"<html>")) as page,
        peer.listening(peer.picture(photo())) as host,
    ):
        urls = (gone.url("/v.svg"), gone.url(), page.url(), host.url())
        studio.newsroom.tree.post(name(1), body(*urls))
        studio.newsroom.import_()
        assert made(studio).kind is CardKind.COPY
        assert (len(gone.requests), len(page.requests)) == (1, 1)


def test_what_cannot_be_had_is_drawn_and_tried_again_later(studio: Studio) -> None:
    """Not with each reader who opens the page."""
    with peer.listening(peer.picture(b"", status="403 Forbidden")) as host:
        studio.newsroom.tree.post(name(1), body(host.url()))
        studio.newsroom.import_()
        assert [made(studio).kind for _ in range(3)] == [CardKind.DRAWN] * 3
        assert len(host.requests) == 1
        studio.newsroom.pass_time(7 * 3600)
        made(studio)
        assert len(host.requests) == 2


def test_a_silent_host_keeps_nobody_waiting(studio: Studio) -> None:
    """Others wait behind it: for a while it is asked for nothing more."""
    with peer.listening(peer.says()) as gone:
        silent = gone.url()
    urls = (f"{silent}{n}.png" for n in range(3))
    studio.newsroom.tree.post(name(1), body(*urls))
    studio.newsroom.tree.post(name(2), body(f"{silent}c.png"))
    studio.newsroom.import_()
    made(studio, 1)
    made(studio, 2)
    tried = "SELECT count(*) FROM cards WHERE name LIKE '%.jpg'"
    assert studio.newsroom.value(tried) == 3
    studio.newsroom.pass_time(601)
    made(studio, 2)
    assert studio.newsroom.value(tried) == 4


def test_a_private_address_is_not_asked(studio: Studio, open_studio: Open) -> None:
    """What an article names may be anything, and no part of our network."""
    with peer.listening(peer.picture(photo())) as host:
        studio.newsroom.tree.post(name(1), body(host.url("/a.png")))
        studio.newsroom.import_()
        assert made(open_studio(trusted=())).kind is CardKind.DRAWN
        assert host.requests == []


def test_pictures_are_left_alone_where_the_settings_say_so(open_studio: Open) -> None:
    """Nothing is fetched, and nothing that was is shown."""
    with peer.listening(peer.picture(photo())) as host:
        studio = open_studio(copies=False)
        studio.newsroom.tree.post(name(1), body(host.url()))
        studio.newsroom.import_()
        drawn = made(studio)
        assert drawn.kind is CardKind.DRAWN
        assert host.requests == []
        copy = made(open_studio())
        assert copy.kind is CardKind.COPY
        assert made(studio) == drawn
        assert studio.cards.picture(studio.article(), str(copy)) is None


def test_a_changed_title_is_another_card(studio: Studio) -> None:
    """Whoever asks for the old one by its name is told that there is none."""
    studio.newsroom.tree.post(name(1))
    studio.newsroom.import_()
    before = made(studio)
    studio.newsroom.tree.post(name(1), title="港口扩建完工")
    studio.newsroom.import_()
    after = made(studio)
    assert after != before
    assert studio.cards.picture(studio.article(), str(before)) is None
    picture(studio, after)


def test_a_title_that_no_typeface_has_is_told(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    """Its card has the site's name, and the operator knows why."""
    caplog.set_level("INFO")
    studio.newsroom.tree.post(name(1), title="港口扩建完工")
    studio.newsroom.tree.post(name(2), title="ข่าวท่าเรือ")
    studio.newsroom.import_()
    picture(studio, made(studio, 1))
    made(studio, 2)
    told = [line for line in caplog.messages if "card-without-title" in line]
    assert len(told) == 1
    assert f"article={studio.article(2).id}" in told[0]


def test_a_card_shows_the_source_and_the_site(studio: Studio) -> None:
    """Each is part of what it is made from."""
    studio.newsroom.tree.post(name(1), html("港口。", "江港日报"))
    studio.newsroom.tree.post(name(2), html("港口。", "江港晚报"))
    studio.newsroom.import_()
    names: set[CardName | None] = {made(studio, 1), made(studio, 2)}
    other = CardLookup(
        studio.newsroom.database,
        "别的新闻",
        LANGUAGE,
        copies=True,
        workshop=studio.workshop,
    )
    names.add(other.card(studio.article(1)))
    assert len(names) == 3


def test_no_card_is_promised_where_nobody_makes_any(studio: Studio) -> None:
    """A page of such a process shows what others have made, or none."""
    newsroom = studio.newsroom
    newsroom.tree.post(name(1))
    newsroom.import_()
    idle = CardLookup(newsroom.database, SITE, LANGUAGE, copies=True)
    assert idle.card(studio.article()) is None
    card = made(studio)
    assert idle.card(studio.article()) == card
    assert idle.picture(studio.article(), str(card)) is not None


def test_another_articles_card_is_none_of_this_one(studio: Studio) -> None:
    """Nor is any other name."""
    studio.newsroom.tree.posts(2)
    studio.newsroom.import_()
    other = made(studio, 2)
    for asked in (str(other), "", "x.png", "../1", f"{other}\x00"):
        assert studio.cards.picture(studio.article(1), asked) is None


@pytest.mark.parametrize("decide", ["retract", "merge", "purge"])
def test_a_withdrawn_article_has_no_card(studio: Studio, decide: str) -> None:
    """By any name, from the moment on."""
    newsroom = studio.newsroom
    newsroom.tree.posts(2)
    newsroom.import_()
    made(studio, 1)
    decisions, one = newsroom.decisions, InfoCode(code(1))
    if decide == "retract":
        decisions.retract(one, reason="x", is_legal=False)
    elif decide == "merge":
        decisions.merge(one, InfoCode(code(2)))
    else:
        decisions.purge(one)
    held = studio.cards.held(ShareLink.from_code(one), "")
    if decide == "merge":
        assert isinstance(held, Held)
        assert held.article.info_code == code(2)
    else:
        assert isinstance(held, Withdrawn)


def test_a_purge_erases_cards_and_lets_none_be_made(studio: Studio) -> None:
    """Also where somebody was just making one."""
    newsroom = studio.newsroom
    newsroom.tree.post(name(1))
    newsroom.import_()
    made(studio)
    article = studio.article()
    newsroom.tree.post(name(1), title="新题")
    newsroom.import_()
    studio.cards.card(studio.article())  # asked for, and not begun
    newsroom.decisions.purge(article.info_code)
    studio.work()
    assert newsroom.value("SELECT count(*) FROM cards") == 0


def test_recent_articles_get_their_cards_unasked(open_studio: Open) -> None:
    """Each once, as they come; older ones wait until somebody looks."""
    studio = open_studio(ahead=timedelta(days=3))
    newsroom = studio.newsroom
    newsroom.tree.post(name(1), date="2022-05-31 08:00:00 +0800")
    newsroom.tree.post(name(2), date="2022-05-01 08:00:00 +0800")
    newsroom.import_()

    def catch_up() -> int:
        while studio.workshop.ahead.make_next():
            pass
        studio.work()
        count: int = newsroom.value("SELECT count(*) FROM cards WHERE body_bytes > 0")
        return count

    assert (catch_up(), catch_up()) == (1, 1)
    newsroom.tree.post(name(3), date="2022-05-31 09:00:00 +0800")
    newsroom.import_()
    assert catch_up() == 2
    codes = "SELECT info_code FROM articles a JOIN cards c ON c.article_id = a.id"
    assert {found for (found,) in newsroom.rows(codes)} == {code(1), code(3)}


def test_two_workers_never_make_one_card_twice(open_studio: Open) -> None:
    """Whoever comes second leaves it alone."""
    one, two = open_studio(), open_studio()
    with (
        peer.listening(peer.picture(photo())) as host,
        peer.listening(peer.picture(photo())) as second,
    ):
        one.newsroom.tree.post(name(1), body(host.url(), second.url()))
        one.newsroom.import_()
        begin_copy(one, host.url())
        made(two)
        assert (host.requests, second.requests) == ([], [])
        one.newsroom.pass_time(31)  # whoever began it has died
        made(two)
        assert (len(host.requests), second.requests) == (1, [])


def begin_copy(studio: Studio, url: str) -> None:
    """Claim a copy, as another process would."""
    newsroom = studio.newsroom
    begin(studio, str(copy_name(url)))
    assert newsroom.value("SELECT count(*) FROM cards") == 1


def begin(studio: Studio, card: str) -> None:
    """Claim a card, as another process would."""
    newsroom = studio.newsroom
    now = newsroom.now
    with newsroom.database.write() as connection:
        wish = Claim(studio.article().id, card, now, died=now, failed=now)
        assert cards.claim(connection, wish)


def test_who_died_over_a_card_is_followed_by_another(studio: Studio) -> None:
    """After a while what was begun and not made is begun again."""
    newsroom = studio.newsroom
    newsroom.tree.post(name(1))
    newsroom.import_()
    card = studio.cards.card(studio.article())
    begin(studio, str(card))
    studio.work()
    assert newsroom.value("SELECT body_bytes FROM cards") is None
    newsroom.pass_time(60)
    assert made(studio) == card
    assert newsroom.value("SELECT body_bytes FROM cards") > 0


def test_the_oldest_cards_go_first(open_studio: Open) -> None:
    """Until what is kept fits; what is asked for again is made again."""
    studio = open_studio(max_bytes=0)
    newsroom = studio.newsroom
    newsroom.tree.posts(3)
    newsroom.import_()
    for number in (1, 2, 3):
        made(studio, number)
        newsroom.pass_time(1)
    sizes = [
        n for (n,) in newsroom.rows("SELECT body_bytes FROM cards ORDER BY made_at")
    ]
    open_studio(max_bytes=sum(sizes[1:])).workshop.maker.trim()
    left = newsroom.rows("SELECT body_bytes FROM cards ORDER BY made_at")
    assert [n for (n,) in left] == sizes[1:]
    studio.workshop.maker.trim()
    assert newsroom.value("SELECT count(*) FROM cards") == 0
    picture(studio, made(studio, 1))
