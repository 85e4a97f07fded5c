"""Lazy lines: those that go on with an item, a quote or code without being indented so.

To kramdown what stands in a list or a quote is a text of its own, read once its marks
are taken off.
"""

import re

from markdown_it.rules_block import StateBlock

# Names of elements that stand in a line; all others are blocks to kramdown.
SPANS = (
    "a|abbr|acronym|b|big|bdo|br|button|cite|code|del|dfn|em|i|img|input|ins|kbd|label|"
    "mark|option|q|rb|rbc|rp|rt|rtc|ruby|samp|script|select|small|span|strong|sub|sup|tt|"
    "u|var"
)
# Lines that go on with nothing: attribute lists, blocks of HTML, and a caret alone.
_END = re.compile(
    rf"[ ]{{0,3}}(?:\{{:(?![:/])[^}}]+\}}[ \t]*\Z|</?(?!(?:{SPANS})\b)[a-z])|\^[ \t]*\Z",
    re.IGNORECASE,
)
_MAX_LEVEL = 16  # markdown-it drops what is nested deeper than 20


def text_of(state: StateBlock, line: int) -> str:
    """A line without the indentation of the block that it stands in."""
    return state.getLines(line, line + 1, state.blkIndent, keepLastLF=False).rstrip(
        "\n"
    )


def is_lazy(state: StateBlock, line: int) -> bool:
    """True if a line may go on with what stands above it."""
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return False
    return not _END.match(text_of(state, line))


def ends_laziness(text: str) -> bool:
    """True for a line that goes on with nothing above it."""
    return _END.match(text) is not None


def read_inside(state: StateBlock, text: str) -> None:
    """Read what an item or a quote holds; of what is nested too deep, the words."""
    inner = StateBlock(text, state.md, state.env, state.tokens)
    inner.level = state.level
    if state.level < _MAX_LEVEL:
        state.md.block.tokenize(inner, 0, inner.lineMax)
        return
    inner.push("paragraph_open", "p", 1)
    inline = inner.push("inline", "", 0)
    inline.content, inline.children = text.strip(), []
    inner.push("paragraph_close", "p", -1)
