"""Addresses: the path of a post, and every other path at which Jekyll served it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from feedsvc.archive.jekyll.dates import day_as_utc
from feedsvc.archive.jekyll.naming import foreign_markup, is_post
from feedsvc.archive.jekyll.permalink import (
    Place,
    fill,
    stem_of,
    template_of,
    template_of_collection,
)
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import texts_of
from feedsvc.model.reserved import beside_reserved, is_reserved
from feedsvc.model.text import xml_legal

_MAX_FORMER = 50  # of `redirect_from`


class Paths(NamedTuple):
    """Paths of an article: its permalink, other addresses, and the one Jekyll served.

    Attributes:
        reserved: path that it asks for and cannot have, as feedsvc answers there itself.
    """

    permalink: str | None
    addresses: tuple[str, ...]
    legacy: str | None
    reserved: str | None = None


def paths_of(
    post: RawPost,
    site: Site,
    categories: tuple[str, ...],
    published_at: datetime | None,
    date: str,
) -> Paths:
    """The paths of a post; no permalink where it has no date or no name.

    Args:
        post: with its `permalink`, `slug` and `redirect_from`.
        site: with the template of permalinks.
        categories: the names that a permalink is made from.
        published_at: aware; None where the post has no date.
        date: as written, which may name a zone.
    """
    path = xml_legal(post.path)
    former = (*_page_elsewhere(path), *_former(post))
    slug = post.text("slug") or stem_of(path)
    if published_at is None or not slug:
        return Paths(None, former, None)
    day = published_at.astimezone(site.zone)
    served_day = day_as_utc(date, site.zone) or day
    template = _template(post, site, path)
    own, raw, served, raw_served = (
        fill(template, _place(path, site, categories, one, slug), lower=lower)
        for one in (day, served_day)
        for lower in (True, False)
    )
    if own is None or raw is None or served is None or raw_served is None:
        return Paths(None, former, None)
    reserved = own if is_reserved(own) else None
    own = beside_reserved(own) if reserved else own
    others = [raw, served, raw_served, *_files_of(own), *former]
    if foreign_markup(path):  # Jekyll leaves such a file its ending
        ending = PurePosixPath(path).suffix
        others += [one.removesuffix(".html") + ending for one in (own, raw)]
    base = site.config.baseurl
    if base:
        others += [f"{base}{one}" for one in (own, *others)]
    legacy = f"{base}{PurePosixPath(served).parent / stem_of(path)}.html"
    held = tuple(o for o in dict.fromkeys(others) if o != own)
    return Paths(own, held, legacy, reserved)


def _place(
    path: str, site: Site, categories: tuple[str, ...], day: datetime, slug: str
) -> Place:
    collection = site.config.collection_of(path)
    folder = f"{collection.folder}/" if collection else ""
    return Place(
        categories=categories,
        day=day,
        title=slug,
        collection=site.type_of(path),
        path=path.removeprefix(folder).removesuffix(PurePosixPath(path).suffix),
        name=PurePosixPath(path).stem,
    )


def _template(post: RawPost, site: Site, path: str) -> str:
    """The template of a post's path: its own, its collection's or the site's."""
    if own := xml_legal(post.text("permalink")):
        return unquote(own)
    collection = site.config.collection_of(path)
    if collection:
        return template_of_collection(collection.permalink, site.config.permalink)
    return template_of(site.config.permalink)


def _files_of(path: str) -> Iterator[str]:
    """The file that a web server answers with, where that has another name."""
    if path.endswith("/"):
        yield f"{path}index.html"
    elif not PurePosixPath(path).suffix:
        yield f"{path}.html"


def _former(post: RawPost) -> tuple[str, ...]:
    """Addresses that a post had before, as it says itself, and what serves them."""
    given = texts_of(post.fields.get("redirect_from"))[:_MAX_FORMER]
    paths = [f"/{unquote(_path(xml_legal(one))).lstrip('/')}" for one in given]
    return tuple(path for one in paths for path in (one, *_files_of(one)))


def _path(url: str) -> str:
    try:
        return urlsplit(url.strip()).path
    except ValueError:
        return ""


def _page_elsewhere(path: str) -> tuple[str, ...]:
    """Address at which Jekyll served a post outside `_posts`: as a page."""
    file = PurePosixPath(path)
    if not file.suffix or is_post(path) or path.startswith("_"):
        return ()
    return (f"/{path.removesuffix(file.suffix)}.html",)
