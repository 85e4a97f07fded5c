"""Spans: emphasis as its writer meant it, also beside Chinese; mathematics as text."""

import re
import unicodedata
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

# Listed companies under special treatment are called so: *ST海航, S*ST前锋.
_SPECIAL_TREATMENT = re.compile(r"\*ST(?=[ \t]?[\u3400-\u9fff])")
_MATH = re.compile(r"\$\$(?:[^$\\]|\\.|\$(?!\$))+\$\$", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:(?![:/])[^{}\n]*\}")
_ESCAPED = frozenset("\\.*_+`<>()[]{}#!:|\"'$=-~")
_GUILLEMET = re.compile("<<(?!<)")
_RAW = re.compile(
    r"(?P<opening><(?P<name>code|kbd|samp|var)(?:\s[^<>]*)?>)"
    r"(?P<inner>(?:(?!</(?P=name)).){0,2000})(?P<closing></(?P=name)\s*>)",
    re.IGNORECASE | re.DOTALL,
)
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>)")
_SPAN_ENDS = frozenset(")*_`>]~")
_HEADING_ID = re.compile(r"[ \t]*\{#[\w:.-]+\}[ \t]*\Z")
_MAX_MATH = 2_000  # characters
_STRUCK = 2  # tildes


def extend(parser: MarkdownIt) -> None:
    """Have a parser read spans as kramdown does, and Chinese beside them."""
    ruler = parser.inline.ruler
    ruler.before("escape", "math", _math)
    ruler.before("escape", "forced_break", _forced_break)
    ruler.before("escape", "backslash", _backslash)
    ruler.at("backticks", _code)
    ruler.before("html_inline", "guillemet", _guillemet)
    ruler.before("html_inline", "raw_element", _raw_element)
    ruler.before("emphasis", "special_treatment", _special_treatment)
    ruler.before("emphasis", "attributes", _attributes)
    ruler.at("emphasis", _emphasis)
    ruler.at("strikethrough", _strikethrough)
    parser.core.ruler.before("inline", "heading_ids", _drop_heading_ids)


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's
    if not state.src.startswith("$$", state.pos):
        return False
    match = _MATH.match(state.src, state.pos, min(state.posMax, state.pos + _MAX_MATH))
    if match is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = escape(match[0], quote=False)
    state.pos = match.end()
    return True


def _forced_break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    r"""Break a line at `\\\\`."""
    if not state.src.startswith("\\\\\n", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += 3
    return True


def _backslash(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Keep a backslash before a mark that needs none."""
    following = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or following in _ESCAPED or following.isspace():
        return False
    if not silent:
        state.pending += "\\"
    state.pos += 1
    return True


def _guillemet(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `<<` before a tag is looked for; three are none."""
    before = state.src[: state.pos][-1:]
    if before == "<" or not _GUILLEMET.match(state.src, state.pos):
        return False
    if not silent:
        state.pending += "«"
    state.pos += 2
    return True


def _code(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read code up to the next such mark, be it part of a longer one or not."""
    if state.src[state.pos] != "`":
        return False
    length = _run(state, "`")
    start, mark = state.pos + length, "`" * length
    end = state.src.find(mark, start, state.posMax)
    before, after = state.src[: state.pos][-1:], state.src[start : start + 1]
    if end < 0 or (
        length == 1 and (not before or before.isspace()) and after.isspace()
    ):
        if not silent:
            state.pending += mark
        state.pos = start
        return True
    if not silent:
        written = state.src[start:end].replace("\n", " ")
        if length > 1:
            written = written.removeprefix(" ").removesuffix(" ")
        state.push("code_inline", "code", 0).content = written
    state.pos = end + length
    return True


def _raw_element(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Leave what stands in `<code>` and the like as it is written."""
    match = _RAW.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        inner = _NO_TAG.sub("&lt;", match["inner"])
        raw = f"{match['opening']}{inner}{match['closing']}"
        state.push("html_inline", "", 0).content = raw
    state.pos = match.end()
    return True


def _special_treatment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    before = state.src[state.pos - 1] if state.pos else ""
    if before in {"*", "\\"} or not _SPECIAL_TREATMENT.match(state.src, state.pos):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _attributes(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Skip `{: .x}` behind a span."""
    if not state.pos or state.src[state.pos - 1] not in _SPAN_ENDS:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    state.pos = match.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    length = _run(state, marker)
    opens, closes = _flanks(state, length, is_word_split=marker == "*")
    for _ in range(length):
        _delimit(state, marker, length, (opens, closes))
    state.pos += length
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.src[state.pos] != "~":
        return False
    length = _run(state, "~")
    if length != _STRUCK:
        return False
    flanks = _flanks(state, length, is_word_split=True)
    _delimit(state, "~", 0, flanks, text="~~")
    state.pos += length
    return True


def _run(state: StateInline, marker: str) -> int:
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    return end - state.pos


def _delimit(
    state: StateInline,
    marker: str,
    length: int,
    flanks: tuple[bool, bool],
    text: str = "",
) -> None:
    state.push("text", "", 0).content = text or marker
    state.delimiters.append(
        Delimiter(
            marker=ord(marker),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=flanks[0],
            close=flanks[1],
        )
    )


def _flanks(
    state: StateInline, length: int, *, is_word_split: bool
) -> tuple[bool, bool]:
    """Two flags: a run of marks may open emphasis, and may close it.

    CommonMark's rules, but for Chinese: there no space stands beside punctuation, so
    the marks belong to the side without space.
    """
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + length
    after = state.src[end] if end < state.posMax else " "
    left = not after.isspace() and (
        not _is_mark(after) or before.isspace() or _is_mark(before) or _is_wide(before)
    )
    right = not before.isspace() and (
        not _is_mark(before) or after.isspace() or _is_mark(after) or _is_wide(after)
    )
    opens = left and (is_word_split or not right or _is_punctuation(before))
    closes = right and (is_word_split or not left or _is_punctuation(after))
    return opens, closes


def _is_mark(char: str) -> bool:
    """True for punctuation that has spaces beside it: ASCII's, and no Chinese."""
    return char.isascii() and _is_punctuation(char)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _drop_heading_ids(state: StateCore) -> None:
    """Drop `{#id}` behind headings."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if before.type == "heading_open":
            token.content = _HEADING_ID.sub("", token.content)
