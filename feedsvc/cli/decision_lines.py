"""Lines of a file of decisions: one object of JSON each, written and read."""

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from feedsvc.model.attribution import Attribution, Role
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decision, Verb
from feedsvc.model.info_code import find_info_code
from feedsvc.model.page import page_url
from feedsvc.model.slug import Slug, slug_of

_TEXTS = (
    "subject",
    "by",
    "reason",
    "into",
    "slug",
    "title",
    "role",
    "url",
    "description",
)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = {"verb", "at", "is_legal", "former", "credits", *_TEXTS}
_NEEDED = {
    Verb.DESCRIBE: ("description",),
    Verb.MERGE: ("into",),
    Verb.ALIAS: ("into",),
    Verb.CREDIT: ("role", "credits"),
}
# Decisions about names, not about codes.
_OF_NAMES = (Verb.RENAME, Verb.DESCRIBE, Verb.RETIRE, Verb.ALIAS, Verb.SOURCE)
_OF_A_CREDIT = ("name", "label", "url")


def written(decision: Decision) -> str:
    """One line of ASCII, which every output takes and every program reads."""
    fields = {name: value for name, value in asdict(decision).items() if value}
    if decision.at:
        fields["at"] = decision.at.isoformat()
    if decision.verb is Verb.CREDIT:
        fields["credits"] = [_written_credit(credit) for credit in decision.credits]
    return json.dumps(fields)


def _written_credit(credit: Attribution) -> dict[str, str]:
    said = zip(_OF_A_CREDIT, (credit.name, credit.label, credit.url or ""), strict=True)
    return {name: text for name, text in said if text}


def read(fields: Any) -> Decision:
    """Read a decision.

    Raises:
        ValueError: it is none; says why.
    """
    if not isinstance(fields, dict) or not fields:
        raise ValueError("an object is wanted")
    if unknown := sorted(fields.keys() - _FIELDS):
        raise ValueError(f"nothing is called {unknown[0]!r}")
    verb = Verb(str(fields.get("verb")))
    for name in ("subject", *_NEEDED.get(verb, ())):
        if fields.get(name) in (None, ""):
            raise ValueError(f"{name} is missing")
    texts = {name: _said(name, fields[name]) for name in _TEXTS if fields.get(name)}
    if verb not in _OF_NAMES:
        codes = [name for name in ("subject", "into") if name in texts]
        texts |= {name: _code(texts[name]) for name in codes}
    role = Role(texts["role"]) if "role" in texts else None
    is_legal = fields.get("is_legal", False)
    if not isinstance(is_legal, bool):
        raise ValueError("is_legal is true or false")  # noqa: TRY004 - no decision
    return Decision(
        verb,
        texts["subject"],
        at=_moment(fields.get("at")),
        reason=texts.get("reason"),
        is_legal=is_legal,
        into=texts.get("into"),
        slug=_slug(texts["slug"]) if "slug" in texts else None,
        title=texts.get("title"),
        former=_former(fields.get("former", [])),
        by=texts.get("by"),
        role=role,
        credits=_credits(role, fields.get("credits", [])) if role else (),
        url=page_url(texts["url"]) if "url" in texts else None,
        description=texts.get("description"),
    )


def _said(name: str, value: object) -> str:
    """A text that both databases take."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name} is no text")
    with suppress(UnicodeEncodeError):
        return value.encode().decode()
    raise ValueError(f"{name} is no text")


def _code(text: str) -> str:
    code = find_info_code(text)
    if code is None:
        raise ValueError(f"{text!r} is no info code")
    return code


def _slug(text: object) -> Slug:
    return slug_of(_said("slug", text))


def _former(value: object) -> tuple[Slug, ...]:
    if not isinstance(value, list):
        raise ValueError("former is a list of slugs")  # noqa: TRY004 - no decision
    return tuple(map(_slug, value))


def _credits(role: Role, value: object) -> tuple[Attribution, ...]:
    if not isinstance(value, list):
        raise ValueError("credits is a list of credits")  # noqa: TRY004 - no decision
    return corrected_credits(role, map(_credit, value))


def _credit(value: object) -> tuple[str, str, str]:
    if not isinstance(value, dict) or not value.keys() <= set(_OF_A_CREDIT):
        raise ValueError("a credit has a name, and perhaps a label and a url")
    name, label, url = (_said(each, value.get(each, "")) for each in _OF_A_CREDIT)
    return name, label, url


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(_said("at", value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} names no zone")
    if moment < _EARLIEST:
        raise ValueError(f"{value!r} is before 1970")
    return moment
