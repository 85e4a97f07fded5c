"""Hosts of pictures: each is asked until it stops answering for some time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feedsvc.cards.fitting import fit
from feedsvc.errors import Failure, FetchFailed, PictureUnusable
from feedsvc.log import log
from feedsvc.outbound.client import Outbound

# A host that failed this often in a row is left alone for this long.
_SILENT_TIMES, _SILENCE = 3, timedelta(minutes=10)
_SILENT = (Failure.UNREACHABLE, Failure.TOO_SLOW)
MAX_PICTURE_BYTES = 8 * 1024 * 1024
_PICTURE_S = 5.0


class Hosts:
    """Fetcher of pictures, for one thread."""

    def __init__(self, outbound: Outbound, clock: Callable[[], datetime]) -> None:
        """Begin with every host trusted to answer."""
        self._outbound = outbound
        self._clock = clock
        # Hosts that gave no answer: how often in a row, and when last.
        self._silent: dict[str, tuple[int, datetime]] = {}

    def is_silent(self, url: str) -> bool:
        """True if a picture's host gave no answer just now: others wait behind it."""
        since = self._clock() - _SILENCE
        self._silent = {h: s for h, s in self._silent.items() if s[1] > since}
        times, _ = self._silent.get(urlsplit(url).netloc, (0, since))
        return times >= _SILENT_TIMES

    def fetch(self, url: str) -> bytes:
        """The picture, fitted; empty if it cannot be had."""
        host = urlsplit(url).netloc
        times, _ = self._silent.pop(host, (0, None))
        try:
            body = self._outbound.get(
                url,
                max_bytes=MAX_PICTURE_BYTES,
                deadline_s=_PICTURE_S,
                accept="image/*",
            )
        except FetchFailed as error:
            if error.reason in _SILENT:
                self._silent[host] = (times + 1, self._clock())
            _tell(url, error.reason)
            return b""
        return fitted(body, url)


def fitted(body: bytes, url: str) -> bytes:
    """A picture as a card; empty if it cannot be one."""
    try:
        return fit(body)
    except PictureUnusable as error:
        _tell(url, error.reason)
        return b""


def _tell(url: str, reason: str) -> None:
    # No password and no query, which may hold a secret, goes into the log.
    shown = url.partition("?")[0].rpartition("@")[2]
    log("no-picture", url=shown, reason=reason)
