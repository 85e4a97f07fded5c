"""Imports and their reports, as they are remembered.

A report that an import repeats is kept once, with the first and the last import that made
it, so imports every few minutes take no more room than one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from feedsvc.model.import_run import Counts, Process, Reported, Run, RunState
from feedsvc.store.database.tables import import_findings, imports, site

_RUNS = imports.c
_FOUND = import_findings.c
_COUNTS = tuple(field.name for field in fields(Counts))
_AT_ONCE = 100  # ids in a statement


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of an import."""

    done: int
    total: int
    counts: Counts
    findings: int


def begin(
    connection: Connection,
    archive: str,
    command: str,
    process: Process,
    *,
    now: datetime,
) -> int:
    """Note that an import begins; returns its number."""
    row = {
        "archive": archive, "command": command, "host": process.host,
        "pid": process.pid, "born": process.born, "began_at": now, "seen_at": now,
        **_row(Progress(0, 0, Counts(), 0)),
    }  # fmt: skip
    added = connection.execute(insert(imports).returning(_RUNS.id), row)
    return int(added.scalar_one())


def note(
    connection: Connection, number: int, progress: Progress, *, now: datetime
) -> None:
    """Note how far an import is."""
    mine = update(imports).where(_RUNS.id == number)
    connection.execute(mine.values(seen_at=now, **_row(progress)))


def end(
    connection: Connection,
    number: int,
    ending: RunState,
    *,
    now: datetime,
    failure: str | None = None,
) -> None:
    """Note how an import ended."""
    values = {"ended_at": now, "seen_at": now, "ending": ending, "failure": failure}
    connection.execute(update(imports).where(_RUNS.id == number).values(values))


def find(connection: Connection, number: int) -> Run | None:
    """The import of this number."""
    row = connection.execute(_all().where(_RUNS.id == number)).one_or_none()
    return None if row is None else _run(row)


def latest(
    connection: Connection, *, limit: int, before: int | None, archive: str | None
) -> list[Run]:
    """Imports, newest first.

    Args:
        before: only those with smaller numbers.
        archive: only this one's, by ix_imports_archive.
    """
    query = _all().order_by(_RUNS.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_RUNS.id < before)
    if archive is not None:
        query = query.where(_RUNS.archive == archive)
    return [_run(row) for row in connection.execute(query)]


def lock(connection: Connection) -> None:
    """Lock imports against others that begin until this transaction ends."""
    connection.execute(select(site.c.id).with_for_update())


def unended(connection: Connection, archive: str, command: str) -> list[Run]:
    """Imports of an archive that have no end, by ix_imports_archive."""
    query = _all().where(
        _RUNS.archive == archive, _RUNS.command == command, _RUNS.ended_at.is_(None)
    )
    return [_run(row) for row in connection.execute(query)]


def reports_before(connection: Connection, number: int) -> dict[Reported, int]:
    """Reports of the import of the same archive before this one, with their ids."""
    mine = select(_RUNS.archive).where(_RUNS.id == number).scalar_subquery()
    before = (  # by ix_imports_archive
        select(func.max(_RUNS.id))
        .where(_RUNS.archive == mine, _RUNS.id < number)
        .scalar_subquery()
    )
    query = select(_FOUND.id, _FOUND.path, _FOUND.finding, _FOUND.reason).where(
        _FOUND.last_import == before
    )
    return {Reported(*report): id_ for id_, *report in connection.execute(query)}


def report(
    connection: Connection,
    number: int,
    archive: str,
    reports: Iterable[Reported],
    known: Mapping[Reported, int],
) -> None:
    """Keep reports of an import.

    Args:
        known: reports of the one before it, which are kept for both.
    """
    fresh, again = [], []
    for one in reports:
        if (id_ := known.get(one)) is None:
            fresh.append(_report_row(number, archive, one))
        else:
            again.append(id_)
    for start in range(0, len(again), _AT_ONCE):
        some = again[start : start + _AT_ONCE]
        kept = update(import_findings).where(_FOUND.id.in_(some))
        connection.execute(kept.values(last_import=number))
    if fresh:
        connection.execute(insert(import_findings), fresh)


def reports_of(connection: Connection, run: Run) -> list[Reported]:
    """Reports of an import, by path."""
    query = select(_FOUND.path, _FOUND.finding, _FOUND.reason).where(
        _FOUND.last_import >= run.number,  # by ix_import_findings_last_import
        _FOUND.first_import <= run.number,
        _FOUND.archive == run.archive,
    )
    rows = connection.execute(query.order_by(_FOUND.path, _FOUND.id))
    return [Reported(*row) for row in rows]


def prune(connection: Connection, *, keep: int) -> None:
    """Forget all imports but the newest, with what only they reported."""
    newest = connection.execute(select(func.max(_RUNS.id))).scalar_one() or 0
    oldest = newest - keep + 1
    connection.execute(delete(imports).where(_RUNS.id < oldest))
    gone = _FOUND.last_import < oldest
    connection.execute(delete(import_findings).where(gone))


def rename(connection: Connection, old: str, new: str) -> None:
    """Give an archive another name."""
    connection.execute(update(imports).where(_RUNS.archive == old).values(archive=new))
    named = _FOUND.archive == old
    connection.execute(update(import_findings).where(named).values(archive=new))


def _report_row(number: int, archive: str, one: Reported) -> dict[str, object]:
    both = {"first_import": number, "last_import": number}
    return {"archive": archive, **both, **asdict(one)}


def _row(progress: Progress) -> dict[str, object]:
    rest = {"done": progress.done, "total": progress.total}
    return {**rest, "findings": progress.findings, **asdict(progress.counts)}


def _all() -> Select[*tuple[Any, ...]]:
    return select(
        _RUNS.id, _RUNS.archive, _RUNS.command, _RUNS.host, _RUNS.pid, _RUNS.born,
        _RUNS.began_at, _RUNS.seen_at, _RUNS.ended_at, _RUNS.ending, _RUNS.failure,
        _RUNS.done, _RUNS.total, _RUNS.findings, *(_RUNS[name] for name in _COUNTS),
    )  # fmt: skip


def _run(row: Row[*tuple[Any, ...]]) -> Run:
    return Run(
        number=row.id,
        archive=row.archive,
        command=row.command,
        process=Process(row.host, row.pid, row.born),
        state=RunState(row.ending or RunState.RUNNING),
        began_at=row.began_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        failure=row.failure,
        done=row.done,
        total=row.total,
        counts=Counts(**{name: getattr(row, name) for name in _COUNTS}),
        findings=row.findings,
    )
