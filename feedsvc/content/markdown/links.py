"""Links as kramdown reads them: spaces in their addresses, and addresses as text."""

import re
from types import ModuleType

from markdown_it import MarkdownIt, helpers
from markdown_it.helpers import parse_link_destination

_MAX_ADDRESS = 1_000  # characters
# Behind an address stand a title, the closing bracket or the end.
_BEHIND = re.compile(r"""[ \t\n]*(?:[)"']|\([^()\n]*\)[ \t]*(?:[)\n]|\Z)|\Z)""")
# A brace begins Liquid that lacks another.
_ADDRESS = re.compile(r"\S*[/:]\S*|.*\.\w{2,5}|\{.*\}", re.DOTALL)
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_STOP = re.compile(r"""[()]|\s(?=["'])|\n[ \t]*\n""")


_ESCAPED = re.compile(r"\\([\\_*`\[\]])")


class References(dict[str, object]):
    """Link definitions by name, found by names with needless backslashes too."""

    def get(self, name: str, default: object = None) -> object:
        """The definition of a name, as written in a link."""
        return super().get(name) or super().get(_ESCAPED.sub(r"\1", name), default)


class Parser(MarkdownIt):
    """A parser that shows an address between `<` and `>` as it is written."""

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's
        """The text of an address."""
        return link.removeprefix("mailto:")

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """True for any address; the cleaner takes out those that are none on the web."""
        return True


def extend(parser: MarkdownIt) -> None:
    """Have a parser read addresses with spaces."""
    parser.helpers = ModuleType("helpers")
    for name in helpers.__all__:
        setattr(parser.helpers, name, getattr(helpers, name))
    parser.helpers.parseLinkDestination = _destination  # type: ignore[attr-defined]


def _destination(text: str, start: int, end: int) -> parse_link_destination._Result:
    """The address from `start` on; CommonMark's wherever the link is one to it too."""
    found = helpers.parseLinkDestination(text, start, end)
    if (found.ok and _BEHIND.match(text, found.pos)) or text[start : start + 1] in "<)":
        return found
    stop = _end(text, start, min(end, start + _MAX_ADDRESS))
    address = _BREAK.sub("", text[start:stop].strip()) if stop else ""
    if not _ADDRESS.fullmatch(address):
        return found
    found.ok, found.pos, found.str = True, stop or start, address
    return found


def _end(text: str, start: int, end: int) -> int | None:
    """The place of the bracket that closes a link, or of the space before its title."""
    depth = 0
    for stop in _STOP.finditer(text, start, end):
        if stop[0] == "(":
            depth += 1
        elif stop[0] == ")" and depth:
            depth -= 1
        else:
            return None if "\n\n" in stop[0].replace(" ", "") else stop.start()
    return None
