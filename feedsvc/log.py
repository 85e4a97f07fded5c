"""The log: one line an event, as `event=NAME key=value`, with one escaping for all.

A value of anything but plain characters stands as a JSON string in ASCII, so that none of
a request or a peer can forge a line, or steer the terminal that shows it. Every event has
its line in docs/operations.md.
"""

import json
import logging
import re
from collections.abc import Mapping

_logger = logging.getLogger("feedsvc")
_PLAIN = re.compile(r"[!#-<>-\[\]-~]+")  # of ASCII: no blank, quote, = or backslash


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
        words = [f"event={event}", *(f"{k}={_shown(v)}" for k, v in fields.items())]
        _logger.log(level, "%s", " ".join(words), exc_info=with_traceback)


def _shown(value: object) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    if _PLAIN.fullmatch(text):
        return text
    return json.dumps(text).replace("\x7f", r"\u007f")
