"""A Jekyll post as a Submission: with the code, the paths and the date that Jekyll gave it.

Here ends what is Jekyll's own: Liquid, the archive's footers, codes in names of files,
pages of `old_post/`, tags that title a category.
"""

from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from feedsvc.archive.jekyll.addresses import Paths, paths_of
from feedsvc.archive.jekyll.credits import credits_of, origin_of
from feedsvc.archive.jekyll.dates import has_time
from feedsvc.archive.jekyll.dating import Dated, dated, modified
from feedsvc.archive.jekyll.footer import split_footer
from feedsvc.archive.jekyll.grouping import grouping_of
from feedsvc.archive.jekyll.library import Library
from feedsvc.archive.jekyll.liquid import (
    LeftOut,
    Scope,
    without_comments,
    without_liquid,
)
from feedsvc.archive.jekyll.naming import (
    code_of_stem,
    foreign_markup,
    is_html,
)
from feedsvc.archive.jekyll.permalink import stem_of, titled
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.scope import PostScope
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.values import first_text, mapping_of, text_of
from feedsvc.archive.jekyll.yaml_text import Value
from feedsvc.model.info_code import InfoCode, from_share_url
from feedsvc.model.links import encode_path
from feedsvc.model.submission import BodyKind, Given, Submission
from feedsvc.model.text import folded, xml_legal

_SHOWN_LIQUID = 50  # characters of a tag that was left out, in a message


class PlainBody(NamedTuple):
    """A body without what is Jekyll's or the archive's own.

    Attributes:
        origin_url: what its footer gave.
        left_out: the Liquid that would have said something, as written.
    """

    text: str
    origin_url: str | None
    left_out: tuple[LeftOut, ...]


def read_body(written: str, scope: Scope | None = None) -> PlainBody:
    """Body of a post, without what is Jekyll's or the archive's own.

    Args:
        written: with its Liquid.
        scope: knows what that says; None for an article that is made anew.
    """
    plain = without_liquid(xml_legal(written), scope)
    text, origin_url = split_footer(plain.text)
    return PlainBody(text, origin_url, plain.left_out)


def submission_of(
    post: RawPost, *, origin: str, site: Site, library: Library | None = None
) -> Submission:
    """Submission that a post makes.

    Args:
        post: as it was written.
        origin: the archive's name.
        site: what its posts depend on.
        library: its other files.
    """
    grouping = grouping_of(post, site)
    when = dated(post, site)
    paths = paths_of(post, site, grouping.words, when.at, when.written)
    own = _own(post, site, when.at, paths.permalink or "")
    own["categories"] = grouping.names
    body = read_body(post.body, PostScope(site, library or Library(site), post, own))
    filed = code_of_stem(PurePosixPath(xml_legal(post.path)).stem)
    shared = from_share_url(body.origin_url) if body.origin_url else None
    return Submission(
        origin=origin,
        key=post.path,
        title=_title(post, filed),
        body=body.text,
        kind=BodyKind.HTML if is_html(post.path) else BodyKind.MARKDOWN,
        written=None if "{%" in post.body or "{{" in post.body else post.body,
        given=_given(post, site, body.text, paths.permalink or "/"),
        published_at=when.at,
        modified_at=modified(post, site),
        is_future_shown=site.config.is_future_shown,
        has_time=has_time(when.written),
        language=post.text("lang", "language", "locale") or None,
        undated=when.why_not,
        category=grouping.names[0] if grouping.names else "",
        further_categories=grouping.names[1:],
        category_title=grouping.title,
        credits=credits_of(post, site.authors),
        info_code=filed or shared,
        permalink=paths.permalink,
        addresses=paths.addresses,
        legacy_path=paths.legacy,
        origin_url=body.origin_url or origin_of(post),
        withheld=post.withheld,
        warnings=(
            *_told_of_date(when),
            *_told_of_path(paths),
            *_told_of_encoding(post),
            *_told_of_markup(post),
            *_told_of_liquid(post, body.left_out),
            *_disagreement(filed, shared),
        ),
    )


def _own(post: RawPost, site: Site, at: datetime | None, url: str) -> dict[str, Value]:
    """Values of a post that its Liquid may ask for, as Jekyll has them."""
    path = xml_legal(post.path)
    slug = post.text("slug") or stem_of(path)
    return {
        "title": post.fields.get("title") or titled(stem_of(path)),
        "date": f"{at.astimezone(site.zone):%Y-%m-%d %H:%M:%S %z}" if at else "",
        "slug": slug,
        "name": PurePosixPath(path).name,
        "url": url,
        "id": str(PurePosixPath(url).parent / slug),
    }


def _title(post: RawPost, filed: InfoCode | None) -> str:
    """The post's title, or what its file name says; the digits of a code say nothing."""
    title = post.fields.get("title")
    if title is None and filed is None:
        return titled(stem_of(xml_legal(post.path)))
    return without_comments(xml_legal(text_of(title)))


def _given(post: RawPost, site: Site, body: str, path: str) -> Given:
    """Words of front matter that belong to the body."""
    config = site.config
    separator = post.text("excerpt_separator") or config.excerpt_separator
    excerpt, found, _rest = body.partition(separator) if separator else ("", "", "")
    summary = post.text("excerpt", "description", "summary")
    image = post.fields.get("image")
    return Given(
        summary=without_liquid(xml_legal(summary)).text,
        excerpt=excerpt if found and excerpt.strip() and not summary else "",
        image=text_of(image)
        or first_text(mapping_of(image), "path", "url", "src")
        or post.text("cover"),
        base_url=config.url and f"{config.url}{config.baseurl}{encode_path(path)}",
    )


def _told_of_date(when: Dated) -> tuple[str, ...]:
    """A sentence about a date that could not be read."""
    if not when.unread:
        return ()
    if when.unread.startswith(when.written):
        return (f"Of the date {when.unread!r} only {when.written!r} can be read.",)
    return (f"The date {when.unread!r} cannot be read; its file name's was taken.",)


def _told_of_path(paths: Paths) -> tuple[str, ...]:
    """A sentence about a permalink that is an address of feedsvc's own."""
    if paths.reserved is None:
        return ()
    told = f"{paths.reserved} is a page of feedsvc's own; the post is at {paths.permalink}."
    return (told,)


def _told_of_encoding(post: RawPost) -> tuple[str, ...]:
    """A sentence about an encoding that is not UTF-8."""
    return (f"It was read as {post.encoding}.",) if post.encoding else ()


def _told_of_markup(post: RawPost) -> tuple[str, ...]:
    """A sentence about a markup that nobody here reads."""
    ending = foreign_markup(post.path)
    return (f"{ending} was read as if it were Markdown.",) if ending else ()


def _told_of_liquid(post: RawPost, left_out: tuple[LeftOut, ...]) -> tuple[str, ...]:
    """A sentence about Liquid that was left out, if there is any."""
    if not left_out:
        return ()
    first = folded(left_out[0].written)[:_SHOWN_LIQUID]
    line = post.first_line + left_out[0].line - 1
    more = f" and {len(left_out) - 1} more" if len(left_out) > 1 else ""
    return (f"Liquid was left out at line {line}: {first}{more}.",)


def _disagreement(filed: InfoCode | None, shared: InfoCode | None) -> tuple[str, ...]:
    """A sentence about a share link that names another article than the file."""
    if not filed or not shared or filed == shared:
        return ()
    return (f"The file is {filed}, but its share link says {shared}.",)
