"""Progress of long work, on a terminal or in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from feedsvc.cli.text import printable
from feedsvc.services.publishing.archive.summary import Finding


class _Rate(ProgressColumn):
    """Rate per second."""

    def render(self, task: Task) -> Text:
        """The rate, once there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class TerminalReporter:
    """A progress bar on a terminal, nothing of it elsewhere; problems in lines on both."""

    def __init__(self) -> None:
        """Show nothing until there is something to show."""
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._progress.add_task("articles", total=None)
        self._stored = "nothing was"

    def __enter__(self) -> Self:
        """Begin to show progress."""
        self._progress.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._progress.stop()

    def progress(self, done: int, total: int) -> None:
        """Show `done` of `total` items."""
        self._stored = f"{done} of {total} new or different files are"
        self._progress.update(self._task, completed=done, total=total)

    def count(self, done: int) -> None:
        """Show `done` items; the total is unknown."""
        self._stored = f"{done} articles are"
        self._progress.update(self._task, completed=done)

    @contextmanager
    def telling_interruption(self) -> Iterator[None]:
        """Say what is stored of work that is interrupted; the command then ends."""
        try:
            yield
        except KeyboardInterrupt:
            line = f"interrupted: {self._stored} stored; run it again and it goes on"
            self._console.print(line, markup=False)
            raise

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """One line for a file that did not come in whole, or that a person should see."""
        line = printable(f"{finding} {path}: {reason}")
        self._console.print(line, markup=False)
