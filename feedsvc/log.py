"""The log: one line an event, as `event=NAME key=value`, with one escaping for all.

A value of anything but plain characters stands as a JSON string in ASCII, so that none of
a request or a peer can forge a line, or steer the terminal that shows it. Every event has
its line in docs/operations.md.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from threading import Event

_logger = logging.getLogger("feedsvc")
_PLAIN = re.compile(r"[!#-<>-\[\]-~]+")  # of ASCII: no blank, quote, = or backslash
_NAMES = {
    level: logging.getLevelName(level)
    for level in (logging.INFO, logging.WARNING, logging.ERROR)
}
_goes_to_stderr = Event()


def to_stderr() -> None:
    """Write lines to standard error from now on, as `logging` would, but at less cost.

    Each request has a line, and a record of `logging` takes longer than many an answer.
    """
    logging.basicConfig(
        level=logging.INFO, format="time=%(asctime)s level=%(levelname)s %(message)s"
    )
    _goes_to_stderr.set()


def log(event: str, **fields: object) -> None:
    """Write a line.

    Args:
        event: its name, in words joined by hyphens.
        fields: by name, in their order.
    """
    _write(logging.INFO, event, fields)


def warn(event: str, **fields: object) -> None:
    """Write a line of what somebody should look at one day."""
    _write(logging.WARNING, event, fields)


def fail(event: str, *, with_traceback: bool = False, **fields: object) -> None:
    """Write a line of what went wrong.

    Args:
        with_traceback: whether that of the exception under way follows.
    """
    _write(logging.ERROR, event, fields, with_traceback=with_traceback)


def _write(
    level: int,
    event: str,
    fields: Mapping[str, object],
    *,
    with_traceback: bool = False,
) -> None:
    if _logger.isEnabledFor(level):
        words = [f"event={event}", *[f"{k}={_shown(v)}" for k, v in fields.items()]]
        line = " ".join(words)
        if _goes_to_stderr.is_set() and not with_traceback:
            now = time.time()
            at = f"{_second(int(now))},{int(now % 1 * 1000):03}"
            with suppress(OSError):  # a full disk must not stop what is logged
                sys.stderr.write(f"time={at} level={_NAMES[level]} {line}\n")
        else:
            _logger.log(level, "%s", line, exc_info=with_traceback)


@lru_cache(1)
def _second(at: int) -> str:
    """A second in local time, as `logging` writes it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def _shown(value: object) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    if _PLAIN.fullmatch(text):
        return text
    return json.dumps(text).replace("\x7f", r"\u007f")
