"""`feedsvc decisions`: decisions written to a file, a line of JSON each, and read back."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.parameters import slug_of
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import printable
from feedsvc.errors import DecisionFileUnusable, DecisionRefused, NotFound
from feedsvc.model.decision import Decision, Verb
from feedsvc.model.info_code import find_info_code
from feedsvc.model.slug import Slug

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_STANDARD = "-"  # standard input or output
_TEXTS = ("subject", "reason", "into", "slug", "title")
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = {"verb", "at", "is_legal", "former", *_TEXTS}


@click.group(no_args_is_help=False)
def decisions() -> None:
    """Copy decisions from one database to another."""


@decisions.command()
@click.argument("file")
@with_use_cases
def export(use_cases: "UseCases", *, file: str) -> int:
    """Write every decision that stands to a new file, or to - (standard output).

    One JSON object per line.
    """
    found = use_cases.transfer.all()
    text = "".join(f"{_line(decision)}\n" for decision in found)
    if file == _STANDARD:
        sys.stdout.write(text)
        return 0
    _write(file, text)
    print(f"{printable(file)}: {len(found)} decisions")
    return 0


@decisions.command("import")
@click.argument("file")
def repeat(*, file: str) -> int:
    """Repeat the decisions of a file, or of - (standard input).

    It may be run again. Decisions that cannot be applied are named, and make the exit
    status 1.
    """
    return _repeat(_read(file))


@with_use_cases
def _repeat(use_cases: "UseCases", asked: Sequence[Decision]) -> int:
    transfer = use_cases.transfer
    applied = failed = 0
    for decision in asked:
        try:
            applied += transfer.repeat(decision)
        except (NotFound, DecisionRefused) as error:
            failed += 1
            said = f"not applied: {decision.verb} {decision.subject}: {error}"
            print(printable(said), file=sys.stderr)
    if any(decision.verb is Verb.PURGE for decision in asked):
        transfer.finish()
    stood = len(asked) - applied - failed
    print(f"applied {applied} · stood already {stood} · not applied {failed}")
    return 1 if failed else 0


def _write(name: str, text: str) -> None:
    path = Path(name)
    try:
        with path.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:  # half a file must not pass for a whole one
                path.unlink()
                raise
    except OSError as error:
        raise DecisionFileUnusable(name, str(error.strerror)) from error


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
    return slug_of(_said("slug", text))


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
