"""Permalinks: the paths that Jekyll served, and so the paths that people hold.

Rules read off Jekyll 4.3.1 with `permalink: /:categories/:year/:month/:day/:title.html`
and `timezone: Asia/Shanghai`. All paths here are decoded; `model.links` encodes them.
"""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?"
)
_STEM = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-(.+)")


def read_date(text: str, zone: ZoneInfo) -> datetime | None:
    """A front matter date as aware UTC, or None where it cannot be read.

    Args:
        text: `2021-12-31 07:55:44 +0800`, ISO 8601, or either without a zone.
        zone: what a date with no zone of its own means.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(part or 0) for part in match.groups()[:6]
    )
    offset = match[7]
    try:
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        if offset is None:
            read = naive.replace(tzinfo=zone).astimezone(UTC)
        else:
            read = datetime.fromisoformat(
                f"{naive.isoformat()}{'+00:00' if offset == 'Z' else offset}"
            ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # The first and last year have days that other zones cannot show.
    return read if MINYEAR < read.year < MAXYEAR else None


def has_zone(text: str) -> bool:
    """True if a readable date names its zone."""
    match = _DATE.fullmatch(text.strip())
    return match is not None and match[7] is not None


def title_part(path: str) -> str:
    """Jekyll's `:title`: a post's file name without its date and ending."""
    stem = PurePosixPath(path).stem
    match = _STEM.fullmatch(stem)
    return match[1] if match else stem.removeprefix("-")


def permalink(category: str, day: datetime, title: str) -> str:
    """`/{category, lower case, words joined by /}/{YYYY}/{MM}/{DD}/{title}.html`.

    Args:
        category: the raw name; an empty one leaves its part out.
        day: aware, in the zone whose day the path shows.
        title: `title_part` of the post's path.
    """
    return _path(category.lower().split(), day, title)


def raw_name_path(category: str, day: datetime, title: str) -> str:
    """Permalink with the category's words as written: the form old pages linked to."""
    return _path(category.split(), day, title)


def day_as_utc(text: str, zone: ZoneInfo) -> datetime | None:
    """The day Jekyll gave a zoneless date: it read the text as UTC, then went to `zone`."""
    read = read_date(text, ZoneInfo("UTC"))
    return read.astimezone(zone) if read else None


def _path(words: list[str], day: datetime, title: str) -> str:
    date = f"{day.year:04}/{day.month:02}/{day.day:02}"
    return "/" + "/".join([*words, date, f"{title}.html"])
