"""Caching: conditional requests (RFC 9110 §13), encodings (§12.5.3), Cache-Control."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_LISTED = re.compile(r'(W/)?"([^"]*)"')
# Suffixes that a proxy, or we, append to the tag of another encoding.
_ENCODED = "-gzip"
# For an answer to one request only.
NO_STORE = ("Cache-Control", "no-store")
_CODING = re.compile(r"\s*([^\s;]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?)\s*)?")
_GZIP_NAMES = ("gzip", "x-gzip")  # one coding (RFC 9110 §8.4.1.3)


class Verdict(StrEnum):
    """Result of a request's conditions; the value is the status line."""

    PROCEED = "200 OK"
    NOT_MODIFIED = "304 Not Modified"
    FAILED = "412 Precondition Failed"


@dataclass(frozen=True, slots=True)
class Conditions:
    """A request's conditional headers, as they came; None where there is none."""

    if_match: str | None = None
    if_unmodified_since: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None

    @classmethod
    def of(cls, header: Callable[[str], str | None]) -> "Conditions":
        """Conditions from a request, by a function that gives a header by name."""
        return cls(
            header("If-Match"),
            header("If-Unmodified-Since"),
            header("If-None-Match"),
            header("If-Modified-Since"),
        )

    def verdict(
        self, tag: str, last_modified: datetime | None, *, now: datetime
    ) -> Verdict:
        """Verdict on a GET or HEAD, in the order of RFC 9110 §13.2.2.

        A tag outranks a date of its kind, and a precondition outranks a cache check. A
        date that cannot be read is ignored, as is any if we have none to compare.

        Args:
            tag: the opaque part of the entity tag.
            last_modified: aware, whole seconds; None where a date tells nothing.
            now: If-Modified-Since with a later date is ignored (§13.1.3).
        """
        if not self._holds(tag, last_modified):
            return Verdict.FAILED
        if is_not_modified(
            tag,
            last_modified,
            if_none_match=self.if_none_match,
            if_modified_since=self.if_modified_since,
            now=now,
        ):
            return Verdict.NOT_MODIFIED
        return Verdict.PROCEED

    def allow(self, tag: str | None) -> bool:
        """True if a change of something may go on (RFC 9110 §13.1.1, §13.1.2).

        Args:
            tag: the opaque part of its entity tag; None if there is no such thing yet.
        """
        if self.if_match is not None and (tag is None or not self._holds(tag, None)):
            return False
        if self.if_none_match is None or tag is None:
            return True
        is_any = self.if_none_match.strip() == "*"
        return not is_any and tag not in known_tags(self.if_none_match)

    def _holds(self, tag: str, last_modified: datetime | None) -> bool:
        if self.if_match is not None:
            # Compared strongly (§13.1.1): a weak tag matches nothing. The gzip form of
            # an edition is the same edition, and proxies make one form of the other.
            strong = (text for weak, text in _LISTED.findall(self.if_match) if not weak)
            return self.if_match.strip() == "*" or tag in map(_plain, strong)
        since = _read_date(self.if_unmodified_since)
        return since is None or last_modified is None or last_modified <= since


def is_not_modified(
    tag: str,
    last_modified: datetime | None,
    *,
    if_none_match: str | None,
    if_modified_since: str | None,
    now: datetime,
) -> bool:
    """True if the client has the current edition.

    If-None-Match wins over a date; it may be a list, `*`, weak, or have the suffix that
    proxies add. An unreadable or future date is ignored (RFC 9110 §13.1.3).

    Args:
        tag: the opaque part of the entity tag.
        last_modified: aware, whole seconds; None where a date tells nothing.
    """
    if if_none_match is not None:
        return if_none_match.strip() == "*" or tag in known_tags(if_none_match)
    since = _read_date(if_modified_since)
    if since is None or last_modified is None:
        return False
    return last_modified <= since <= now


def known_tags(if_none_match: str) -> Iterator[str]:
    """The opaque tags of a list, without the marks of weak and encoded ones."""
    return (_plain(known) for _, known in _LISTED.findall(if_none_match))


def _plain(tag: str) -> str:
    return tag.removesuffix(_ENCODED)


def wants_delta(a_im: str | None) -> bool:
    """True if `A-IM` takes `feed` (RFC 3229 §10.5.3), with a quality above zero."""
    return a_im is not None and parse_accept_header(a_im, Accept)["feed"] > 0


def _read_date(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


def accepts_gzip(accept_encoding: str | None) -> bool:
    """True if the client takes gzip, and likes it no less than the plain bytes.

    The client may name it `gzip`, `x-gzip` or `*`. If it likes both alike, the smaller
    is sent. `identity` has a quality only if it is named (RFC 9110 §12.5.3).
    """
    if not accept_encoding:
        return False
    qualities: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        # A coding whose quality is no number is ignored.
        if match := _CODING.fullmatch(item):
            coding, quality = match[1], float(match[2] or 1)
            qualities[coding] = max(quality, qualities.get(coding, 0))
    named = [qualities[name] for name in _GZIP_NAMES if name in qualities]
    gzip = max(named) if named else qualities.get("*", 0)
    return gzip > 0 and gzip >= qualities.get("identity", 0)


@lru_cache(1_024)  # the dates of the feeds that are asked for
def http_date(moment: datetime) -> str:
    """RFC 9110 §5.6.7, in English under every locale."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def public(max_age_s: int) -> str:
    """Cache-Control for answers that are the same for everybody."""
    return f"public, max-age={max_age_s}"
