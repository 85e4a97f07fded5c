"""Claims: the submissions for an info code, and which of them its article shows.

The same story comes again: in two folders of an archive, as a revised poll, as a twin that
lost its title, or in a copy of the whole archive. Within an origin the winner is a
function of its claims alone; between origins that are equal the last to change wins
(D2). Knows nothing of files: what only a source can tell of a claim stands in it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from feedsvc.model.article import ArticleDraft
from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True)
class Claim:
    """One submission's claim on a code.

    Attributes:
        origin: what it came from; of a file, the archive's name.
        key: names it in its origin; of a file, its path.
        category: raw name, or empty; the article is shown in every claim's category.
        is_complete: it has a title and a date.
        is_html: its body is HTML, and not a digest alone.
        arrival: counts up, per code, with each time that one was read and was new or
            different; unchanged ones keep theirs, so nothing flips.
        is_published: it does not ask to be withheld.
        is_aside: it lies where nothing is published, and so is not published either.
        is_there: its source has it still. This and what follows, only the source tells;
            a claim that is alone on its code needs none of it.
        precedence: of equals of one origin, the greater speaks.
        name: what it keeps when it moves to another origin; empty if it has none.
        place: where in its origin it lies, or would if it were not put aside.
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
    is_there: bool = field(default=True, compare=False)
    precedence: int = field(default=0, compare=False)
    name: str = field(default="", compare=False)
    place: str = field(default="", compare=False)

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
    )


def merged_claims(known: Iterable[Claim], fresh: Iterable[Claim]) -> list[Claim]:
    """Every claim on a code, what was just read in place of what was known of it."""
    claims = {(claim.origin, claim.key): claim for claim in (*known, *fresh)}
    return list(claims.values())


def replaced(claims: Collection[Claim]) -> set[Claim]:
    """Claims whose file is gone from one origin and now lies in another.

    A release under a new path, a moved folder, another mount point: what has the same
    name there is its next version, whatever it says by now.
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

    What is gone still speaks, since the site that we replace dropped its files; but among
    equals in completeness and form it yields to one that is there. Each origin sends its
    best; of equals among these the one that changed last speaks. What is not to be
    published speaks where no other could.
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

    One that asks to be withheld holds its twins back too, whichever of them would win:
    what somebody took back must not stand there because a copy was forgotten. But copies
    of one key in several origins are one, for which the last to change speaks; and what
    is gone holds nothing back while another is there. One that was put aside holds back
    what has no published twin any more.
    """
    contenders = list(claims)
    if all(claim.is_published for claim in contenders):
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
    """The raw names of the categories that an article's claims put it in."""
    return {claim.category for claim in claims if claim.category}


def _worth(claim: Claim) -> tuple[bool, bool, bool, int]:
    return (claim.is_complete, claim.is_html, claim.is_there, claim.precedence)


def _is_former(claim: Claim, asides: Iterable[Claim]) -> bool:
    """True if a published claim is an older copy of one of these in another origin."""
    return any(
        claim.origin != aside.origin
        and claim.arrival < aside.arrival
        and claim.place == aside.place
        for aside in asides
    )
