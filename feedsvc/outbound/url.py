"""URLs of other hosts, read by one strict grammar; knows no address and no socket.

Anything that two parsers could read as two different hosts is refused, not repaired:
user information, backslashes, escapes, trailing dots, numbers that are no canonical IP
address. Names must be in their ASCII form (`xn--`).
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65535
# ASCII: without it, U+017F would pass for an `s` where case is ignored.
_URL = re.compile(
    r"(https?)://"
    r"(\[[0-9a-f:]+\]|[a-z0-9_.-]+)"
    r"(?::([1-9][0-9]{0,4}))?"
    r"([/?][^\x00-\x1f\x7f#\ud800-\udfff]*)?"
    r"(?:#.*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?!.{{254}})(?:{_LABEL}\.)*{_LABEL}")
# Characters that RFC 3986 allows in a path or a query; `%` for existing escapes.
_BARE = "!$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class HttpUrl:
    """Parts of a URL that a request needs.

    Attributes:
        scheme: `http` or `https`.
        host: lower-case name or canonical IP address, without brackets.
        target: path and query, percent-encoded ASCII.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_default = self.port == _DEFAULT_PORTS[self.scheme]
        return host if is_default else f"{host}:{self.port}"


def parse(url: str) -> HttpUrl | None:
    """The parts of an absolute http(s) URL, or None if the grammar refuses it."""
    match = _URL.fullmatch(url)
    if match is None:
        return None
    scheme, host = match[1].lower(), match[2].lower()
    port = int(match[3] or _DEFAULT_PORTS[scheme])
    if port > _MAX_PORT or not _is_canonical(host):
        return None
    target = match[4] or "/"
    if target.startswith("?"):
        target = f"/{target}"
    return HttpUrl(scheme, host.strip("[]"), port, quote(target, safe=_BARE))


def _is_canonical(host: str) -> bool:
    """True if a host has one reading: as an IP address, or as a name."""
    try:
        if host.startswith("["):
            return host == f"[{IPv6Address(host[1:-1])}]"
        # No top-level domain begins with a digit: `0x7f.1` and `127.1` are addresses
        # to some resolvers.
        if host.rpartition(".")[2][:1].isdecimal():
            return host == str(IPv4Address(host))
    except AddressValueError:
        return False
    return _NAME.fullmatch(host) is not None
