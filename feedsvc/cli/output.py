"""Output: standard output and standard error by which no command fails unawares.

What they cannot encode is escaped. What standard output does not take ends the command
with a line on standard error and a status; what standard error does not take is lost,
for there is nobody left to tell.
"""

import errno
import os
import sys
from collections.abc import Callable
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BROKEN_PIPE = 128 + 13  # what a shell says of a command that SIGPIPE ended


class OutputLost(OSError):
    """Standard output took no more; of its own class, for any file may fail so."""


class _Output(FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or say that it was this stream that failed."""
        try:
            return super().write(data)
        except OSError as error:
            raise OutputLost(error.errno, error.strerror) from None


class _Log(FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or lose it: work must not end because nobody reads its log."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def run_guarded(command: Callable[[], int]) -> int:
    """Run a command; returns its exit status, or that of an output that was lost.

    A reader that has gone away, as `head` does, has read what it wanted: no line then.
    """
    _open_streams()
    status: int | None = None
    try:
        try:
            status = command()
        finally:  # after help and wrong usage too, which raise SystemExit
            sys.stdout.flush()
    except OutputLost as error:
        _forget_output()
        if error.errno == errno.EPIPE:
            return _BROKEN_PIPE
        done = "the command is done, but " if status == 0 else ""
        reason = f"{done}standard output cannot be written: {error.strerror}"
        print(f"feedsvc: {reason}", file=sys.stderr)
        return status or 1
    return status


def print_done(text: str) -> None:
    """Print what is stored; to standard error where standard output does not take it.

    The exit status then says what became of the work, and not of the line about it.
    """
    try:
        print(text, flush=True)
    except OutputLost as error:
        _forget_output()
        if error.errno != errno.EPIPE:
            reason = f"standard output cannot be written: {error.strerror}"
            print(f"feedsvc: {text}; {reason}", file=sys.stderr)


def _open_streams() -> None:
    """Put our streams in the place of Python's; leave alone what somebody else put there."""
    _fill_gaps()
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(_Output(1, "wb", closefd=False), sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Log(2, "wb", closefd=False), sys.stderr)


def _fill_gaps() -> None:
    """Open what was closed before we came: a database's file would take its number.

    Standard output becomes one that refuses to be written: it was asked for none.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # the lowest free number


def _text(file: FileIO, before: TextIO | None) -> TextIOWrapper:
    """A stream over a file with the encoding that Python chose for it."""
    is_log = isinstance(file, _Log)
    return TextIOWrapper(
        BufferedWriter(file),
        encoding=before.encoding if before else "utf-8",
        errors="backslashreplace",
        line_buffering=is_log or file.isatty(),
    )


def _forget_output() -> None:
    """Let what is still buffered go nowhere: Python would fail by it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    sys.stdout.flush()
