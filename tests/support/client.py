"""HTTP as it goes over the wire: a client that follows, corrects and decodes nothing."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from typing import TypeVar
from urllib.parse import urlsplit

_EVENTUALLY_S = 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; header names are looked up in any case."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body, which must be UTF-8."""
        return self.body.decode("utf-8")

    @property
    def location(self) -> str:
        """Where a redirect leads; empty if this is none."""
        return self.headers["Location"] or ""


def connect(base_url: str) -> HTTPConnection:
    """A connection to keep for several requests; the caller closes it."""
    return HTTPConnection(urlsplit(base_url).netloc, timeout=30)


def ask(
    base_url: str,
    target: str = "/",
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
) -> Answer:
    """One request on a connection of its own.

    Args:
        base_url: whom to ask; the rest of `target` where that begins with it.
        target: sent as it is, percent-encoded by the caller.
        headers: a `Host` here replaces the connection's.
    """
    with closing(connect(base_url)) as connection:
        return ask_on(connection, target.removeprefix(base_url), headers, method=method)


def ask_on(
    connection: HTTPConnection,
    target: str,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
) -> Answer:
    """One request on a connection that may be kept."""
    given = dict(headers or {})
    connection.putrequest(
        method, target, skip_host="Host" in given, skip_accept_encoding=True
    )
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


def eventually(ask_again: Callable[[], _T], is_there: Callable[[_T], bool]) -> _T:
    """The first answer that is as wanted: a feed notices a change within a second."""
    deadline = time.monotonic() + _EVENTUALLY_S
    while not is_there(answer := ask_again()):
        assert time.monotonic() < deadline, f"never came: {answer}"
        time.sleep(0.1)
    return answer
