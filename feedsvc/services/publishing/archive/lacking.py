"""Lacking files: those of an import that stand for nothing that can be shown.

A file without title or date is no loss if another file of its article has both. Only
the end of an import shows that, because twins may come in different batches.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from feedsvc.model.article import ArticleState
from feedsvc.model.claim import Claim
from feedsvc.services.publishing.archive.queue import Queue
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles import writes as draft_store
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.articles.writes import StoredArticle
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.engine import Database

_DECIDED = (ArticleState.RETRACTED, ArticleState.MERGED)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Files that lack something, by path; many of them wait in temporary files."""

    _lines: Queue = field(default_factory=Queue)

    def add(self, path: str, reason: str, outcome: Outcome) -> None:
        """Take a file that was counted as `outcome`."""
        self._lines.add("\0".join((path, outcome, reason)))

    def __iter__(self) -> Iterator[tuple[str, str, Outcome]]:
        """Path, reason and outcome of each; only once."""
        for line in self._lines:
            path, outcome, reason = line.split("\0", 2)
            yield path, reason, Outcome(outcome)


def find_incomplete(
    database: Database, archive: str, lacking: Lacking
) -> Iterator[tuple[str, str, Outcome]]:
    """Files whose article lacks the same parts as they do, each with the reason."""
    for files in chunks(lacking):
        paths = [path for path, _, _ in files]
        with database.read() as connection:
            codes = claim_store.codes_of(connection, archive, paths)
            claims = claim_store.of_codes(connection, codes.values())
            stored = draft_store.stored_by_codes(connection, codes.values())
        for path, reason, outcome in files:
            code = codes.get(path)
            if code is None or _is_settled(claims.get(code, ()), stored.get(code)):
                continue
            article = stored.get(code)
            is_shown = article is not None and article.permalink is not None
            more = "; its article stays as it was" if is_shown else ""
            yield path, reason + more, outcome


def _is_settled(claims: Iterable[Claim], article: StoredArticle | None) -> bool:
    """True if another file has the missing parts, or nothing is shown anyway."""
    if article is not None and article.state in _DECIDED:
        return True
    return any(
        claim.is_complete or not (claim.is_published or claim.is_aside)
        for claim in claims
    )
