"""Dating: when a post was published, by its front matter or by its name."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from feedsvc.archive.jekyll.dates import read_date, readable_part
from feedsvc.archive.jekyll.naming import code_of_stem, date_in_name
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import text_of
from feedsvc.model.text import folded, xml_legal

_SHOWN = 50  # characters of a date that cannot be read, in a message
_MODIFIED = ("last_modified_at", "last_modified", "modified", "updated", "lastmod")


class Dated(NamedTuple):
    """Date of a post, and the text that gives it, or the reason why there is none.

    `unread` is a date in front matter that could be read in part, or for which the
    name's had to stand in.
    """

    at: datetime | None
    written: str
    why_not: str
    unread: str = ""


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
    part = readable_part(written)
    if (in_part := read_date(part, site.zone)) is not None:
        return Dated(in_part, part, "", shown)
    # A file named by a code has twins, of which another may have the date.
    day = (
        None if code_of_stem(PurePosixPath(post.path).stem) else date_in_name(post.path)
    )
    stand_in = read_date(day, site.zone) if day else None
    if stand_in is None or day is None:
        return Dated(None, written, why_not)
    return Dated(stand_in, day, "", shown)


def modified(post: RawPost, site: Site) -> datetime | None:
    """Time at which a post says that it last changed."""
    return read_date(post.text(*_MODIFIED), site.zone)
