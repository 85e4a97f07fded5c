"""Verdicts: decides who wins a code. Pure: the writer carries the verdicts out.

Knows neither where drafts come from nor how anything is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim, categories_of, replaced, winner, withholder
from feedsvc.model.correction import Correction, correct
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles.writes import StoredArticle, hash_of_draft


class Step(Enum):
    """Change to an article so that it says what a draft says."""

    ADD = auto()
    COMPLETE = auto()  # it gets its date, its permalink and its id
    REWRITE = auto()
    NOTE = auto()  # it shows that already, but perhaps by a correction
    KEEP = auto()  # it says that already, or would say less


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of a code.

    Attributes:
        origin: of the drafts.
        drafts: those that were just read, by key.
        fresh: their claims.
        known: claims as they were.
        claims: every claim, with fresh ones replacing older versions, and with the
            facts that their sources know.
        stored: the article, if there is one.
        reread: by key, drafts of older claims of the same origin that were read again;
            None for one that cannot be read.
        corrections: of the article's credits, which stand whatever a draft says.
    """

    code: InfoCode
    origin: str
    drafts: Mapping[str, ArticleDraft]
    fresh: Sequence[Claim]
    known: Sequence[Claim]
    claims: Sequence[Claim]
    stored: StoredArticle | None
    reread: Mapping[str, ArticleDraft | None]
    corrections: Sequence[Correction] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Decision about a code.

    Attributes:
        again: a claim that must be read again first; nothing else is decided then.
        claims: those that remain.
        replaced: those whose part is taken from them.
        outdone: those read before that another one has replaced as the speaker.
        is_moved: the article's categories have changed.
        holder: the claim that withholds the article.
        speaker: the claim that the article shows now, with `says` and `step`.
        elected: the speaker, where that was read before.
        recalled: the winner, where another origin has to read it; `lost` drafts lost.
        is_released: a withheld article is shown again.
    """

    code: InfoCode
    again: Claim | None = None
    claims: Sequence[Claim] = ()
    replaced: Sequence[Claim] = ()
    outdone: Sequence[Claim] = ()
    is_moved: bool = False
    holder: Claim | None = None
    speaker: Claim | None = None
    says: ArticleDraft | None = None
    step: Step = Step.KEEP
    elected: Claim | None = None
    recalled: Claim | None = None
    lost: int = 0
    is_released: bool = False


def decide(case: Case) -> Verdict:
    """Choose the claim that the article of a code shows, if it may show any."""
    gone = replaced(case.claims)
    claims = [claim for claim in case.claims if claim not in gone]
    holder = withholder(claims)
    best = None if holder else winner(claims)
    if best is not None and _must_be_reread(case, best):
        return Verdict(code=case.code, again=best)
    verdict = Verdict(
        code=case.code,
        claims=claims,
        replaced=tuple(gone),
        outdone=[c for c in claims if c != best and c not in case.fresh],
        is_moved=categories_of(claims) != categories_of(case.known),
        holder=holder,
    )
    return verdict if best is None else _let_speak(case, verdict, best)


def _must_be_reread(case: Case, best: Claim) -> bool:
    is_ours = best.origin == case.origin
    return is_ours and best not in case.fresh and best.key not in case.reread


def _let_speak(case: Case, verdict: Verdict, best: Claim) -> Verdict:
    """Show the winner, or else the best claim just read if none was shown yet."""
    speaking = [c for c in case.claims if c in case.fresh and c.is_published]
    if best in speaking:
        return _say(case, verdict, best, case.drafts[best.key])
    if best.origin != case.origin:
        verdict = replace(verdict, recalled=best, lost=len(speaking))
    elif (draft := case.reread[best.key]) and draft.info_code == case.code:
        return replace(_say(case, verdict, best, draft), elected=best)
    if case.stored is not None or not speaking:
        return replace(verdict, is_released=_is_released(case, best))
    speaker = winner(speaking)
    return _say(case, verdict, speaker, case.drafts[speaker.key])


def _say(case: Case, verdict: Verdict, speaker: Claim, draft: ArticleDraft) -> Verdict:
    says = replace(draft, rendered=correct(draft.rendered, case.corrections))
    return replace(
        verdict,
        speaker=speaker,
        says=says,
        step=_step(case, says),
        is_released=_is_released(case, speaker),
    )


def _step(case: Case, draft: ArticleDraft) -> Step:
    stored = case.stored
    if stored is None:
        return Step.ADD
    is_worse = stored.permalink is not None and not draft.is_complete
    is_completing = stored.permalink is None and draft.is_complete
    if stored.is_purged or is_worse:
        return Step.KEEP
    if is_completing:
        return Step.COMPLETE
    if stored.content_hash != hash_of_draft(draft):
        return Step.REWRITE
    return Step.NOTE if case.corrections else Step.KEEP


def _is_released(case: Case, speaker: Claim) -> bool:
    """True if a withheld article comes back, now that nothing withholds it."""
    stored = case.stored
    return stored is not None and stored.is_withheld and speaker.is_complete
