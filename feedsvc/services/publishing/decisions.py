"""Decisions of people and of the clock, applied on every surface at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import ArticleNotFound, DecisionRefused
from feedsvc.model.article import ArticleState
from feedsvc.model.claim import withholder
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.presence import Presence
from feedsvc.services.publishing.guards import Guard, anything, require
from feedsvc.services.publishing.placement import place_anew
from feedsvc.store.articles import archives, decisions
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles.decisions import Decided
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams

_DUE_AT_ONCE = 500
_PURGED_AT_ONCE = 100
_WITHDRAWN = (ArticleState.RETRACTED, ArticleState.MERGED)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions, each a transaction of its own.

    Attributes:
        clock: the time now, aware UTC.
        by: who decides, as an article's history tells it.
        guard: whether the article that is decided on may be as it is.
    """

    database: Database
    clock: Callable[[], datetime]
    by: str = "command"
    guard: Guard = anything

    def retract(
        self,
        code: InfoCode,
        *,
        reason: str,
        is_legal: bool,
        at: datetime | None = None,
    ) -> None:
        """Withdraw an article: 410 from now on, or 451 where the law asked for it.

        Args:
            at: since when it is gone, if the decision is repeated from elsewhere.

        Raises:
            ArticleNotFound: no such code.
            DecisionRefused: it was merged into another article.
            PreconditionFailed: the guard refuses.
        """
        with self._begin() as change:
            article = self._guarded(change, code)
            if _is_withdrawn_so(article, reason, is_legal=is_legal):
                return
            if article.state is ArticleState.MERGED:
                raise DecisionRefused(code, "was merged; retract its survivor instead")
            if article.is_purged and not is_legal:
                raise DecisionRefused(code, "was purged, and stays withdrawn by law")
            decisions.retract(
                change, article, reason=reason, is_legal=is_legal, at=_past(change, at)
            )
            streams.withdraw(change, article.id)

    def restore(self, code: InfoCode) -> None:
        """Bring back an article that was retracted or merged; it counts as updated.

        Raises:
            ArticleNotFound: no such code.
            DecisionRefused: it was purged, was never withdrawn, or a file of it asks
                not to be published.
            PreconditionFailed: the guard refuses.
        """
        with self._begin() as change:
            article = self._guarded(change, code)
            if article.is_purged:
                raise DecisionRefused(code, "was purged: there is nothing to restore")
            _refuse_withheld(change, code)
            if article.state not in _WITHDRAWN:
                raise DecisionRefused(code, f"is {article.state}, not withdrawn")
            decisions.restore(change, article.id, _state_by_date(change, article))
            place_anew(change, [code])

    def merge(
        self, code: InfoCode, into: InfoCode, *, at: datetime | None = None
    ) -> None:
        """Let the article `into` answer wherever `code` did.

        Args:
            at: since when, of a decision that is repeated.

        Raises:
            ArticleNotFound: no such code.
            DecisionRefused: both are the same, one is withdrawn, or the survivor is not
                shown.
            PreconditionFailed: the guard refuses.
        """
        with self._begin() as change:
            article, survivor = self._guarded(change, code), _get(change, into)
            if article.id == survivor.id:
                raise DecisionRefused(code, "cannot be merged into itself")
            if survivor.state is not ArticleState.PUBLISHED:
                raise DecisionRefused(into, f"is {survivor.state}, and cannot answer")
            if article.state in _WITHDRAWN:
                raise DecisionRefused(code, f"is {article.state}; restore it first")
            decisions.merge(change, article.id, survivor, at=_past(change, at))
            streams.withdraw(change, article.id)

    def purge(
        self,
        code: InfoCode,
        *,
        reason: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Erase an article's text, versions and credits; its addresses stay, as 451.

        Args:
            reason, at: why and since when it is gone, of a decision that is repeated.

        Raises:
            ArticleNotFound: no such code.
        """
        with self._begin() as change:
            article = _get(change, code)
            decisions.purge(change, article, reason=reason, at=_past(change, at))
            streams.withdraw(change, article.id)
        self.database.forget_deleted()

    def purge_all(self, codes: Sequence[InfoCode]) -> Iterator[int]:
        """Erase articles in batches; gives how many are done after each.

        After a stop, finished erasures stand, except for copies that SQLite keeps until
        the end: run it again, with no codes if none are left.
        """
        for start in range(0, len(codes), _PURGED_AT_ONCE):
            batch = codes[start : start + _PURGED_AT_ONCE]
            with self._begin() as change:
                for code in batch:
                    article = _get(change, code)
                    decisions.purge(change, article)
                    streams.withdraw(change, article.id)
            yield start + len(batch)
        self.database.forget_deleted()

    def _begin(self) -> AbstractContextManager[Change]:
        return begin_change(self.database, self.clock(), by=self.by)

    def _guarded(self, change: Change, code: InfoCode) -> Decided:
        article = _get(change, code)
        require(self.guard, code, article.revision)
        return article

    def publish_due(self) -> int:
        """Let in the scheduled articles whose time has come; returns how many.

        Safe to run in any number of processes: the change line lets one at a time.
        """
        now = self.clock()
        with self.database.read() as connection:
            if decisions.oldest_due(connection, now) is None:
                return 0
        with begin_change(self.database, now, by="schedule") as change:
            due = decisions.due(change.connection, now, limit=_DUE_AT_ONCE)
            decisions.publish(change, [article.id for article in due])
            place_anew(change, [article.info_code for article in due])
        return len(due)


def _get(change: Change, code: InfoCode) -> Decided:
    article = decisions.find(change.connection, code)
    if article is None:
        raise ArticleNotFound(code)
    return article


def _is_withdrawn_so(article: Decided, reason: str, *, is_legal: bool) -> bool:
    """True if a person withdrew an article just so before."""
    return (
        article.state is ArticleState.RETRACTED
        and not article.is_withheld
        and (article.reason, article.is_legal) == (reason, is_legal)
    )


def _past(change: Change, at: datetime | None) -> datetime | None:
    """A moment no later than this change: it may come from another clock."""
    return at and min(at, change.now)


def _refuse_withheld(change: Change, code: InfoCode) -> None:
    claims = claim_store.of_codes(change.connection, [code]).get(code, [])
    presence = Presence(archives.roots(change.connection))
    holder = withholder(presence.look(claims))
    if holder is not None:
        asks = f"{holder.key} in {holder.origin} {holder.withholding}"
        raise DecisionRefused(
            code, f"stays withdrawn: {asks}; mend it and import again"
        )


def _state_by_date(change: Change, article: Decided) -> ArticleState:
    if article.published_at is None:
        return ArticleState.INCOMPLETE
    is_due = article.published_at <= change.now
    return ArticleState.PUBLISHED if is_due else ArticleState.SCHEDULED
