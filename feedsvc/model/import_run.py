"""Imports under way and past ones: what each came to, and what it reported."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """State of an import, in the words of the command line."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # by Ctrl-C or a signal, between two batches
    FAILED = "failed"
    KILLED = "killed"  # ended, and nothing more is known


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told from all others.

    Attributes:
        host: the machine, or the part of it that counts its processes apart.
        born: when it began, in whatever the system counts; 0 where that is not known.
    """

    host: str
    pid: int
    born: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of an import, named as in `archive.summary.Summary`."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    same_article: int = 0
    rejected: int = 0
    incomplete: int = 0
    unpublished: int = 0
    passed_over: int = 0
    media: int = 0
    media_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """An import.

    Attributes:
        number: that it is asked for by; later ones have greater numbers.
        command: that runs it, in a process of its own.
        seen_at: its last sign of life; of one that was killed, nothing later is known.
        ended_at: None while it runs, and of one that was killed.
        failure: why it failed.
        done: new or different files that were stored, of `total`.
        findings: number of files that it reported, and things about them.
    """

    number: int
    archive: str
    command: str
    process: Process
    state: RunState
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    failure: str | None
    done: int
    total: int
    counts: Counts
    findings: int

    @property
    def seconds(self) -> float:
        """Time that it took, as far as is known."""
        return ((self.ended_at or self.seen_at) - self.began_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Reported:
    """A report of an import: on which file, of what kind, and why."""

    path: str
    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """An import with what it reported, by path; the first of them if there are many."""

    run: Run
    reports: tuple[Reported, ...]
