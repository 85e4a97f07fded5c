"""Share links: every address and code that ever led to an article still does.

The answers are values read from stored rows; the caller makes the URLs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.model.answer import (
    Answer,
    Malformed,
    Moved,
    Published,
    Withdrawn,
    first_answer,
)
from feedsvc.model.article import Article
from feedsvc.model.attribution import CreditPart, credit_parts
from feedsvc.model.repair import repaired_path
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store.articles import answers, articles
from feedsvc.store.articles.answer_memory import AnswerMemory
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import streams

# Addresses of the static site: /category/{raw}.html, /{raw}/ and /feed/{raw}.xml.
_OLD_PAGE = re.compile(r"/category/(.+)\.html|/category/(.+)/|/([^/]+)/?", re.DOTALL)
_OLD_FEED = re.compile(r"/feed/(.+)\.xml", re.DOTALL)
_OLD_SITE_FEED = "/feed.xml"


@dataclass(frozen=True, slots=True)
class ShareLinks:
    """Answers to share links; they are the same in every script."""

    database: Database
    memory: AnswerMemory

    def answer(self, link: ShareLink) -> Answer:
        """Answer for one share link, perhaps from memory; permalinks are not read."""
        return first_answer(link.codes, self.memory.find_by_code)

    def at_hand(self, link: ShareLink) -> Published | Withdrawn | None:
        """Answer for a link, if its first code is known from memory; None otherwise."""
        first = next(iter(link.codes), None)
        return self.memory.at_hand(first) if first else None

    def answers(self, links: Sequence[ShareLink]) -> list[Answer]:
        """Answers from one snapshot: of each link's first permalink or code that has one."""
        with self.database.read() as snapshot:
            return _answers(snapshot, links)

    def credited_answers(
        self, links: Sequence[ShareLink], language: str
    ) -> tuple[list[Answer], dict[int, tuple[CreditPart, ...]]]:
        """Answers as above, and the credits of their articles by id, of one snapshot.

        Args:
            language: of the credits' labels.
        """
        with self.database.read() as snapshot:
            found = _answers(snapshot, links)
            ids = [each.article_id for each in found if isinstance(each, Published)]
            credited = {
                id_: credit_parts(
                    each.attributions, outlet=each.outlet, language=language
                )
                for id_, each in articles.credited_by_ids(snapshot, ids).items()
            }
        return found, credited

    def at(self, path: str) -> Article | Moved | Answer:
        """Answer for a decoded path, as it stands or without what stuck to it.

        Returns:
            The article if the path is its permalink, byte for byte; `Malformed` where
            there was never an article, nor a listing of the old site.
        """
        with self.database.read() as snapshot:
            for tried in filter(None, (path, repaired_path(path))):
                found = answers.by_paths(snapshot, [tried]).get(tried)
                if isinstance(found, Published) and found.permalink == path:
                    return articles.by_ids(snapshot, [found.article_id])[0]
                if answer := found or _old_listing(snapshot, tried):
                    return answer
        return Malformed()

    def find_stream(self, ref: StreamRef) -> StreamRef | None:
        """Current name of a stream that has left `ref` or is asked for by raw name."""
        with self.database.read() as snapshot:
            moved = streams.find_moved(snapshot, ref)
            if moved is None and ref.kind is StreamKind.CATEGORY:
                moved = streams.find_by_raw_name(snapshot, ref.slug)
        return moved if moved != ref else None


def _old_listing(snapshot: Snapshot, path: str) -> Moved | None:
    if path == _OLD_SITE_FEED:
        return Moved(SITE, is_feed=True)
    feed = _OLD_FEED.fullmatch(path)
    match = feed or _OLD_PAGE.fullmatch(path)
    raw = next(filter(None, match.groups()), None) if match else None
    ref = streams.find_by_raw_name(snapshot, raw) if raw else None
    return Moved(ref, is_feed=feed is not None) if ref else None


def _answers(snapshot: Snapshot, links: Sequence[ShareLink]) -> list[Answer]:
    codes = [tuple(link.codes) for link in links]
    paths = {path for link in links for path in link.permalinks}
    at = answers.by_paths(snapshot, paths)
    of = answers.by_codes(snapshot, {code for some in codes for code in some})
    return [
        next((at[path] for path in link.permalinks if path in at), None)
        or first_answer(some, of.get)
        for link, some in zip(links, codes, strict=True)
    ]
