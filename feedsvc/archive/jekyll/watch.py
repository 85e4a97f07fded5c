"""Watching a Jekyll tree: which files change, as they do. The only user of watchfiles.

Nothing is promised: the system may lose events, and tells of none that another machine
makes on a network folder.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from feedsvc.errors import WatchFailed

# Folders of tools, and what Jekyll builds: full of events, and never read.
_NOISY = frozenset({
    ".git", ".hg", ".svn", ".jekyll-cache", ".sass-cache", "_site", "node_modules",
})  # fmt: skip
# It would write a line for every change.
logging.getLogger("watchfiles").setLevel(logging.WARNING)
_STEP_MS = 100  # of silence, before changes are told
_AT_MOST_MS = 1_000  # until they are told, though there is none


def changes(root: Path, is_over: Event, *, every_s: float) -> Iterator[set[str]]:
    """Paths of files and folders that changed, relative to `root`, until it is over.

    Args:
        root: if it is replaced by another folder, the changes end.
        is_over: ends them.
        every_s: how often they come at least, empty if nothing changed.

    Raises:
        WatchFailed: the folder is not there, or the system has no more watches.
    """
    real = os.path.realpath(root)
    try:
        watched = _identity(real)
        for found in watch(
            real,
            watch_filter=None,
            debounce=_AT_MOST_MS,
            step=_STEP_MS,
            rust_timeout=int(every_s * 1_000),
            yield_on_timeout=True,
            stop_event=is_over,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if os.path.realpath(root) != real or _identity(real) != watched:
                return
            paths = (path.removeprefix(real).replace(os.sep, "/") for _, path in found)
            yield {
                path[1:]
                for path in paths
                if path and _NOISY.isdisjoint(path.split("/"))
            }
    except (OSError, WatchfilesRustInternalError) as error:
        raise WatchFailed(str(root), str(error).partition(" about ")[0]) from error


def _identity(folder: str) -> tuple[int, int]:
    status = Path(folder).stat()
    return status.st_dev, status.st_ino
