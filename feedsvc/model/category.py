"""Categories and sources: the two groupings that have pages and feeds of their own."""

from dataclasses import dataclass

from feedsvc.model.slug import Slug
from feedsvc.model.text_kinds import Words

MAX_DESCRIPTION = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Category:
    """One category of the archive.

    Attributes:
        raw: the name as posts write it: exact characters, and its identity.
        title: what people read.
        is_outlet: the category stands for one news outlet, so that its title may be shown
            as the credit of an article that names no source.
        is_retired: it has no page and no feeds any more.
    """

    raw: str
    slug: Slug
    title: Words
    is_outlet: bool
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet that articles are credited to.

    Attributes:
        name: its key (`model.attribution.source_key`), which it keeps.
        title: what people read.
        is_listed: known well enough to appear in public lists; a name read only from
            brackets needs three articles.
    """

    name: str
    title: Words
    slug: Slug
    is_listed: bool
