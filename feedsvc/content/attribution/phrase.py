"""Phrases: the grammar of a text that is nothing but credits.

A phrase is labels, each with the names that it introduces or, for some, that come before
it. Text that is understood but credited to nobody makes it less than whole: the line
then stays in the article. Knows nothing of lines or zones.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from feedsvc.content.attribution import names
from feedsvc.content.attribution.labels import (
    BEGINNING,
    Mark,
    find_marks,
    has_label,
    may_begin,
)
from feedsvc.content.attribution.outlets import outlets
from feedsvc.content.attribution.people import people
from feedsvc.content.attribution.script import simplified
from feedsvc.content.attribution.values import (
    DATE,
    TRIM,
    NoCredit,
    Value,
    bare,
)
from feedsvc.model.attribution import Role

MAX_NAMES = 8  # in one credit

_WRAP = " \t*#>▲△▼■●◎◆★□◇○◁▷►◄•✍—–-\u200b"
_OPENING, _CLOSING = "【[〔（(《「『<", "】]〕）)》」』>"
_STRUCK = re.compile(r"^~~([^~]+)~~")
_INNER = re.compile(r"[（(]([^（）()]{3,40})[）)]")
_INNER_BRACKETS = str.maketrans(dict.fromkeys("【】[]〔〕", " "))
MODIFIERS = re.compile(
    r"(?:见习|实习|特约|首席|高级|资深|全媒体|融媒体|融媒|前方|驻[\u4e00-\u9fff]{2,4}|特派|摄影|文字|视频|新媒体|"
    r"体育|评论|值班|网络|责任|执行|本报|本刊|本网|本台|\s)+$"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """One name of a phrase.

    Attributes:
        label: as surfaces show it; empty for the role's own.
        is_affix: an outlet that stood before its reporter's label.
    """

    role: Role
    name: str
    label: str
    is_affix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that begins or ends with labels.

    Attributes:
        credits: none if the text credits nobody.
        is_whole: they say everything that the text says.
        refused: the reason why nobody is credited, or empty.
    """

    credits: tuple[Credit, ...] = ()
    is_whole: bool = False
    refused: str = ""


@dataclass(slots=True)
class _Segment:
    """Labels that stand together, with their names."""

    shown: dict[Role, str]  # the label that each role is shown with
    value: Value
    outlet: str | None

    def credits(self) -> Iterator[Credit]:
        if self.outlet and Role.AUTHOR in self.shown and self.value.names:
            yield Credit(Role.PUBLISHER, self.outlet, "", is_affix=True)
        for role, label in self.shown.items():
            for name in self.value.names:
                yield Credit(role, name, label)


def read_phrase(text: str, *, is_closed: bool = False) -> Phrase | None:
    """The credits of a text that is nothing but credits; None if it has no label.

    Args:
        is_closed: it stood in brackets, where even a bare pen name may follow a label;
            so it may where several labels stand in one text.
    """
    written = unwrapped(text)
    if not may_begin(simplified(written[:BEGINNING])):
        return None
    written = _opened(written.translate(_INNER_BRACKETS))
    marks = list(find_marks(simplified(written)))
    if all(mark.label is None for mark in marks):
        return None
    try:
        are_several = sum(mark.label is not None for mark in marks) > 1
        segments = _Reader(written, marks, is_closed or are_several).read()
    except NoCredit as reason:
        return Phrase(refused=str(reason))
    credits_ = tuple(credit for segment in segments for credit in segment.credits())
    if not credits_:
        return Phrase(refused="it names nobody")
    is_whole = all(segment.value.is_whole and segment.shown for segment in segments)
    return Phrase(credits_, is_whole)


def _opened(text: str) -> str:
    """The text with its inner brackets open where they hold a label: （作者：林知远）."""
    for bracket in _INNER.finditer(text):
        if has_label(simplified(bracket[1])):
            start, end = bracket.span()
            text = f"{text[:start]} {bracket[1]} {text[end:]}"
    return text


def unwrapped(text: str) -> str:
    """The text without the brackets and marks that stand around all of it."""
    text = text.strip(_WRAP)
    if text.startswith("~~"):
        text = _STRUCK.sub(r"\1", text)
    while True:
        text = text.strip(_WRAP)
        at = _OPENING.find(text[0]) if len(text) > 2 else -1
        if at < 0 or text[-1] != _CLOSING[at] or _CLOSING[at] in text[1:-1]:
            return text
        text = text[1:-1]


@dataclass(slots=True)
class _Reader:
    """A text on its way to segments."""

    written: str
    marks: Sequence[Mark]
    is_closed: bool
    segments: list[_Segment] = field(default_factory=list)

    def read(self) -> list[_Segment]:
        """The segments of the text.

        Raises:
            NoCredit: it is no phrase, or speaks of something other than the article.
        """
        if any(mark.label and mark.label.is_elsewhere for mark in self.marks):
            raise NoCredit("it speaks of a book or a film")
        front = self._front()
        waiting: list[Mark] = []
        for place, mark in enumerate(self.marks):
            waiting.append(mark)
            value = self._value(place)
            if value:
                self._add(waiting, value)
            elif not self._signs(waiting, place):
                continue
            waiting = []
        if front and self.segments:
            self.segments[0].outlet = front
        return self.segments

    def _front(self) -> str | None:
        """Text before the first label: nothing, or its holder's outlet."""
        first = self.marks[0]
        front = self.written[: first.start].strip(TRIM)
        if not front or DATE.fullmatch(front):
            return None
        is_outlet = names.is_outlet(front) or names.is_newspaper(front)
        if not (first.is_title and is_outlet):
            raise NoCredit("it does not begin with a label")
        return bare(front)

    def _value(self, place: int) -> str:
        end = len(self.written)
        for following in self.marks[place + 1 : place + 2]:
            end = following.start
            if names.is_person(following.affix):  # 记者林知远通讯员周可
                end += len(following.affix)
        return self.written[self.marks[place].end : end].strip(TRIM)

    def _signs(self, waiting: Sequence[Mark], place: int) -> bool:
        """True if labels without names belong to the names before: 林知远 文/图.

        They do at the end of the text, or where another kind of label follows.
        """
        following = self.marks[place + 1 : place + 2]
        if following and following[0].is_behind:
            return False
        is_signature = all(mark.is_behind for mark in waiting)
        if self.segments and is_signature:
            self._sign(_shown_roles(waiting, self.written))
            return True
        return not following

    def _sign(self, shown: dict[Role, str]) -> None:
        """Let the people before do what these labels say, instead of writing alone."""
        for segment in self.segments:
            if Role.AUTHOR in segment.shown:
                own = {r: label for r, label in segment.shown.items() if r in shown}
                segment.shown = {r: own.get(r, label) for r, label in shown.items()}

    def _add(self, marks: Sequence[Mark], text: str) -> None:
        """Add the names behind one label, or behind several that stand together."""
        shown = _shown_roles(marks, self.written)
        if not shown:
            self.segments.append(_Segment({}, Value(is_whole=False), None))
            return
        if marks[-1].is_title or any(role.is_person for role in shown):
            value = people(text, marks, is_closed=self.is_closed)
        else:
            value = outlets(text, marks)
        if len(value.names) > MAX_NAMES:
            raise NoCredit("more names than one credit has")
        affix = self.written[marks[-1].start :][: len(marks[-1].affix)]
        outlet = outlet_of(affix) or value.outlet
        if value.are_photographers:
            shown.setdefault(Role.IMAGE, "摄影")
        self.segments.append(_Segment(shown, value, outlet))


def _shown_roles(marks: Sequence[Mark], written: str) -> dict[Role, str]:
    """The roles of labels that stand together, each with the label to show.

    A title says who somebody is: in 图/记者 the first label says what was done.
    """
    doing = [mark for mark in marks[:-1] if mark.roles]
    speaking = doing if doing and marks[-1].is_title else marks
    return {role: _shown(mark, written) for mark in speaking for role in mark.roles}


def _shown(mark: Mark, written: str) -> str:
    """The label as surfaces show it, in the article's own script."""
    shown = mark.label.shown if mark.label else ""
    is_own = shown in (None, mark.text)
    return _as_written(mark, written) if is_own else shown or ""


def _as_written(mark: Mark, written: str) -> str:
    start = mark.start + len(mark.affix)
    return written[start : start + len(mark.text)]


def outlet_of(affix: str) -> str | None:
    """The outlet in the text before a reporter's label, as 江城日报 in 江城日报见习记者."""
    own = MODIFIERS.sub("", simplified(affix))
    for name in (affix[: len(own)].strip(), affix.strip()):
        if name and (names.is_outlet(name) or names.is_newspaper(name)):
            return bare(name)
    return None
