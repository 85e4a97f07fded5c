"""Storing: a batch of drafts goes into the store in one change.

Files are grouped by info code; of each group the winner's text becomes the article's, and
every file adds its category and its addresses (D2).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from feedsvc.model.article import ArticleDraft, ArticleState
from feedsvc.model.claim import Claim
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing import winning
from feedsvc.services.publishing.placement import (
    StoringRules,
    credit,
    entitle,
    lead_here,
    place,
)
from feedsvc.services.publishing.withheld import release, withhold
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles import writes as draft_store
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.articles.writes import Entrant, StoredArticle
from feedsvc.store.changes.change import Change
from feedsvc.store.streams import categories


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file."""

    outcome: Outcome
    reason: str | None = None


@dataclass(slots=True)
class DraftBatch:
    """One batch on its way in.

    Attributes:
        archive: the name of the archive that the drafts are from.
        drafts: by path; all files of the batch that could be read.
        same: paths of files that hold the bytes they held.
        exists: whether the file of an earlier claim is still there.
        reread: the draft of such a file of this archive.
        lost_to: by other archives, how many of the files lost to theirs.
    """

    change: Change
    archive: str
    drafts: Mapping[str, ArticleDraft]
    rules: StoringRules
    same: Collection[str]
    exists: Callable[[Claim], bool]
    reread: Callable[[Claim], ArticleDraft | None]
    outcomes: dict[str, Stored] = field(default_factory=dict)
    lost_to: Counter[str] = field(default_factory=Counter)
    _category_ids: dict[str, int] = field(default_factory=dict)
    _stored: dict[InfoCode, StoredArticle] = field(default_factory=dict)
    _claims: dict[InfoCode, list[Claim]] = field(default_factory=dict)
    _outdone: list[Claim] = field(default_factory=list)
    _replaced: list[Claim] = field(default_factory=list)
    _fresh: dict[str, Claim] = field(default_factory=dict)
    _adding: dict[str, ArticleDraft] = field(default_factory=dict)
    _said: dict[InfoCode, ArticleDraft] = field(default_factory=dict)
    _moved: set[InfoCode] = field(default_factory=set)
    _released: set[InfoCode] = field(default_factory=set)

    def store(self) -> dict[str, Stored]:
        """Bring the store to what the files say; returns what became of each path."""
        self._load()
        for code, paths in self._paths_by_code().items():
            self._decide(code, paths)
        claim_store.outdo(self.change, self._outdone)
        claim_store.release(self.change, self._replaced)
        self._add_new()
        self._reload()
        self._credit()
        lead_here(self.change, self.drafts.values(), self._stored)
        entitle(self.change, self.drafts.values(), self._category_ids)
        self._place()
        return self.outcomes

    def category_id(self, path: str) -> int | None:
        """The id of the category that a file of the batch names."""
        return self._category_ids.get(self.drafts[path].category)

    def claim(self, path: str) -> Claim:
        """The claim of a file of the batch."""
        return self._fresh[path]

    def _load(self) -> None:
        codes = {draft.info_code for draft in self.drafts.values()}
        names = {
            draft.category
            for draft in self.drafts.values()
            if draft.category and draft.withheld is None
        }
        connection = self.change.connection
        self._category_ids = categories.ensure(self.change, names)
        self._stored = draft_store.stored_by_codes(connection, codes)
        self._claims = claim_store.of_codes(connection, codes)

    def _paths_by_code(self) -> dict[InfoCode, list[str]]:
        groups: dict[InfoCode, list[str]] = {}
        for path, draft in sorted(self.drafts.items()):
            groups.setdefault(draft.info_code, []).append(path)
        return groups

    def _decide(self, code: InfoCode, paths: list[str]) -> None:
        """Choose the winner of one code, and let the article say what it says."""
        known = self._claims.get(code, [])
        fresh = self._fresh_claims(known, paths)
        merged = winning.merged_claims(known, fresh)
        exists = self._presence(merged, fresh)
        replaced = winning.replaced(merged, exists)
        self._replaced.extend(replaced)
        claims = [claim for claim in merged if claim not in replaced]
        if winning.categories_of(claims) != winning.categories_of(known):
            self._moved.add(code)
        self._claims[code] = claims
        for path in paths:
            self.outcomes[path] = Stored(Outcome.SAME_ARTICLE)
        holder = winning.withholder(claims, exists)
        best = None if holder else winning.winner(claims, exists)
        self._outdone.extend(
            claim for claim in claims if claim != best and claim not in fresh
        )
        if holder is not None:
            self._withhold(code, paths, holder)
        elif best is not None:
            speaking = [claim for claim in fresh if claim.is_published]
            self._let_speak(best, speaking, exists)

    def _let_speak(
        self, best: Claim, fresh: list[Claim], exists: Callable[[Claim], bool]
    ) -> None:
        """Let the winner of a code speak, or the best of the batch if it never can here."""
        speaker = best
        if best not in fresh and not self._say_again(best, len(fresh)):
            if best.info_code in self._stored or not fresh:
                self._release(best)
                return
            speaker = winning.winner(fresh, exists)
        if speaker in fresh:
            self.outcomes[speaker.path] = self._say(
                speaker.path, self.drafts[speaker.path]
            )
        self._release(speaker)

    def _say_again(self, best: Claim, files: int) -> bool:
        """Let a winner speak that was read long ago; its article may say something else.

        False if it cannot be read here, or no longer says anything of its code.
        """
        if best.archive != self.archive:
            claim_store.recall(self.change, [best])
            self.lost_to[best.archive] += files
            return False
        draft = self.reread(best)
        if draft is None or draft.info_code != best.info_code:
            return False
        self._say(best.path, draft)
        claim_store.elect(self.change, best)
        return True

    def _withhold(self, code: InfoCode, paths: list[str], holder: Claim) -> None:
        """Keep an article from readers, or take it back from them, as a file asks.

        Of one that was never shown nothing is stored but the claims.
        """
        for path in paths:
            if words := self.drafts[path].withheld:
                self.outcomes[path] = Stored(Outcome.UNPUBLISHED, words)
        if stored := self._stored.get(code):
            self._stored[code] = withhold(self.change, stored, holder)

    def _release(self, best: Claim) -> None:
        """Bring back an article that was only withheld: no file asks for it any more."""
        stored = self._stored.get(best.info_code)
        if stored is None or not stored.is_withheld or not best.is_complete:
            return
        release(self.change, stored)
        self._released.add(best.info_code)

    def _fresh_claims(self, known: list[Claim], paths: list[str]) -> list[Claim]:
        drafts = {path: self.drafts[path] for path in paths}
        fresh = winning.fresh_claims(self.archive, drafts, known, self.same)
        self._fresh.update((claim.path, claim) for claim in fresh)
        return fresh

    def _presence(
        self, claims: list[Claim], fresh: list[Claim]
    ) -> Callable[[Claim], bool]:
        """Whether files are there; each is looked at once, what was just read never."""
        if len(claims) == 1:
            return lambda _claim: True
        there = {claim: claim in fresh or self.exists(claim) for claim in claims}
        return lambda claim: there[claim]

    def _say(self, path: str, draft: ArticleDraft) -> Stored:
        """Let the article of a draft's code say what the draft says."""
        stored = self._stored.get(draft.info_code)
        if stored is None:
            self._adding[path] = draft
            return Stored(Outcome.NEW)
        is_worse = stored.permalink is not None and not draft.is_complete
        is_completing = stored.permalink is None and draft.is_complete
        is_same = stored.content_hash == draft_store.hash_of_draft(draft)
        if stored.is_purged or is_worse or (is_same and not is_completing):
            return Stored(Outcome.UNCHANGED)
        if is_completing:
            owners = draft_store.taken(self.change.connection, self._names(draft))
            if reason := _refusal(draft, owners):
                return Stored(Outcome.REJECTED, reason)
            entrant = self._entrant(draft, owners)
            draft_store.complete(self.change, stored, entrant)
        else:
            why = f"{self.archive}: {path}"
            draft_store.keep_version(self.change, stored.id, by="import", reason=why)
            draft_store.rewrite(self.change, stored, self._entrant(draft, {}))
        self._said[draft.info_code] = draft
        return Stored(Outcome.CHANGED)

    def _add_new(self) -> None:
        """Store new articles; an address that another article has is nobody else's."""
        names = {path: self._names(draft) for path, draft in self._adding.items()}
        owners = draft_store.taken(
            self.change.connection, (name for given in names.values() for name in given)
        )
        accepted = []
        for path, draft in self._adding.items():
            if reason := _refusal(draft, owners):
                self.outcomes[path] = Stored(Outcome.REJECTED, reason)
                continue
            entrant = self._entrant(draft, owners)
            accepted.append(entrant)
            self._said[draft.info_code] = draft
            owners |= dict.fromkeys(names[path], draft.info_code)
        draft_store.add(self.change, accepted)

    def _names(self, draft: ArticleDraft) -> list[str]:
        """What no other article may have: a complete draft's permalink and entry id."""
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
        if raw and raw not in self._category_ids:  # of a winner that was read again
            self._category_ids |= categories.ensure(self.change, {raw})
        return Entrant(draft, entry_id, self._category_ids.get(raw))

    def _reload(self) -> None:
        """Know the ids and states of what this batch stored."""
        codes = self._said.keys() | self._released
        fresh = draft_store.stored_by_codes(self.change.connection, codes)
        self._stored.update(fresh)

    def _credit(self) -> None:
        given = {
            self._stored[code].id: draft.rendered.attributions
            for code, draft in self._said.items()
        }
        credit(self.change, self.rules, given)

    def _place(self) -> None:
        """Put what changed where readers find it."""
        moved = {*self._said, *self._moved, *self._released}
        shown = [
            stored
            for code in sorted(moved)
            if (stored := self._stored.get(code))
            and stored.state is ArticleState.PUBLISHED
        ]
        claimed = {
            stored.id: winning.categories_of(self._claims.get(stored.info_code, []))
            for stored in shown
        }
        draft_store.mark_changed(self.change, [stored.id for stored in shown])
        place(self.change, shown, claimed)


def _refusal(draft: ArticleDraft, owners: Mapping[str, InfoCode]) -> str | None:
    owner = owners.get(draft.permalink) if draft.permalink else None
    if owner is None or owner == draft.info_code:
        return None
    return f"its address {draft.permalink} belongs to {owner}"
