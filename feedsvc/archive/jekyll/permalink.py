"""Permalinks: the paths that Jekyll served, and so the paths that people hold.

Rules of Jekyll 4.3.1. All paths here are decoded; `model.links` encodes them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath

_STYLES = {
    "": "/:categories/:year/:month/:day/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_SUFFIXES = {"pretty": "/", "date": ":output_ext", "ordinal": ":output_ext"}
_SUFFIXES |= {"none": ":output_ext", "": ":output_ext", "weekdate": ""}
_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-(.*)", re.DOTALL | re.ASCII)
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_KEPT_IN_TITLES = frozenset("._~!$&'()+,;=@")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """All that Jekyll makes a path from.

    Attributes:
        categories: as posts write them, in order.
        day: aware, in the site's zone.
        title: what `:title` and `:slug` are made from.
        collection: label; of posts, `posts`.
        path: of the file in its collection, without ending.
        name: of the file, without ending.
    """

    categories: tuple[str, ...]
    day: datetime
    title: str
    collection: str = "posts"
    path: str = ""
    name: str = ""


def template_of(style: str) -> str:
    """The template that a named style stands for; others are templates themselves."""
    return _STYLES.get(style, style)


def template_of_collection(given: str, style: str) -> str:
    """The template of a collection's documents; `style` is the site's."""
    if given:
        return _STYLES.get(given, given)
    suffix = _SUFFIXES.get(style)
    if suffix is None:
        ends = [end for end in ("/", ":output_ext") if style.endswith(end)]
        suffix = ends[0] if ends else ""
    return f"/:collection/:path{suffix}"


def fill(template: str, place: Place, *, lower: bool = True) -> str | None:
    """The path of a place.

    None if the template has a placeholder that Jekyll does not know: it builds nothing
    then.

    Args:
        template: of a `template_of…`, or from front matter.
        place: what is known of the post.
        lower: with categories in lower case, as Jekyll writes them; old pages linked
            to them as they were written.
    """
    known = _parts(place.day) | _names(place, lower=lower)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in known:
            return known[name]
        if name.endswith("_") and name[:-1] in known:  # `:year_:month`
            return f"{known[name[:-1]]}_"
        raise KeyError(name)

    try:
        filled = _PLACEHOLDER.sub(value, template)
    except KeyError:
        return None
    return _sanitized(filled)


def _sanitized(path: str) -> str:
    return re.sub("/+", "/", f"/{path}".replace("..", "/").replace("./", ""))


@lru_cache(maxsize=1_000)
def _parts(day: datetime) -> dict[str, str]:
    """Placeholders of a date; English names, whatever the machine's locale."""
    iso = day.isocalendar()
    month, weekday = _MONTHS[day.month - 1], _DAYS[day.weekday()]
    return {
        "year": f"{day.year:04}",
        "month": f"{day.month:02}",
        "day": f"{day.day:02}",
        "hour": f"{day.hour:02}",
        "minute": f"{day.minute:02}",
        "second": f"{day.second:02}",
        "i_day": str(day.day),
        "i_month": str(day.month),
        "short_month": month[:3],
        "long_month": month,
        "short_year": f"{day.year % 100:02}",
        "w_year": f"{iso.year:04}",
        "week": f"{iso.week:02}",
        "w_day": str(iso.weekday),
        "short_day": weekday[:3],
        "long_day": weekday,
        "y_day": f"{day.timetuple().tm_yday:03}",
    }


def _names(place: Place, *, lower: bool) -> dict[str, str]:
    fold: Callable[[str], str] = str.lower if lower else str
    return {
        "categories": _joined(map(fold, place.categories)),
        "slugified_categories": _joined(map(slug, place.categories)),
        "title": title_part(place.title),
        "slug": slug(place.title),
        "collection": place.collection,
        "path": place.path,
        "name": title_part(place.name),
        "output_ext": ".html",
    }


def _joined(names: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(names))


def title_part(text: str) -> str:
    """Jekyll's `:title`: what URLs cannot hold becomes a hyphen."""
    return _hyphened(text, lambda char: _is_word(char) or char in _KEPT_IN_TITLES)


def slug(text: str) -> str:
    """Jekyll's `:slug`: letters, marks and digits, in lower case."""
    return _hyphened(text, _is_word).lower()


def _hyphened(text: str, is_kept: Callable[[str], bool]) -> str:
    kept = "".join(char if is_kept(char) else "\n" for char in text)
    return re.sub("\n+", "-", kept).removeprefix("-").removesuffix("-")


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def stem_of(path: str) -> str:
    """A post's file name without its date, its ending, and the dots before that.

    One hyphen before a name without a date goes too: the site's first archive has such.
    """
    stem = PurePosixPath(path).stem
    match = _DATED.fullmatch(stem)
    return (match[1] if match else stem.removeprefix("-")).rstrip(".")


def titled(stem: str) -> str:
    """The title that Jekyll gives a post that has none."""
    return " ".join(part.capitalize() for part in stem.split("-") if part)
