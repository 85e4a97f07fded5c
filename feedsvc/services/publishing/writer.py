"""Writing: a batch of drafts, of any one source, goes into the store in one change.

Drafts are grouped by info code: in each group the winner's text becomes the article's,
and every draft adds its category and addresses (D2). Asks sources only for facts about
claims; a claim that must be read again is handed back to the caller.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from feedsvc.model.article import ArticleDraft, ArticleState
from feedsvc.model.claim import Claim, categories_of, fresh_claims, merged_claims
from feedsvc.model.history import Deed
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.media import Attached, attach, still_said
from feedsvc.services.publishing.origins import Sources
from feedsvc.services.publishing.placement import (
    StoringRules,
    credit,
    entitle,
    lead_here,
    place,
    refusal,
)
from feedsvc.services.publishing.verdict import Case, Step, Verdict, decide
from feedsvc.services.publishing.withheld import release, withhold
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles import corrections, history
from feedsvc.store.articles import writes as draft_store
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.articles.writes import Entrant, StoredArticle
from feedsvc.store.changes.change import Change
from feedsvc.store.streams import categories

_NOTHING: Mapping[str, ArticleDraft | None] = MappingProxyType({})
_OUTCOMES = {
    Step.ADD: Outcome.NEW,
    Step.COMPLETE: Outcome.CHANGED,
    Step.REWRITE: Outcome.CHANGED,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """Outcome of one draft; `category_id` is of its claim's category."""

    outcome: Outcome
    reason: str | None
    claim: Claim
    category_id: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """Outcome of a batch.

    Attributes:
        stored: by key, but for drafts of codes that are in `again`.
        again: claims that must be read again. Nothing was done for their codes: write
            the same drafts once more, with these claims reread.
        lost_to: number of drafts that lost to another origin's, by origin.
        attached: media that came in with the drafts.
    """

    stored: dict[str, Stored]
    again: tuple[Claim, ...]
    lost_to: Counter[str]
    attached: Attached


@dataclass(frozen=True, slots=True)
class Writer:
    """Writer of drafts from any source."""

    rules: StoringRules
    sources: Sources
    is_rereading: bool = False  # what is the same is read by other rules

    def write(
        self,
        change: Change,
        drafts: Collection[ArticleDraft],
        *,
        same: Collection[str] = (),
        reread: Mapping[str, ArticleDraft | None] = _NOTHING,
    ) -> Written:
        """Store the drafts of one origin.

        Args:
            same: keys of drafts whose source holds what it held.
            reread: by key, drafts of claims read again; None for an unreadable one.
        """
        cases = self._cases(change, drafts, same, reread)
        verdicts = [(case, decide(case)) for case in cases]
        decided = [(case, verdict) for case, verdict in verdicts if not verdict.again]
        stored = {case.code: case.stored for case, _ in decided if case.stored}
        old = same if self.is_rereading else ()
        batch = _Batch(change, self.rules, decided, stored, old)
        outcomes = batch.apply()
        said = {batch.stored[code].id: draft for code, draft in batch.said.items()}
        said |= still_said(decided)
        return Written(
            stored=outcomes,
            again=tuple(verdict.again for _, verdict in verdicts if verdict.again),
            lost_to=_lost_to(verdict for _, verdict in decided),
            attached=attach(change, said, self.sources),
        )

    def _cases(
        self,
        change: Change,
        drafts: Iterable[ArticleDraft],
        same: Collection[str],
        reread: Mapping[str, ArticleDraft | None],
    ) -> Iterator[Case]:
        """The drafts by their codes, each with everything that is known of it."""
        groups: dict[InfoCode, dict[str, ArticleDraft]] = {}
        for draft in sorted(drafts, key=lambda draft: draft.key):
            groups.setdefault(draft.info_code, {})[draft.key] = draft
        known = claim_store.of_codes(change.connection, groups)
        stored = draft_store.stored_by_codes(change.connection, groups)
        corrected = corrections.by_codes(change.connection, groups)
        for code, given in groups.items():
            before = known.get(code, [])
            fresh = fresh_claims(given.values(), before, same)
            yield Case(
                code=code,
                origin=fresh[0].origin,
                drafts=given,
                fresh=fresh,
                known=before,
                claims=self._looked_at(merged_claims(before, fresh), fresh),
                stored=stored.get(code),
                reread=reread,
                corrections=corrected.get(code, ()),
            )

    def _looked_at(self, claims: list[Claim], fresh: list[Claim]) -> list[Claim]:
        return claims if len(claims) == 1 else self.sources.look(claims, fresh)


def _lost_to(verdicts: Iterable[Verdict]) -> Counter[str]:
    lost: Counter[str] = Counter()
    for verdict in verdicts:
        if verdict.recalled:
            lost[verdict.recalled.origin] += verdict.lost
    return lost


@dataclass(slots=True)
class _Batch:
    """Verdicts on their way into the store."""

    change: Change
    rules: StoringRules
    decided: Sequence[tuple[Case, Verdict]]
    stored: dict[InfoCode, StoredArticle]
    old: Collection[str]  # keys of drafts that are only made anew
    category_ids: dict[str, int] = field(default_factory=dict)
    refused: dict[InfoCode, str] = field(default_factory=dict)
    said: dict[InfoCode, ArticleDraft] = field(default_factory=dict)
    added: set[InfoCode] = field(default_factory=set)

    def apply(self) -> dict[str, Stored]:
        """Carry out the verdicts; returns the outcome of each draft, by key."""
        drafts = [draft for case, _ in self.decided for draft in case.drafts.values()]
        shown = {name for draft in drafts for name in draft.categories}
        self.category_ids = categories.ensure(self.change, shown)
        verdicts = [verdict for _, verdict in self.decided]
        for verdict in verdicts:
            self._turn(verdict)
        self._note(verdicts)
        self._add(v.says for v in verdicts if v.says and v.step is Step.ADD)
        self._reload(verdicts)
        self._remember()
        self._credit()
        lead_here(self.change, drafts, self.stored)
        entitle(self.change, drafts, self.category_ids)
        self._place(verdicts)
        return {
            claim.key: self._told(case, verdict, claim)
            for case, verdict in self.decided
            for claim in case.fresh
        }

    def _turn(self, verdict: Verdict) -> None:
        """Carry out a verdict on a stored article."""
        stored = self.stored.get(verdict.code)
        if stored is None:
            return
        if verdict.holder is not None:
            holder = verdict.holder
            reason = f"{holder.origin}: {holder.key} {holder.withholding}"
            self.stored[verdict.code] = withhold(self.change, stored, reason)
        if verdict.says is not None and verdict.speaker is not None:
            self._say(stored, verdict.step, verdict.says, verdict.speaker)
        if verdict.is_released:
            release(self.change, stored)

    def _say(
        self, stored: StoredArticle, step: Step, draft: ArticleDraft, speaker: Claim
    ) -> None:
        if step is Step.COMPLETE:
            owners = draft_store.taken(self.change.connection, self._names(draft))
            if reason := refusal(draft, owners):
                self.refused[draft.info_code] = reason
                return
            draft_store.complete(self.change, stored, self._entrant(draft, owners))
        elif step is Step.REWRITE:
            why = f"{speaker.origin}: {speaker.key}"
            draft_store.keep_version(self.change, stored.id, reason=why)
            entrant, is_new = self._entrant(draft, {}), draft.key not in self.old
            draft_store.rewrite(self.change, stored, entrant, is_new=is_new)
        elif step is Step.NOTE:
            draft_store.keep_text(self.change, stored.id, draft.raw)
        if step in _OUTCOMES:
            self.said[draft.info_code] = draft

    def _note(self, verdicts: Sequence[Verdict]) -> None:
        """Record the new outcome of claims that were read before."""
        change = self.change
        claim_store.recall(change, [v.recalled for v in verdicts if v.recalled])
        claim_store.elect(change, [v.elected for v in verdicts if v.elected])
        claim_store.outdo(change, [claim for v in verdicts for claim in v.outdone])
        claim_store.release(change, [claim for v in verdicts for claim in v.replaced])

    def _add(self, adding: Iterable[ArticleDraft]) -> None:
        """Store new articles; an address in use stays with its article."""
        names = {draft.info_code: (draft, self._names(draft)) for draft in adding}
        owners = draft_store.taken(
            self.change.connection,
            (name for _, some in names.values() for name in some),
        )
        accepted = []
        for code, (draft, own) in names.items():
            if reason := refusal(draft, owners):
                self.refused[code] = reason
                continue
            accepted.append(self._entrant(draft, owners))
            self.said[code] = draft
            owners |= dict.fromkeys(own, code)
        draft_store.add(self.change, accepted)
        self.added = {entrant.draft.info_code for entrant in accepted}

    def _names(self, draft: ArticleDraft) -> list[str]:
        """Names that only one article may have: a draft's permalink and entry id."""
        if not draft.is_complete or draft.permalink is None:
            return []
        links = self.rules.links
        return [draft.permalink, links.entry_id(draft.info_code, draft.legacy_path)]

    def _entrant(self, draft: ArticleDraft, owners: Mapping[str, InfoCode]) -> Entrant:
        links = self.rules.links
        entry_id = links.entry_id(draft.info_code, draft.legacy_path)
        if entry_id in owners:  # Jekyll gave two days' posts the same path
            entry_id = links.entry_id(draft.info_code, None)
        raw = draft.category
        if raw and raw not in self.category_ids:  # of a winner that was read again
            self.category_ids |= categories.ensure(self.change, {raw})
        return Entrant(draft, entry_id, self.category_ids.get(raw))

    def _reload(self, verdicts: Sequence[Verdict]) -> None:
        """Reload the ids and states of the articles stored by this batch."""
        codes = self.said.keys() | {v.code for v in verdicts if v.is_released}
        self.stored |= draft_store.stored_by_codes(self.change.connection, codes)

    def _remember(self) -> None:
        """Note in articles' histories that they were stored, and what they come from."""
        drafts = (self.said[code] for code in sorted(self.added))
        notes = {self.stored[d.info_code].id: f"{d.origin}: {d.key}" for d in drafts}
        history.note(self.change, Deed.STORED, notes)

    def _credit(self) -> None:
        given = {
            self.stored[code].id: draft.rendered for code, draft in self.said.items()
        }
        credit(self.change, self.rules, given)

    def _place(self, verdicts: Sequence[Verdict]) -> None:
        """Place changed articles in their streams."""
        shown = {
            stored.id: (stored, categories_of(verdict.claims))
            for verdict in sorted(verdicts, key=lambda verdict: verdict.code)
            if verdict.code in self.said or verdict.is_moved or verdict.is_released
            if (stored := self.stored.get(verdict.code))
            and stored.state is ArticleState.PUBLISHED
        }
        draft_store.mark_changed(self.change, list(shown))
        articles = [stored for stored, _ in shown.values()]
        place(self.change, articles, {id_: raws for id_, (_, raws) in shown.items()})

    def _told(self, case: Case, verdict: Verdict, claim: Claim) -> Stored:
        outcome, reason = Outcome.SAME_ARTICLE, None
        draft = case.drafts[claim.key]
        if verdict.holder is not None and draft.withheld:
            outcome, reason = Outcome.UNPUBLISHED, draft.withheld
        elif claim == verdict.speaker:
            reason = self.refused.get(case.code)
            told = _OUTCOMES.get(verdict.step, Outcome.UNCHANGED)
            outcome = Outcome.REJECTED if reason else told
        return Stored(outcome, reason, claim, self.category_ids.get(draft.category))
