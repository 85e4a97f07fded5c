"""Liquid: a body as Jekyll's templates would show it, as far as that is known here.

Comments go, text inside `raw` stays as it is; `highlight`, `include`, `if`, `case`,
loops over known lists, addresses and the site's and the post's own values are worked out by a `Scope`. All other tags and
outputs are left out and told, and text between tags stays. Where Jekyll would refuse the
post, such as for a comment that never ends, less is published rather than more. Knows
nothing of Markdown or HTML but how code is marked; takes time in proportion to the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple, Protocol

from feedsvc.archive.jekyll.yaml_text import Value

_TOKEN = re.compile(
    r"\{%(?P<tag>(?:(?!\{%|%\}).)*)%\}"
    r"|\{\{(?!%)(?:(?!\{%|\{\{|\}\}).)*\}\}"
    r"|(?P<broken>\{%-?\s*comment\b)",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"-?\s*(#|\w*)", re.ASCII)
_BRANCHING = frozenset({
    "if", "unless", "case", "when", "elsif", "else", "endif", "endunless", "endcase",
})  # fmt: skip
_ALTERNATIVES = re.compile(r"\s*(?:,|\bor\b)\s*")
_MAX_LOOPED = 50_000  # characters that one loop may write
_END_OF_RAW = re.compile(r"\{%-?\s*endraw\b(?:(?!\{%|%\}).)*%\}", re.DOTALL)


class LeftOut(NamedTuple):
    """A tag or an output that would have said something, with its line in the text."""

    line: int
    written: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without Liquid; `left_out` is in order."""

    text: str
    left_out: tuple[LeftOut, ...] = ()


class Scope(Protocol):
    """Any place that knows what tags and outputs say."""

    def output(self, expression: str) -> str | None:
        """Text of an output, or None if that is not known."""

    def tag(self, name: str, rest: str) -> str | None:
        """Text of a tag that stands alone, or None if that is not known."""

    def is_true(self, condition: str) -> bool | None:
        """Truth of a condition, or None if that is not known."""

    def items(self, loop: str) -> tuple[str, tuple[Value, ...]] | None:
        """Name and values of what a loop goes through, or None if that is not known."""

    def assign(self, name: str, value: Value) -> None:
        """Give a name a value."""


def without_liquid(text: str, scope: Scope | None = None) -> Plain:
    """A body as Jekyll shows it, but for what only Jekyll could work out."""
    if "{%" not in text and "{{" not in text:
        return Plain(text)
    reader = _Reader(text, scope)
    return Plain(reader.read(), tuple(reader.left_out))


def without_comments(text: str) -> str:
    """A text of one line, such as a title, with its comments alone taken out."""
    if "{%" not in text:
        return text
    return _Reader(text, keeps_others=True).read()


@dataclass(slots=True)
class _Branches:
    """An `if` or `case` that is open: a branch of it is shown, or has been."""

    is_shown: bool
    was_shown: bool
    case: str = ""


@dataclass(slots=True)
class _Reader:
    """One text on its way through; `depth` counts the comments that are open."""

    text: str
    scope: Scope | None = None
    keeps_others: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    _branches: list[_Branches] = field(default_factory=list)
    _code: list[int] = field(default_factory=list)  # parts before each open one
    _captures: list[tuple[str, int]] = field(default_factory=list)  # likewise
    _parts: list[str] = field(default_factory=list)
    _at: int = 0
    _depth: int = 0
    _is_trimming: bool = False
    _has_raw: bool = True

    def read(self) -> str:
        while token := _TOKEN.search(self.text, self._at):
            literal = self.text[self._at : token.start()]
            is_trimmed = token[0].startswith(("{%-", "{{-"))
            self._take(literal.rstrip() if is_trimmed else literal)
            self._at = token.end()
            self._meet(token)
        self._take(self.text[self._at :])
        return "".join(self._parts)

    def _take(self, literal: str) -> None:
        if not self._is_shown or not literal:
            return
        shown = literal.lstrip() if self._is_trimming else literal
        self._is_trimming = self._is_trimming and not shown
        self._parts.append(shown)

    def _meet(self, token: "re.Match[str]") -> None:
        inside = token["tag"]
        if inside is None:
            name = "comment" if token["broken"] else ""
        else:
            name = self._name(inside)
        self._step(name, token)
        self._is_trimming = token[0].endswith(("-%}", "-}}"))

    def _name(self, inside: str) -> str:
        match = _NAME.match(inside)
        return match[1].lower() if match else ""

    @property
    def _is_shown(self) -> bool:
        return not self._depth and all(branch.is_shown for branch in self._branches)

    def _step(self, name: str, token: "re.Match[str]") -> None:
        known: dict[str, Callable[[], None]] = {
            "comment": self._open_comment,
            "endcomment": self._close_comment,
            "raw": self._copy_raw,
        }
        if name in known:
            known[name]()
        elif self.keeps_others:
            self._take(token[0])
        elif not self._depth and name not in {"#", "endraw"}:
            self._work_out(name, token)

    def _work_out(self, name: str, token: "re.Match[str]") -> None:
        """Put what a tag or an output says in its place, or leave it out."""
        if (inside := token["tag"]) is None:
            rest = token[0].strip("-{} \t\n")
        else:
            rest = inside.strip("- \t\n").removeprefix(name).strip()
        if name in _BRANCHING:
            self._branch(name, rest, token)
        elif self._is_shown and not self._bracket(name, rest, token):
            self._say(name, rest, token)

    def _bracket(self, name: str, rest: str, token: "re.Match[str]") -> bool:
        """Begin or end what stands between two tags; False if it is no such tag."""
        if name == "highlight":
            self._code.append(len(self._parts))
        elif name == "endhighlight" and self._code:
            self._mark_code()
        elif name == "capture" and self.scope:
            self._captures.append((rest.strip("\"'"), len(self._parts)))
        elif name == "endcapture" and self._captures and self.scope:
            captured, start = self._captures.pop()
            self.scope.assign(captured, "".join(self._parts[start:]))
            del self._parts[start:]
        else:
            return name == "for" and self._loop(rest, token)
        return True

    def _loop(self, rest: str, token: "re.Match[str]") -> bool:
        """Show what a loop shows, or nothing if that is not known; False if it has no end."""
        end = self._end_of_loop()
        if end is None:
            return False
        inner, start = self.text[self._at : end.start()], self._at
        self._at = end.end()
        found = self.scope.items(rest) if self.scope else None
        if not self.scope or not found or len(inner) * len(found[1]) > _MAX_LOOPED:
            self._leave_out(token)
            return True
        name, values = found
        above = self.text.count("\n", 0, start)
        for value in values:
            self.scope.assign(name, value)
            turn = _Reader(inner, self.scope)
            self._parts.append(turn.read())
            self.left_out += [LeftOut(above + n, said) for n, said in turn.left_out]
        return True

    def _end_of_loop(self) -> "re.Match[str] | None":
        depth = 1
        for token in _TOKEN.finditer(self.text, self._at):
            name = self._name(token["tag"]) if token["tag"] else ""
            depth += (name == "for") - (name == "endfor")
            if not depth:
                return token
        return None

    def _say(self, name: str, rest: str, token: "re.Match[str]") -> None:
        said = None
        if self.scope:
            is_tag = token["tag"] is not None
            said = self.scope.tag(name, rest) if is_tag else self.scope.output(rest)
        if said is None:
            self._leave_out(token)
        elif said:
            self._parts.append(said)

    def _leave_out(self, token: "re.Match[str]") -> None:
        line = 1 + self.text.count("\n", 0, token.start())
        self.left_out.append(LeftOut(line, token[0]))

    def _branch(self, name: str, rest: str, token: "re.Match[str]") -> None:
        """Enter, change or leave a branch; of one that is not known the first shows."""
        if name in {"if", "unless"}:
            is_true = (
                self.scope.is_true(rest) if self.scope and self._is_shown else None
            )
            if is_true is None and self._is_shown:
                self._leave_out(token)
            is_shown = True if is_true is None else is_true is (name == "if")
            self._branches.append(_Branches(is_shown, is_shown))
        elif name == "case":
            if self._is_shown and (not self.scope or self.scope.output(rest) is None):
                self._leave_out(token)
            self._branches.append(_Branches(is_shown=False, was_shown=False, case=rest))
        elif not self._branches:
            self._leave_out(token)
        elif name.startswith("end"):
            self._branches.pop()
        else:
            self._next_branch(is_true=name == "else" or self._is_next(name, rest))

    def _is_next(self, name: str, rest: str) -> bool:
        case = self._branches[-1].case
        if name == "when":
            return any(
                self._holds(f"{case} == {one}") for one in _ALTERNATIVES.split(rest)
            )
        return self._holds(rest)

    def _next_branch(self, *, is_true: bool) -> None:
        branches = self._branches[-1]
        branches.is_shown = not branches.was_shown and is_true
        branches.was_shown = branches.was_shown or branches.is_shown

    def _holds(self, condition: str) -> bool:
        return self.scope is not None and self.scope.is_true(condition) is True

    def _mark_code(self) -> None:
        """Mark everything since `highlight` as code."""
        start = self._code.pop()
        code = "".join(self._parts[start:]).strip("\n")
        marked = f"\n<pre><code>{escape(code, quote=False)}\n</code></pre>\n"
        self._parts[start:] = [marked]

    def _open_comment(self) -> None:
        self._depth += 1

    def _close_comment(self) -> None:
        self._depth = max(0, self._depth - 1)

    def _copy_raw(self) -> None:
        """Keep what `raw` protects; one that never ends protects nothing."""
        end = _END_OF_RAW.search(self.text, self._at) if self._has_raw else None
        if end is None:
            self._has_raw = False
            return
        if self._is_shown:
            self._parts.append(self.text[self._at : end.start()])
        self._at = end.end()
