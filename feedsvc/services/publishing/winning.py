"""Winning: which file of a code the article says. Pure but for asking whether files exist."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from feedsvc.archive.jekyll import naming
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim


def claim_of(
    archive: str, path: str, draft: ArticleDraft, *, arrival: int = 0
) -> Claim:
    """A draft's claim on its code."""
    return Claim(
        archive=archive,
        path=path,
        info_code=draft.info_code,
        category=draft.category if draft.withheld is None else "",
        is_complete=draft.is_complete,
        is_html=draft.is_html,
        arrival=arrival,
        is_published=draft.withheld is None,
    )


def fresh_claims(
    archive: str,
    drafts: Mapping[str, ArticleDraft],
    known: Collection[Claim],
    same: Collection[str],
) -> list[Claim]:
    """The claims of drafts of one code: what is new or different arrives last.

    Args:
        drafts: by path.
        same: paths of files that hold the bytes they held.
    """
    before = {
        claim.path: claim.arrival
        for claim in known
        if claim.archive == archive and claim.path in same
    }
    last = 1 + max((claim.arrival for claim in known), default=0)
    return [
        claim_of(archive, path, draft, arrival=before.get(path, last))
        for path, draft in drafts.items()
    ]


def merged_claims(known: Iterable[Claim], fresh: Iterable[Claim]) -> list[Claim]:
    """Every claim on a code, what was just read in place of what was known of it."""
    claims = {(claim.archive, claim.path): claim for claim in (*known, *fresh)}
    return list(claims.values())


def is_aside(claim: Claim) -> bool:
    """Whether a claim is of a file that Jekyll would publish no post of."""
    return not claim.is_published and naming.find_aside(claim.path) is not None


def wording(holder: Claim) -> str:
    """What a file does that withholds its article, in words behind its path."""
    if is_aside(holder):
        return "lies where nothing is published"
    return "asks not to be published"


def replaced(claims: Collection[Claim], exists: Callable[[Claim], bool]) -> set[Claim]:
    """Claims of files that are gone, and that lie elsewhere now, in another archive.

    A release under a new path, a moved folder, another mount point: the file of the same
    name there is the former file's next version, whatever it says by now.
    """
    if len({claim.archive for claim in claims}) == 1:
        return set()
    there = {claim for claim in claims if exists(claim)}
    return {
        gone
        for gone in set(claims) - there
        if any(
            (claim.file_name, claim.is_post) == (gone.file_name, gone.is_post)
            and claim.archive != gone.archive
            for claim in there
            if not is_aside(claim)
        )
    }


def winner(claims: Collection[Claim], exists: Callable[[Claim], bool]) -> Claim:
    """The claim that the article says.

    A file that is gone still speaks, since the site that we replace dropped its files;
    but among equals in completeness and form it yields to one that is there. Each archive
    sends its best; of equals among these the one that changed last speaks. A file that
    is not to be published speaks where no other could.
    """

    def standing(claim: Claim) -> tuple[bool, bool, bool, bool]:
        return (claim.is_complete, claim.is_html, exists(claim), claim.is_post)

    claims = [claim for claim in claims if claim.is_published] or claims
    if len(claims) == 1:
        return next(iter(claims))
    best: dict[str, tuple[tuple[object, ...], Claim]] = {}
    for claim in claims:
        rank = (*standing(claim), claim.path)
        if claim.archive not in best or rank > best[claim.archive][0]:
            best[claim.archive] = (rank, claim)
    return max(
        best.values(),
        key=lambda one: (one[0][:-1], one[1].arrival, one[1].path, one[1].archive),
    )[1]


def withholder(
    claims: Iterable[Claim], exists: Callable[[Claim], bool]
) -> Claim | None:
    """The claim for which an article must not be shown, or None if it may.

    A file that asks to be withheld holds its twins back too, whichever of them would win:
    what somebody took back must not stand there because a copy was forgotten. But copies
    of one path in several archives are one file, for which the last to change speaks; and
    a file that is gone holds nothing back while another is there. One that was put aside
    holds back what has no published file any more.
    """
    contenders = list(claims)
    if all(claim.is_published for claim in contenders):
        return None
    there = [claim for claim in contenders if exists(claim)] or contenders
    in_order = sorted(there, key=lambda claim: (claim.arrival, claim.archive))
    speaking = {claim.path: claim for claim in in_order}
    withheld = [claim for claim in speaking.values() if not claim.is_published]
    asides = [claim for claim in withheld if is_aside(claim)]
    shown = [claim for claim in speaking.values() if claim.is_published]
    holding = [claim for claim in withheld if claim not in asides]
    if asides and all(_is_former(claim, asides) for claim in shown):
        holding = holding or asides
    return max(holding, key=lambda claim: claim.path, default=None)


def _is_former(claim: Claim, asides: Iterable[Claim]) -> bool:
    """Whether a published file is one of these, in a copy of the archive from before."""
    return any(
        claim.archive != aside.archive
        and claim.arrival < aside.arrival
        and naming.is_former(claim.path, aside.path)
        for aside in asides
    )


def categories_of(claims: Iterable[Claim]) -> set[str]:
    """The raw names of the categories that an article's files put it in."""
    return {claim.category for claim in claims if claim.category}


def best_titles(
    drafts: Iterable[ArticleDraft],
) -> Mapping[str, tuple[datetime, str, bool]]:
    """By category: when its newest draft is of, its display title, and if an outlet's."""
    best: dict[str, tuple[datetime, str, bool]] = {}
    for draft in drafts:
        if draft.category_title and draft.category and draft.published_at:
            given = (draft.published_at, draft.category_title, draft.category_is_outlet)
            best[draft.category] = max(given, best.get(draft.category, given))
    return best
