"""Replies: complete WSGI answers, for requests that do not need Flask."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

NO_SNIFFING = ("X-Content-Type-Options", "nosniff")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        status: code and phrase.
        headers: without Content-Length, which `send` adds if required.
    """

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def send(
        self, start_response: "StartResponse", *, is_head: bool
    ) -> Iterable[bytes]:
        """Answer; HEAD gets the same headers and no body (RFC 9110 §9.3.2)."""
        headers = list(self.headers)
        if not self.status.startswith(("204", "304")):
            headers.append(("Content-Length", str(len(self.body))))
        start_response(self.status, headers)
        return [] if is_head or not self.body else [self.body]
