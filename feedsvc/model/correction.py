"""Corrections: credits that a person gave an article instead of those of its text."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.model.article import Rendered
from feedsvc.model.attribution import Attribution, Role, Rule, by_role
from feedsvc.model.page import page_url
from feedsvc.model.text import folded, xml_legal

_MOST = 50  # credits of one role
_LONGEST = 200  # characters of a name or a label


@dataclass(frozen=True, slots=True)
class Correction:
    """Decision about an article's credits in one role.

    Attributes:
        credits: all that the article has in this role; none if it credits nobody.
        by: the person who decided it; empty where that is not known.
        at: when, aware UTC.
    """

    role: Role
    credits: tuple[Attribution, ...]
    by: str
    at: datetime


def corrected_credits(
    role: Role, given: Iterable[tuple[str, str, str]]
) -> tuple[Attribution, ...]:
    """Credits of a correction.

    Args:
        role: of all of them.
        given: name, label and URL of each; the last two may be empty.

    Raises:
        ValueError: too many, twice the same, or a name, label or URL that cannot be one.
    """
    found = tuple(_credit(role, *one) for one in given)
    names = [credit.name for credit in found]
    if len(found) > _MOST:
        raise ValueError(f"more than {_MOST} names")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{twice!r} is given twice")
    return found


def _credit(role: Role, name: str, label: str, url: str) -> Attribution:
    whole = folded(xml_legal(name))
    is_visible = any(c.isprintable() and not c.isspace() for c in whole)
    if not is_visible or len(whole) > _LONGEST:
        raise ValueError(f"{name!r} is no name of 1 to {_LONGEST} characters")
    word = folded(xml_legal(label))
    if len(word) > _LONGEST:
        raise ValueError(f"{label!r} is longer than {_LONGEST} characters")
    return Attribution(role, whole, whole, Rule.CORRECTION, _page(url), word)


def _page(url: str) -> str | None:
    try:
        return page_url(url) if url else None
    except ValueError as error:
        raise ValueError(f"{url!r} {error}") from None


def correct(rendered: Rendered, corrections: Collection[Correction]) -> Rendered:
    """Put corrections in place of the credits of their roles; all else stays.

    Publishers that the text names are kept as evidence.
    """
    said = {correction.role: correction for correction in corrections}
    if not said:
        return rendered
    given = (credit for role in Role if role in said for credit in said[role].credits)
    others = (c for c in rendered.attributions if c.role not in said)
    is_published_anew = Role.PUBLISHER in said
    outdone = by_role(rendered.attributions, Role.PUBLISHER)
    return replace(
        rendered,
        attributions=(*given, *others),
        evidence=(*(outdone if is_published_anew else ()), *rendered.evidence),
        is_unsourced=is_published_anew and not said[Role.PUBLISHER].credits,
    )
