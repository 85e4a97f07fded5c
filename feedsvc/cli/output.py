"""Output: standard output and standard error, with errors in writing reported.

Characters that they cannot encode are escaped. If standard output cannot be written,
the command ends with a line on standard error and a status; if standard error cannot,
the text is lost, as nobody is left to tell.
"""

import errno
import os
import sys
from collections.abc import Callable
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BROKEN_PIPE = 128 + 13  # the status that shells give a command ended by SIGPIPE


class OutputLost(OSError):
    """Standard output cannot be written; a class apart from errors of other files."""


class _Output(FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or raise OutputLost to show that this stream failed."""
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

    If the reader has gone away, as `head` does, no error is printed.
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

    So the exit status tells about the work, and not about this line.
    """
    try:
        print(text, flush=True)
    except OutputLost as error:
        _forget_output()
        if error.errno != errno.EPIPE:
            reason = f"standard output cannot be written: {error.strerror}"
            print(f"feedsvc: {text}; {reason}", file=sys.stderr)


def _open_streams() -> None:
    """Replace Python's streams with ours; leave any other stream alone."""
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
