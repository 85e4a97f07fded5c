"""Liquid: what Jekyll's templates hide is taken out of a body before anything reads it.

No Liquid is run: comments and all other tags and outputs are removed, text between tags
stays, and text inside `raw` stays as it is. Where Jekyll would refuse the post, such as
for a comment that never ends, less is published rather than more. Knows nothing of
Markdown or HTML; takes time in proportion to the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"\{%(?P<tag>(?:(?!\{%|%\}).)*)%\}"
    r"|\{\{(?!%)(?:(?!\{%|\{\{|\}\}).)*\}\}"
    r"|(?P<broken>\{%-?\s*comment\b)",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"-?\s*(#|\w*)", re.ASCII)
_END_OF_RAW = re.compile(r"\{%-?\s*endraw\b(?:(?!\{%|%\}).)*%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without Liquid.

    Attributes:
        left_out: tags and outputs that would have said something, as written, in order.
    """

    text: str
    left_out: tuple[str, ...] = ()


def without_liquid(text: str) -> Plain:
    """A body as Jekyll shows it, but for what only Jekyll could work out."""
    if "{%" not in text and "{{" not in text:
        return Plain(text)
    reader = _Reader(text)
    return Plain(reader.read(), tuple(reader.left_out))


def without_comments(text: str) -> str:
    """A text of one line, such as a title, with its comments alone taken out."""
    if "{%" not in text:
        return text
    return _Reader(text, keeps_others=True).read()


@dataclass(slots=True)
class _Reader:
    """One text on its way through; `depth` counts the comments that are open."""

    text: str
    keeps_others: bool = False
    left_out: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _at: int = 0
    _depth: int = 0
    _is_trimming: bool = False
    _has_raw: bool = True

    def read(self) -> str:
        while token := _TOKEN.search(self.text, self._at):
            self._take(self.text[self._at : token.start()])
            self._at = token.end()
            self._meet(token)
        self._take(self.text[self._at :])
        return "".join(self._parts)

    def _take(self, literal: str) -> None:
        if self._depth or not literal:
            return
        shown = literal.lstrip() if self._is_trimming else literal
        self._is_trimming = self._is_trimming and not shown
        self._parts.append(shown)

    def _meet(self, token: "re.Match[str]") -> None:
        inside = token["tag"]
        if inside is None:
            name = "comment" if token["broken"] else ""
            trims_before = trims_behind = False
        else:
            name = self._name(inside)
            trims_before, trims_behind = inside.startswith("-"), inside.endswith("-")
        if trims_before and self._parts and not self._depth:
            self._parts[-1] = self._parts[-1].rstrip()
        self._step(name, token[0])
        self._is_trimming = trims_behind

    def _name(self, inside: str) -> str:
        match = _NAME.match(inside)
        return match[1].lower() if match else ""

    def _step(self, name: str, written: str) -> None:
        known: dict[str, Callable[[], None]] = {
            "comment": self._open_comment,
            "endcomment": self._close_comment,
            "raw": self._copy_raw,
        }
        if name in known:
            known[name]()
        elif self.keeps_others:
            self._take(written)
        elif not self._depth and name not in {"#", "endraw"}:
            self.left_out.append(written)

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
        if not self._depth:
            self._parts.append(self.text[self._at : end.start()])
        self._at = end.end()
