"""Decisions at the terminal: written to a file, a line of JSON each, and read from one."""

import argparse
import json
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feedsvc.cli.arguments import slug_of
from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.errors import DecisionFileUnusable, DecisionRefused, NotFound
from feedsvc.model.decision import Decision, Verb
from feedsvc.model.info_code import find_info_code
from feedsvc.model.slug import Slug
from feedsvc.settings import Settings

_STANDARD = "-"  # standard input or output
_TEXTS = ("subject", "reason", "into", "slug", "title")
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = {"verb", "at", "is_legal", "former", *_TEXTS}


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write every decision to a file, or to standard output."""
    decisions = fit_use_cases(settings).transfer.all()
    text = "".join(f"{_line(decision)}\n" for decision in decisions)
    if arguments.file == _STANDARD:
        sys.stdout.write(text)
        return 0
    path = Path(arguments.file)
    try:
        with path.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:  # half a file must not pass for a whole one
                path.unlink()
                raise
    except OSError as error:
        raise DecisionFileUnusable(arguments.file, str(error.strerror)) from error
    print(f"{printable(arguments.file)}: {len(decisions)} decisions")
    return 0


def repeat(arguments: argparse.Namespace, settings: Settings) -> int:
    """Repeat the decisions of a file; 1 if some could not be."""
    decisions = _read(arguments.file)
    transfer = fit_use_cases(settings).transfer
    applied = failed = 0
    for decision in decisions:
        try:
            applied += transfer.repeat(decision)
        except (NotFound, DecisionRefused) as error:
            failed += 1
            said = f"not applied: {decision.verb} {decision.subject}: {error}"
            print(printable(said), file=sys.stderr)
    if any(decision.verb is Verb.PURGE for decision in decisions):
        transfer.finish()
    stood = len(decisions) - applied - failed
    print(f"applied {applied} · stood already {stood} · not applied {failed}")
    return 1 if failed else 0


def _line(decision: Decision) -> str:
    """One line of ASCII, which every output takes and every program reads."""
    fields = {name: value for name, value in asdict(decision).items() if value}
    at = decision.at.isoformat() if decision.at else None
    return json.dumps(fields | ({"at": at} if at else {}))


def _read(name: str) -> list[Decision]:
    """The decisions of a file, all of them read before the first is repeated."""
    found = []
    for number, line in enumerate(_text(name).split("\n"), start=1):
        if line.strip():
            try:
                found.append(_decision(json.loads(line)))
            except (ValueError, RecursionError) as error:
                reason = f"line {number} is no decision: {error}; nothing was applied"
                raise DecisionFileUnusable(name, reason) from error
    return found


def _text(name: str) -> str:
    source: str | int = 0 if name == _STANDARD else name
    try:
        with open(source, encoding="utf-8-sig") as file:  # noqa: PTH123 - or a number
            return file.read()
    except OSError as error:
        raise DecisionFileUnusable(name, str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise DecisionFileUnusable(name, f"is not UTF-8: {error}") from error


def _decision(fields: Any) -> Decision:
    """Read a decision.

    Raises:
        ValueError: it is none; says why.
    """
    if not isinstance(fields, dict) or not fields:
        raise ValueError("an object is wanted")
    if unknown := sorted(fields.keys() - _FIELDS):
        raise ValueError(f"nothing is called {unknown[0]!r}")
    verb = Verb(str(fields.get("verb")))
    texts = {name: _said(name, fields[name]) for name in _TEXTS if fields.get(name)}
    for name in ("subject", *(["into"] if verb is Verb.MERGE else [])):
        if name not in texts:
            raise ValueError(f"{name} is missing")
        if verb is not Verb.RENAME:
            texts[name] = _code(texts[name])
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
    try:
        return slug_of(_said("slug", text))
    except argparse.ArgumentTypeError as error:
        raise ValueError(str(error)) from None


def _former(value: object) -> tuple[Slug, ...]:
    if not isinstance(value, list):
        raise ValueError("former is a list of slugs")  # noqa: TRY004 - no decision
    return tuple(map(_slug, value))


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(_said("at", value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} names no zone")
    if moment < _EARLIEST:
        raise ValueError(f"{value!r} is before 1970")
    return moment
