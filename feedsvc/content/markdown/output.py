"""Output: what markdown-it writes otherwise than feeds can use.

Notes are numbered without links, since a link within a page leads nowhere in a feed.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


def extend(parser: MarkdownIt) -> None:
    """Have a parser write footnotes, contents and struck text."""
    rules: dict[str, Callable[..., str]] = {
        "footnote_ref": _footnote_ref,
        "footnote_anchor": _nothing,
        "footnote_block_open": lambda *_: "<hr>\n<ol>\n",
        "footnote_block_close": lambda *_: "</ol>\n",
        "footnote_open": lambda *_: "<li>",
        "footnote_close": lambda *_: "</li>\n",
        "s_open": lambda *_: "<del>",
        "s_close": lambda *_: "</del>",
        "contents": _contents,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)


def _nothing(*_: object) -> str:
    return ""


def _footnote_ref(
    _self: RendererHTML, tokens: Sequence[Token], place: int, *_: Any
) -> str:
    return f"<sup>{int(tokens[place].meta['id']) + 1}</sup>"


def _contents(_self: RendererHTML, tokens: Sequence[Token], *_: Any) -> str:
    """Headings of the text, as lists in lists."""
    parts: list[str] = []
    levels: list[int] = []
    for level, title in _headings(tokens):
        while levels and levels[-1] > level:
            parts.append("</li></ul>")
            levels.pop()
        if levels and levels[-1] == level:
            parts.append("</li>")
        else:
            parts.append("<ul>")
            levels.append(level)
        parts.append(f"<li>{escape(title, quote=False)}")
    return "".join(parts) + "</li></ul>" * len(levels)


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and not opening.meta.get("is_left_out"):
            children = inline.children or ()
            yield (
                int(opening.tag[1:]),
                "".join(
                    child.content
                    for child in children
                    if child.type in {"text", "code_inline"}
                ),
            )
