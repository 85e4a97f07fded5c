"""Channels: waitress's connections, with what readers, people and large files need.

waitress closes the connection on every 304, because it has no Content-Length, refuses
addresses with raw UTF-8 in them, and lets who takes a large file hold up others. Feed
readers live on 304s, people paste links with Chinese words behind them and leave films
half loaded: all three are mended here, on its public classes.
"""

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
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


class Channel(HTTPChannel):
    """Connection that takes turns with others."""

    task_class = _KeepAliveTask
    parser_class = _Parser
    is_stopping = False  # of all channels: a process has one server
    _sent = 0  # bytes in this turn

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
