"""`feedsvc decisions`: decisions written to a file, a line of JSON each, and read back."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc.cli.decision_lines import read, written
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import printable
from feedsvc.errors import DecisionFileUnusable, DecisionRefused, NotFound
from feedsvc.model.decision import Decision, Verb

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_STANDARD = "-"  # standard input or output


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
    text = "".join(f"{written(decision)}\n" for decision in found)
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


def _read(name: str) -> list[Decision]:
    """The decisions of a file, all of them read before the first is repeated."""
    found = []
    for number, line in enumerate(_text(name).split("\n"), start=1):
        if line.strip():
            try:
                found.append(read(json.loads(line)))
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
