"""Values: the valid values of each kind of setting, and the reason to refuse others.

A validator returns the value as it is kept, or raises ValueError with the reason. No
reason repeats a value that may hold a password.
"""

import json
import os
import re
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr

from feedsvc.language import tags
from feedsvc.model.page import page_url

OWN_HUB, NO_HUB = "own", "off"

_KEY_LENGTH = 32
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# China has one zone; other languages have many.
_ELSEWHERE = {"site_title": "News", "timezone": "UTC"}
_NO_PLACE = "Factory"  # in the database's list, for machines without a zone set


def language(tag: str) -> str:
    """The canonical tag of any language."""
    try:
        return tags.canonical(tag)
    except ValueError:
        # A locale of Unix or of Facebook, such as en_US.
        meant = tags.find(tag)
        if meant is None:
            raise
        raise ValueError(
            f"is no language tag (BCP 47); did you mean {meant}?"
        ) from None


def defaults_of(language: str) -> dict[str, str]:
    """Defaults of other settings where the language is not Chinese."""
    return {} if tags.is_chinese(language) else _ELSEWHERE


def origin(url: str) -> str:
    """`scheme://host[:port]` and nothing else, so that paths can simply be appended."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be http:// or https:// and a host")
    _refuse_wrong_host(parts)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must have no path behind the host")
    return f"{parts.scheme}://{parts.netloc}"


def _refuse_wrong_host(parts: SplitResult) -> None:
    if "@" in parts.netloc:
        raise ValueError("must name no user before the host")
    if not parts.netloc.isascii():
        raise ValueError(_in_ascii(parts))
    if "_" in parts.netloc:
        raise ValueError("has a _ in its host, where only letters, digits and - may be")
    if not _HOST.fullmatch(parts.netloc):
        raise ValueError("must be http:// or https:// and a host")
    if parts.port == 0:  # what is over 65535 is refused by the property itself
        raise ValueError("has a port that nobody can reach")
    labels = (parts.hostname or "").removesuffix(".").split(".")
    if "[" not in parts.netloc and not all(map(_LABEL.fullmatch, labels)):
        raise ValueError(
            "has a host that is none: each part between dots is 1 to 63 letters, "
            "digits and -, and neither begins nor ends with -"
        )


def _in_ascii(parts: SplitResult) -> str:
    """The reason why a host in another script is refused, with how it is written."""
    reason = "must have its host in ASCII, as DNS has it"
    host = parts.hostname or ""
    try:
        encoded = host.encode("idna").decode("ascii")
        is_same = encoded.encode("ascii").decode("idna") == host
    except UnicodeError:
        return reason
    # Python's IDNA of 2003 changes a few letters, such as ß, to other names: no advice.
    if not is_same or not _HOST.fullmatch(encoded):
        return reason
    port = f":{parts.port}" if parts.port else ""
    return f"{reason}: {parts.scheme}://{encoded}{port}"


def optional_origin(url: str) -> str:
    """An origin, or nothing."""
    return origin(url) if url else ""


def optional_page(url: str) -> str:
    """The URL of a page, or nothing."""
    return page_url(url) if url else ""


def hub(given: str) -> str:
    """A hub: this site's own, none, or the URL of another."""
    if given in {OWN_HUB, NO_HUB}:
        return given
    try:
        return page_url(given)
    except ValueError:
        raise ValueError(f"must be {OWN_HUB}, {NO_HUB} or the URL of a hub") from None


def sealing_key(key: SecretStr) -> SecretStr:
    """A key that nobody guesses, or nothing."""
    if 0 < len(key.get_secret_value()) < _KEY_LENGTH:
        raise ValueError(f"must have {_KEY_LENGTH} characters or more")
    return key


def zone(name: str) -> str:
    """A zone that means the same on every machine, which `localtime` does not."""
    names = _zone_names()
    if name not in names:
        near = get_close_matches(name, names, n=1, cutoff=0.75)
        advice = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"is no zone of the IANA database{advice}")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is a zone that cannot be read on this machine") from None
    return name


@lru_cache(1)
def _zone_names() -> frozenset[str]:
    """The database's own list: folders of zones hold more, such as `right/UTC`."""
    listed = (files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return frozenset(listed) - {_NO_PLACE}


def database(url: str) -> str:
    """The URL of a database of a kind that the store speaks to."""
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("must begin sqlite:/// or postgresql://")
    if url.startswith("sqlite:"):
        _refuse_no_file(url.removeprefix("sqlite:///"))
    if urlsplit(url).netloc.count("@") > 1:  # part of it would be taken for a host
        raise ValueError("has an @ in its password, which is written %40")
    return url


def _refuse_no_file(path: str) -> None:
    if not path.strip("/") or path == ":memory:" or path.endswith("/"):
        raise ValueError(
            "must name a file behind sqlite:///, as sqlite:////var/lib/feedsvc/feedsvc.db"
        )
    if "?" in path:
        raise ValueError("has a ? in its path, which is written %3F")


def printable(title: str) -> str:
    """One line of text, trimmed."""
    if not title.strip() or not title.isprintable():
        raise ValueError("must be printable text")
    return title.strip()


def hour_part(seconds: int) -> int:
    """Whole minutes, of which an hour has a whole number."""
    if seconds % 60 or 3600 % seconds:
        raise ValueError("must be whole minutes that divide an hour")
    return seconds


def networks(given: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks, from one or several in text, none so wide that it covers everything."""
    names = given if isinstance(given, list | tuple) else [given]
    found = []
    for name in names:
        try:
            network = ip_network(str(name))
        except ValueError:
            raise ValueError(f"must be networks such as 10.0.0.0/8: {name}") from None
        if not network.prefixlen:
            raise ValueError(f"would trust every address: {name}")
        found.append(network)
    return tuple(found)


def proxies(given: object) -> str:
    """Trusted proxies, trimmed and with commas between; empty where none is named.

    Each is an address, a network, or `unix` for peers on a socket file; `none`, alone,
    trusts no proxy.
    """
    names = [str(name).strip() for name in _listed(given)]
    names = [name for name in names if name]
    if len(names) > 1 and "none" in names:
        raise ValueError("has none beside others")
    return ",".join(map(_proxy, names))


def _listed(given: object) -> list[object]:
    if isinstance(given, str) and given.lstrip().startswith("["):
        given = json.loads(given)
    if isinstance(given, list | tuple):
        return list(given)
    return [*str(given).split(",")]


def _proxy(name: str) -> str:
    if name in {"unix", "none"}:
        return name
    if name == "*":
        raise ValueError(
            "would believe everybody's X-Forwarded-For: name the proxies instead of *"
        )
    try:
        network = ip_network(name)
    except ValueError:
        raise ValueError(
            "must be addresses or networks of proxies such as 192.0.2.1 or 10.0.0.0/8, "
            f"or unix: {name}"
        ) from None
    if not network.prefixlen:
        raise ValueError(f"would believe everybody's X-Forwarded-For: {name}")
    return name


def usable_cores() -> int:
    """Number of cores that this process may run on, which may not be all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
