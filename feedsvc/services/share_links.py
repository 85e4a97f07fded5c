"""Sharing: every address and code that ever led to an article still does.

Whatever is asked, a URL that comes out is made from a stored row and the configured base.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from feedsvc.errors import ArticleNotFound, ArticleWithdrawn
from feedsvc.model.answer import (
    Answer,
    Found,
    Gone,
    Known,
    Malformed,
    Moved,
    Resolution,
    Unknown,
    Withdrawn,
)
from feedsvc.model.article import ArticleState
from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store.articles import articles, standings
from feedsvc.store.articles.standing_memory import StandingMemory
from feedsvc.store.articles.standings import Named, Standing
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import streams

# Addresses of the static site: /category/{raw}.html, /{raw}/ and /feed/{raw}.xml.
_OLD_PAGE = re.compile(r"/category/(.+)\.html|/category/(.+)/|/([^/]+)/?", re.DOTALL)
_OLD_FEED = re.compile(r"/feed/(.+)\.xml", re.DOTALL)
_OLD_SITE_FEED = "/feed.xml"


@dataclass(frozen=True, slots=True)
class Sharing:
    """The use case, in one script.

    Attributes:
        memory: of codes, shared by all scripts.
    """

    database: Database
    links: Links
    memory: StandingMemory

    def by_codes(self, codes: Iterable[InfoCode]) -> Moved | Gone:
        """Where the first of some codes leads that leads anywhere, or did just now.

        Raises:
            ArticleNotFound: none was ever seen, or not published yet: one answer.
        """
        for code in codes:
            if resolution := self._led(self.memory.find_by_code(code)):
                return resolution
        raise ArticleNotFound("a share link")

    def find_code(self, path: str) -> InfoCode | None:
        """The info code of the article that a decoded path leads to, or once did."""
        with self.database.read() as snapshot:
            standing = standings.find_by_path(snapshot, path)
        return standing.info_code if standing and self._led(standing) else None

    def published(self, code: InfoCode) -> Known:
        """The article that answers for a code.

        Raises:
            ArticleNotFound: none does, or not yet.
            ArticleWithdrawn: it did once.
        """
        match self.resolve([ShareLink.from_code(code)]):
            case [Known() as known]:
                return known
            case [Withdrawn(_, since, is_legal)]:
                raise ArticleWithdrawn(since, is_legal=is_legal)
        raise ArticleNotFound(code)

    def resolve(self, links: Sequence[ShareLink]) -> list[Answer]:
        """Answers, one a link: of the first permalink or code that leads anywhere."""
        asked = [self._meant(link) for link in links]
        every = {code for codes in asked for code in codes}
        with self.database.read() as snapshot:
            found = standings.by_codes(snapshot, every)
        told = {code: _told(code, named) for code, named in found.items()}
        return [_first(codes, told) for codes in asked]

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
        if resolution := self._led(standing):
            return resolution
        raise ArticleNotFound(path)

    def find_stream(self, ref: StreamRef) -> StreamRef | None:
        """Where a stream is that is no longer at `ref`, or is asked for by raw name."""
        with self.database.read() as snapshot:
            moved = streams.find_moved(snapshot, ref)
            if moved is None and ref.kind is StreamKind.CATEGORY:
                moved = streams.find_by_raw_name(snapshot, ref.slug)
        return moved if moved != ref else None

    def _meant(self, link: ShareLink) -> tuple[InfoCode, ...]:
        """Codes that a link may mean, the likelier first."""
        found = filter(None, map(self.find_code, link.permalinks))
        code = next(found, None)
        return (code,) if code else tuple(link.codes)

    def _led(self, standing: Standing | None) -> Moved | Gone | None:
        if standing is None or standing.permalink is None:
            return None
        match standing.state:
            case ArticleState.PUBLISHED:
                url = self.links.absolute(standing.permalink)
                return Moved(url, standing.article_id)
            case ArticleState.RETRACTED:
                return Gone(standing.state_at, standing.is_legal)
            case _:
                return None

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


def _told(asked: InfoCode, named: Named) -> Answer:
    standing, published_at = named.standing, named.published_at
    if standing.permalink is None or published_at is None:
        return Unknown(asked)
    match standing.state:
        case ArticleState.PUBLISHED:
            merged_from = asked if asked != standing.info_code else None
            return Known(
                standing.article_id,
                standing.info_code,
                merged_from,
                standing.permalink,
                named.title,
                published_at,
            )
        case ArticleState.RETRACTED:
            return Withdrawn(asked, standing.state_at, standing.is_legal)
        case _:
            return Unknown(asked)


def _first(codes: Sequence[InfoCode], told: dict[InfoCode, Answer]) -> Answer:
    """The first answer that is one; else the first code is not known."""
    for code in codes:
        answer = told.get(code)
        if isinstance(answer, Known | Withdrawn):
            return answer
    return Unknown(codes[0]) if codes else Malformed()
