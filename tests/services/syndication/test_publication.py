"""Policy: what a document says, from nothing but its rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import EntrySource, Feed, Format, Paging, Tombstone
from feedsvc.model.stream import SITE, Stream, StreamKind, StreamRef
from feedsvc.services.syndication.publication import Publication
from tests.site.samples import ARTICLE, BEIJING, LINKS, OUTLET, PUBLISHED

PUBLICATION = Publication(LINKS, "滨江财经", "每日更新。", "zh-CN", BEIJING, 300)
REF = StreamRef(StreamKind.CATEGORY, OUTLET.slug)
CATEGORY = Stream(2, REF, OUTLET.raw, OUTLET.title, 7, PUBLISHED)
WHOLE = Stream(1, SITE, "", "", 7, PUBLISHED)
BASE = "https://news.example.com"
FOLDER = f"{BASE}/categories/binjiangribao/"
DAY = timedelta(days=1)


def feed_of(
    stream: Stream, publication: Publication = PUBLICATION, **variant: Any
) -> Feed:
    """A stream's Atom feed, with one article in it."""
    document = replace(Document((stream.ref,), Format.ATOM), **variant)
    return publication.feed(document, [stream], [ARTICLE], [])


def paging_of(page: int | None, open_page: int) -> Paging | None:
    """Where a document says that it stands in the archive."""
    return feed_of(replace(CATEGORY, open_page=open_page), page=page).paging


def test_a_category_is_named_beside_its_site() -> None:
    """In a list of subscriptions both words help."""
    assert feed_of(CATEGORY).title == "滨江日报 - 滨江财经"
    assert feed_of(WHOLE).title == "滨江财经"


def test_the_description_is_the_sites() -> None:
    """A category does not claim it."""
    assert feed_of(WHOLE).subtitle == "每日更新。"
    assert feed_of(CATEGORY).subtitle == ""


def test_every_format_has_one_absolute_address() -> None:
    """Rules 15 and 17: under the configured base, whoever asks."""
    feed = feed_of(CATEGORY)
    assert feed.page_url == FOLDER
    assert feed.urls == {format_: FOLDER + format_ for format_ in Format}


def test_an_id_does_not_know_the_base() -> None:
    """Rule 1: a move to another host makes no reader think that all is new."""
    links = replace(LINKS, base_url="https://moved.example")
    feed, same = feed_of(CATEGORY), feed_of(CATEGORY, replace(PUBLICATION, links=links))
    assert feed.id == same.id
    assert feed.entries[0].id == same.entries[0].id
    assert feed.entries[0].url != same.entries[0].url


def test_pages_and_formats_are_one_feed() -> None:
    """Rule 1, RFC 5005 §4: an archive page is a document of the feed that it continues."""
    ids = {
        (feed.id, feed.entries[0].id)
        for feed in (
            feed_of(CATEGORY),
            feed_of(CATEGORY, page=1),
            feed_of(CATEGORY, format=Format.RSS),
        )
    }
    assert ids == {(LINKS.feed_id(REF.kind, CATEGORY.name), ARTICLE.entry_id)}


def test_each_variant_is_a_feed_of_its_own() -> None:
    """RFC 4287 §4.2.6: one id would tell readers they have it; entries stay the same."""
    links = replace(LINKS, base_url="https://moved.example")
    moved = replace(PUBLICATION, links=links)
    ids = set()
    for script in Script:
        for is_summary in (False, True):
            variant: dict[str, Any] = {"script": script, "is_summary": is_summary}
            feed = feed_of(CATEGORY, **variant)
            assert feed.entries[0].id == ARTICLE.entry_id
            assert feed.id == feed_of(CATEGORY, moved, **variant).id
            ids.add(feed.id)
    assert len(ids) == 4


def test_moments_carry_the_sites_zone() -> None:
    """Rule 5: a feed shows the offset that its pages show."""
    feed = feed_of(CATEGORY)
    assert feed.updated.isoformat() == "2021-12-31T07:55:44+08:00"
    assert feed.entries[0].published.isoformat() == "2021-12-31T07:55:44+08:00"


def test_an_article_without_a_source_credits_its_outlet() -> None:
    """Where its category is one: shown, and not claimed as found."""
    bare = replace(ARTICLE, attributions=(), source=None)
    document = Document((REF,), Format.ATOM)
    (entry,) = PUBLICATION.feed(document, [CATEGORY], [bare], []).entries
    (part,) = entry.credit
    assert [party.name for party in part.parties] == ["滨江日报"]
    assert entry.source is None


def test_an_article_names_its_sources_feed() -> None:
    """RFC 4287 §4.2.11: the outlet's own stream on this site, under its id."""
    source = feed_of(CATEGORY).entries[0].source
    assert ARTICLE.source is not None
    folder = f"{BASE}/sources/{ARTICLE.source.slug}/"
    id_ = LINKS.feed_id(StreamKind.SOURCE, "滨江日报")
    assert source == EntrySource(id_, "滨江日报", folder, f"{folder}rss.xml")
    traditional = feed_of(CATEGORY, script=Script.TRADITIONAL).entries[0].source
    assert traditional is not None
    assert "/zh-Hant/" in traditional.feed_url
    assert traditional.id == LINKS.variant_id(
        id_, script=Script.TRADITIONAL, is_summary=False
    )


def test_the_busiest_stream_sets_the_pace() -> None:
    """Rule 12: of what a selection shows; never faster than the site allows."""
    document = Document(normalised([REF, SITE]), Format.RSS)
    streams = [replace(CATEGORY, ttl_s=1800), replace(WHOLE, ttl_s=600)]
    assert PUBLICATION.ttl_s(document, streams) == 600
    slow = replace(PUBLICATION, max_age_s=900)
    assert slow.ttl_s(document, streams) == 900
    assert slow.feed(document, streams, [], []).ttl_s == 900


@pytest.mark.parametrize("ttl_s", [300, 1800])
def test_a_page_does_not_know_the_pace(ttl_s: int) -> None:
    """Rule 23: its bytes stay when the category gets busy."""
    stream = replace(CATEGORY, ttl_s=ttl_s, changed_at=PUBLISHED + ttl_s * DAY)
    assert feed_of(stream, page=1) == feed_of(CATEGORY, page=1)


def test_a_page_is_as_old_as_what_it_holds() -> None:
    """Rule 6: `updated` is of its members and tombstones, not of the stream."""
    document = Document((REF,), Format.ATOM, 1)
    later = replace(CATEGORY, changed_at=PUBLISHED + 9 * DAY)
    edited = replace(ARTICLE, updated_at=PUBLISHED + DAY)
    gone = Tombstone("urn:x", PUBLISHED + 2 * DAY)
    feed = PUBLICATION.feed(document, [later], [ARTICLE, edited], [])
    assert feed.updated == PUBLISHED + DAY
    feed = PUBLICATION.feed(document, [later], [ARTICLE, edited], [gone])
    assert feed.updated == PUBLISHED + 2 * DAY


def test_a_page_that_all_left_stays_as_it_is() -> None:
    """Rule 7: with nothing on it, it does not move with the stream either."""
    document = Document((REF,), Format.ATOM, 1)
    later = replace(CATEGORY, changed_at=PUBLISHED + DAY)
    first, second = (
        PUBLICATION.feed(document, [stream], [], []) for stream in (CATEGORY, later)
    )
    assert first == second


def test_what_fits_one_page_is_complete() -> None:
    """RFC 5005 §2: the current document holds all that there is."""
    assert paging_of(None, 1) == Paging(f"{FOLDER}atom.xml", is_complete=True)


def test_a_walk_goes_back_to_the_first_page() -> None:
    """RFC 5005 §4: from the current document, which holds the open page, by full ones.

    No link leads to the open page: who keeps pages for good would keep it half filled.
    """
    current = f"{FOLDER}atom.xml"

    def url(page: int) -> str:
        return f"{FOLDER}pages/{page}/atom.xml"

    assert paging_of(None, 3) == Paging(current, url(2))
    assert paging_of(2, 3) == Paging(current, url(1), None, is_archive=True)
    assert paging_of(1, 3) == Paging(current, None, url(2), is_archive=True)
    assert paging_of(3, 3) == Paging(current, url(2), None, is_archive=True)


def test_a_share_link_is_no_original() -> None:
    """`via` and `external_url` lead to another site, or nowhere."""
    url = "http://old.example/html_News/NewsShare.html?infoCode=NW202112310000000001"
    article = replace(ARTICLE, origin_url=url)
    document = Document((CATEGORY.ref,), Format.ATOM)
    feed = PUBLICATION.feed(document, [CATEGORY], [article], [])
    assert feed.entries[0].original_url is None


def test_a_selection_stands_alone() -> None:
    """It has no archive, and the id of its parts whatever their order."""
    refs = normalised([REF, StreamRef(StreamKind.SOURCE, "a")])
    other = Stream(3, refs[1], "甲报", "甲报", 8, PUBLISHED + DAY)
    document = Document(refs, Format.ATOM)
    feed = PUBLICATION.feed(document, [CATEGORY, other], [ARTICLE], [])
    swapped = PUBLICATION.feed(document, [other, CATEGORY], [ARTICLE], [])
    assert feed.paging is None
    assert feed.id == swapped.id
    assert feed.title == "滨江日报、甲报 - 滨江财经"
    assert feed.page_url == f"{BASE}/"
    assert feed.updated == other.changed_at


def test_traditional_converts_what_people_read() -> None:
    """Links stay what they are, but for those to our own pages in that script."""
    feed = feed_of(CATEGORY, script=Script.TRADITIONAL)
    assert feed.title == "濱江日報 - 濱江財經"
    assert feed.urls[Format.ATOM] == f"{BASE}/zh-Hant/categories/binjiangribao/atom.xml"
    assert feed.entries[0].url == f"{BASE}/zh-Hant{ARTICLE.permalink}"
    assert feed.entries[0].original_url == ARTICLE.origin_url
