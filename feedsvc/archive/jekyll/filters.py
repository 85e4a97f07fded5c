"""Filters of Liquid and of Jekyll, as far as they change texts, lists and dates.

Knows neither sites nor posts. Whatever a filter does not know it refuses, so that the
output is left out and told.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote, quote_plus
from zoneinfo import ZoneInfo

from feedsvc.archive.jekyll.dates import read_date
from feedsvc.archive.jekyll.permalink import slug
from feedsvc.archive.jekyll.values import texts_of
from feedsvc.archive.jekyll.yaml_text import Value

Filter = Callable[[Value, Sequence[str]], Value]

# No width: it would fill the memory.
_FORMAT = re.compile(r"(?:[^%]|%[-_0^#]?[aAbBCdDeFgGhHIjklmMnpPRStTuUVwWyYzZ%])*")
_MAX_FORMAT = 100  # characters
_MAX_TEXT = 100_000  # characters that replacing may make of a text
_TAG = re.compile(
    r"<script.*?</script>|<!--.*?-->|<style.*?</style>|<[^>]*>", re.DOTALL
)
_NUMBER = re.compile(r"-?\d{1,15}")
_DATES = {
    "date_to_string": "%d %b %Y",
    "date_to_long_string": "%d %B %Y",
    "date_to_rfc822": "%a, %d %b %Y %H:%M:%S %z",
}


class UnknownFilter(Exception):
    """A filter whose result for this value only Jekyll knows."""


def apply(name: str, value: Value, given: Sequence[str], zone: ZoneInfo) -> Value:
    """The value that a filter makes of another.

    Args:
        name: of the filter.
        value: which it is applied to.
        given: its arguments.
        zone: of dates without one, and of those that are shown.

    Raises:
        UnknownFilter: nothing here is called so, or it cannot be applied.
    """
    if name == "date" and given:
        return _date(value, given[0], zone)
    if name in _DATES and not given:
        return _date(value, _DATES[name], zone)
    if name == "date_to_xmlschema":
        return re.sub(r"(\d\d)$", r":\1", _date(value, "%Y-%m-%dT%H:%M:%S%z", zone))
    try:
        return _FILTERS[name](value, given)
    except (KeyError, IndexError, ValueError, ZeroDivisionError) as error:
        raise UnknownFilter(name) from error


def _date(value: Value, form: str, zone: ZoneInfo) -> str:
    at = read_date(_text(value), zone)
    if at is None or len(form) > _MAX_FORMAT or not _FORMAT.fullmatch(form):
        raise UnknownFilter("date")
    return at.astimezone(zone).strftime(form)


def _text(value: Value) -> str:
    return "".join(texts_of(value))


def _of_text(change: Callable[[str], str]) -> Filter:
    return lambda value, _given: change(_text(value))


def _of_numbers(work: Callable[[int, int], int]) -> Filter:
    def filtered(value: Value, given: Sequence[str]) -> Value:
        one, other = _text(value), given[0]
        if not _NUMBER.fullmatch(one) or not _NUMBER.fullmatch(other):
            raise ValueError("no whole number")
        return str(work(int(one), int(other)))

    return filtered


def _of_list(change: Callable[[tuple[Value, ...]], Value]) -> Filter:
    def filtered(value: Value, given: Sequence[str]) -> Value:
        if given or not isinstance(value, tuple):
            raise ValueError("no list")
        return change(value)

    return filtered


def _replace(value: Value, given: Sequence[str], count: int = -1) -> str:
    text, old, new = _text(value), given[0], given[1]
    if not old or len(text) + text.count(old) * len(new) > _MAX_TEXT:
        raise ValueError("too much")
    return text.replace(old, new, count)


def _truncate(value: Value, given: Sequence[str]) -> str:
    length, dots = int([*given, "50"][0]), [*given, "...", "..."][1 if given else 0]
    text = _text(value)
    return text if len(text) <= length else text[: max(0, length - len(dots))] + dots


def _truncate_words(value: Value, given: Sequence[str]) -> str:
    length = int([*given, "15"][0])
    words = _text(value).split()
    return " ".join(words[:length]) + ("..." if len(words) > length else "")


def _marked(text: str) -> str:
    """Blocks of Markdown, to be read as such in HTML too; a line is part of the body."""
    return f'<div markdown="1">\n{text}\n</div>' if "\n" in text.strip() else text


def _default(value: Value, given: Sequence[str]) -> Value:
    text = _text(value)
    return value if text and text != "false" else given[0]


_FILTERS: dict[str, Filter] = {
    "prepend": lambda value, given: given[0] + _text(value),
    "append": lambda value, given: _text(value) + given[0],
    "default": _default,
    "replace": _replace,
    "replace_first": lambda value, given: _replace(value, given, 1),
    "remove": lambda value, given: _text(value).replace(given[0], ""),
    "remove_first": lambda value, given: _text(value).replace(given[0], "", 1),
    "truncate": _truncate,
    "truncatewords": _truncate_words,
    "join": lambda value, given: [*given, " "][0].join(texts_of(value)),
    "split": lambda value, given: tuple(_text(value).split(given[0] or None)),
    "size": lambda value, _given: str(
        len(value) if isinstance(value, tuple) else len(_text(value))
    ),
    "first": _of_list(lambda items: items[0]),
    "last": _of_list(lambda items: items[-1]),
    "reverse": _of_list(lambda items: items[::-1]),
    "uniq": _of_list(lambda items: tuple(dict.fromkeys(texts_of(items)))),
    "sort": _of_list(lambda items: tuple(sorted(texts_of(items)))),
    "plus": _of_numbers(lambda one, other: one + other),
    "minus": _of_numbers(lambda one, other: one - other),
    "times": _of_numbers(lambda one, other: one * other),
    "divided_by": _of_numbers(lambda one, other: one // other),
    "modulo": _of_numbers(lambda one, other: one % other),
    "strip": _of_text(str.strip),
    "lstrip": _of_text(str.lstrip),
    "rstrip": _of_text(str.rstrip),
    "downcase": _of_text(str.lower),
    "upcase": _of_text(str.upper),
    "capitalize": _of_text(lambda text: text[:1].upper() + text[1:]),
    "escape": _of_text(escape),
    "xml_escape": _of_text(escape),
    "strip_html": _of_text(lambda text: _TAG.sub("", text)),
    "strip_newlines": _of_text(lambda text: text.replace("\n", "")),
    "normalize_whitespace": _of_text(lambda text: " ".join(text.split())),
    "newline_to_br": _of_text(lambda text: text.replace("\n", "<br />\n")),
    "number_of_words": _of_text(lambda text: str(len(text.split()))),
    "slugify": _of_text(slug),
    "url_encode": _of_text(quote_plus),
    "cgi_escape": _of_text(quote_plus),
    "uri_escape": _of_text(lambda text: quote(text, safe="%:/?#[]@!$&'()*+,;=~")),
    "markdownify": _of_text(_marked),
    "smartify": _of_text(str),
}
