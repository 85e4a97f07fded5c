"""The border that every format shares."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.feeds.border import (
    escaped,
    legal,
    legal_feed,
    whole_seconds,
    write_each,
)
from feedsvc.model.feed import Entry, Feed, Paging, Tombstone
from feedsvc.model.text_kinds import map_text
from tests.feeds.samples import CHINA, FULL, NOON, feed_of


def test_legal_keeps_just_what_xml_calls_a_character():
    """XML 1.0 §2.2, over all of Unicode; each illegal one becomes U+FFFD."""
    everything = range(0x110000)
    kept = {point for point in everything if legal(chr(point)) == chr(point)}
    assert kept == {
        9, 10, 13, *range(0x20, 0xD800), *range(0xE000, 0xFFFE),
        *range(0x10000, 0x110000),
    }  # fmt: skip
    assert legal("a\x00b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("title", "summary", "shown"),
    [("题", "摘要", "题"), (" \n", " 摘要", "摘要"), ("", "", FULL.url)],
)
def test_an_entry_always_has_a_title(title: str, summary: str, shown: str):
    """Its own, else its summary, else its address."""
    untitled = replace(FULL, title=title, summary=summary)
    [written] = write_each(feed_of(untitled), lambda _, entry: entry.title.encode())
    assert written.body.decode() == shown


def test_a_feed_always_has_a_title():
    """Both XML formats demand one."""
    feed = legal_feed(replace(feed_of(), title=" "))
    assert feed.title == feed.page_url


def test_addresses_of_archives_and_ids_of_tombstones_are_legal():
    """They stand in a feed's head, where one illegal character loses all of it."""
    paging = Paging("a\x00", prev_url="b\ud800", next_url=None)
    graves = (Tombstone("urn:\x01", NOON), Tombstone("urn:\x02", NOON))
    feed = legal_feed(replace(feed_of(), paging=paging, tombstones=graves))
    assert feed.paging == Paging("a\ufffd", prev_url="b\ufffd", next_url=None)
    assert feed.tombstones == (Tombstone("urn:\ufffd", NOON),)


def test_every_text_of_a_feed_is_legal():
    """Texts of the head and of entries are covered, whatever fields they have."""
    paging = Paging("a", prev_url="b", next_url="c")
    feed = replace(feed_of(FULL), paging=paging, tombstones=(Tombstone("d", NOON),))
    poisoned = map_text(feed, lambda text, _kind, _role: f"{text}\x00\ud800")
    legal_one = legal_feed(poisoned)
    entries = presented(legal_one)
    expected = map_text(feed, lambda text, _kind, _role: f"{text}\ufffd\ufffd")
    assert replace(legal_one, entries=entries) == expected


def test_escaped_text_stands_in_content_and_in_quotes():
    """Legal too."""
    assert escaped('<a b="c">&\'\x00') == "&lt;a b=&quot;c&quot;&gt;&amp;&#x27;\ufffd"


def test_a_clean_entry_is_passed_on_as_it_is():
    """Nearly all are: no copy is made."""
    [entry] = presented(feed_of(FULL))
    assert entry is FULL


def presented(feed: Feed) -> tuple[Entry, ...]:
    """The entries as formats are given them."""
    given: list[Entry] = []

    def write(_: Feed, entry: Entry) -> bytes:
        given.append(entry)
        return b""

    write_each(feed, write)
    return tuple(given)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2024, 3, 1, 8, 0, 0, 999_999, CHINA), "2024-03-01T08:00:00+08:00"),
        (datetime(2024, 3, 1, tzinfo=UTC), "2024-03-01T00:00:00+00:00"),
        # Shanghai's local mean time, +08:05:43, ended with 1900.
        (
            datetime(1900, 1, 1, 8, 5, 43, tzinfo=ZoneInfo("Asia/Shanghai")),
            "1900-01-01T00:00:00+00:00",
        ),
    ],
)
def test_a_moment_is_one_that_both_date_formats_can_say(moment: datetime, written: str):
    """Neither has seconds in an offset."""
    assert whole_seconds(moment).isoformat() == written


def test_a_naive_time_is_refused():
    """It would be read as another moment by every reader."""
    with pytest.raises(ValueError, match="naive"):
        whole_seconds(datetime(2024, 3, 1))  # noqa: DTZ001  # the point
