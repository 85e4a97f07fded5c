"""Channels: waitress's connections, with what readers, people and large files need.

waitress closes the connection on every 304, because it has no Content-Length, refuses
addresses with raw UTF-8 in them, and lets who takes a large file hold up others. Feed
readers live on 304s, people paste links with Chinese words behind them and leave films
half loaded: all three are mended here, on its public classes.

It hands each request from the thread that reads it to another. For an answer that is in
memory this takes longer than the answer itself, so such requests are answered at once, by
the thread that read them (`front.AT_ONCE`).
"""

import re
from threading import get_ident
from typing import Any

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher, WSGITask

from feedsvc.edge.front import AT_ONCE, NotAtHand

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_BODILESS = ("GET", "HEAD")
_JOINED_BYTES = 256 * 1024  # of a body that is sent with its head
_SENT_A_TURN = 1024 * 1024  # bytes to one client, of a film that it takes as fast


class _Parser(HTTPRequestParser):
    """Parser that takes addresses as pasted, and percent-encodes bytes beyond ASCII."""

    def parse_header(self, header_plus: bytes) -> None:
        """Percent-encode bytes beyond ASCII in the request line, else a 400."""
        line, end, headers = header_plus.partition(b"\r\n")
        if not line.isascii():
            line = _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), line)
        super().parse_header(line + end + headers)


class _KeepAliveTask(WSGITask):
    """Task that keeps the connection after answers without a body (304, 204)."""

    wrote_header: bool

    def get_environment(self) -> dict[str, Any]:
        """WSGI environment, which says if the answer must not wait."""
        environ: dict[str, Any] = super().get_environment()
        if self.channel.is_at_once:
            environ[AT_ONCE] = True
        return environ

    def write(self, data: bytes) -> None:
        """Send the head and the beginning of the body together."""
        if self.wrote_header or not (data and self.has_body and self._is_whole(data)):
            super().write(data)
            return
        head = self.build_response_header()
        self.wrote_header = True
        self.content_bytes_written += len(data)
        self.channel.write_soon(head + data)

    def _is_whole(self, data: bytes) -> bool:
        length: int | None = self.content_length
        return length == len(data) <= _JOINED_BYTES

    def build_response_header(self) -> bytes:
        """Announce the close once the server stops, or a busy client would keep it.

        Announce it too if the next request on the connection would keep a thread waiting
        until a slow client has taken this answer: it may ask again.
        """
        if self.channel.is_stopping or self._is_in_the_way():
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header

    def _is_in_the_way(self) -> bool:
        channel = self.channel
        waiting: int = channel.total_outbufs_len + (self.content_length or 0)
        limit: int = channel.adj.outbuf_high_watermark
        return len(channel.requests) > 1 and waiting > limit

    def set_close_on_finish(self) -> None:
        """Close, unless only for a missing length, which such answers never have."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        is_bodiless = not self.wrote_header and not self.has_body
        if is_bodiless and self.version == "1.1" and asked != "close":
            return
        super().set_close_on_finish()


class Dispatcher(ThreadedTaskDispatcher):
    """Dispatcher of requests to threads, but for those that channels answer at once."""

    def __init__(self) -> None:
        super().__init__()
        self._reader = get_ident()  # thread that reads requests

    def add_task(self, task: "Channel") -> None:
        """Give a channel's next request to a thread, or tell the channel that it came."""
        if get_ident() == self._reader and not task.has_come:
            task.has_come = True
        else:
            super().add_task(task)


class Channel(HTTPChannel):
    """Connection that takes turns with others."""

    task_class = _KeepAliveTask
    parser_class = _Parser
    requests: list[HTTPRequestParser]  # not answered yet
    current_outbuf_count: int
    is_stopping = False  # of all channels: a process has one server
    has_come = False  # a request, which no thread has been given
    is_at_once = False  # an answer is being sent by the thread that reads
    _sent = 0  # bytes in this turn

    def received(self, data: bytes) -> bool:
        """Take what the client sent, and answer at once what can be."""
        is_taken: bool = super().received(data)
        if self.has_come:
            self._sent, self.is_at_once = 0, True
            while self.requests and self._answers_at_once():
                pass
            self.is_at_once = False
            if self.requests:
                self.server.add_task(self)
            self.has_come = False
        return is_taken

    def write_soon(self, data: bytes) -> int:
        """Send at once what the client takes, and keep the rest for later."""
        if self.is_at_once and data and self.connected and not self.total_outbufs_len:
            sent = self.send(data, do_close=False)
            super().write_soon(data[sent:])
            return len(data)
        written: int = super().write_soon(data)
        return written

    def _answers_at_once(self) -> bool:
        """Answer the first request, if that need not wait; no thread knows of it."""
        request = self.requests[0]
        if request.error or request.command not in _BODILESS or self.total_outbufs_len:
            return False
        task = self.task_class(self, request)
        try:
            task.service()
        except NotAtHand:
            return False
        except ClientDisconnected:
            task.close_on_finish = True
        # As `service` ends, which runs in a thread.
        done = len(self.requests) if task.close_on_finish else 1
        self.close_when_flushed = task.close_on_finish
        for request in self.requests[:done]:
            request.close()
        del self.requests[:done]
        if self.current_outbuf_count > 0:
            self.current_outbuf_count = self.adj.outbuf_high_watermark
        return True

    def handle_write(self) -> None:
        """Send what the client takes, but not for so long that others wait."""
        self._sent = 0
        super().handle_write()

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002
        """Send nothing as if the client took nothing, once a turn has had its share."""
        if self._sent >= _SENT_A_TURN:
            return 0
        sent: int = super().send(data, do_close=do_close)
        self._sent += sent
        return sent
