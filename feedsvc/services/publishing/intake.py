"""Intake: articles that programs send come into the store like those of an archive.

Each is cleaned before the change begins, and then written, placed and recorded as a
claim on its code: the newsroom's own, which outranks every file's.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from feedsvc.errors import (
    ArticleNotFound,
    CategoryForbidden,
    FeedsvcError,
    SubmissionRefused,
    UnreadablePost,
)
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import API
from feedsvc.model.dossier import Dossier
from feedsvc.model.info_code import InfoCode
from feedsvc.model.permalink import permalink_of
from feedsvc.model.submission import Submission
from feedsvc.model.token import Token
from feedsvc.services.publishing.archive.presence import Presence
from feedsvc.services.publishing.guards import Guard, anything, require
from feedsvc.services.publishing.placement import (
    StoringRules,
    place_anew,
    recognise_outlets,
    refusal,
)
from feedsvc.services.publishing.prior import (
    Prior,
    code_of,
    is_waiting,
    look_up,
    told_of_date,
    told_of_retired,
    told_of_state,
)
from feedsvc.services.publishing.writer import Stored, Writer
from feedsvc.store.articles import archives, decisions, dossiers, imported_files
from feedsvc.store.articles.imported_files import FileRecord, KnownFile, Outcome
from feedsvc.store.articles.writes import StoredArticle, stored_by_codes, taken
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import categories


@dataclass(frozen=True, slots=True)
class Receipt:
    """Outcome of one article that was stored.

    Attributes:
        is_new: nothing had its code before.
        revision: of the article now; the one before if nothing has changed.
        warnings: what its sender should look at, one sentence each.
    """

    code: InfoCode
    is_new: bool
    revision: int
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Batch:
    """Submissions on their way: drafted, or done with."""

    sent: dict[InfoCode, Submission] = field(default_factory=dict)
    drafts: dict[InfoCode, ArticleDraft] = field(default_factory=dict)
    hashes: dict[InfoCode, bytes] = field(default_factory=dict)
    done: dict[InfoCode, Receipt | FeedsvcError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """Intake of articles, each batch a transaction of its own.

    Attributes:
        zone: the site's, whose days are in permalinks.
        draft: cleans a submission.
        clock: the time now, aware UTC.
    """

    database: Database
    rules: StoringRules
    zone: tzinfo
    draft: Callable[[Submission], ArticleDraft]
    clock: Callable[[], datetime]

    def put(self, sent: Submission, by: Token, guard: Guard = anything) -> Receipt:
        """Store an article under its code, instead of what it said before.

        Args:
            sent: with its code; a date or permalink that it lacks is given to it.
            by: the sender's.
            guard: whether the article may be as it is.

        Raises:
            ArticlePurged: it was erased, and is not stored again.
            CategoryForbidden: the token is bound to other categories.
            PreconditionFailed: the guard refuses.
            SubmissionRefused: it cannot be stored, or its permalink is another's.
        """
        [outcome] = self.put_all([sent], by, guard)
        if isinstance(outcome, FeedsvcError):
            raise outcome
        return outcome

    def put_all(
        self, sent: Sequence[Submission], by: Token, guard: Guard = anything
    ) -> list[Receipt | FeedsvcError]:
        """Store articles of different codes in one change; the good ones, if some are bad.

        Returns:
            What became of each, in their order.

        Raises:
            PreconditionFailed: the guard refuses one of them; nothing is stored.
        """
        codes = [code_of(one) for one in sent]
        with self.database.read() as snapshot:
            known = look_up(snapshot, codes)
        for code in codes:
            _hold(guard, code, known.stored)
        batch = self._prepare(sent, by, known)
        if batch.drafts:
            with begin_change(
                self.database, self.clock(), by=f"token {by.name}"
            ) as change:
                self._write(change, batch, by, guard)
        return [batch.done[code] for code in codes]

    def check(self, sent: Submission, by: Token) -> tuple[ArticleDraft, bool]:
        """The draft that an article would make, and whether its code is new.

        Nothing is stored.

        Raises:
            ArticlePurged, CategoryForbidden, SubmissionRefused: as for `put`.
        """
        code = code_of(sent)
        with self.database.read() as snapshot:
            known = look_up(snapshot, [code])
        if error := known.refusal(sent, by):
            raise error
        stored = known.stored.get(code)
        draft = self._drafted(sent, stored)
        if stored and stored.permalink:
            return replace(draft, permalink=stored.permalink), False
        with self.database.read() as snapshot:
            reason = refusal(draft, taken(snapshot, [draft.permalink or ""]))
        if reason:
            raise SubmissionRefused(code, reason)
        return draft, stored is None

    def find(self, code: InfoCode) -> Dossier:
        """The article of a code, in any state.

        Raises:
            ArticleNotFound: no such code.
        """
        with self.database.read() as snapshot:
            found = dossiers.find(snapshot, code)
        if found is None:
            raise ArticleNotFound(code)
        return found

    def require_permitted(self, code: InfoCode, by: Token) -> None:
        """Refuse a token for articles of other categories than an article's.

        Raises:
            CategoryForbidden: the article is in categories that the token is not for.
        """
        if by.categories:
            with self.database.read() as snapshot:
                found = dossiers.categories_by_codes(snapshot, [code])
            if forbidden := by.forbidden(found.get(code, ())):
                raise CategoryForbidden(forbidden)

    def _prepare(self, sent: Sequence[Submission], by: Token, known: Prior) -> _Batch:
        batch = _Batch()
        for one in sent:
            code, digest = code_of(one), hashlib.sha256(repr(one).encode()).digest()
            stored = known.stored.get(code)
            if error := known.refusal(one, by):
                batch.done[code] = error
            elif stored and known.hashes.get(code) == digest:
                told = told_of_state(stored)
                batch.done[code] = Receipt(
                    code, is_new=False, revision=stored.revision, warnings=told
                )
            else:
                try:
                    batch.drafts[code] = self._drafted(one, stored)
                except SubmissionRefused as refused:
                    batch.done[code] = refused
                batch.hashes[code], batch.sent[code] = digest, one
        return batch

    def _filled(self, sent: Submission, stored: StoredArticle | None) -> Submission:
        """The submission with a date and a permalink."""
        at = sent.published_at or (stored and stored.published_at) or self.clock()
        day = at.astimezone(self.zone).date()
        permalink = (stored and stored.permalink) or permalink_of(
            sent.category, day, code_of(sent)
        )
        return replace(sent, published_at=at, permalink=sent.permalink or permalink)

    def _drafted(self, sent: Submission, stored: StoredArticle | None) -> ArticleDraft:
        """The draft of a submission.

        Raises:
            SubmissionRefused: it cannot be one.
        """
        filled = self._filled(sent, stored)
        try:
            draft = self.draft(filled)
        except UnreadablePost as error:
            raise SubmissionRefused(code_of(sent), error.reason) from None
        told = told_of_date(filled, stored, self.zone)
        return replace(draft, warnings=(*draft.warnings, *told))

    def _reschedule(
        self,
        change: Change,
        before: Mapping[InfoCode, StoredArticle],
        drafts: Mapping[InfoCode, ArticleDraft],
    ) -> None:
        """Give articles that wait for their day the day that was sent now.

        Before anything is written: what a newsroom sends may end the withholding of a
        file, and the article must not be shown on its old day.
        """
        for code, draft in drafts.items():
            stored, at = before.get(code), draft.published_at
            if stored and at and is_waiting(stored) and at != stored.published_at:
                decisions.reschedule(change, stored.id, at)

    def _publish_due(self, change: Change, codes: Iterable[InfoCode]) -> None:
        """Publish articles that wait for a day that has come."""
        due = [
            stored
            for stored in stored_by_codes(change.connection, codes).values()
            if is_waiting(stored)
            and not stored.is_withheld
            and stored.published_at
            and stored.published_at <= change.now
        ]
        decisions.publish(change, [article.id for article in due])
        place_anew(change, [article.info_code for article in due])

    def _write(self, change: Change, batch: _Batch, by: Token, guard: Guard) -> None:
        known = look_up(change.connection, list(batch.drafts))
        for code, draft in tuple(batch.drafts.items()):
            _hold(guard, code, known.stored)
            if error := known.refusal(batch.sent[draft.info_code], by):  # since then
                batch.done[code] = error
                del batch.drafts[code]
        before = known.stored
        self._reschedule(change, before, batch.drafts)
        presence = Presence(archives.roots(change.connection))
        written = Writer(self.rules, presence).write(change, batch.drafts.values())
        good = {
            InfoCode(key): stored
            for key, stored in written.stored.items()
            if stored.outcome is not Outcome.REJECTED
        }
        imported_files.record(
            change, API, [_record(batch, *one) for one in good.items()]
        )
        self._publish_due(change, good)
        if change.is_regrouped:
            recognise_outlets(change, self.rules)
        now = stored_by_codes(change.connection, good)
        retired = categories.retired(change.connection)
        for code, draft in batch.drafts.items():
            if code in good:
                told = (*told_of_state(now[code]), *told_of_retired(draft, retired))
                batch.done[code] = Receipt(
                    code,
                    code not in before,
                    now[code].revision,
                    (*draft.warnings, *told),
                )
            else:
                reason = written.stored[code].reason or "cannot be stored"
                batch.done[code] = SubmissionRefused(code, reason)


def _hold(
    guard: Guard, code: InfoCode, stored: Mapping[InfoCode, StoredArticle]
) -> None:
    require(guard, code, stored[code].revision if code in stored else None)


def _record(batch: _Batch, code: InfoCode, stored: Stored) -> FileRecord:
    """A submission as the claim that it makes; it has no file."""
    draft = batch.drafts[code]
    known = KnownFile(
        size=len(draft.raw),
        mtime_ns=0,
        hash=batch.hashes[code],
        outcome=stored.outcome,
        reason=stored.reason,
    )
    return FileRecord(code, known, stored.claim, stored.category_id)
