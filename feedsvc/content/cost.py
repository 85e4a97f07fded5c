"""Limits on a body: some inputs keep parsers busy for minutes.

Each limit is cheap to check and far beyond any real article. A body over a limit is
read by a simpler reader, in the end as bare text. Knows only
how to count.
"""

import re
from collections.abc import Iterator
from html import unescape

# Measured: the dearest Markdown within these takes 0.9 s, the dearest HTML 140 ms.
MAX_MARKDOWN = 200_000  # characters
MAX_MARKS = 4_000  # in one paragraph, and lines in all
MAX_MARKS_IN_ALL = 3 * MAX_MARKS
MAX_TAGS = 10_000
MAX_GAPS = 4_000  # between attributes, in all long tags together: libxml2 is quadratic

_MARKS = "\n[]*_`!\\&<>"
# A blank line or a list's next item ends a paragraph.
_BREAK = re.compile(r"\n(?=[ \t]*(?:\n|[*+-][ \t]|\d{1,9}\.[ \t]))")
_TAG_START = re.compile(r"<[a-zA-Z][^>]*")
_LONG_TAG = 512  # characters
_DATA_URL = re.compile(r"data:[\w/+;,=%.-]+")
_GAP = re.compile(r"[\s/\"']+")
_MAX_HIDING = 4_000_000  # characters of tags whose ends are looked for behind quotes
_TAG = re.compile(r"<[^<>]*>")
_WIDE = str.maketrans("<>&", "＜＞＆")  # noqa: RUF001 - `&lt;` a million times costs nh3 0.6 s


def is_cheap_markdown(text: str) -> bool:
    """True if the text is cheap to read as Markdown.

    Marks cost most in one paragraph or item, where each may belong to each.
    """
    if len(text) > MAX_MARKDOWN or text.count("\n") > MAX_MARKS:
        return False
    marks = [sum(map(one.count, _MARKS)) for one in _BREAK.split(text)]
    return sum(marks) <= MAX_MARKS_IN_ALL and sum(n * n for n in marks) <= MAX_MARKS**2


def is_cheap_html(html: str) -> bool:
    """True if the text is cheap to read into a tree."""
    if html.count("<") > MAX_TAGS or html.count(">") + html.count("&") > 2 * MAX_TAGS:
        return False
    gaps = 0
    for tag in _long_tags(html):
        gaps += len(_GAP.findall(_DATA_URL.sub("", tag)))
        if gaps > MAX_GAPS:
            return False
    return True


def _long_tags(html: str) -> Iterator[str]:
    """Long start tags, each as far as any parser may take it for."""
    hiding = 0
    for start in _TAG_START.finditer(html):
        end = start.end()
        while hiding < _MAX_HIDING and (closing := _closing_quote(html, start, end)):
            hiding += end - start.start()
            end = html.find(">", closing)
            end = len(html) if end < 0 else end
        if hiding >= _MAX_HIDING:
            yield html
            return
        if end - start.start() > _LONG_TAG:
            yield html[start.start() : end]


def _closing_quote(html: str, start: "re.Match[str]", end: int) -> int:
    """Place of the quote that closes what is open at `end`, the farther one; else 0.

    Parsers differ in which quotes they heed: any behind `=` may hide a tag's end.
    """
    closings = [0]
    for quote in "\"'":
        last = html.rfind(quote, start.start(), end)
        if last >= 0 and html[start.start() : last].rstrip().endswith("="):
            closing = html.find(quote, end)
            closings.append(closing if closing >= 0 else len(html))
    return max(closings)


def plain_text(html: str) -> str:
    """One paragraph of the text in `html`; marks that would be escaped come out wide."""
    return f"<p>{unescape(_TAG.sub(' ', html)).translate(_WIDE)}</p>"
