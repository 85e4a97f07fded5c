"""Claims: the submissions for an info code, and which of them its article shows.

One story may come several times: in two folders of an archive, revised, as a
twin without its title, or in a copy of the whole archive. Within an origin the winner
depends on its claims alone; between equal origins the last to change wins (D2). Knows
nothing of files: a claim carries the facts that only its source knows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from feedsvc.model.article import ArticleDraft
from feedsvc.model.info_code import InfoCode

API = "api"  # origin of articles that programs send; no archive may have its name


@dataclass(frozen=True, slots=True)
class Claim:
    """One submission's claim on a code.

    Attributes:
        origin: its source; for a file, the archive's name.
        key: names it in its origin; of a file, its path.
        category: raw name, or empty; the article is shown in every claim's categories.
        further_categories: raw names of others.
        is_complete: it has a title and a date.
        is_html: its body is HTML, and not a digest alone.
        arrival: number that grows, per code, with each claim read that was new or
            different; unchanged claims keep theirs, so the winner does not flip.
        is_published: it does not ask to be withheld.
        is_aside: it lies where nothing is published, and so is not published either.
        is_there: its source still has it. Only the source knows this and the following
            fields; a claim that is alone on its code needs none of them.
        precedence: between equals of one origin, the greater wins.
        name: the name it keeps when it moves to another origin; empty if it has none.
        place: its place in the origin, as if it were not put aside.
    """

    origin: str
    key: str
    info_code: InfoCode
    category: str
    is_complete: bool
    is_html: bool
    arrival: int = 0
    is_published: bool = True
    is_aside: bool = False
    further_categories: tuple[str, ...] = ()
    is_there: bool = field(default=True, compare=False)
    precedence: int = field(default=0, compare=False)
    name: str = field(default="", compare=False)
    place: str = field(default="", compare=False)

    @property
    def is_sent(self) -> bool:
        """True if a program sent it: a newsroom's word, which outranks every file's."""
        return self.origin == API

    @property
    def withholding(self) -> str:
        """Phrase for how the claim withholds its article, to follow its key."""
        if self.is_aside:
            return "lies where nothing is published"
        return "asks not to be published"


def fresh_claims(
    drafts: Iterable[ArticleDraft], known: Collection[Claim], same: Collection[str]
) -> list[Claim]:
    """The claims of drafts of one code: what is new or different arrives last.

    Args:
        same: keys of drafts whose source holds what it held.
    """
    before = {(claim.origin, claim.key): claim.arrival for claim in known}
    last = 1 + max(before.values(), default=0)
    return [
        claim_of(
            draft,
            arrival=before.get((draft.origin, draft.key), last)
            if draft.key in same
            else last,
        )
        for draft in drafts
    ]


def claim_of(draft: ArticleDraft, *, arrival: int = 0) -> Claim:
    """A draft's claim on its code."""
    return Claim(
        origin=draft.origin,
        key=draft.key,
        info_code=draft.info_code,
        category=draft.category if draft.withheld is None else "",
        is_complete=draft.is_complete,
        is_html=draft.is_html,
        arrival=arrival,
        is_published=draft.withheld is None,
        is_aside=draft.is_aside,
        further_categories=tuple(
            name for name in draft.categories if name != draft.category
        ),
    )


def merged_claims(known: Iterable[Claim], fresh: Iterable[Claim]) -> list[Claim]:
    """Every claim on a code, with claims just read replacing their older versions."""
    claims = {(claim.origin, claim.key): claim for claim in (*known, *fresh)}
    return list(claims.values())


def replaced(claims: Collection[Claim]) -> set[Claim]:
    """Claims whose file is gone from one origin and now lies in another.

    A release under a new path, a moved folder, another mount point: the claim of the
    same name there is its next version, even if its text has changed.
    """
    there = [claim for claim in claims if claim.is_there and not claim.is_aside]
    return {
        gone
        for gone in claims
        if not gone.is_there
        and gone.name
        and any(
            (claim.name, claim.precedence) == (gone.name, gone.precedence)
            and claim.origin != gone.origin
            for claim in there
        )
    }


def winner(claims: Collection[Claim]) -> Claim:
    """The claim whose text the article shows.

    Claims whose files are gone still count, since the site that we replace deleted its
    files; but between claims of equal completeness and form, one that is there wins.
    Each origin's best claim is compared; among equals the one that changed last wins. A
    claim not to be published wins only if there is no other, and one that was sent
    always wins.
    """
    claims = [claim for claim in claims if claim.is_published] or claims
    best: dict[str, Claim] = {}
    for claim in claims:
        rival = best.setdefault(claim.origin, claim)
        best[claim.origin] = max(rival, claim, key=lambda one: (*_worth(one), one.key))
    return max(
        best.values(),
        key=lambda one: (*_worth(one), one.arrival, one.key, one.origin),
    )


def withholder(claims: Iterable[Claim]) -> Claim | None:
    """The claim for which an article must not be shown, or None if it may.

    A claim that asks to be withheld withholds its twins too, whichever would win: a
    forgotten copy must not keep a withdrawn article online. But copies of one key in
    several origins count as one, and the last to change decides. A claim whose file is
    gone withholds nothing while another is there. One that was put aside withholds only
    an article with no published twin left. Nothing withholds an article that was sent.
    """
    contenders = list(claims)
    is_sent = any(claim.is_sent for claim in contenders)
    if is_sent or all(claim.is_published for claim in contenders):
        return None
    there = [claim for claim in contenders if claim.is_there] or contenders
    in_order = sorted(there, key=lambda claim: (claim.arrival, claim.origin))
    speaking = {claim.key: claim for claim in in_order}
    withheld = [claim for claim in speaking.values() if not claim.is_published]
    asides = [claim for claim in withheld if claim.is_aside]
    shown = [claim for claim in speaking.values() if claim.is_published]
    holding = [claim for claim in withheld if not claim.is_aside]
    if asides and all(_is_former(claim, asides) for claim in shown):
        holding = holding or asides
    return max(holding, key=lambda claim: claim.key, default=None)


def categories_of(claims: Iterable[Claim]) -> set[str]:
    """The raw names of the categories that an article's claims put it in.

    If it was sent, those alone that the sender named.
    """
    every = list(claims)
    return {
        name
        for claim in [claim for claim in every if claim.is_sent] or every
        for name in (claim.category, *claim.further_categories)
        if name
    }


def _worth(claim: Claim) -> tuple[bool, bool, bool, bool, int]:
    return (
        claim.is_sent,
        claim.is_complete,
        claim.is_html,
        claim.is_there,
        claim.precedence,
    )


def _is_former(claim: Claim, asides: Iterable[Claim]) -> bool:
    """True if a published claim is an older copy of one of these in another origin."""
    return any(
        claim.origin != aside.origin
        and claim.arrival < aside.arrival
        and claim.place == aside.place
        for aside in asides
    )
