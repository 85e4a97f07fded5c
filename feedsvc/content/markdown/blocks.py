"""Blocks of kramdown's own: attribute lists, extensions, abbreviations."""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

# Or a caret alone, which ends a list or a quote.
_ATTRIBUTES = re.compile(r"\{:(?!:)(?P<said>[^\n]*)\}[ \t]*|\^[ \t]*")
_TOC = re.compile(r"(?:^|\s)toc(?:\s|$)")
_EXTENSION = re.compile(
    r"\{::(?P<name>comment|nomarkdown|options)\b(?P<said>[^\n]*?)\}"
)
_ABBREVIATION = re.compile(r"\*\[(?P<short>[^\]\n]{1,50})\]:[ \t]*(?P<long>[^\n]*)")
_LISTS = {
    "bullet_list_close": "bullet_list_open",
    "ordered_list_close": "ordered_list_open",
}
_ENDS: RuleOptionsType = {
    "alt": ["paragraph", "reference", "blockquote", "list", "table", "footnote_def"]
}


def extend(parser: MarkdownIt) -> None:
    """Have a parser read kramdown's blocks."""
    ruler = parser.block.ruler
    ruler.before("fence", "attribute_list", _attribute_list, _ENDS)
    ruler.before("fence", "extension", _extension, _ENDS)
    ruler.before("reference", "abbreviation", _abbreviation, _ENDS)


def line_of(state: StateBlock, line: int) -> str:
    """A line's text, without its indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _attribute_list(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803, ARG001
    silent: bool,  # noqa: FBT001
) -> bool:
    """Skip `{: .lead}`, and put the contents where a list has `{:toc}` under it."""
    if state.is_code_block(startLine):
        return False
    match = _ATTRIBUTES.fullmatch(line_of(state, startLine))
    if match is None:
        return False
    if not silent:
        said = match["said"] or ""
        if _TOC.search(said):
            _replace_list(state)
        elif "no_toc" in said:
            _leave_out_of_contents(state.tokens)
        state.line = startLine + 1
    return True


def _replace_list(state: StateBlock) -> None:
    last = state.tokens[-1].type if state.tokens else ""
    if last not in _LISTS:
        return
    level = state.tokens[-1].level
    while True:
        token = state.tokens.pop()
        if token.type == _LISTS[last] and token.level == level:
            break
    state.push("contents", "", 0)


def _leave_out_of_contents(tokens: list[Token]) -> None:
    if len(tokens) > 1 and tokens[-1].type == "heading_close":
        tokens[-3].meta["is_left_out"] = True


def _extension(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    """Skip comments and options; let through what is no Markdown."""
    match = _EXTENSION.match(line_of(state, startLine))
    if match is None:
        return False
    if silent:
        return True
    if match["said"].rstrip().endswith("/"):
        state.line = startLine + 1
        return True
    start = state.bMarks[startLine] + state.tShift[startLine] + match.end()
    closing = re.compile(r"\{:/(?:" + match["name"] + r")?\}").search(state.src, start)
    end = closing.start() if closing else state.eMarks[endLine - 1]
    if match["name"] == "nomarkdown":
        state.push("html_block", "", 0).content = state.src[start:end]
    line = startLine
    while line < endLine and state.eMarks[line] < (closing.end() if closing else end):
        line += 1
    state.line = min(line + 1, endLine)
    return True


def _abbreviation(
    state: StateBlock,
    startLine: int,  # noqa: N803
    endLine: int,  # noqa: N803, ARG001
    silent: bool,  # noqa: FBT001
) -> bool:
    match = _ABBREVIATION.fullmatch(line_of(state, startLine))
    if match is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {})[match["short"]] = match[
            "long"
        ].strip()
        state.line = startLine + 1
    return True
