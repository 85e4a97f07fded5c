"""Markdown to HTML: CommonMark with raw HTML let through, for text of bounded cost.

The only user of markdown-it. The output is as dangerous as the input; `content.html`
cleans it.
"""

import re

from markdown_it import MarkdownIt

from feedsvc.content.cost import is_cheap_markdown

_PARSER = MarkdownIt("commonmark")
_BREAK = re.compile(r"\n[ \t]*\n")
_MAX_PARAGRAPHS = 2_000


def to_html(text: str) -> str:
    """The HTML of a body; of a costly one, its raw HTML and its paragraphs."""
    if is_cheap_markdown(text):
        return str(_PARSER.render(text)).strip()
    return "\n".join(map(_paragraph, _BREAK.split(text, maxsplit=_MAX_PARAGRAPHS)))


def _paragraph(block: str) -> str:
    return block if block.lstrip().startswith("<") else f"<p>{block}</p>"
