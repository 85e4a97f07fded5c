"""The process of `feedsvc sync`: follows one archive until it is told to stop."""

import signal

from feedsvc.log import log
from feedsvc.services.publishing.archive.sync import Sync


def run_sync(sync: Sync) -> int:
    """Follow until SIGTERM or SIGINT; returns 0.

    Raises:
        ArchiveNotFound: there is no archive to begin with.
        SyncUnderWay: another process follows it.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sync.is_over.set())
    log("following", archive=sync.name, folder=sync.root)
    sync.follow()
    log("stopping")
    return 0
