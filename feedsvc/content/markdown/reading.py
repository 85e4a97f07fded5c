"""Reading: Markdown to HTML, for text of bounded cost.

markdown-it, with kramdown's rules beside CommonMark's. The output is as dangerous as
the input; `content.html` cleans it.
"""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from feedsvc.content.cost import is_cheap_markdown
from feedsvc.content.markdown import (
    blocks,
    html_blocks,
    links,
    lists,
    output,
    quotes,
    spans,
    tables,
    typography,
)

_BREAK = re.compile(r"\n[ \t]*\n")
_MAX_PARAGRAPHS = 2_000


def to_html(text: str) -> str:
    """The HTML of a body; of a costly one, its raw HTML and its paragraphs."""
    if is_cheap_markdown(text):
        return str(_PARSER.render(text, {"references": links.References()})).strip()
    return "\n".join(map(_paragraph, _BREAK.split(text, maxsplit=_MAX_PARAGRAPHS)))


def _paragraph(block: str) -> str:
    return block if block.lstrip().startswith("<") else f"<p>{block}</p>"


def _parser() -> MarkdownIt:
    parser = links.Parser("commonmark", {"typographer": True})
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    for part in (
        html_blocks,
        blocks,
        quotes,
        lists,
        tables,
        links,
        spans,
        typography,
        output,
    ):
        part.extend(parser)
    return parser


_PARSER = _parser()
