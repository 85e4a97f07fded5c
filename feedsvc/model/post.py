"""Raw posts: what either door hands in, a file of the archive or an API payload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawPost:
    """A post as it was written: every field is text, and nothing is checked but UTF-8.

    Attributes:
        path: relative to the archive's root, `/`-separated, decoded.
        title: empty where the post has none.
        date: as written, such as `2021-12-31 07:55:44 +0800`, or without a zone.
        category: the raw name, exact characters, or empty.
        tags: as written; the archive puts the category's display title and 新闻 here.
        body: Markdown with raw HTML in it.
        withheld: the words by which it asks not to be published, such as
            `published: false`, or None.
    """

    path: str
    title: str
    date: str
    category: str
    tags: str
    body: str
    withheld: str | None = None
