"""Signatures: credits whose label comes last, such as 林知远 摄 and 江城日报供图."""

import re

from feedsvc.content.attribution import names
from feedsvc.content.attribution.labels import LABELS, Label, Mark, any_of
from feedsvc.content.attribution.people import people
from feedsvc.content.attribution.phrase import (
    MODIFIERS,
    Credit,
    Phrase,
    outlet_of,
    unwrapped,
)
from feedsvc.content.attribution.script import simplified
from feedsvc.content.attribution.values import NoCredit, Value
from feedsvc.model.attribution import Role

_LAST = [label for label in LABELS.values() if label.is_behind]
_BEHIND = any_of(_LAST)
# Most texts end otherwise, and need no closer look.
_ENDS = (*{label.text[-1] for label in _LAST}, "提供")
_SIGNED = re.compile(rf"(?P<who>.{{2,40}}?)\s*[/／|｜]?\s*(?P<label>{_BEHIND})")
_SENT_BY = re.compile(r"^(?:新华社|中新社|中央社|本社)发\s*")
_TITLE = re.compile(r"(?:特约摄影|摄影记者|记者|通讯员|摄影师)[\s：:/／]*")
_APART = re.compile(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]")
_PROVIDED = re.compile(
    r"(?:本文)?(?:图片|照片|配图|题图|视频)(?:均|皆)?由(?P<who>.{2,20})提供"
)
_ARCHIVES = ("供图", "图片提供", "提供图片")


def read_signature(text: str) -> Phrase | None:
    """The credits of a text whose label comes last: 林知远 摄, 江城日报供图."""
    written = unwrapped(text)
    plain = simplified(written)
    if not plain.endswith(_ENDS):
        return None
    if provided := _PROVIDED.fullmatch(plain):
        who = written[provided.start("who") : provided.end("who")]
        is_name = names.is_nameable(who) and "作者" not in who
        return Phrase((Credit(Role.IMAGE, who, "供图"),)) if is_name else None
    match = _SIGNED.fullmatch(plain)
    if match is None:
        return None
    label = LABELS[match["label"].lower()]
    who = written[: match.end("who")]
    if sent := _SENT_BY.match(simplified(who)):
        who = unwrapped(who[sent.end() :])
    is_parted = match.end("who") < match.start("label")
    found = _signers(who, label) if is_parted or label.text != "图" else []
    if not found or not label.roles:
        return None
    start = match.start("label")
    as_written = written[start : start + len(label.text)]
    shown = as_written if label.shown in (None, label.text) else label.shown or ""
    credits_ = [Credit(role, name, shown) for role in label.roles for name in found]
    return Phrase(tuple(credits_), is_whole="".join(found) == who)


def _signers(who: str, label: Label) -> list[str]:
    """The names before a label; none at all if one of them is no name."""
    plain = simplified(who)
    title = _TITLE.search(plain)
    before = who[: title.start()] if title else ""
    if before and not (outlet_of(before) or not MODIFIERS.sub("", simplified(before))):
        return []
    try:
        mark = Mark(LABELS["记者"], "", 0, 0, "")
        found = people(who[title.end() :] if title else who, [mark], is_closed=False)
    except NoCredit:
        found = Value()
    if found.names:
        return found.names
    is_archive = label.text in _ARCHIVES and not title
    is_name = names.is_nameable(who) and len(who) <= 20 and not _APART.search(who)
    return [who] if is_archive and is_name else []
