"""Queries: from the text that somebody types to the articles that are wanted.

Words, "phrases", and `name:value` of a few names; anything else is words too, so that no
text is an error. Knows neither the index nor its results.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from feedsvc.content.folding import fold
from feedsvc.model.info_code import find_info_code, from_share_url, is_made
from feedsvc.model.search import Clause, Field, Wanted

MAX_CLAUSES = 10

_TOKEN = re.compile(
    r'(?:(?P<name>[A-Za-z]+)[:：](?!//))?(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))'
)
_FIELDS = {
    "title": Field.TITLE,
    "source": Field.SOURCE,
    "author": Field.AUTHOR,
    "category": Field.CATEGORY,
    "code": Field.CODE,
}
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
_FROM, _TO, _DATE = "from", "to", "date"
# Beyond these, midnights are outside datetime's range.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_ONE_DAY = timedelta(days=1)

_Period = tuple[datetime, datetime]


def read(text: str, zone: tzinfo) -> Wanted | None:
    """The articles that a query wants; None if it names nothing to look for.

    Args:
        text: `model.search.normalised_query`.
        zone: whose days its dates are.
    """
    clauses: dict[Clause, None] = {}
    since: datetime | None = None
    until: datetime | None = None
    for token in _TOKEN.finditer(text):
        if period := _period(token, zone):
            first, behind = period
            name = (token["name"] or "").lower()
            if name != _TO:
                since = first if since is None else max(since, first)
            if name != _FROM:
                until = behind if until is None else min(until, behind)
        else:
            clauses |= dict.fromkeys(_clauses(token))
    if not clauses and since is None and until is None:
        return None
    return Wanted(tuple(clauses)[:MAX_CLAUSES], since, until)


def _clauses(token: re.Match[str]) -> Iterator[Clause]:
    field = _FIELDS.get((token["name"] or "").lower())
    said = token["phrase"] if token["phrase"] is not None else token["word"]
    if field is None and token["name"]:  # of another name: words like any others
        yield from (Clause(word) for word in fold(token[0]).split())
        return
    code = None if field else _named_code(said)
    if code is not None:
        yield Clause(fold(code), Field.CODE)
    elif token["phrase"] is not None or field is Field.CODE:
        if text := fold(said):
            yield Clause(text, field)
    else:
        yield from (Clause(word, field) for word in fold(said).split())


def _named_code(word: str) -> str | None:
    """The code that a word is without doubt, or that a share link has."""
    if code := from_share_url(word):
        return code
    code = find_info_code(word)
    return code if code is not None and is_made(code) else None


def _period(token: re.Match[str], zone: tzinfo) -> _Period | None:
    """The beginning of a day, month or year that is named, and of the next one."""
    name = (token["name"] or "").lower()
    said = _DAY.fullmatch(token["word"] or token["phrase"] or "")
    if name not in {_FROM, _TO, _DATE} or said is None:
        return None
    year, month, day = (int(part) if part else None for part in said.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if not _FIRST_YEAR <= first.year < _LAST_YEAR:
        return None
    if day:
        behind = first + _ONE_DAY
    elif month:
        behind = date(first.year + month // 12, month % 12 + 1, 1)
    else:
        behind = date(first.year + 1, 1, 1)
    return _midnight(first, zone), _midnight(behind, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
