"""Labels: the words that credits begin or end with, from a table that others can extend.

Knows how a label may stand in a text, and nothing of names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from feedsvc.model.attribution import Role

_BARS = "/／丨|｜┃∣＝=︱│・·✎✍"
_COLONS = "：:﹕"
_STRICT = _COLONS + _BARS
_SPOKEN = ("记者", "文", "编", "译", "绘")
_WORD_SIGN = re.compile(r"[A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Label:
    """One line of the table.

    Attributes:
        roles: those that its names get; none if they are credited to nobody.
        shown: label that surfaces show; None for the label as it was written.
        is_colon, is_bar, is_space, is_tight: it may be followed so.
        is_behind: a name may come before it.
        is_title: it is what its holder is called, behind an outlet's name.
        is_elsewhere: the line speaks of a book or a film.
    """

    text: str
    roles: tuple[Role, ...]
    shown: str | None
    language: str
    is_colon: bool
    is_bar: bool
    is_space: bool
    is_tight: bool
    is_behind: bool
    is_title: bool
    is_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at its place in a text.

    Attributes:
        label: None for an unknown word before a colon.
        affix: text directly before it that belongs to it: 江城日报 of 江城日报记者.
        start: of the affix.
        end: where its names begin.
        sign: the colon or the bar that follows it, if any.
        is_second: another label comes before it.
    """

    label: Label | None
    affix: str
    start: int
    end: int
    sign: str
    is_second: bool = False

    @property
    def text(self) -> str:
        """The label's text; empty for an unknown word."""
        return self.label.text if self.label else ""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles that its names get."""
        return self.label.roles if self.label else ()

    @property
    def language(self) -> str:
        """The label's language; empty for an unknown word."""
        return self.label.language if self.label else ""

    @property
    def is_title(self) -> bool:
        """True if it is what its holder is called."""
        return self.label is not None and self.label.is_title

    @property
    def is_behind(self) -> bool:
        """True if names may come before it."""
        return self.label is not None and self.label.is_behind

    @property
    def is_outright(self) -> bool:
        """True if nothing but somebody's signature can follow.

        记者： and 文： also introduce speech and text.
        """
        if self.language == "ja":
            return True
        is_spoken = self.text in _SPOKEN and self.sign in _COLONS
        return bool(self.sign) and not is_spoken


def _label(line: str) -> Label:
    text, role, marks, shown, language = line.split("\t")
    roles = () if role in "-*" else tuple(map(Role, role.split("+")))
    return Label(
        text=text,
        roles=roles,
        shown=None if shown == "~" else shown,
        language=language,
        is_colon=":" in marks,
        is_bar="/" in marks,
        is_space=" " in marks,
        is_tight="=" in marks,
        is_behind="<" in marks,
        is_title="@" in marks,
        is_elsewhere=role == "*",
    )


def _table() -> dict[str, Label]:
    table = files(__package__).joinpath("labels.tsv").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if line and not line.startswith("#"))
    return {label.text.lower(): label for label in map(_label, lines)}


LABELS = _table()


def any_of(labels: Iterable[Label]) -> str:
    """The pattern of any of these labels, the longest first."""
    texts = sorted((label.text for label in labels), key=len, reverse=True)
    return "|".join(
        re.escape(text).replace(r"\ ", r"\s")
        + (r"\b" if _WORD_SIGN.search(text) else "")
        for text in texts
    )


def _at_first(labels: Sequence[Label]) -> str:
    """The pattern of any of these labels, tried only where one's first letter stands."""
    firsts = "".join(sorted({label.text[0] for label in labels}))
    return f"(?=[{re.escape(firsts)}])(?:{any_of(labels)})"


_LEADING = [
    label
    for label in LABELS.values()
    if label.is_colon or label.is_bar or label.is_space or label.is_tight
]
_TITLES = [label for label in LABELS.values() if label.is_title]
_JOINER = r"\s*[/／、丨|｜·・和及与＋+&]\s*"
# A label stands at the start or behind a mark; only a title has an outlet before it.
_MARK = re.compile(
    rf"""(?:^|(?<=[\s、，,；;|｜丨/／：:。.＝=・·＋+&和及与）)\]】」』]))
    (?:
      (?P<label>{_at_first(_LEADING)})
    | (?P<affix>[^\s、，,；;|｜丨/／：:。！？（）()]{{1,20}}?)(?P<title>{_at_first(_TITLES)})
    | (?P<unknown>[\u4e00-\u9fff]{{2,6}})(?=\s?[：:])
    )
    (?P<gap>\s*[{re.escape(_STRICT)}]\s*|\s+|(?={_JOINER})|(?=.)|$)""",
    re.VERBOSE | re.IGNORECASE,
)
# Directly behind a label: 记者林知远通讯员周可.
_NEXT = re.compile(
    rf"(?P<label>(?!))?(?P<unknown>(?!))?(?P<affix>[\u4e00-\u9fff]{{2,4}}?)(?P<title>{_at_first(_TITLES)})"
    rf"(?P<gap>\s*[{re.escape(_STRICT)}]\s*|\s+|(?=.)|$)"
)
_HEARERS = re.compile(
    r"(?:据|对|向|让|给|问|告诉|等|位|名|个|多|答|如|和|与|及|的|[一二两三四五六七八九十])$"
)


# Every phrase begins with a label, with a title behind an outlet, or with a date.
_BEGINNINGS = frozenset(label.text[0].lower() for label in LABELS.values())
BEGINNING = 30  # characters in which the first title stands
_TITLE = re.compile(any_of(_TITLES))
# Apart: of words alone, a search tries only those whose first letter it meets.
_SIGN = re.compile(rf"[{re.escape(_STRICT)}]")
_WORD = re.compile(rf"来自|来源[于自]|{any_of(_TITLES)}")


def may_begin(plain: str) -> bool:
    """True if a text can begin with a label; most do not, and need no closer look."""
    first = plain[:1].lower()
    if first in _BEGINNINGS or first.isdigit():
        return True
    return _TITLE.search(plain, 0, BEGINNING) is not None


def may_end(plain: str) -> bool:
    """True if a text can end with a label and names; most do not."""
    return bool(_SIGN.search(plain) or _WORD.search(plain))


def has_label(plain: str) -> bool:
    """True if a text begins with a label and a colon or a bar."""
    first = next(find_marks(plain), None)
    return first is not None and first.start == 0 and bool(first.roles and first.sign)


def find_marks(plain: str) -> Iterator[Mark]:
    """The labels of a text, in order; `plain` has simplified characters."""
    position = 0
    joint = -1
    is_second = False
    tight = -1
    while match := _find(plain, position, tight):
        mark = _mark(match, is_joined=match.start() == joint, is_second=is_second)
        position = match.end() if mark else match.start() + 1
        if mark:
            joint = mark.end if mark.sign else -1
            tight = mark.end if mark.is_title and not match["gap"] else -1
            is_second = True
            yield mark


def _find(plain: str, position: int, tight: int) -> re.Match[str] | None:
    behind = _NEXT.match(plain, position) if position == tight else None
    return behind or _MARK.search(plain, position)


def _mark(match: re.Match[str], *, is_joined: bool, is_second: bool) -> Mark | None:
    gap = match["gap"].strip()
    affix = match["affix"] or ""
    if match["unknown"]:
        return Mark(None, "", match.start(), match.end(), gap)
    label = LABELS[" ".join((match["label"] or match["title"]).lower().split())]
    if _HEARERS.search(affix) or not _follows(label, match, is_joined=is_joined):
        return None
    if label.language == "en" and not gap and not _begins(match):
        return None
    return Mark(label, affix, match.start(), match.end(), gap, is_second)


def _begins(match: re.Match[str]) -> bool:
    """True if an English label without a colon begins a sentence or a list's item."""
    before = match.string[: match.start()].rstrip()
    is_long = " " in match["label"]
    return not before or before[-1] in ";.|)" or (is_long and before[-1] == ",")


def _follows(label: Label, match: re.Match[str], *, is_joined: bool) -> bool:
    """True if what stands behind a label lets it be one; 文/图 allows a space."""
    gap = match["gap"]
    sign = gap.strip()
    if sign:
        return label.is_colon if sign[0] in _COLONS else label.is_bar
    if gap:
        return label.is_space or (is_joined and label.is_behind)
    rest = match.string[match.end() :]
    return label.is_tight or not rest or re.match(_JOINER, rest) is not None
