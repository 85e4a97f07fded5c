"""Sharing: every address and code that ever led to an article still does.

Whatever is asked, a URL that comes out is made from a stored row and the configured base.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from feedsvc.errors import ArticleNotFound
from feedsvc.model.article import ArticleState
from feedsvc.model.feed import Format
from feedsvc.model.info_code import find_info_code
from feedsvc.model.links import Links
from feedsvc.model.resolution import Found, Gone, Moved, Resolution
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store import articles, standings, streams
from feedsvc.store.engine import Database, Snapshot
from feedsvc.store.standings import Standing

# Addresses of the static site: /category/{raw}.html, /{raw}/ and /feed/{raw}.xml.
_OLD_PAGE = re.compile(r"/category/(.+)\.html|/category/(.+)/|/([^/]+)/?", re.DOTALL)
_OLD_FEED = re.compile(r"/feed/(.+)\.xml", re.DOTALL)
_OLD_SITE_FEED = "/feed.xml"


@dataclass(frozen=True, slots=True)
class Sharing:
    """The use case."""

    database: Database
    links: Links

    def by_code(self, text: str) -> Moved | Gone:
        """Where an info code leads, in either case.

        Raises:
            ArticleNotFound: malformed, never seen, or not published yet: one answer.
        """
        code = find_info_code(text)
        if code is None:
            raise ArticleNotFound(text)
        with self.database.read() as snapshot:
            standing = standings.find_by_code(snapshot, code)
        return self._followed(standing, text)

    def by_path(self, path: str) -> Resolution:
        """What a decoded path leads to: an article, or where it is now.

        Raises:
            ArticleNotFound: no article, and no listing of the old site, was ever there.
        """
        with self.database.read() as snapshot:
            standing = standings.find_by_path(snapshot, path)
            if standing is None:
                return self._old_listing(snapshot, path)
            if standing.permalink == path and standing.state is ArticleState.PUBLISHED:
                return Found(articles.by_ids(snapshot, [standing.article_id])[0])
        return self._followed(standing, path)

    def find_stream(self, ref: StreamRef) -> StreamRef | None:
        """Where a stream is that is no longer at `ref`, or is asked for by raw name."""
        with self.database.read() as snapshot:
            moved = streams.find_moved(snapshot, ref)
            if moved is None and ref.kind is StreamKind.CATEGORY:
                moved = streams.find_by_raw_name(snapshot, ref.slug)
        return moved if moved != ref else None

    def _followed(self, standing: Standing | None, asked: str) -> Moved | Gone:
        if standing is None or standing.permalink is None:
            raise ArticleNotFound(asked)
        match standing.state:
            case ArticleState.PUBLISHED:
                return Moved(self.links.absolute(standing.permalink))
            case ArticleState.RETRACTED:
                return Gone(standing.state_at, standing.is_legal)
            case _:
                raise ArticleNotFound(asked)

    def _old_listing(self, snapshot: Snapshot, path: str) -> Moved:
        if path == _OLD_SITE_FEED:
            return Moved(self.links.feed(SITE, Format.ATOM))
        to_url: Callable[[StreamRef], str]
        if match := _OLD_FEED.fullmatch(path):
            raw, to_url = match[1], self._atom_feed
        elif match := _OLD_PAGE.fullmatch(path):
            raw, to_url = match[1] or match[2] or match[3], self.links.stream_page
        else:
            raise ArticleNotFound(path)
        ref = streams.find_by_raw_name(snapshot, raw)
        if ref is None:
            raise ArticleNotFound(path)
        return Moved(to_url(ref))

    def _atom_feed(self, ref: StreamRef) -> str:
        return self.links.feed(ref, Format.ATOM)
