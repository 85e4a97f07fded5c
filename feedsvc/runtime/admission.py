"""Admission: a limit of connections for a process, and room made for new ones.

At its limit, waitress accepts no connection until idle ones end by themselves, and it
polls without pause when the system has no descriptor left. Knows no request.
"""

import errno
import sys
import time
from collections.abc import Sequence
from functools import partial

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from feedsvc.log import log, warn

if sys.platform != "win32":
    import resource

MAX_CONNECTIONS = 1_000
_MIN_CONNECTIONS = 16
# waitress polls its listeners too, and logs each time that it is full: room is made
# before that.
_MARGIN = 8
# A thread's connections to SQLite hold three files each, one for reading and one for
# writing; the rest is for logs, cards, pictures and what the standard library opens.
_DESCRIPTORS_A_THREAD = 6
_OTHER_DESCRIPTORS = 24
# Requests to subscribers, where a server sends them too. They are not taken from the
# connections where the limit cannot be raised: those that fail are sent again.
_SENDING_DESCRIPTORS = 450
_SCARCE = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_PAUSE_S = 0.5
_SAID_EVERY_S = 60.0
# Silent for so long, a connection may have to go: one that waits for a request (a new
# one's first may be on its way), and one whose request has stopped arriving.
_IDLE_S, _STALLED_S = 1.0, 5.0


def connection_limit(threads: int) -> int:
    """Number of connections that fit this process's limit of file descriptors.

    Raises the soft limit as far as it is needed and allowed.
    """
    if sys.platform == "win32":  # where sockets are no descriptors
        return MAX_CONNECTIONS
    reserve = _OTHER_DESCRIPTORS + _DESCRIPTORS_A_THREAD * threads
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + reserve + _SENDING_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
        except (OSError, ValueError) as error:  # a sandbox may refuse even that
            log("descriptors-not-raised", limit=soft, reason=error)
    if soft == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return max(_MIN_CONNECTIONS, min(MAX_CONNECTIONS, soft - reserve))


class Admission:
    """Gate that lets connections in, and closes idle ones to make room for others."""

    def __init__(self, listeners: Sequence[BaseWSGIServer], limit: int) -> None:
        """Take over from these listeners what they do about newcomers.

        Args:
            limit: connections that waitress takes.
        """
        self._listeners = tuple(listeners)
        self._full = limit - max(_MARGIN, limit // 10)
        self._kept = limit // 2
        self._resume_at = 0.0
        self._said_at = -_SAID_EVERY_S
        for listener in self._listeners:
            listener.handle_accept = partial(self._accept, listener)

    def make_room(self, channels: Sequence[HTTPChannel]) -> None:
        """Close idle connections when nearly all are taken, the longest idle first."""
        if self._resume_at and time.monotonic() >= self._resume_at:
            self._resume_at = 0.0
            for listener in self._listeners:
                listener.accepting = True
        if len(channels) < self._full:
            return
        idle = [channel for channel in channels if _is_idle(channel)]
        idle.sort(key=lambda channel: channel.last_activity)
        for channel in idle[: len(channels) - self._kept]:
            channel.will_close = True  # waitress closes it in its next round

    def _accept(self, listener: BaseWSGIServer) -> None:
        """Let one connection in; without a descriptor for it, wait a moment."""
        try:
            accepted = listener.accept()
            if accepted is None:
                return
            connection, address = accepted
            listener.set_socket_options(connection)
        except OSError as error:
            if error.errno in _SCARCE:
                self._pause(error)
            return  # else the client has gone already
        address = listener.fix_addr(address)
        listener.channel_class(
            listener,
            connection,
            address,
            listener.adj,
            map=listener._map,  # noqa: SLF001
        )

    def _pause(self, error: OSError) -> None:
        now = time.monotonic()
        self._resume_at = now + _PAUSE_S
        for listener in self._listeners:
            listener.accepting = False
        if now - self._said_at >= _SAID_EVERY_S:
            self._said_at = now
            warn("no-descriptors", reason=error.strerror)


def _is_idle(channel: HTTPChannel) -> bool:
    """True if a connection waits for its client, between requests or amid one."""
    if channel.requests or channel.total_outbufs_len or channel.will_close:
        return False
    silent_s: float = time.time() - channel.last_activity
    return silent_s >= (_IDLE_S if channel.request is None else _STALLED_S)
