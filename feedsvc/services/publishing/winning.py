"""Winning: which file of a code the article says. Pure but for asking whether files exist."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim


def claim_of(archive: str, path: str, draft: ArticleDraft) -> Claim:
    """A draft's claim on its code."""
    return Claim(
        archive=archive,
        path=path,
        info_code=draft.info_code,
        category=draft.category,
        is_complete=draft.is_complete,
        is_html=draft.is_html,
    )


def merged_claims(known: Iterable[Claim], fresh: Iterable[Claim]) -> list[Claim]:
    """Every claim on a code, what was just read in place of what was known of it."""
    claims = {(claim.archive, claim.path): claim for claim in (*known, *fresh)}
    return list(claims.values())


def winner(claims: Iterable[Claim], exists: Callable[[Claim], bool]) -> Claim:
    """The claim that the article says.

    A file that is gone still speaks, since the site that we replace dropped its files;
    but among equals in completeness and form it yields to one that is there.
    """

    def rank(claim: Claim) -> tuple[bool, bool, bool, tuple[object, ...]]:
        return (claim.is_complete, claim.is_html, exists(claim), claim.rank)

    contenders = list(claims)
    return contenders[0] if len(contenders) == 1 else max(contenders, key=rank)


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
