"""Lists as kramdown reads them: which lines begin one, and tasks in them."""

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore

_NUMBERED = re.compile(r"\d+(?P<mark>[.)])(?P<rest>[ \t]+\S|[ \t]*)")
_TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t]+(?=\S)")


def extend(parser: MarkdownIt) -> None:
    """Have a parser read kramdown's lists."""
    parser.block.ruler.at(
        "list", _list, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.core.ruler.after("inline", "tasks", _check_boxes)


def _list(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Let any number begin a list, also right after a paragraph; but never `1)`."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    number = _NUMBERED.match(state.src, start, state.eMarks[startLine])
    if number and number["mark"] == ")":
        return False
    if silent and number and number["rest"].strip():
        before, state.parentType = state.parentType, "root"
        try:
            return list_block(state, startLine, endLine, silent)
        finally:
            state.parentType = before
    return list_block(state, startLine, endLine, silent)


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
