"""Categories and tags: which of a post's fields and folders make its categories."""

from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.archive.jekyll.liquid import without_comments
from feedsvc.archive.jekyll.naming import DRAFTS, POSTS
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import NEWS_SUFFIX, Site
from feedsvc.archive.jekyll.values import text_of, texts_of
from feedsvc.archive.jekyll.yaml_text import Value
from feedsvc.model.text import folded, xml_legal


class Grouping(NamedTuple):
    """A post's categories.

    Attributes:
        names: raw names, the first one first.
        words: the names that a permalink is made from.
        title: what people read instead of the first one, or None.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    title: str | None


def grouping_of(post: RawPost, site: Site) -> Grouping:
    """The categories of a post.

    Posts of the first archive's kind have one, whose name may hold spaces and whose
    title is in the tags. All others have Jekyll's.
    """
    tags = text_of(post.fields.get("tags")) or text_of(post.fields.get("tag"))
    if site.has_titled_tags or tags.endswith(NEWS_SUFFIX):
        whole = xml_legal(post.text("categories", "category")).strip()
        if whole:
            title = category_title(without_comments(xml_legal(tags)))
            return Grouping((whole,), tuple(whole.split()), title)
    names = _legal(_as_jekyll(post))
    return Grouping(names, names, None)


def category_title(tags: str) -> str | None:
    """A category's display title from a post's `tags`: 株洲日报新闻 gives 株洲日报."""
    return folded(tags).removesuffix(NEWS_SUFFIX).strip() or None


def _as_jekyll(post: RawPost) -> Iterable[str]:
    """Folders above `_posts`, then `categories`, then `category`."""
    folders = post.path.split("/")[:-1]
    posts = next((one for one in (POSTS, DRAFTS) if one in folders), None)
    above = folders[: folders.index(posts)] if posts else []
    singular = texts_of(post.fields.get("category"))
    return (*above, *_words(post.fields.get("categories")), *singular)


def _words(value: Value) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else texts_of(value)


def _legal(names: Iterable[str]) -> tuple[str, ...]:
    legal = (xml_legal(name).strip() for name in names)
    return tuple(dict.fromkeys(name for name in legal if name))
