"""Tables of kramdown's own: without a heading, and of any lines with a bar in them."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

from feedsvc.content.attribution.labels import LABELS
from feedsvc.content.markdown.blocks import line_of

_CODE = re.compile(r"(`+)(?!`).+?\1")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+=-]+")
_MASK = "\0"  # stands for a bar in code


def extend(parser: MarkdownIt) -> None:
    """Have a parser read kramdown's tables."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("paragraph", "bare_table", _bare_table)


def _bare_table(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Read a table that has no heading, or whose rule has other cells than that.

    Its lines begin and end with a bar, or a rule is under the first, or it is a whole
    paragraph of lines with bars.
    """
    if silent or state.is_code_block(startLine):
        return False
    rows = list(_rows(state, startLine, endLine))
    if not any(rows):
        return False
    count = 1 if len(rows) > 1 and not rows[1] else 0
    state.push("table_open", "table", 1)
    _push(state, rows[:count], "thead", "th")
    _push(state, rows[count:], "tbody", "td")
    state.push("table_close", "table", -1)
    state.line = startLine + len(rows)
    return True


def _push(state: StateBlock, rows: list[list[str]], part: str, cell: str) -> None:
    """Push one part of a table, unless it is empty; a row without cells rules a line."""
    if not any(rows):
        return
    state.push(f"{part}_open", part, 1)
    for row in filter(None, rows):
        state.push("tr_open", "tr", 1)
        for text in row:
            state.push(f"{cell}_open", cell, 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.children = text.strip(), []
            state.push(f"{cell}_close", cell, -1)
        state.push("tr_close", "tr", -1)
    state.push(f"{part}_close", part, -1)


def _table(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Read CommonMark's table, unless it has a bar in code, which divides cells there."""
    lines = range(startLine, endLine) if _is_ruled(state, startLine, endLine) else ()
    for line in () if silent else lines:
        text = line_of(state, line)
        if "|" not in text or _is_behind(state, line):
            break
        if _MASK in _masked(text):
            return False
    return table(state, startLine, endLine, silent)


def _rows(state: StateBlock, line: int, last: int) -> Iterator[list[str]]:
    """Cells of each line; none of one that only rules a line."""
    is_whole = _is_ruled(state, line, last) or _is_whole_paragraph(state, line, last)
    while line < last and state.sCount[line] >= state.blkIndent:
        text = line_of(state, line).strip()
        is_barred = len(text) > 2 and text[0] == text[-1] == "|"
        if not is_barred and not (is_whole and "|" in text):
            return
        inner = text.removeprefix("|").removesuffix("|")
        yield [] if _RULE.fullmatch(text) else _cells(inner)
        line += 1


def _is_whole_paragraph(state: StateBlock, line: int, last: int) -> bool:
    """True if all lines from here to the next blank one have a bar outside code.

    Credits are no table, whatever kramdown makes of `文 | 张三`: nobody means one.
    """
    if not (line == 0 or state.isEmpty(line - 1) or _is_first(state)):
        return False
    rows = []
    while line < last and not _is_behind(state, line):
        rows.append(_cells(line_of(state, line)))
        line += 1
    has_bars = all(len(row) > 1 for row in rows)
    return has_bars and not all(map(_is_credit, rows))


def _is_credit(row: list[str]) -> bool:
    """True for a label of credits and one cell behind it."""
    label = LABELS.get(row[0].strip().lower())
    return len(row) == 2 and label is not None and label.is_bar


def _is_behind(state: StateBlock, line: int) -> bool:
    """True for a line behind the paragraph: a blank one, or outside the list's item."""
    return state.isEmpty(line) or state.sCount[line] < state.blkIndent


def _is_first(state: StateBlock) -> bool:
    """True at the beginning of a list's item or a quote."""
    return bool(state.tokens) and state.tokens[-1].type.endswith("_open")


def _is_ruled(state: StateBlock, line: int, last: int) -> bool:
    """True if a rule with bars is under a line."""
    under = line_of(state, line + 1) if line + 1 < last else ""
    return "|" in under and "-" in under and _RULE.fullmatch(under) is not None


def _cells(text: str) -> list[str]:
    """The cells of a line; a bar in code divides none."""
    if "`" not in text:
        return _BAR.split(text)
    return [cell.replace(_MASK, "|") for cell in _BAR.split(_masked(text))]


def _masked(text: str) -> str:
    return _CODE.sub(lambda code: code[0].replace("|", _MASK), text)
