"""Prose: credits within running text, at a line's beginning, in brackets, at its end."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from feedsvc.content.attribution import names
from feedsvc.content.attribution.labels import find_marks, may_begin, may_end
from feedsvc.content.attribution.people import split_name
from feedsvc.content.attribution.phrase import (
    Credit,
    Phrase,
    read_phrase,
)
from feedsvc.content.attribution.script import simplified
from feedsvc.content.attribution.signature import read_signature
from feedsvc.model.attribution import Role, Rule

_MAX_BRACKETS = 20  # looked at in one line
_TAIL = 70  # characters in which a credit at a line's end must begin
_HEAD = 80

_BRACKET = re.compile(r"[（(【〔\[]([^（）()【】〔〕\[\]]{2,80})[）)】〕\]]")
_LAST_BRACKET = re.compile(
    r"\s*[（(【〔\[]([^（）()【】〔〕\[\]]{2,80})[）)】〕\]]\s*[。.]?$"
)
_CLOSING = tuple("）)】〕]")
_ENDS_A_SENTENCE = re.compile(r"(?:[。！？；…”’」』!?.）)】]|^)\s*$")
_BETWEEN = re.compile(r"[、/／；;，,・\s]+")
_HEARSAY = re.compile(r"^(?:据|来自|摘自|综合|转自)|(?:(?<!经济)报[道导]|电|讯|消息)$")
_GLUED = re.compile(
    r"(?:(?:图片|照片|题图|封面图?|配图)来源|图源)\s*[：:/／丨|｜]|图片来自于?|图片来源[于自]|(?<![\u4e00-\u9fff])图\s*[/／]|图\s*[/／]"
)
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日"
_DATELINE = re.compile(
    rf"[（(【〔]?(?P<front>[^\s，。：:；！？（）()【】]{{3,30}}?)\s?(?P<date>{_DATE})?(?:晚间|早间|午间)?"
    r"(?P<mark>电|讯|消息)(?=[\s，,：:（(】）)〕—-]|$|.)"
)
_DATELINE_MARK = re.compile(r"电|讯|消息")
_FRONT_BY = re.compile(r"\s*[（(〔]([^（）()〔〕]{2,60})[）)〕]")
_REPORTED = re.compile(r".{4,50}?(?:报道|报导|\d日电)(?=[\s：:，,。]|$)")
_AGENCY = re.compile(
    r"(?:^|^[A-Z][A-Z\s.,/'-]{2,40}(?:,?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2})?\s)"
    r"\((?P<name>[A-Z][\w.&' -]{1,40})\)\s?[—–-]{1,2}\s"
)
_OPENERS = re.compile(
    r"[A-Z\d《“「]|某|我国|中国|全国|国家|央行|证监会|港股|美股|沪指|两市|上市|近日|今日|昨日|日前|今天|昨天|近期|随着|截至|目前|据|在|自|从|当|为|[一二三四五六七八九十]+月"
)


def last_brackets(text: str) -> Iterator[tuple[str, str, str]]:
    """The brackets that end a text, last first: (raw, what is in it, text before it)."""
    for _ in range(3):
        if not text.rstrip().rstrip("。.").rstrip().endswith(_CLOSING):
            return  # as most do
        match = _LAST_BRACKET.search(text, max(0, len(text) - 90))
        if match is None:
            return
        before = text[: match.start()]
        yield match[0].strip(), match[1], before
        text = before


def read_bracket(inner: str) -> Phrase | None:
    """The credits of a bracket that has a label."""
    phrase = read_phrase(inner, is_closed=True)
    if phrase is None or not phrase.credits:
        return read_signature(inner) or phrase
    return phrase


def bare_credits(inner: str, before: str) -> tuple[Credit, ...]:
    """The credits of a last bracket without a label: outlets, or people who sign."""
    said = _HEARSAY.sub("", simplified(inner).strip())
    start = simplified(inner).find(said)
    text = inner[start : start + len(said)]
    parts = [part for part in _BETWEEN.split(text) if part]
    parts = parts if len(parts) <= 8 else []
    if parts and all(map(names.is_outlet, parts)):
        return tuple(Credit(Role.PUBLISHER, part, "") for part in parts)
    if text != inner or not _ENDS_A_SENTENCE.search(before):
        return ()
    if parts and len(parts) <= 3 and all(map(names.is_lone_person, parts)):
        return tuple(Credit(Role.AUTHOR, part, "") for part in parts)
    if len(parts) > 1 and names.is_outlet(parts[0]) and all(
        map(names.is_lone_person, parts[1:])
    ):  # fmt: skip
        publisher = Credit(Role.PUBLISHER, parts[0], "")
        return (publisher, *(Credit(Role.AUTHOR, part, "") for part in parts[1:]))
    return ()


def _is_signer(name: str) -> bool:
    return names.is_lone_person(name) or (len(name) > 3 and names.is_person(name))


def reporters(text: str) -> Iterator[tuple[str, Phrase]]:
    """Brackets anywhere in running text that name reporters, with their credits."""
    for bracket in islice(_BRACKET.finditer(text), _MAX_BRACKETS):
        plain = simplified(bracket[1])
        if "记者" in plain or "通讯员" in plain:
            phrase = read_bracket(bracket[1])
            if phrase is not None and phrase.credits:
                yield bracket[0], phrase


def dateline(text: str) -> tuple[str, tuple[tuple[Credit, Rule], ...]]:
    """The agency that a text begins with, and those who sign behind it; raw text first."""
    if agency := _AGENCY.match(text):
        credit = Credit(Role.PUBLISHER, agency["name"].strip(), "")
        return agency[0].strip(), ((credit, Rule.DATELINE),)
    plain = simplified(text[:_HEAD])
    match = _DATELINE.match(plain) if _DATELINE_MARK.search(plain) else None
    if match is None:
        return "", ()
    front = text[match.start("front") : match.end("front")]
    outlet = _agency(front, has_date=match["date"] is not None, mark=match["mark"])
    found = [(Credit(Role.PUBLISHER, outlet, ""), Rule.DATELINE)] if outlet else []
    raw = text[: match.end()]
    by = _FRONT_BY.match(plain, match.end())
    if by and (outlet or match["mark"] != "消息"):
        signers = [
            part for part in _BETWEEN.split(text[by.start(1) : by.end(1)]) if part
        ]
        if 0 < len(signers) <= 4 and all(map(names.is_lone_person, signers)):
            found += [(Credit(Role.AUTHOR, s, ""), Rule.BYLINE) for s in signers]
            raw = text[: by.end()]
    return raw, tuple(found)


def _agency(front: str, *, has_date: bool, mark: str) -> str | None:
    """The outlet that a dateline's front begins with; a place may follow it."""
    plain = simplified(front)
    if names.is_phrase(plain):
        return None
    for end in range(len(front), 2, -1):
        place = plain[end:]
        is_place = not place or (2 <= len(place) <= 8 and (has_date or mark == "电"))
        if is_place and names.is_outlet(front[:end]) and not names.is_outlet(place):
            return front[:end]
    return None


def head_phrase(text: str, article: Callable[[], str]) -> tuple[str, Phrase] | None:
    """Credits that running text follows: …记者 甲 江城报道 5月26日, or without a break.

    Args:
        article: gives its text, in which words are said again.
    """
    plain = simplified(text[:_HEAD])
    if not may_begin(plain):
        return None
    if reported := _REPORTED.match(plain):
        raw = text[: reported.end()]
        phrase = read_phrase(raw)
        if phrase and phrase.credits:
            return raw, replace(phrase, is_whole=False)
    return _unbroken(text, plain, article)


def _unbroken(
    text: str, plain: str, article: Callable[[], str]
) -> tuple[str, Phrase] | None:
    """Several labels, with text directly behind the last name."""
    marks = list(find_marks(plain))
    if len(marks) < 2 or marks[0].start > 0 or marks[-1].label is None:
        return None
    last = marks[-1]
    raw = text[: last.start].strip()
    phrase = read_phrase(raw)
    if not phrase or not phrase.credits:
        return None
    if name := _glued_name(text[last.end :], article):
        raw = text[: last.end] + name
        phrase = read_phrase(raw) or phrase
    return raw, replace(phrase, is_whole=False)


def _glued_name(text: str, article: Callable[[], str]) -> str | None:
    """The name that running text follows; None unless something tells where it ends."""
    first = text.split(None, 1)[0] if text.split() else ""
    if names.is_person(first) or split_name(first):
        return split_name(first) or first
    candidates = [text[:n] for n in (2, 3) if names.is_person(text[:n])]
    whole = article() if candidates else ""
    told = [name for name in candidates if _begins_text(text[len(name) :], whole)]
    return next(iter(told), candidates[0] if len(candidates) == 1 else None)


def _begins_text(text: str, article: str) -> bool:
    """True if a text looks like the beginning of one: a place, or words said again."""
    plain = simplified(text)
    if _OPENERS.match(plain) or names.is_place(plain[:2]) or names.is_place(plain[:3]):
        return True
    return len(text) > 3 and article.count(text[:3]) > 1


def tail_phrase(text: str) -> tuple[str, Phrase] | None:
    """Credits at the end of a sentence or a caption: …。图片来源：X, …图/视觉中国."""
    start = max(0, len(text) - _TAIL)
    if not may_end(simplified(text[start:])):
        return None
    plain = simplified(text)
    for mark in find_marks(plain[start:]):
        place = start + mark.start
        if place == 0 or not mark.roles or not (mark.sign or mark.is_title):
            continue
        is_picture = mark.roles[0] in (Role.IMAGE, Role.ILLUSTRATOR)
        if not is_picture and not _ENDS_A_SENTENCE.search(plain[:place]):
            continue
        phrase = read_phrase(text[place:])
        if phrase and phrase.credits:
            return text[place:], phrase
    for glued in _GLUED.finditer(plain, start):
        phrase = read_phrase(text[glued.start() :])
        if phrase and phrase.credits:
            return text[glued.start() :], phrase
    return None


_PHOTO_LABELS = ("图", "摄", "摄影", "供图", "制图", "绘", "摄影报道", "撮影")


def tail_signature(text: str) -> tuple[str, Phrase] | None:
    """A signature behind a sentence: …。林知远 摄, …。江城消防供图."""
    if not simplified(text[-8:]).rstrip(" 。.").endswith(_PHOTO_LABELS):
        return None
    plain = simplified(text).rstrip(" 。.")
    end = len(plain)
    ends = [
        0,
        *(m.end() for m in re.finditer(r"[。！？；…”」』!?，,＝]\s*|\s+", plain[:end])),
    ]
    for start in ends[-5:]:
        phrase = read_signature(text[start:end])
        if phrase and start < end:
            return text[start:end], phrase
    return None
