"""Dating: when a post was published, by its front matter or by its name."""

from datetime import datetime
from typing import NamedTuple

from feedsvc.archive.jekyll.dates import read_date
from feedsvc.archive.jekyll.naming import date_in_name
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import text_of
from feedsvc.model.text import folded, xml_legal

_SHOWN = 50  # characters of a date that cannot be read, in a message
_MODIFIED = ("last_modified_at", "last_modified", "modified", "updated", "lastmod")


class Dated(NamedTuple):
    """Date of a post, and the text that gives it, or the reason why there is none."""

    at: datetime | None
    written: str
    why_not: str


def dated(post: RawPost, site: Site) -> Dated:
    """The date in front matter, or else in the file's name."""
    given = post.fields.get("date")
    written = text_of(given)
    in_name = date_in_name(post.path) if given is None else None
    at = read_date(in_name or written, site.zone)
    if at is not None:
        return Dated(at, in_name or written, "")
    shown = folded(xml_legal(written))[:_SHOWN]
    why_not = f"the date {shown!r} cannot be read" if shown else "no date"
    return Dated(None, written, why_not)


def modified(post: RawPost, site: Site) -> datetime | None:
    """Time at which a post says that it last changed."""
    return read_date(post.text(*_MODIFIED), site.zone)
