"""A Jekyll post as a Submission: with the code, the paths and the date that Jekyll gave it.

Here ends what is Jekyll's own: Liquid, the archive's footers, codes in names of files,
pages of `old_post/`, tags that title a category.
"""

from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedsvc.archive.jekyll.footer import split_footer
from feedsvc.archive.jekyll.liquid import without_comments, without_liquid
from feedsvc.archive.jekyll.naming import code_of_stem, is_post
from feedsvc.archive.jekyll.permalink import (
    day_as_utc,
    has_zone,
    permalink,
    raw_name_path,
    read_date,
    title_part,
)
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.model.info_code import InfoCode, from_share_url
from feedsvc.model.submission import Submission
from feedsvc.model.text import folded, xml_legal

_SHOWN_LIQUID = 50  # characters of a tag that was left out, in a message
_SHOWN_DATE = 50  # characters of a date that cannot be read, in a message
_NEWS_SUFFIX = "新闻"


class PlainBody(NamedTuple):
    """A body without what is Jekyll's or the archive's own.

    Attributes:
        origin_url: what its footer gave.
        left_out: the Liquid that would have said something, as written.
    """

    text: str
    origin_url: str | None
    left_out: tuple[str, ...]


class _Paths(NamedTuple):
    """Paths of an article: its permalink, other addresses, and the one Jekyll served."""

    permalink: str | None
    addresses: tuple[str, ...]
    legacy: str | None


def read_body(written: str) -> PlainBody:
    """Body of a post, without what is Jekyll's or the archive's own."""
    plain = without_liquid(xml_legal(written))
    text, origin_url = split_footer(plain.text)
    return PlainBody(text, origin_url, plain.left_out)


def submission_of(post: RawPost, *, origin: str, zone: ZoneInfo) -> Submission:
    """Submission that a post makes.

    `origin` is the archive's name; `zone` is the site's: what a date without a zone means, and whose day a path shows.
    """
    path = xml_legal(post.path)
    body = read_body(post.body)
    category = xml_legal(post.category).strip()
    published_at = read_date(post.date, zone)
    paths = _paths(path, category, published_at, post.date, zone)
    filed = code_of_stem(PurePosixPath(path).stem)
    shared = from_share_url(body.origin_url) if body.origin_url else None
    return Submission(
        origin=origin,
        key=post.path,
        title=without_comments(xml_legal(post.title)),
        body=body.text,
        written=post.body,
        published_at=published_at,
        undated=_undated(post.date),
        category=category,
        category_title=category_title(without_comments(xml_legal(post.tags))),
        info_code=filed or shared,
        permalink=paths.permalink,
        addresses=paths.addresses,
        legacy_path=paths.legacy,
        origin_url=body.origin_url,
        withheld=post.withheld,
        warnings=(*_left_out(body.left_out), *_disagreement(filed, shared)),
    )


def category_title(tags: str) -> str | None:
    """A category's display title from a post's `tags`: 株洲日报新闻 gives 株洲日报."""
    return folded(tags).removesuffix(_NEWS_SUFFIX).strip() or None


def _undated(date: str) -> str:
    """Reason why a post has no date; empty if it has one."""
    shown = folded(xml_legal(date))[:_SHOWN_DATE]
    return f"the date {shown!r} cannot be read" if shown else "no date"


def _left_out(liquid: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence about Liquid that was left out, if there is any."""
    if not liquid:
        return ()
    first = folded(liquid[0])[:_SHOWN_LIQUID]
    more = f" and {len(liquid) - 1} more" if len(liquid) > 1 else ""
    return (f"Liquid was left out: {first}{more}.",)


def _disagreement(filed: InfoCode | None, shared: InfoCode | None) -> tuple[str, ...]:
    """A sentence about a share link that names another article than the file."""
    if not filed or not shared or filed == shared:
        return ()
    return (f"The file is {filed}, but its share link says {shared}.",)


def _paths(
    path: str,
    category: str,
    published_at: datetime | None,
    date: str,
    zone: ZoneInfo,
) -> _Paths:
    title = title_part(path)
    page = _page_elsewhere(path)
    if published_at is None or not category or not title:
        return _Paths(None, page, None)
    day = published_at.astimezone(zone)
    served_day = (not has_zone(date) and day_as_utc(date, zone)) or day
    own = permalink(category, day, title)
    served = permalink(category, served_day, title)
    others = (
        raw_name_path(category, day, title),
        served,
        raw_name_path(category, served_day, title),
        *page,
    )
    return _Paths(own, tuple(p for p in dict.fromkeys(others) if p != own), served)


def _page_elsewhere(path: str) -> tuple[str, ...]:
    """Address at which Jekyll served a post outside `_posts`: as a page."""
    file = PurePosixPath(path)
    if not file.suffix or is_post(path):
        return ()
    return (f"/{path.removesuffix(file.suffix)}.html",)
