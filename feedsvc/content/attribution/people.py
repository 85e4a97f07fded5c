"""People behind a label: 记者 林知远 江城报道; and what stands behind their names."""

import re
from collections.abc import Sequence

from feedsvc.content.attribution import names
from feedsvc.content.attribution.labels import Mark
from feedsvc.content.attribution.script import simplified
from feedsvc.content.attribution.values import (
    ASIDE,
    BETWEEN_ENGLISH,
    DATE,
    PADDED,
    SEPARATOR,
    TRIM,
    NoCredit,
    Value,
    bare,
)
from feedsvc.model.attribution import Role

_BETWEEN_PEOPLE = re.compile(
    rf"\s*{SEPARATOR}\s*|\s*[&＆]\s*|\s+and\s+|(?<![A-Za-z.])\s+|\s+(?![A-Za-z])"
)
_KANA = re.compile(r"[\u3040-\u30ff]")
_REPORT = r"(?:综合|现场|实地|专题|摄影|图文)?报[道导]"
# Behind a reporter's name: 发自上海, 上海报道, 上海26日电.
_TAIL = re.compile(
    rf"(?:发自|自)[\u4e00-\u9fff]{{2,8}}(?:报[道导])?|(?:[\u4e00-\u9fff]{{2,6}})?{_REPORT}|"
    r"(?:[\u4e00-\u9fff]{2,6})?(?:\d{1,2}月)?(?:\d{1,2}日)?[电電讯]|综合整理|整理|实习|等"
)
_PLACE_FIRST = re.compile(rf"[\u4e00-\u9fff]{{2,6}}?(?:{_REPORT}|\d{{0,2}}日?[电讯])")
_NUMBER = re.compile(r"[_\-]?[A-Z]{1,3}\d+")
_PROFESSION = re.compile(
    r"(?:教授|研究员|院长|院士|分析师|主任|律师|作家|博士|硕士|学者|讲师|专家|主席|秘书长|经济学家|评论员|主笔|"
    r"编辑部|编辑组|实验室|公众号|客户端|记者|总监|经理|董事长|大学|学院|研究所|研究院|中心|工作室|出版社|老师|医生|工程师|撰稿人|实习生)$"
)
_ENGLISH_TAIL = re.compile(
    r",?\s+(?:in|from|at|for|of|with)\s+[A-Z].*$"
    r"|,\s+(?:Staff|Senior|Contributing|Special|Associated|Chief|Reuters)\b.*$"
    r"|\s+[|•·–-]\s+.*$|\s+\(.*\)$|,?\s*\d{4}$"
)


_MAX_LEFT_OVER = 12  # characters behind names that need no explanation
_TAKEN = re.compile(r"(?<=..)\s*[/／]?\s*[摄攝]$")
_MAX_EXPLAINED = 24
_MAX_SECOND = 4  # of a pen name behind another name
_MAX_LIFE = 60  # of an author, behind the name


def people(text: str, marks: Sequence[Mark], *, is_closed: bool) -> Value:
    """People; what may stand behind their names is left over.

    Args:
        is_closed: the text stood in brackets, where a pen name may follow a label.
    """
    if marks[-1].language == "en":
        return _english_people(text)
    cut = DATE.sub("", ASIDE.sub(" ", text).strip(TRIM)).strip(TRIM)
    value = Value(is_whole=cut == text)
    if any(Role.IMAGE in mark.roles for mark in marks):
        cut = _TAKEN.sub("", cut)  # 图/记者林知远摄 says twice what he did
    if _is_japanese(marks, cut):
        parts = re.split(SEPARATOR, cut)
    else:
        parts = _BETWEEN_PEOPLE.split(PADDED.sub(r"\1\2", cut))
    parts = [part for part in (part.strip(TRIM) for part in parts) if part]
    if _is_reported_from(parts):
        return Value([*parts[:-1]], is_whole=False)
    if len(parts) > 1 and names.is_outlet(parts[0]) and names.is_person(parts[1]):
        value.outlet = bare(parts.pop(0))
        value.is_whole = False
    for part in parts:
        is_listed = f"、{part}" in cut
        if is_listed and split_name(part):  # not a place: 林知远、周可报道
            _take_split(value, part)
        else:
            _take(value, part, marks[-1], is_closed=is_closed)
    return value


def _is_reported_from(parts: Sequence[str]) -> bool:
    """True for names before 发自…: then the others are names if the first is one."""
    *people_, tail = parts or [""]
    return (
        2 <= len(people_) <= 4
        and _TAIL.fullmatch(simplified(tail)) is not None
        and names.is_person(people_[0])
        and all(len(part) <= 3 and names.is_signature(part) for part in people_)
    )


def _is_japanese(marks: Sequence[Mark], value: str) -> bool:
    """True if a space is within a name: 山田 太郎."""
    is_ours = any(mark.language == "ja" for mark in marks)
    return (is_ours or bool(_KANA.search(value))) and len(value) <= 24


def _take(value: Value, part: str, mark: Mark, *, is_closed: bool) -> None:
    """Take a part as a name, or as text behind the names."""
    plain = simplified(part)
    if value.names and (_TAIL.fullmatch(plain) or names.is_code(part)):
        value.is_whole = False
    elif not value.left_over and _is_name(value, part, mark, is_closed=is_closed):
        value.names.append(part)
    elif split_name(part):
        _take_split(value, part)
    elif value.names:
        is_explained = names.is_outlet(part) or bool(_PROFESSION.search(plain))
        is_life = mark.is_outright and all(map(names.is_person, value.names))
        if (
            not is_explained
            and not is_life
            and (not mark.sign or names.is_phrase(part))
        ):
            raise NoCredit(f"{part}: text behind the names")
        most = _MAX_EXPLAINED if is_explained else _MAX_LEFT_OVER
        value.leave(part, most=_MAX_LIFE if is_life else most)
    elif names.is_code(part):
        value.is_whole = False
    else:
        raise NoCredit(f"{part}: no person's name")


def _take_split(value: Value, part: str) -> None:
    name = split_name(part) or part
    value.names.append(name)
    value.is_whole = False
    value.are_photographers |= simplified(part[len(name) :]).startswith("摄影报")


def _is_name(value: Value, part: str, mark: Mark, *, is_closed: bool) -> bool:
    if names.is_person(part):
        return True
    plain = simplified(part)
    if value.names and (names.is_outlet(part) or _PROFESSION.search(plain)):
        return False
    if mark.is_outright:
        is_short = not value.names or len(part) <= _MAX_SECOND
        return is_short and names.is_signature(part)
    if value.names:
        return False
    is_pen_name = is_closed and not mark.is_title and names.is_signature(part)
    return is_pen_name or names.is_nickname(part)


def split_name(part: str) -> str | None:
    """The name that something follows at once: 林知远报道, 林知远等, 林知远_NN01."""
    plain = simplified(part)
    lengths = [n for n in (4, 3, 2) if n < len(part) and names.is_person(part[:n])]
    for length in lengths:
        tail = plain[length:]
        is_tail = _TAIL.fullmatch(tail) or _NUMBER.fullmatch(tail)
        if is_tail and not (_cuts_a_place(plain, length) or _cuts_sent(plain, length)):
            return part[:length]
    return None


def _cuts_sent(plain: str, length: int) -> bool:
    """True if a shorter name leaves 发自: 李可 发自北京, not 李可发 自北京."""
    return plain.startswith("发自", length - 1) and names.is_person(plain[: length - 1])


def _cuts_a_place(plain: str, length: int) -> bool:
    """True if a shorter name leaves a place: 李明 上海报道, not 李明上 海报道."""
    rest = plain[length - 1 :]
    return length == 3 and any(names.is_place(rest[:n]) for n in (2, 3)) and (
        names.is_person(plain[:2]) and _PLACE_FIRST.match(rest) is not None
    )  # fmt: skip


def _english_people(text: str) -> Value:
    cut = _without_tail(text)
    value = Value(is_whole=cut == text)
    for part in BETWEEN_ENGLISH.split(cut):
        name = _without_tail(part)
        if not name:
            continue
        is_name = (
            names.is_english_name(name) if name.isascii() else names.is_signature(name)
        )
        if is_name and len(name.split()) <= 5:
            value.names.append(name)
        elif value.names and not name.isascii():
            value.leave(name, most=_MAX_LEFT_OVER)
        else:
            raise NoCredit(f"{name}: no person's name")
    return value


def _without_tail(text: str) -> str:
    while (shorter := _ENGLISH_TAIL.sub("", text.strip(TRIM)).strip(TRIM)) != text:
        text = shorter
    return text
