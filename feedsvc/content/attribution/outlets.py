"""Outlets behind a label: 来源：江城日报、滨江晚报; and whose pictures they are."""

import re
from collections.abc import Sequence

from feedsvc.content.attribution import names
from feedsvc.content.attribution.labels import Mark
from feedsvc.content.attribution.values import (
    ASIDE,
    BETWEEN_ENGLISH,
    DATE,
    PADDED,
    QUOTED,
    SEPARATOR,
    TRIM,
    NoCredit,
    Value,
    bare,
)
from feedsvc.model.attribution import Role

_BETWEEN_OUTLETS = re.compile(
    rf"{SEPARATOR}|(?<=[\u4e00-\u9fff》」])\s+(?=[\u4e00-\u9fff《「])"
)
_NOTICE = re.compile(
    r"出品$|\s(?:未经|转载|版权|本文|如需|请|欢迎|点击).*$|[，,]\s?(?:未经|转载|版权|有删|略有).*$"
)
_ACCOUNT = re.compile(
    r"^(?:微信公众号|微信公号|微信订阅号|微信服务号|公众号|订阅号|公号|微信号|微信|新浪微博|微博|头条号)"
    r"\s*(?:[：:]\s*|@\s?|(?=[「『“\"《]|~~)|(?<=号)\s*(?=\S))"
)
_STRUCK = re.compile(r"^~~[「“]?([^「」“”~]{1,14})[」”]?~~")
_TOGETHER = re.compile(r"^(?:综合|据)|综合$")
# Words behind the name of a picture's owner.
_GIVEN = re.compile(
    r"(?<=[^主])提供$|(?<=.)(?:[资資]料|[档檔]案)(?:[图圖]片|照片|[图圖照])$"
)
_COURTESY = re.compile(r"^courtesy of\s+(?:the\s+)?", re.IGNORECASE)
_MAX_ARCHIVE = 8  # characters of a picture's owner that nothing else tells


def outlets(text: str, marks: Sequence[Mark]) -> Value:
    """Outlets, or the people and archives that a picture is from."""
    is_english = marks[-1].language == "en"
    is_account = _ACCOUNT.match(text) is not None
    cut = _STRUCK.sub(r"「\1」", PADDED.sub(r"\1\2", _ACCOUNT.sub("", text)))
    cut = ASIDE.sub("", cut).partition("：")[0]
    cut = _NOTICE.sub("", _NOTICE.sub("", DATE.sub("", cut)).strip()).strip(TRIM)
    cut = _GIVEN.sub("", cut) if Role.IMAGE in marks[-1].roles else cut
    if not marks[-1].sign and (quoted := QUOTED.match(cut)):
        cut = quoted[0]
    value = Value(is_whole=cut == text)
    split = BETWEEN_ENGLISH if is_english else _BETWEEN_OUTLETS
    for part in filter(None, map(str.strip, split.split(cut))):
        name = _outlet_in(_ACCOUNT.sub("", bare(part)))
        if not name or name == "等" or (value.names and _is_date_or_number(name)):
            value.is_whole = False
            continue
        if name.endswith("等") and len(name) > 3:
            name, value.is_whole = name[:-1], False
        is_quoted = bool(QUOTED.match(part))
        is_new_clause = f"，{part}" in cut and not names.is_outlet(name)
        if value.names and (is_new_clause or _is_beside(name, marks[-1])):
            value.is_whole = False
            break
        if why := _why_no_outlet(
            name, marks[-1], is_account=is_account, is_quoted=is_quoted
        ):
            raise NoCredit(f"{name}: {why}")
        value.names.append(name)
    return value


def _outlet_in(name: str) -> str:
    """The outlet in 综合江城日报 or Courtesy of the Museum; else the name itself."""
    shorter = _TOGETHER.sub("", name)
    return shorter if names.is_outlet(shorter) else _COURTESY.sub("", name)


def _is_date_or_number(name: str) -> bool:
    return bool(DATE.fullmatch(name)) or names.is_code(name)


def _is_beside(name: str, mark: Mark) -> bool:
    """True for text behind an outlet that names no other: a remark, or its author."""
    if Role.PUBLISHER not in mark.roles:
        return False
    is_person = names.is_lone_person(name) and not names.is_outlet(name)
    return is_person or not names.is_nameable(name)


def _why_no_outlet(name: str, mark: Mark, *, is_account: bool, is_quoted: bool) -> str:
    if not names.is_nameable(name, is_quoted=is_quoted):
        return "a phrase or a word for anybody, no name"
    if mark.language == "en" and name.isascii() and not names.is_english_title(name):
        return "no proper name"
    if is_account or is_quoted or names.is_outlet(name):
        return ""
    if (mark.language == "en" and " " in mark.text) or _is_article_from(name, mark):
        return ""
    is_picture = Role.IMAGE in mark.roles
    if is_picture and mark.text == "图":
        is_bar = mark.sign not in "：:" and len(name) <= _MAX_ARCHIVE
        is_named = is_bar or (mark.is_second and names.is_person(name))
        return "" if is_named else "a picture's subject"
    is_said = mark.text.endswith("自") and len(name) <= _MAX_ARCHIVE
    if mark.sign or (is_picture and (is_said or names.is_person(name))):
        return ""
    return "nothing says that it is an outlet"


def _is_article_from(name: str, mark: Mark) -> bool:
    """True for 本文首发于X, which can only be said of the article; and for Latin names."""
    is_article = mark.text.startswith(("本文", "原文", "文章"))
    is_latin = name.isascii() and name[:1].isalpha() and mark.text.endswith("自")
    return is_latin or (is_article and len(name) <= _MAX_ARCHIVE + 2)
