"""Typography: dashes and dots as kramdown writes them, and abbreviations."""

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from itertools import chain, cycle

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARKS = re.compile(r"\.\.\.|---?|(?<!\w)'(?=\d\ds)|(?<!>)>>(?!>)")
_WIDE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_TYPESET = {"...": "…", "---": "—", "--": "–", "'": "’", ">>": "»"}  # noqa: RUF001 - as meant


def extend(parser: MarkdownIt) -> None:
    """Have a parser set type as kramdown does."""
    parser.core.ruler.after("inline", "marks", _typeset)
    parser.core.ruler.push("quotes", _quote)
    parser.core.ruler.push("abbreviations", _explain)


def _typeset(state: StateCore) -> None:
    for texts in _texts(state):
        for token in texts:
            token.content = _MARKS.sub(lambda m: _TYPESET[m[0]], token.content)


def _quote(state: StateCore) -> None:
    """Turn pairs of straight quotes beside Chinese, where no space tells their sides."""
    for texts in _texts(state):
        whole = "".join(token.content for token in texts)
        count = whole.count('"')
        if not count or count % 2 or not _WIDE.search(whole):
            continue
        sides = partial(next, cycle("“”"))
        for token in texts:
            token.content = "".join(
                sides() if char == '"' else char for char in token.content
            )


def _texts(state: StateCore) -> Iterator[list[Token]]:
    """The text of each paragraph, in order."""
    for token in state.tokens:
        if token.type == "inline":
            yield [child for child in token.children or () if child.type == "text"]


def _explain(state: StateCore) -> None:
    """Put abbreviations in an element with their meaning."""
    known: dict[str, str] = state.env.get("abbreviations", {})
    if not known:
        return
    longest_first = sorted(known, key=len, reverse=True)
    any_of = "|".join(re.escape(short) for short in longest_first)
    form = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)")
    for token in chain.from_iterable(_texts(state)):
        if form.search(token.content):
            token.content = form.sub(
                lambda m: f'<abbr title="{escape(known[m[0]])}">{escape(m[0])}</abbr>',
                escape(token.content, quote=False),
            )
            token.type = "html_inline"
