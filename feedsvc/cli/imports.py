"""`feedsvc imports`: imports listed, and what each reported."""

from collections.abc import Iterator
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import ARCHIVE, number
from feedsvc.cli.records import as_json
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table
from feedsvc.cli.text import media_told, printable, shown
from feedsvc.model.import_run import Run, RunRecord, RunState

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_GREATEST = 2**63 - 1
# Counts in the words of the import's summary.
_COUNTS = (
    "new", "changed", "unchanged", "same article", "rejected", "incomplete",
    "unpublished", "passed over",
)  # fmt: skip
_COLUMNS = ("number", "began", "took", "command", "state", *_COUNTS, "archive")


@click.group(invoke_without_command=True)
@click.option("--archive", type=ARCHIVE, help="The archive's name.")
@click.option("--before", type=number(1, _GREATEST), help="Only smaller numbers.")
@click.option(
    "--limit",
    type=number(1, 3_000),
    default="20",
    show_default=True,
    help="Imports to list.",
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@click.pass_context
def imports(
    context: click.Context,
    *,
    archive: str | None,
    before: int | None,
    limit: int,
    is_json: bool,
) -> int:
    """List the imports that were, and those under way; the newest first."""
    if context.invoked_subcommand:
        return 0
    return _list(archive=archive, before=before, limit=limit, is_json=is_json)


@with_use_cases
def _list(
    use_cases: "UseCases",
    *,
    archive: str | None,
    before: int | None,
    limit: int,
    is_json: bool,
) -> int:
    found = use_cases.runs.latest(limit=limit, before=before, archive=archive)
    if is_json:
        for run in found:
            print(as_json(run))
        return 0
    print_table(_COLUMNS, [_row(run, use_cases.zone) for run in found], numbers=1)
    return 0


@imports.command()
@click.argument("number", type=number(1, _GREATEST), metavar="N")
@click.option("--json", "is_json", is_flag=True, help="One JSON object.")
@with_use_cases
def show(use_cases: "UseCases", *, number: int, is_json: bool) -> int:
    """Show one import, and the files that it reported."""
    record = use_cases.runs.get(number)
    if is_json:
        print(as_json(record))
        return 0
    for line in _lines(record, use_cases.zone):
        print(printable(line))
    return 0


def _row(run: Run, zone: tzinfo) -> tuple[str, ...]:
    return (
        str(run.number),
        shown(run.began_at, zone),
        _took(run),
        run.command,
        run.state,
        *(count for _, count in _counts(run)),
        run.archive,
    )


def _counts(run: Run) -> list[tuple[str, str]]:
    """Each count with its word."""
    return [
        (word, str(getattr(run.counts, word.replace(" ", "_")))) for word in _COUNTS
    ]


def _took(run: Run) -> str:
    """Time that it took; of one that was killed, at least."""
    if run.seconds < 60:
        took = f"{run.seconds:.1f} s"
    else:
        took = str(timedelta(seconds=round(run.seconds)))
    is_open = run.state in {RunState.RUNNING, RunState.KILLED}
    return f"over {took}" if is_open else took


def _lines(record: RunRecord, zone: tzinfo) -> Iterator[str]:
    run = record.run
    counts = " · ".join(f"{word} {count}" for word, count in _counts(run))
    media = media_told(run.counts.media, run.counts.media_bytes).removesuffix(" · ")
    facts = {
        "import": str(run.number),
        "archive": run.archive,
        "command": run.command,
        "began": shown(run.began_at, zone),
        "took": _took(run),
        "state": f"{run.state}: {run.failure}" if run.failure else run.state,
        "stored": f"{run.done} of {run.total} new or different files",
        "counts": f"{counts} · {media}" if media else counts,
    }
    for name, value in facts.items():
        yield f"{name + ':':<9}{value}"
    for one in record.reports:
        yield f"{one.finding} {one.path}: {one.reason}"
    if more := run.findings - len(record.reports):
        yield f"and {more} more, which are not kept"
