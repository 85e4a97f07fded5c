"""HTML blocks: from a tag to the one that closes it, blank lines and all.

CommonMark ends such a block at its first blank line, and takes what is indented behind
that for code. `markdown="1"` has the content read.
"""

import re
from textwrap import dedent

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from feedsvc.content.markdown.lazy import SPANS

_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_OPENING = re.compile(
    rf"<(?P<name>(?!(?:{SPANS})[\s/>])[a-z][\w:-]*)(?=[\s/>])(?P<attributes>{_ATTRIBUTES})>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"""\s+markdown\s*=\s*["']?(1|block|span|true)\b["']?""", re.IGNORECASE
)
_SPANS = re.compile(r"p|h[1-6]|dt|th|summary|legend|figcaption", re.IGNORECASE)
# A line of one such tag alone begins a block to CommonMark, which ends what it covers.
_SPAN = re.compile(rf"[ \t]*</?(?:{SPANS})(?=[\s/>])", re.IGNORECASE)
_CODE_INDENT = 4
_MAX_MARKED = 20  # elements to be read as Markdown, in each other
_MAX_FAILURES = 20  # searches for a closing tag that is not there, in one text


def extend(parser: MarkdownIt) -> None:
    """Have a parser read HTML blocks as kramdown does."""
    parser.block.ruler.before(
        "html_block",
        "whole_html_block",
        _whole_html_block,
        {"alt": ["paragraph", "reference", "blockquote"]},
    )
    parser.block.ruler.at(
        "html_block",
        _html_block,
        {"alt": ["paragraph", "reference", "blockquote"]},
    )


def _html_block(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    if _SPAN.match(state.src, state.bMarks[startLine] + state.tShift[startLine]):
        return False
    return html_block(state, startLine, endLine, silent)


def _whole_html_block(
    state: StateBlock,
    startLine: int,  # noqa: N803 - markdown-it's names
    endLine: int,  # noqa: N803
    silent: bool,  # noqa: FBT001
) -> bool:
    if state.blkIndent or state.is_code_block(startLine):  # in notes lines are indented
        return False
    start = state.bMarks[startLine] + state.tShift[startLine]
    opening = _OPENING.match(state.src, start)
    end = _end(state, opening) if opening else None
    if opening is None or end is None:
        return False
    if silent:
        return True
    _push(state, end, state.bMarks[startLine])
    while (more := _OPENING.match(state.src, end)) and (behind := _end(state, more)):
        _push(state, behind, end)
        end = behind
    state.line = _line_behind(state, startLine, endLine, end)
    return True


def _end(state: StateBlock, opening: re.Match[str]) -> int | None:
    """End of an element, with the spaces behind it; None if no tag closes it."""
    if state.env.get("unclosed", 0) >= _MAX_FAILURES:
        return None
    tag = re.compile(
        rf"<(/?){opening['name']}(?=[\s/>]){_ATTRIBUTES}>[ \t]*", re.IGNORECASE
    )
    depth = 0
    for match in tag.finditer(state.src, opening.start()):
        depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    state.env["unclosed"] = state.env.get("unclosed", 0) + 1
    return None


def _push(state: StateBlock, end: int, start: int) -> None:
    """Push an element as it is, but for the parts that are to be read as Markdown."""
    while marked := _next_marked(state, start, end):
        behind = _end(state, marked)
        if behind is None or behind > end:
            break
        state.push("html_block", "", 0).content = state.src[start : marked.start()]
        _push_marked(state, marked, behind)
        start = behind
    state.push("html_block", "", 0).content = state.src[start:end]


def _next_marked(state: StateBlock, start: int, end: int) -> re.Match[str] | None:
    is_too_deep = state.env.get("marked", 0) >= _MAX_MARKED
    if is_too_deep or "markdown" not in state.src[start:end].lower():
        return None
    tags = _OPENING.finditer(state.src, start, end)
    return next((tag for tag in tags if _MARKDOWN.search(tag["attributes"])), None)


def _push_marked(state: StateBlock, opening: re.Match[str], end: int) -> None:
    closing = state.src.rindex("<", opening.end(), end)
    inner = state.src[opening.end() : closing]
    attributes = _MARKDOWN.sub("", opening["attributes"])
    state.push("html_block", "", 0).content = f"<{opening['name']}{attributes}>"
    if _SPANS.fullmatch(opening["name"]):
        inline = state.push("inline", "", 0)
        inline.content, inline.children = inner.strip(), []
    else:
        text = dedent(inner.expandtabs(_CODE_INDENT)).strip("\n")
        state.env["marked"] = state.env.get("marked", 0) + 1
        state.md.block.parse(text, state.md, state.env, state.tokens)
        state.env["marked"] -= 1
    state.push("html_block", "", 0).content = state.src[closing:end]


def _line_behind(state: StateBlock, line: int, last: int, end: int) -> int:
    """The line that reading goes on with; text behind the block is read by itself."""
    while line < last and state.eMarks[line] < end:
        line += 1
    rest = state.src[end : state.eMarks[line]] if line < last else ""
    if rest.strip():
        state.md.block.parse(rest.strip(), state.md, state.env, state.tokens)
    else:
        state.tokens[-1].content += "\n"
    return line + 1
