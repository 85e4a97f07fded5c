"""Languages: what the site says and how it writes dates, numbers and lists, by a tag.

Words are in a file for each language (`texts/`), found by its name; other languages
borrow the nearest, at last English. The rest is CLDR's, for every language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_timezone_name,
)
from babel.numbers import format_decimal

from feedsvc.language import tags, words
from feedsvc.language.words import Words

ENGLISH = "en"
_ENDING = ".toml"
_MARKS = "\u200e\u200f"  # of direction: a page isolates what it shows


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        tag: canonical BCP 47.
        words: in this language, or the nearest that has them.
        spoken: tag of the language that the words are in.
    """

    tag: str
    words: Words
    spoken: str

    @property
    def direction(self) -> tags.Direction:
        """Direction in which it is written."""
        return tags.direction(self.tag)

    @property
    def is_mixed(self) -> bool:
        """True if its words are borrowed from a language of the other direction."""
        return tags.direction(self.spoken) != self.direction

    @cached_property
    def _locale(self) -> Locale:
        for each in tags.fallbacks(self.tag):
            try:
                return Locale.parse(each, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
        return Locale(ENGLISH)

    @cached_property
    def comma(self) -> str:
        """Text between the names of a list: `, `, or `、`."""
        middle: str = self._locale.list_patterns["standard"]["middle"]
        comma = middle.replace("{0}", "").replace("{1}", "")
        return "".join(char for char in comma if char not in _MARKS)

    def joined(self, names: Iterable[str]) -> str:
        """Names as a list."""
        return self.comma.join(names)

    def long_date(self, day: date) -> str:
        """`31. Dezember 2021`."""
        return format_date(day, "long", locale=self._locale)

    def full_date(self, day: date) -> str:
        """`Freitag, 31. Dezember 2021`."""
        return format_date(day, "full", locale=self._locale)

    def short_date(self, day: date) -> str:
        """`31.12.`, where the year goes without saying."""
        return _unmarked(format_skeleton("Md", day, locale=self._locale))

    def time(self, local: datetime) -> str:
        """`07:55`, in the zone of the moment given."""
        # Newspapers in both Chinese scripts have 24 hours, not CLDR's 清晨7:55.
        pattern = "HH:mm" if tags.is_chinese(self.tag) else "short"
        return format_time(local, pattern, locale=self._locale)

    def date_and_time(self, local: datetime) -> str:
        """`31. Dezember 2021, 07:55`, in the zone of the moment given."""
        pattern: str = self._locale.datetime_formats["medium"]
        filled = pattern.replace("'", "").replace("{0}", self.time(local))
        return filled.replace("{1}", self.long_date(local))

    def zone_name(self, local: datetime) -> str:
        """Name of a moment's zone as readers know it: `MEZ`, or `GMT+5:30`."""
        if known := self.words.zones.get(str(local.tzinfo)):
            return known
        name = get_timezone_name(local, "short", locale=self._locale)
        return name if name[:1] not in "+-" else self._offset(local)

    def _offset(self, local: datetime) -> str:
        """`GMT+5:30`: CLDR's short form, which Babel lacks."""
        minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
        hours, rest = divmod(abs(minutes), 60)
        written = f"{'-' if minutes < 0 else '+'}{hours}" + (
            (rest and f":{rest:02}") or ""
        )
        return _unmarked(self._locale.zone_formats["gmt"] % written)

    def number(self, n: int) -> str:
        """`1.234`."""
        return format_decimal(n, locale=self._locale)

    @property
    def own_name(self) -> str:
        """The language's name for its readers: `Deutsch`."""
        code = self.tag.replace("-", "_")
        name = self._locale.languages.get(code) or self._locale.get_display_name()
        name = name or self.tag
        return name[:1].upper() + name[1:]


def _unmarked(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _MARKS)))


@lru_cache(64)
def of(tag: str) -> Language:
    """The language of a canonical tag."""
    file = tags.lookup(tag, spoken_tags(), default=ENGLISH)
    is_own = tags.parts(tag)[:2] == tags.parts(file)[:2]
    return Language(tag, _words(file), tag if is_own else file)


@lru_cache(1)
def spoken_tags() -> tuple[str, ...]:
    """Languages that have words of their own."""
    names = (file.name for file in (files(__package__) / "texts").iterdir())
    return tuple(sorted(n.removesuffix(_ENDING) for n in names if n.endswith(_ENDING)))


@lru_cache
def _words(file: str) -> Words:
    name = f"{file}{_ENDING}"
    text = (files(__package__) / "texts" / name).read_text(encoding="utf-8")
    return words.read(name, text)
