"""Policy: what a stream's feed says, from nothing but its rows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.model.feed import Feed, Format
from feedsvc.model.stream import SITE, Stream, StreamKind, StreamRef
from feedsvc.services.syndication.policy import Publication
from tests.web.samples import ARTICLE, BEIJING, LINKS, OUTLET, PUBLISHED

PUBLICATION = Publication(LINKS, "滨江财经", "每日更新。", "zh-CN", BEIJING, 300)
CATEGORY = Stream(
    2,
    StreamRef(StreamKind.CATEGORY, OUTLET.slug),
    OUTLET.raw,
    OUTLET.title,
    7,
    PUBLISHED,
)
WHOLE = Stream(1, SITE, "", "", 7, PUBLISHED)


def feed_of(*ages: timedelta) -> Feed:
    """The category's feed, of articles so much older than the first."""
    return PUBLICATION.feed(
        CATEGORY,
        [
            replace(ARTICLE, published_at=PUBLISHED - age, id=n)
            for n, age in enumerate(ages)
        ],
    )


def test_a_category_is_named_beside_its_site() -> None:
    """In a list of subscriptions both words help."""
    assert PUBLICATION.feed(CATEGORY, []).title == "滨江日报 - 滨江财经"
    assert PUBLICATION.feed(WHOLE, []).title == "滨江财经"


def test_the_description_is_the_sites() -> None:
    """A category does not claim it."""
    assert PUBLICATION.feed(WHOLE, []).subtitle == "每日更新。"
    assert PUBLICATION.feed(CATEGORY, []).subtitle == ""


def test_every_format_has_one_absolute_address() -> None:
    """Under the configured base, whoever asks."""
    folder = "https://news.example.com/categories/binjiangribao/"
    feed = PUBLICATION.feed(CATEGORY, [])
    assert feed.page_url == folder
    assert feed.urls == {format_: folder + format_ for format_ in Format}


def test_an_id_does_not_know_the_base() -> None:
    """A move to another host makes no reader think that all is new."""
    moved = replace(PUBLICATION, links=replace(LINKS, base_url="https://moved.example"))
    feed, same = (p.feed(CATEGORY, [ARTICLE]) for p in (PUBLICATION, moved))
    assert feed.id == same.id
    assert feed.entries[0].id == same.entries[0].id
    assert feed.entries[0].url != same.entries[0].url


def test_moments_carry_the_sites_zone() -> None:
    """A feed shows the offset that its pages show."""
    feed = feed_of(timedelta())
    assert feed.updated.isoformat() == "2021-12-31T07:55:44+08:00"
    assert feed.entries[0].published.isoformat() == "2021-12-31T07:55:44+08:00"


def test_an_article_without_a_source_credits_its_outlet() -> None:
    """Where its category is one: shown, and not claimed as found."""
    entry = PUBLICATION.feed(CATEGORY, [replace(ARTICLE, attributions=())]).entries[0]
    (part,) = entry.credit
    assert [party.name for party in part.parties] == ["滨江日报"]


@pytest.mark.parametrize(
    ("ages", "ttl_s"),
    [
        ((), 3600),
        ((timedelta(),), 3600),
        ((timedelta(), timedelta(seconds=1)), 300),
        ((timedelta(), timedelta(minutes=20), timedelta(minutes=40)), 1200),
        ((timedelta(), timedelta(days=300)), 3600),
        ((timedelta(),) * 30, 300),
    ],
)
def test_the_pace_of_arrivals_is_the_readers(
    ages: tuple[timedelta, ...], ttl_s: int
) -> None:
    """What the last twenty took on average, within what caches and people bear."""
    assert feed_of(*ages).ttl_s == ttl_s
