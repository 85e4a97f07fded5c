"""Caching: conditional requests (RFC 9110 §13), and what caches are told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
# What a proxy, or we, put behind the tag of another encoding of the same edition.
_ENCODED = "-gzip"


def is_not_modified(
    tag: str,
    last_modified: datetime | None,
    *,
    if_none_match: str | None,
    if_modified_since: str | None,
    now: datetime,
) -> bool:
    """Whether the client has what we would send.

    If-None-Match wins where both are there; it may be a list, `*`, weak, or have the
    suffix that proxies add. A date that cannot be read, or is yet to come, says nothing
    (RFC 9110 §13.1.3).

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
    """The opaque tags of a list, without what marks them as weak or encoded."""
    return (known.removesuffix(_ENCODED) for known in _TAG.findall(if_none_match))


def wants_delta(a_im: str | None) -> bool:
    """Whether `A-IM` takes `feed` (RFC 3229 §10.5.3), with a quality above zero."""
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
    """Whether gzip may be sent: named, or covered by `*`, with a quality above zero."""
    if not accept_encoding:
        return False
    accepted = parse_accept_header(accept_encoding, Accept)
    return accepted["gzip"] > 0


def http_date(moment: datetime) -> str:
    """RFC 9110 §5.6.7, in English whatever the locale."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def public(max_age_s: int) -> str:
    """Cache-Control for what is the same for everybody."""
    return f"public, max-age={max_age_s}"
