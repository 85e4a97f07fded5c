"""Delivery (WebSub §7): what subscribers are told, in which order, and until when."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from feedsvc.errors import StreamNotFound
from feedsvc.model.document import Document
from feedsvc.model.feed import Edition, Format
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from tests.services.syndication.press import (
    CATEGORY,
    KINDS,
    OTHER,
    document_at,
    parsed,
    press,
)
from tests.services.websub.desk import HUB, PUBLISHED, desk, subscribe
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.subscriber import Answer, Told, subscribing
from tests.support.trees import code, html, name

ATOM = Document((CATEGORY,), Format.ATOM)
DAY = timedelta(days=1)


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Two categories, on both databases."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(3)
        newsroom.tree.post(name(99), html("海风。"), category="haifeng")
        newsroom.import_()
        yield newsroom


def arrive(newsroom: Newsroom, number: int, **fields: str) -> None:
    """Import one more article."""
    newsroom.tree.post(name(number), **{"date": "2022-05-02 08:00:00", **fields})
    newsroom.import_()


def titles(told: Told, format_: Format = Format.ATOM) -> list[str]:
    """Titles of the entries that a delivery brings."""
    return list(parsed(told.body, format_).titles.values())


def state(newsroom: Newsroom, columns: str) -> object:
    """Columns of the only subscription."""
    [row] = newsroom.rows(f"SELECT {columns} FROM subscriptions")  # noqa: S608 - the test's own
    return row if len(row) > 1 else row[0]


def test_subscribers_are_told_what_changed(newsroom: Newsroom):
    """§7: a POST of the topic's type with the hub and the topic, and a GET's own bytes."""
    kinds = {kind: document for kind, document in KINDS.items() if kind != "page"}
    topics = [
        replace(document, format=format_)
        for document in kinds.values()
        for format_ in Format
    ]
    with subscribing() as reader, desk(newsroom) as hub:
        before = press(newsroom, PUBLISHED)
        tags = {topic: before.current(topic).validators.tag for topic in topics}
        for number, topic in enumerate(topics):
            subscribe(newsroom, topic, reader.callback(f"/{number}?n=%E6%BB%A8"))
        arrive(newsroom, 4, title="新来的")
        hub.deliver()
        for number, topic in enumerate(topics):
            [told] = reader.wait_for("POST", path=f"/{number}")
            current = press(newsroom, PUBLISHED).current(topic)
            delta = current.delta([tags[topic]])
            assert delta is not None
            assert told.body == delta.body
            assert told.headers["ETag"] == f'"{current.validators.tag}"'
            assert told.headers["Content-Type"] == topic.format.media_type
            assert told.links == {"hub": HUB, "self": PUBLISHED.links.document(topic)}
            assert told["n"] == "滨"
            assert len(titles(told, topic.format)) == 1
            assert "X-Hub-Signature" not in told.headers
        told_of = len(reader.told)
        hub.deliver()
        assert len(reader.told) == told_of


def test_nobody_is_told_of_what_they_did_not_subscribe_to(newsroom: Newsroom):
    """Nor is anything written for them: their news fall due with their topics alone."""
    with subscribing() as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback())
        arrive(newsroom, 4, category="haifeng")
        hub.deliver()
        assert not reader.told
        assert state(newsroom, "due_at") is None


def test_a_secret_signs_what_is_sent(newsroom: Newsroom):
    """§8: with SHA-256 over the body; and one sealed under a lost key sends nothing."""
    with subscribing() as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback("/a"), secret="秘密")
        subscribe(newsroom, ATOM, reader.callback("/b"), secret="other")
        newsroom.run(
            "UPDATE subscriptions SET secret = 'lost' WHERE callback LIKE '%/b'"
        )
        arrive(newsroom, 4)
        hub.deliver()
        [told] = reader.told
        assert told.path == "/a"
        assert told.headers["X-Hub-Signature"].startswith("sha256=")
        assert told.is_signed_with("秘密")
        assert not told.is_signed_with("other")
        status = newsroom.value(
            "SELECT last_status FROM subscriptions WHERE attempts = 1"
        )
        assert status == "no-key"


def test_a_slow_subscriber_is_told_one_thing_at_a_time(newsroom: Newsroom):
    """Changes meanwhile come together afterwards, and hold up nobody else."""
    may_answer = Event()

    def answer(told: Told) -> Answer:
        if told.path == "/slow":
            may_answer.wait(10)
        return Answer()

    with subscribing(answer) as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback("/slow"), reader.callback("/quick"))
        arrive(newsroom, 4, title="第四")
        hub.turn()
        for number, title in ((5, "第五"), (6, "第六")):
            arrive(newsroom, number, title=title)
            hub.turn()
            hub.turn()
        quick = reader.wait_for("POST", 3, path="/quick")
        assert [titles(told) for told in quick] == [["第四"], ["第五"], ["第六"]]
        [first] = reader.wait_for("POST", path="/slow")
        may_answer.set()
        hub.deliver()
        [_, second] = reader.wait_for("POST", 2, path="/slow")
        assert (titles(first), titles(second)) == (["第四"], ["第六", "第五"])
        assert first.headers["X-Hub-Delivery"] != second.headers["X-Hub-Delivery"]


def test_what_a_killed_process_sent_is_sent_again_by_another(newsroom: Newsroom):
    """Once its claim is over; the same bytes, and known by the same delivery id."""
    with (
        subscribing(lambda _: Answer(after_s=0.3)) as reader,
        desk(newsroom) as killed,
        desk(newsroom) as hub,
    ):
        subscribe(newsroom, ATOM, reader.callback())
        arrive(newsroom, 4)
        killed.turn(wait_s=0)
        reader.wait_for("POST")
        hub.turn(wait_s=0)
        assert len(reader.told) == 1
        newsroom.pass_time(121)
        hub.deliver()
        first, second = reader.told
        assert first.body == second.body
        assert first.headers["X-Hub-Delivery"] == second.headers["X-Hub-Delivery"]


def test_several_processes_share_the_work(newsroom: Newsroom):
    """Each subscriber is told by one of them."""
    with subscribing() as reader, desk(newsroom) as one, desk(newsroom) as other:
        paths = [f"/{number}" for number in range(60)]
        subscribe(newsroom, ATOM, *map(reader.callback, paths))
        arrive(newsroom, 4)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda process: process.deliver(), (one, other)))
        assert sorted(told.path for told in reader.told) == sorted(paths)


def test_a_process_that_stops_lets_others_go_on(newsroom: Newsroom):
    """Deliveries that it breaks off are free at once, and answers that came are noted."""
    with (
        subscribing(lambda told: Answer(after_s=9 * (told.path == "/slow"))) as reader,
        desk(newsroom) as stopping,
    ):
        subscribe(newsroom, ATOM, reader.callback("/slow"), reader.callback("/quick"))
        arrive(newsroom, 4)
        stopping.turn()
        stopping.turn()
        reader.wait_for("POST", 2)
        stopping.delivery.close()
        assert newsroom.rows(
            "SELECT claimed_until, due_at IS NULL FROM subscriptions ORDER BY id"
        ) == [(None, False), (None, True)]


def test_a_failure_is_tried_again(newsroom: Newsroom):
    """§7: later and later, after what Retry-After asks for, and for a day."""
    answers = [Answer(503, headers={"Retry-After": "3600"}), Answer()]

    with subscribing(lambda _: answers.pop(0)) as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback())
        arrive(newsroom, 4, title="第四")
        hub.deliver()
        assert state(newsroom, "attempts, last_status") == (1, "5xx")
        newsroom.pass_time(3_500)
        hub.deliver()
        assert len(reader.told) == 1
        arrive(newsroom, 5, title="第五")
        hub.deliver()
        assert len(reader.told) == 1
        newsroom.pass_time(100)
        hub.deliver()
        assert titles(reader.told[1]) == ["第五", "第四"]
        assert state(newsroom, "attempts, failing_since, due_at, last_status") == (
            0, None, None, "2xx",
        )  # fmt: skip


@pytest.mark.parametrize(("status", "told"), [(302, "3xx"), (404, "4xx"), (500, "5xx")])
def test_what_fails_for_a_day_ends(newsroom: Newsroom, status: int, told: str):
    """It is listed until its lease is over, and told nothing more."""
    with subscribing(lambda _: Answer(status)) as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback())
        arrive(newsroom, 4)
        for hours in (0, 2, 21):
            newsroom.pass_time(hours * 3_600)
            hub.deliver()
            assert state(newsroom, "ended_at") is None
        newsroom.pass_time(3_600)
        hub.deliver()
        assert state(newsroom, "ended_at") is not None
        assert state(newsroom, "attempts, due_at, last_status") == (4, None, told)
        arrive(newsroom, 5)
        hub.deliver()
        assert len(reader.told) == 4


def test_a_subscriber_that_is_gone_is_forgotten(newsroom: Newsroom):
    """§7: 410 ends a subscription, and so does the end of its lease, silently."""
    with subscribing(lambda _: Answer(410)) as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback("/gone"))
        over = replace(ATOM, format=Format.RSS)
        subscribe(newsroom, over, reader.callback("/over"), lease=timedelta(hours=1))
        newsroom.pass_time(3_601)
        arrive(newsroom, 4)
        hub.deliver()
        assert [told.path for told in reader.told] == ["/gone"]
        assert newsroom.rows("SELECT callback FROM subscriptions") == [
            (reader.callback("/over"),)
        ]
        assert newsroom.value("SELECT count(*) FROM topics") == 1


def test_a_renamed_category_is_told_by_its_new_address(newsroom: Newsroom):
    """§4: its subscribers move along, and `self` says where to."""
    with subscribing() as reader, desk(newsroom) as hub:
        subscribe(newsroom, ATOM, reader.callback())
        newsroom.categories.rename(CATEGORY, Slug("jiang"), "江")
        arrive(newsroom, 4)
        hub.deliver()
        topic = replace(ATOM, streams=(StreamRef(StreamKind.CATEGORY, "jiang"),))
        address = PUBLISHED.links.document(topic)
        assert document_at(address) == topic
        told = reader.told[-1]
        assert told.links["self"] == address
        assert parsed(told.body, Format.ATOM).links["self"] == address


def test_what_only_the_whole_can_tell_is_sent_whole(newsroom: Newsroom):
    """JSON Feed cannot say that an article was retracted; Atom can."""
    with subscribing() as reader, desk(newsroom) as hub:
        for format_ in (Format.ATOM, Format.JSON):
            topic = replace(ATOM, format=format_)
            subscribe(newsroom, topic, reader.callback(f"/{format_}"))
        newsroom.decisions.retract(info(code(2)), reason="", is_legal=False)
        hub.deliver()
        [told] = reader.wait_for("POST", path="/atom.xml")
        assert len(parsed(told.body, Format.ATOM).gone) == 1
        assert not titles(told)
        [told] = reader.wait_for("POST", path="/feed.json")
        assert len(titles(told, Format.JSON)) == 2


def test_a_feed_that_is_no_more_is_denied(newsroom: Newsroom):
    """§5.2: its subscriptions end, and their subscribers are yet to be told so."""

    def editions(document: Document, _: int) -> Edition | None:
        raise StreamNotFound(StreamKind.CATEGORY, document.streams[0].slug)

    with subscribing() as reader, desk(newsroom, editions) as hub:
        subscribe(newsroom, ATOM, reader.callback())
        arrive(newsroom, 4)
        hub.deliver()
        assert not newsroom.value("SELECT count(*) FROM subscriptions")
        [(mode, callback, reason)] = newsroom.rows(
            "SELECT mode, callback, reason FROM intents"
        )
        assert (mode, callback) == ("denied", reader.callback())
        assert reason


def test_a_topic_that_cannot_be_made_holds_up_no_other(newsroom: Newsroom):
    """Our own mistake is heard of, and put off."""
    made = press(newsroom, PUBLISHED)

    def editions(document: Document, revision: int) -> Edition | None:
        if document == ATOM:
            raise RuntimeError
        return made.since(document, revision)

    with subscribing() as reader, desk(newsroom, editions) as hub:
        other = replace(ATOM, streams=(OTHER,))
        subscribe(newsroom, ATOM, reader.callback("/a"))
        subscribe(newsroom, other, reader.callback("/b"))
        for category in ("jianggang", "haifeng"):
            arrive(newsroom, ord(category[0]), category=category)
        with pytest.raises(RuntimeError):
            hub.turn()
        hub.deliver()
        assert [told.path for told in reader.told] == ["/b"]
        assert not newsroom.value("SELECT count(claimed_until) FROM subscriptions")


def test_those_who_fail_leave_room_for_others(newsroom: Newsroom):
    """Subscribers who were silent before are not all asked at once."""
    is_over = Event()

    def answer(told: Told) -> Answer:
        if told.path != "/well":
            is_over.wait(10)
        return Answer()

    with subscribing(answer) as reader, desk(newsroom) as hub:
        silent = [reader.callback(f"/{number}") for number in range(120)]
        subscribe(newsroom, ATOM, *silent)
        newsroom.run("UPDATE subscriptions SET attempts = 1")
        subscribe(newsroom, ATOM, reader.callback("/well"))
        arrive(newsroom, 4)
        hub.turn()
        reader.wait_for("POST", path="/well")
        hub.turn(wait_s=0)
        claimed = newsroom.value("SELECT count(claimed_until) FROM subscriptions")
        assert claimed <= 97
        is_over.set()
