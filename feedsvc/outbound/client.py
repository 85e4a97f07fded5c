"""Requests to other hosts, which may be hostile, or names of hosts that are not theirs.

Uses httpcore2 without httpx2: it asks no proxy, follows no redirect, keeps no cookie,
decompresses nothing, and takes our guard as a public argument.
"""

import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

import httpcore2

from feedsvc.errors import Failure, FetchFailed
from feedsvc.outbound.addresses import IpNetwork
from feedsvc.outbound.dialler import Deadline, Dialler, Resolver, system_resolver
from feedsvc.outbound.url import HttpUrl, parse


class Outbound:
    """Client for public hosts on ports 80 and 443; threads may share one.

    Args:
        user_agent: our name in the header.
        trusted: networks that may be dialled in spite of the rules, on any port.
        resolve: turns a name into addresses; may block.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        trusted: Iterable[IpNetwork] = (),
        resolve: Resolver = system_resolver,
    ) -> None:
        self._user_agent = user_agent
        self._trusted = tuple(trusted)
        self._resolve = resolve

    def get(
        self, url: str, *, max_bytes: int, deadline_s: float, accept: str = "*/*"
    ) -> bytes:
        """The body of a 200, as it was sent: no encoding is asked for or undone.

        Args:
            url: absolute http(s).
            max_bytes: a longer body is a failure.
            deadline_s: for everything from the name's resolution to the last byte.
            accept: media types, as in the header.

        Raises:
            FetchFailed: with a `Failure`, and the URL less its query, which may hold a
                secret.
        """
        request = _Request("GET", {"Accept": accept})
        return self._body(url, request, max_bytes, Deadline.after(deadline_s))

    def post(
        self,
        url: str,
        content: bytes,
        *,
        media_type: str,
        max_bytes: int,
        deadline_s: float,
    ) -> bytes:
        """The body of a 200 to a POST, under the rules of `get`.

        Raises:
            FetchFailed: as from `get`; what was posted may have arrived all the same.
        """
        headers = {"Accept": "*/*", "Content-Type": media_type}
        request = _Request("POST", headers, content)
        return self._body(url, request, max_bytes, Deadline.after(deadline_s))

    def _body(
        self, url: str, request: "_Request", max_bytes: int, deadline: Deadline
    ) -> bytes:
        shown = url.partition("?")[0]
        parsed = parse(url)
        if parsed is None:
            raise FetchFailed(shown, Failure.REFUSED)
        with (
            named_failures(shown),
            self._answer(parsed, request, deadline) as answer,
        ):
            if answer.status != HTTPStatus.OK:
                raise FetchFailed(shown, Failure.NOT_OK)
            body = bytearray()
            for piece in answer.iter_stream():
                body += piece
                if len(body) > max_bytes:
                    raise FetchFailed(shown, Failure.TOO_LARGE)
            return bytes(body)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Trust the system's authorities; reading them takes some 20 ms."""
        return httpcore2.default_ssl_context()

    @contextmanager
    def _answer(
        self, url: HttpUrl, request: "_Request", deadline: Deadline
    ) -> Iterator[httpcore2.Response]:
        """An answer whose body is still to be read, on a connection of its own."""
        asked = httpcore2.URL(
            scheme=url.scheme, host=url.host, port=url.port, target=url.target
        )
        sent = {
            "Host": url.authority,
            "User-Agent": self._user_agent,
            "Connection": "close",
            **request.headers,
            "Accept-Encoding": "identity",
        }
        dialler = Dialler(self._resolve, self._trusted, deadline)
        tls = self._tls if url.scheme == "https" else None
        with (
            httpcore2.HTTPConnection(
                asked.origin, tls, network_backend=dialler
            ) as connection,
            connection.stream(
                request.method,
                asked,
                headers=tuple(sent.items()),
                content=request.content,
            ) as answer,
        ):
            yield answer


@dataclass(frozen=True, slots=True)
class _Request:
    """A request to any URL; the content may be a secret."""

    method: str
    headers: Mapping[str, str]
    content: bytes | None = field(default=None, repr=False)


@contextmanager
def named_failures(url: str) -> Iterator[None]:
    """Turn errors of sockets, TLS and httpcore2 into `FetchFailed`."""
    try:
        yield
    except httpcore2.ConnectError as error:
        raise FetchFailed(url, Failure.UNREACHABLE) from error
    except TimeoutError as error:
        raise FetchFailed(url, Failure.TOO_SLOW) from error
    except (OSError, httpcore2.ProtocolError) as error:
        raise FetchFailed(url, Failure.BROKEN) from error
