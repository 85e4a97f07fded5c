"""Quotes and code as kramdown reads them: up to the blank line; and headings of one line."""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, fence, lheading

from feedsvc.content.markdown.blocks import line_of
from feedsvc.content.markdown.lazy import is_lazy, read_inside, text_of

_MARK = re.compile(r"\A {0,3}> ?")
_FENCE = re.compile(r"`{3,}|~{3,}")
_UNDERLINE = re.compile(r"[-=]+[ \t]*")
_INDENT = re.compile(r"\A(?:\t| {4})")
_MAX_OPEN = 20  # searches for the end of a fence that has none, in one text
_ENDS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def extend(parser: MarkdownIt) -> None:
    """Have a parser read kramdown's quotes, code and headings."""
    ruler = parser.block.ruler
    ruler.at("code", _code)
    ruler.at("fence", _fence, _ENDS)
    ruler.at("blockquote", _quote, _ENDS)
    ruler.at("lheading", _heading)


def _quote(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    if state.is_code_block(startLine) or not line_of(state, startLine).startswith(">"):
        return False
    if silent:
        return True
    behind = _behind(state, startLine, endLine)
    lines = (
        _MARK.sub("", text_of(state, line), count=1)
        for line in range(startLine, behind)
    )
    state.push("blockquote_open", "blockquote", 1)
    read_inside(state, "\n".join(lines))
    state.push("blockquote_close", "blockquote", -1)
    state.line = behind
    return True


def _behind(state: StateBlock, line: int, last: int) -> int:
    """The first line that does not go on with this one."""
    line += 1
    while line < last and is_lazy(state, line):
        line += 1
    return line


def _code(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001, ARG001
) -> bool:
    """Read indented code, with lines that go on with it unindented."""
    if not state.is_code_block(startLine):
        return False
    line = behind = startLine
    while line < endLine and (state.isEmpty(line) or state.is_code_block(line)):
        if not state.isEmpty(line):
            behind = _behind(state, line, endLine)
        line = max(line + 1, behind)
    lines = (text_of(state, line) for line in range(startLine, behind))
    code = state.push("code_block", "code", 0)
    code.content = "".join(f"{_INDENT.sub('', line, count=1)}\n" for line in lines)
    state.line = behind
    return True


def _fence(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Read code between fences; one that nothing closes is text."""
    opening = _FENCE.match(line_of(state, startLine))
    if opening is None or state.is_code_block(startLine):
        return False
    if not _is_closed(state, opening[0], startLine, endLine):
        return False
    return fence(state, startLine, endLine, silent)


def _is_closed(state: StateBlock, mark: str, line: int, last: int) -> bool:
    if state.env.get("open_fences", 0) >= _MAX_OPEN:
        return True
    for one in range(line + 1, last):
        is_outside = not state.isEmpty(one) and state.sCount[one] < state.blkIndent
        if is_outside:
            break
        rest = line_of(state, one).rstrip()
        if (
            rest.startswith(mark)
            and not rest.strip(mark[0])
            and not state.is_code_block(one)
        ):
            return True
    state.env["open_fences"] = state.env.get("open_fences", 0) + 1
    return False


def _heading(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Read an underlined heading of one line; a rule under several makes none of them."""
    under = startLine + 1
    if under >= endLine or not _UNDERLINE.fullmatch(line_of(state, under)):
        return False
    return lheading(state, startLine, endLine, silent)
