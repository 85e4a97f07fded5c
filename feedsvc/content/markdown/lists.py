"""Lists as kramdown reads them: what begins an item, what belongs to it, and tasks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from feedsvc.content.markdown.lazy import ends_laziness, read_inside, text_of

_MARKS = {"bullet_list": r"[+*-]", "ordered_list": r"\d{1,9}\."}
_TAGS = {"bullet_list": "ul", "ordered_list": "ol"}
_ANY = re.compile(r" {0,3}(?:[+*-]|\d{1,9}\.)[\t |]")
_RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*")
_ATTRIBUTES = re.compile(r"\s*\{:(?![:/])[^}]+\}\s*")
_TABS = re.compile(r" *\t+")
_TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t]+(?=\S)")
_TAB = 4  # columns; an item without text has its lines indented so, too


def extend(parser: MarkdownIt) -> None:
    """Have a parser read kramdown's lists."""
    parser.block.ruler.at(
        "list", _list, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.core.ruler.after("inline", "tasks", _check_boxes)


@dataclass(slots=True)
class _Item:
    """An item of a list on its way in.

    Attributes:
        indent: columns before its text.
        parts: its lines; a list in it begins a part of its own.
        is_parted: such a list, or a blank line, has been met.
    """

    indent: int
    parts: list[list[str]] = field(default_factory=lambda: [[]])
    is_parted: bool = False

    def takes(self, text: str, *, is_behind_blank: bool) -> bool:
        """True if a line that begins no item belongs to this one."""
        if _indented(self.indent).match(text):
            return True
        return not is_behind_blank and not ends_laziness(text)

    def add(self, text: str) -> None:
        """Take a line in, without the indentation of the item."""
        tabs = len(text) - len(text.lstrip("\t"))
        text = " " * _TAB * tabs + text[tabs:]
        is_indented = text.startswith(" " * self.indent)
        inner = text[self.indent :] if is_indented else text
        begins_list = _ANY.match(inner) is not None
        if begins_list and is_indented and not self.is_parted:
            self.parts.append([])
            self.is_parted = True
        elif begins_list and not is_indented and self.is_parted:
            inner = " " * (self.indent + _TAB) + inner
        self.parts[-1].append(inner)


@cache
def _indented(columns: int) -> re.Pattern[str]:
    tabs, spaces = divmod(min(columns, 100), _TAB)
    return re.compile(
        rf"(?:(?:\t| {{4}}){{{tabs}}} {{{spaces}}}|(?:\t| {{4}}){{{tabs + 1}}})"
    )


@cache
def _start(kind: str, columns: int) -> re.Pattern[str]:
    """Form of a line that begins an item where others are indented so."""
    return re.compile(
        rf"(?P<mark> {{0,{max(min(columns, 4) - 1, 0)}}}{_MARKS[kind]})(?P<text>[\t |].*)"
    )


def _list(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    if state.is_code_block(startLine):
        return False
    first = text_of(state, startLine)
    kind = next((one for one in _MARKS if _start(one, _TAB).match(first)), None)
    if kind is None or silent:
        return kind is not None
    items: list[_Item] = []
    state.line = _gather(state, (startLine, endLine), kind, items)
    opening = state.push(f"{kind}_open", _TAGS[kind], 1)
    number = first.strip().partition(".")[0]
    if kind == "ordered_list" and number != "1":
        opening.attrs = {"start": int(number)}
    _push(state, items)
    state.push(f"{kind}_close", _TAGS[kind], -1)
    return True


def _gather(
    state: StateBlock, lines: tuple[int, int], kind: str, items: list[_Item]
) -> int:
    """Take in the items of a list; returns the line behind it."""
    start = _start(kind, _TAB)
    is_behind_blank = False
    for line in range(*lines):
        text = text_of(state, line)
        if not text.strip():
            items[-1].is_parted = is_behind_blank = True
            items[-1].parts[-1].append("")
            continue
        is_over = state.sCount[line] < state.blkIndent
        if is_over or (is_behind_blank and _RULE.fullmatch(text)):
            return line
        if begun := start.fullmatch(text):
            items.append(_begun(begun))
            start = _start(kind, items[-1].indent)
        elif items[-1].takes(text, is_behind_blank=is_behind_blank):
            items[-1].add(text)
        else:
            return line
        is_behind_blank = False
    return lines[1]


def _begun(match: re.Match[str]) -> _Item:
    """The item that a line begins."""
    text, indent = match["text"], len(match["mark"])
    if not _ATTRIBUTES.sub("", text, count=1).strip():
        return _Item(_TAB)
    while tabs := _TABS.match(text):
        count = tabs[0].count("\t")
        spaces = len(tabs[0]) - count
        spaces += _TAB - (spaces + indent) % _TAB + (count - 1) * _TAB
        text = " " * spaces + text[tabs.end() :]
    indent += len(text) - len(text.lstrip())
    text = text.lstrip()
    attributes = _ATTRIBUTES.match(text)
    item = _Item(indent, [[text[attributes.end() :] if attributes else text]])
    item.is_parted = _ANY.match(item.parts[0][0]) is not None
    return item


def _push(state: StateBlock, items: list[_Item]) -> None:
    """Read the items of a list; paragraphs alone in theirs are none to readers."""
    has_bare = len(items) == 1
    for item in items:
        is_last = item is items[-1]
        state.push("list_item_open", "li", 1)
        start = len(state.tokens)
        for part in item.parts:
            read_inside(state, "\n".join(part))
        paragraph = list(_first_paragraph(state.tokens, start))
        is_bare = not paragraph or _is_close(paragraph[0], item, is_last=is_last)
        if is_bare and (has_bare or not is_last):
            for token in paragraph:
                token.hidden = True
        has_bare = has_bare or is_bare
        state.push("list_item_close", "li", -1)


def _first_paragraph(tokens: list[Token], start: int) -> Iterator[Token]:
    """Both ends of the paragraph that an item begins with, if it does."""
    if start < len(tokens) and tokens[start].type == "paragraph_open":
        yield tokens[start]
        yield tokens[start + 2]


def _is_close(opening: Token, item: _Item, *, is_last: bool) -> bool:
    """True if no blank line stands behind an item's first paragraph."""
    behind = item.parts[0][(opening.map or [0, 0])[1] :]
    is_alone = len(item.parts) == 1 and not any(line.strip() for line in behind)
    return not behind or bool(behind[0].strip()) or (is_last and is_alone)


def _check_boxes(state: StateCore) -> None:
    """Write the boxes of tasks as characters, since a feed has no forms."""
    for before, token in pairwise(state.tokens):
        if before.type != "paragraph_open" or not token.children:
            continue
        first = token.children[0]
        task = _TASK.match(token.content) if before.level else None
        if task and first.type == "text":
            box = "☐ " if task["mark"] == " " else "☑ "
            first.content = box + first.content.removeprefix(task[0].rstrip()).lstrip()
