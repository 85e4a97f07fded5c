"""Find an article's credits in its lines; nothing is invented.

A line is a credit line only if all of it reads as labels and names. Credits in running
text count only in brackets, and only if `content.names` knows the form.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, zip_longest

from feedsvc.content.lines import Line
from feedsvc.content.names import (
    is_nameable,
    is_outlet,
    is_person,
    is_signature,
    split_outlets,
    split_people,
)
from feedsvc.model.attribution import Attribution, Role, Rule

_MAX_CREDIT_LINE = 120  # characters
_MAX_NAMES = 8  # in one credit
_MAX_CREDITS = 50  # of one article
_MAX_BRACKETS = 20  # looked at in one line

# A label is at the line's start or after a separator. The outlet may come before it
# (掌上株洲记者/), but not words that make 记者 a listener (据记者, 告诉记者).
_LABEL = re.compile(
    r"""(?:^|(?<=[\s、，；;|｜/／：:]))(?:
      (?P<publisher>(?:文章|本文|新闻|稿件|信息|内容)?来源)\s*[：:丨|｜]
    | (?P<image>(?:图片|题图|封面图|配图)来源|图源|供图|摄影)\s*[：:/／丨]
    | (?P<illustrator>制图|绘图|漫画|插画|插图|图表制作)\s*[：:/／丨]
    | (?P<picture>图)\s*[/／丨]
    | (?P<text>文)\s*[/／丨]
    | [^\s、，；;|｜/／：:。！？（）()]{0,16}?
      (?:(?P<editor>责任编辑|责编|编辑|主编)
        |(?P<author>作者|撰文|通讯员|实习生)
        |(?<![据对向让给问])(?<!告诉)(?P<reporter>记者)
      )(?:\s*[：:/／丨]|\s|(?<=\S\S记者))
    )\s*""",
    re.VERBOSE,
)
_BARE_LABEL = re.compile(r"[（(]?(?:文章)?来源\s*[：:]?\s*[）)]?")
_ROLES = {
    "publisher": Role.PUBLISHER,
    "image": Role.IMAGE,
    "illustrator": Role.ILLUSTRATOR,
    "picture": Role.IMAGE,
    "text": Role.AUTHOR,
    "editor": Role.EDITOR,
    "author": Role.AUTHOR,
    "reporter": Role.AUTHOR,
}
_BRACKET = re.compile(r"[（(]([^（）()]{2,80})[）)]")
_LAST_BRACKET = re.compile(r"[（(]([^（）()]{2,80})[）)][。.]?$")
_REPORTER = re.compile(r"(?:本报|特约|见习|实习)?记者[\s：:/／]*")
_HEARSAY = re.compile(r"^(?:据|来自|摘自|综合|转自)|(?:(?<!经济)报道|电|讯|消息)$")
_OUTLET_KINDS = {"publisher", "image", "picture"}
_STRICT_ENDS = "：:/／丨"
_TAIL = 90  # characters in which a closing bracket must begin
_PUBLISHER_RULES = (Rule.MEDIA_LINE, Rule.SOURCE_LINE, Rule.BRACKET)


def find_attributions(lines: Sequence[Line]) -> tuple[Attribution, ...]:
    """The credits of an article, in reading order, each (role, name) once.

    Publishers come from the best rule that found any: the media line, a source line, or
    else a bracket at the end of the digest or of the text.
    """
    found = [credit for line in lines for credit in _in_line(line)]
    if not any(credit.role is Role.PUBLISHER for credit in found):
        credited = {credit.raw for credit in found}
        found += _at_an_end([line for line in lines if line.text not in credited])
    best = min(
        (credit.rule for credit in found if credit.role is Role.PUBLISHER),
        key=_PUBLISHER_RULES.index,
        default=None,
    )
    once: dict[tuple[Role, str], Attribution] = {}
    for credit in found:
        if credit.role is not Role.PUBLISHER or credit.rule is best:
            once.setdefault((credit.role, credit.name), credit)
    return tuple(once.values())[:_MAX_CREDITS]


def is_spent(line: Line, credits_: Collection[str]) -> bool:
    """True if a media line says nothing beyond the credits that were read from it.

    `credits_` are the raw texts of those credits.
    """
    return line.media is not None and (
        line.text in credits_ or _BARE_LABEL.fullmatch(line.text) is not None
    )


def _in_line(line: Line) -> Iterator[Attribution]:
    """The credits that a line is, or carries in brackets."""
    if len(line.text) <= _MAX_CREDIT_LINE:
        credits_ = _read_labels(line.text, line, raw=line.text)
        if credits_:
            yield from credits_
            return
    if last := _LAST_BRACKET.search(line.text, max(0, len(line.text) - _TAIL)):
        yield from _read_labels(last[1], line, raw=last[0])
    if "记者" in line.text:
        for bracket in islice(_BRACKET.finditer(line.text), _MAX_BRACKETS):
            yield from _reporters(bracket)


def _read_labels(text: str, line: Line, *, raw: str) -> list[Attribution]:
    """The credits of a text that is nothing but credits; none otherwise."""
    text = text.strip(" （）()【】[]")
    labels = list(_LABEL.finditer(text))
    if not labels or labels[0].start() > 0:
        return []
    credits_: list[Attribution] = []
    outer = ""  # 图/记者 王芳: the outer label says what she did
    for label, following in zip_longest(labels, labels[1:]):
        value = text[label.end() : following.start() if following else None]
        value = value.strip(" ，；;|｜/／、")
        if not value:
            outer = outer or _kind(label)
            continue
        names = _names(value, label)
        if not names:
            return []
        role = _ROLES[outer or _kind(label)]
        credits_ += [_labelled(role, name, line, raw) for name in names]
        outer = ""
    return credits_


def _kind(label: re.Match[str]) -> str:
    return label.lastgroup or ""


def _names(value: str, label: re.Match[str]) -> list[str]:
    """The names after a label; none at all if one of them does not look like a name."""
    kind = _kind(label)
    if kind in _OUTLET_KINDS:
        names, is_name = split_outlets(value), is_nameable
    elif kind == "reporter" or label[0].rstrip()[-1] not in _STRICT_ENDS:
        names, is_name = split_people(value), is_person
    else:
        names, is_name = split_people(value), is_signature
    fits = len(names) <= _MAX_NAMES and all(map(is_name, names))
    return names if fits else []


def _labelled(role: Role, name: str, line: Line, raw: str) -> Attribution:
    if role is Role.PUBLISHER:
        rule = Rule.MEDIA_LINE if line.media is not None else Rule.SOURCE_LINE
    else:
        rule = Rule.BYLINE if role is Role.AUTHOR else Rule.ROLE_LINE
    return Attribution(role, name, raw, rule, dict(line.links).get(name))


def _reporters(bracket: re.Match[str]) -> Iterator[Attribution]:
    """（新华社记者李明、王芳）, anywhere in running text."""
    _outlet, label, value = _partition(bracket[1])
    names = split_people(value) if label else []
    if len(names) <= _MAX_NAMES and all(map(is_person, names)):
        for name in names:
            yield Attribution(Role.AUTHOR, name, bracket[0], Rule.BYLINE)


def _at_an_end(lines: Sequence[Line]) -> list[Attribution]:
    """The outlets in the bracket that ends the digest, or else the text."""
    digest = [line for line in lines if line.in_quote]
    for line in (*digest[-1:], *lines[-1:]):
        if bracket := _LAST_BRACKET.search(line.text, max(0, len(line.text) - _TAIL)):
            outlet, _label, _value = _partition(bracket[1])
            names = split_outlets(_HEARSAY.sub("", outlet.strip()))
            if names and len(names) <= _MAX_NAMES and all(map(is_outlet, names)):
                return [
                    Attribution(Role.PUBLISHER, name, bracket[0], Rule.BRACKET, url)
                    for name in names
                    for url in (dict(line.links).get(name),)
                ]
    return []


def _partition(text: str) -> tuple[str, str, str]:
    """Text before 记者, the word with its separators, and the text after it."""
    match = _REPORTER.search(text)
    if match is None:
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :]
