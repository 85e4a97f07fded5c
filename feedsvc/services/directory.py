"""The directory: every feed for readers, every article for search engines.

Answers are whole documents; only the news sitemap depends on the time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.errors import NotFound
from feedsvc.feeds import opml, sitemap
from feedsvc.model.directory import (
    NewsEntry,
    Outline,
    OutlineGroup,
    SitemapEntry,
    Subscriptions,
)
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.listing import IndexEntry
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store.articles import headlines
from feedsvc.store.changes import change_line
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams

_PER_SITEMAP = 50_000  # sitemaps.org: addresses in one file
_NEWS_SPAN = timedelta(days=2)  # Google: older articles are not news
_MAX_NEWS = 1_000


@dataclass(frozen=True, slots=True)
class Directory:
    """Directory of streams and pages: lists of feeds, site maps.

    Attributes:
        title: the site's.
        language: BCP 47, of its articles.
        headings: of the groups of feeds in the OPML list: categories, then sources.
        written: a title in the script of the site.
        clock: the time now, aware UTC.
    """

    database: Database
    links: Links
    title: str
    language: str
    headings: tuple[str, str]
    written: Callable[[str], str]
    clock: Callable[[], datetime]

    def revision(self) -> int:
        """Number of the change line; while it stands, every answer but the news does."""
        with self.database.find() as connection:
            return change_line.current(connection)

    def opml(self) -> bytes:
        """Every feed, grouped: the site's, the categories', the listed sources'."""
        with self.database.read() as snapshot:
            site = streams.get(snapshot, SITE)
            categories = streams.index(snapshot, StreamKind.CATEGORY)
            sources = streams.index(snapshot, StreamKind.SOURCE)
        known = [site, *(entry.stream for entry in (*categories, *sources))]
        groups = (
            OutlineGroup(self.title, (self._outline(SITE, self.title),)),
            self._group(self.headings[0], categories),
            self._group(self.headings[1], sources),
        )
        updated = max(stream.changed_at for stream in known)
        return opml.render(Subscriptions(self.title, updated, groups))

    def sitemap_index(self) -> bytes:
        """The sitemaps of all articles, and that of the listings."""
        with self.database.read() as snapshot:
            last = headlines.last_id(snapshot)
            site = streams.get(snapshot, SITE)
        names = ["listings", *(str(n + 1) for n in range(-(-last // _PER_SITEMAP)))]
        urls = [self.links.absolute(f"/sitemaps/{name}.xml") for name in names]
        return sitemap.sitemap_index(SitemapEntry(url, site.changed_at) for url in urls)

    def listings_sitemap(self) -> bytes:
        """The pages of the site, of every category and of the listed sources."""
        with self.database.read() as snapshot:
            known = [
                streams.get(snapshot, SITE),
                *(
                    entry.stream
                    for entry in streams.index(snapshot, StreamKind.CATEGORY)
                ),
                *(entry.stream for entry in streams.index(snapshot, StreamKind.SOURCE)),
            ]
        return sitemap.urlset(
            SitemapEntry(self.links.stream_page(stream.ref), stream.changed_at)
            for stream in known[:_PER_SITEMAP]
        )

    def sitemap(self, number: int) -> bytes:
        """The articles of one range of ids, which is the same for good.

        Raises:
            NotFound: there is no such range yet.
        """
        first = (number - 1) * _PER_SITEMAP
        with self.database.read() as snapshot:
            if number < 1 or first >= headlines.last_id(snapshot):
                raise NotFound("sitemap", str(number))
            places = headlines.places(snapshot, first, first + _PER_SITEMAP)
        return sitemap.urlset(
            SitemapEntry(self.links.absolute(path), updated) for path, updated in places
        )

    def news_sitemap(self) -> bytes:
        """The articles of the last two days, newest first, 1,000 at most."""
        now = self.clock()
        with self.database.read() as snapshot:
            recent = headlines.latest_between(
                snapshot, now - _NEWS_SPAN, now, before=None, limit=_MAX_NEWS
            )
        return sitemap.news_sitemap(
            NewsEntry(
                url=self.links.absolute(headline.permalink),
                title=self.written(headline.title),
                published=headline.published_at,
                publication=self.title,
                language=headline.language or self.language,
            )
            for headline in recent
        )

    def _group(self, title: str, entries: list[IndexEntry]) -> OutlineGroup:
        outlines = (
            self._outline(entry.stream.ref, self.written(entry.stream.title))
            for entry in entries
        )
        return OutlineGroup(title, tuple(outlines))

    def _outline(self, ref: StreamRef, title: str) -> Outline:
        feed_url = self.links.feed(ref, Format.ATOM)
        return Outline(title, feed_url, self.links.stream_page(ref))
