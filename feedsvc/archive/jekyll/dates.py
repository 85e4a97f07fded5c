"""Dates as Ruby reads them, which is how Jekyll reads them; knows nothing of posts.

A date of several parts is found part by part: a day, a time of day, a zone. What Ruby
refuses and a person still understands (2022年5月1日) is read too.
"""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MAX_LENGTH = 100  # characters; no date is longer
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        1,
    )
}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?<![\d.:/+-])(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<y>\d{{4}})(?!\d)",
        rf"(?<!\w){_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
        rf"(?<!\w){_MONTH}\s+(?P<d>\d{{1,2}})(?=\s.*\s(?P<y>\d{{4}})$)",
        rf"(?<!\d)(?P<y>\d{{4}})-{_MONTH}-(?P<d>\d{{1,2}})(?!\d)",
        r"(?<![\d.:/+-])(?P<d>\d{1,2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)",
        r"\A(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=\Z|T|\s)",
    )
)
_TIME = re.compile(
    r"""(?:^|[\sT,])(?:
        (?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\.?(?!\w))?
      | (?P<hh>\d{1,2})\s*(?P<half_>[ap])\.?m\.?(?!\w)
      | (?P<compact>\d{6})
      | (?P<hour>\d{1,2})
    )(?=\Z|[\sZ+,(-])""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d\d))?(?:\s*\([^()]*\))?",
    re.IGNORECASE | re.ASCII,
)
_ZONE_NAME = re.compile(r"[A-Za-z]+(?:/[A-Za-z_]+){0,2}")
_FILLER = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?|\bat\b",
    re.IGNORECASE,
)
_CHINESE_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
# Hours from UTC, as Ruby has these names: CST is America's.
_NAMED = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "west": 1,
    "cest": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5, "hkt": 8, "awst": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "hst": -10, "brt": -3,
}  # fmt: skip
# YAML's own timestamps, which Jekyll reads as UTC where they name no zone.
_TIMESTAMP = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?", re.ASCII
)

_BEGINNING = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]+\d{1,2}:\d\d(?::\d\d)?(?!\d)"
)


class _Parts(NamedTuple):
    """A date taken apart; `zone` is None where none is named."""

    naive: datetime
    zone: tzinfo | None
    has_time: bool


def read_date(text: str, zone: tzinfo) -> datetime | None:
    """A date as aware UTC, or None where it cannot be read.

    Args:
        text: in any form of Ruby's, such as `2021-12-31 07:55:44 +0800`,
            `2021/12/31 8:00 AM` or `Fri, 31 Dec 2021 08:00:00 GMT`.
        zone: what a date with no zone of its own means.
    """
    parts = _parts(text)
    if parts is None:
        return None
    try:
        read = parts.naive.replace(tzinfo=parts.zone or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # The first and last year have days that other zones cannot show.
    return read if MINYEAR < read.year < MAXYEAR else None


def readable_part(text: str) -> str:
    """The beginning of a date that Ruby reads though what follows is none; or empty."""
    match = _BEGINNING.match(text.strip())
    return match[0] if match else ""


def has_zone(text: str) -> bool:
    """True if a readable date names its zone."""
    parts = _parts(text)
    return parts is not None and parts.zone is not None


def has_time(text: str) -> bool:
    """True unless a readable date is a day alone."""
    parts = _parts(text)
    return parts is None or parts.has_time


def day_as_utc(text: str, zone: tzinfo) -> datetime | None:
    """The day Jekyll gave a zoneless timestamp: it read it as UTC, then went to `zone`.

    None if it read the text as local time, like we do.
    """
    if not _TIMESTAMP.fullmatch(text.strip()):
        return None
    read = read_date(text, UTC)
    return read.astimezone(zone) if read else None


def _parts(text: str) -> _Parts | None:
    folded = " ".join(text.split())
    if not folded or len(folded) > _MAX_LENGTH:
        return None
    day = next((match for form in _DAYS if (match := form.search(folded))), None)
    if day is None:
        return None
    rest = _CHINESE_WEEKDAY.sub(" ", _without(folded, day))
    rest = _FILLER.sub(" ", rest)
    if day.re is _DAYS[4]:  # the year stands at the end, behind time and zone
        rest = rest.removesuffix(day["y"])
    time = _TIME.search(rest)
    left = _without(rest, time) if time else rest
    try:
        naive = _day(day) + (_time(time) if time else timedelta())
        return _Parts(naive, _zone(left), time is not None)
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return None


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _day(match: re.Match[str]) -> datetime:
    said = match.groupdict()
    name = said.get("name")
    month = _MONTHS[name[:3].lower()] if name else int(said["m"] or 0)
    return datetime(int(said["y"] or 0), month, int(said["d"] or 0))  # noqa: DTZ001


def _time(match: re.Match[str]) -> timedelta:
    if compact := match["compact"]:
        hour, minute, second = int(compact[:2]), int(compact[2:4]), int(compact[4:])
    else:
        hour = int(match["h"] or match["hh"] or match["hour"])
        minute, second = int(match["min"] or 0), int(match["s"] or 0)
    if half := (match["half"] or match["half_"] or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no hour of half a day")
        hour = hour % 12 + (12 if half == "p" else 0)
    is_midnight = (hour, minute, second) == (24, 0, 0)
    if not is_midnight and (hour > 23 or minute > 59 or second > 60):
        raise ValueError("no time of a day")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(text: str) -> tzinfo | None:
    """The zone that is left of a date once day and time are gone; None if nothing is.

    Raises:
        ValueError: what is left is no zone.
        ZoneInfoNotFoundError: likewise.
    """
    left = text.strip(" ,")
    if left in {"", "T", "t"}:
        return None
    if match := _OFFSET.fullmatch(left):
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        return timezone(
            timedelta(minutes=minutes if match["sign"] == "+" else -minutes)
        )
    if not _ZONE_NAME.fullmatch(left):
        raise ValueError("no zone")
    if left.lower() in _NAMED:
        return timezone(timedelta(hours=_NAMED[left.lower()]))
    return ZoneInfo(left)
