"""Drafts: a RawPost becomes an ArticleDraft, by rules that have an edition number."""

import re
import zlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedsvc.content import html, markdown
from feedsvc.content.attribution import find_attributions, is_spent
from feedsvc.content.footer import split_footer
from feedsvc.content.lines import read_lines
from feedsvc.content.liquid import Plain, without_comments, without_liquid
from feedsvc.content.names import is_outlet
from feedsvc.content.summary import summarise
from feedsvc.content.text import folded, xml_legal
from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft, Rendered
from feedsvc.model.category import display_title
from feedsvc.model.info_code import (
    InfoCode,
    from_file_stem,
    from_permalink,
    from_share_url,
)
from feedsvc.model.permalink import (
    day_as_utc,
    has_zone,
    permalink,
    raw_name_path,
    read_date,
    title_part,
)
from feedsvc.model.post import RawPost
from feedsvc.model.slug import slug_of_title

RULES_VERSION = 3  # one more whenever `render` gives other output for the same body

MAX_TITLE = 500  # characters; a longer title is cut, for it is only shown
MAX_CATEGORY = 500  # a longer category is refused, for it is an identity
_POSTS = "_posts"
_DOTS = frozenset({".", ".."})  # which clients take out of a path
_SHOWN_LIQUID = 50  # characters of a tag that was left out, in a message
_SHOWN_DATE = 50  # characters of a date that cannot be read, in a message
_COMPRESSION = 2  # a third of level 6's time for a sixth more bytes
_HTML_BLOCK = re.compile(
    r"<(?:p|div|table|center|img|figure|section|article|h[1-6]|[ou]l|dl)\b",
    re.IGNORECASE,
)


class _Paths(NamedTuple):
    """Where an article answers: its own path, further ones, and the one Jekyll served."""

    permalink: str | None
    addresses: tuple[str, ...]
    legacy: str | None


def render(body: str) -> Rendered:
    """What the rules make of a body: cleaned HTML, summary and credits."""
    text, _origin = split_footer(without_liquid(xml_legal(body)).text)
    root = html.parse(markdown.to_html(html.cut_charts(text)))
    html.drop_clutter(root)
    lines = read_lines(root)
    attributions = find_attributions(lines)
    credits_ = {attribution.raw for attribution in attributions}
    for line in lines:
        if line.media is not None and is_spent(line, credits_):
            html.drop(line.media)
    return Rendered(
        html=html.serve(root),
        summary=summarise(lines, credits_=credits_),
        attributions=attributions,
        rules_version=RULES_VERSION,
    )


def draft(post: RawPost, *, zone: ZoneInfo) -> ArticleDraft:
    """The article that a post is.

    `zone` is the site's: what a date without a zone means, and whose day a path shows.

    Raises:
        UnreadablePost: nothing to make an info code from, or a category name that is
            longer than MAX_CATEGORY.
    """
    warnings: list[str] = []
    path = xml_legal(post.path)
    plain = without_liquid(xml_legal(post.body))
    category = xml_legal(post.category).strip()
    if len(category) > MAX_CATEGORY:
        raise UnreadablePost(
            post.path, f"a category of more than {MAX_CATEGORY} characters"
        )
    if not _DOTS.isdisjoint(category.split()):
        raise UnreadablePost(post.path, "a category that no address can hold")
    text, origin_url = split_footer(plain.text)
    warnings += _left_out(plain)
    published_at = read_date(post.date, zone)
    paths = _paths(path, category, published_at, post.date, zone)
    tags = without_comments(xml_legal(post.tags))
    category_title = display_title(tags[:MAX_CATEGORY])
    title = _title(post.title, warnings)
    return ArticleDraft(
        info_code=_info_code(path, origin_url, paths.permalink, warnings),
        title=title,
        slug=slug_of_title(title),
        category=category,
        category_title=category_title,
        category_is_outlet=category_title is not None and is_outlet(category_title),
        published_at=published_at,
        permalink=paths.permalink,
        addresses=paths.addresses,
        legacy_path=paths.legacy,
        origin_url=origin_url,
        raw=pack(post.body),
        is_html=_HTML_BLOCK.search(text) is not None,
        rendered=render(post.body),
        warnings=tuple(warnings),
        withheld=post.withheld,
        missing=_missing(post, title, category, published_at),
    )


def find_code(post: RawPost, *, zone: ZoneInfo) -> InfoCode:
    """The code that a post has as an article; what else it says is not looked at.

    Raises:
        UnreadablePost: nothing to make an info code from.
    """
    path, category = xml_legal(post.path), xml_legal(post.category).strip()
    _text, origin_url = split_footer(without_liquid(xml_legal(post.body)).text)
    published_at = read_date(post.date, zone)
    paths = _paths(path, category, published_at, post.date, zone)
    return _info_code(path, origin_url, paths.permalink, [])


def pack(body: str) -> bytes:
    """A body as `ArticleDraft.raw` keeps it."""
    return zlib.compress(body.encode("utf-8", "replace"), _COMPRESSION)


def unpack(raw: bytes) -> str:
    """The body that `pack` was given, lone surrogates as `?`."""
    return zlib.decompress(raw).decode("utf-8")


def _left_out(plain: Plain) -> list[str]:
    """A sentence about the Liquid that nobody here can work out, if there is any."""
    if not plain.left_out:
        return []
    first = folded(plain.left_out[0])[:_SHOWN_LIQUID]
    others = len(plain.left_out) - 1
    more = f" and {others} more" if others else ""
    return [f"Liquid was left out: {first}{more}."]


def _missing(
    post: RawPost, title: str, category: str, published_at: datetime | None
) -> str | None:
    """What a post lacks to be shown, in words for a person; None if nothing."""
    date = folded(xml_legal(post.date))[:_SHOWN_DATE]
    lacks = [
        *(["no title"] if not title else []),
        *(["no date"] if not date else []),
        *([f"the date {date!r} cannot be read"] if date and not published_at else []),
        *(["no category"] if not category else []),
    ]
    return ", ".join(lacks) or None


def _title(written: str, warnings: list[str]) -> str:
    title = folded(without_comments(xml_legal(written)))
    if len(title) <= MAX_TITLE:
        return title
    warnings.append(f"The title was cut to {MAX_TITLE} characters.")
    return title[: MAX_TITLE - 1].rstrip() + "…"


def _info_code(
    path: str, origin_url: str | None, own_path: str | None, warnings: list[str]
) -> InfoCode:
    """The one code of an article: its file's, its share link's, or its permalink's."""
    shared = from_share_url(origin_url) if origin_url else None
    filed = from_file_stem(PurePosixPath(path).stem)
    if filed and shared and filed != shared:
        warnings.append(f"The file is {filed}, but its share link says {shared}.")
    code = filed or shared
    if code is None and own_path is not None:
        code = from_permalink(own_path)
    if code is None:
        raise UnreadablePost(path, "no info code, and no date and category to make one")
    return code


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
    """Where Jekyll served a post that stands outside `_posts`: as a page."""
    file = PurePosixPath(path)
    if not file.suffix or _POSTS in file.parent.parts:
        return ()
    return (f"/{path.removesuffix(file.suffix)}.html",)
