"""Finding: an operator's questions to the store, and the answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import Slug


class Standing(StrEnum):
    """Standing of an article, in the words of the command line."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    INCOMPLETE = "incomplete"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"  # a file asks for it, not a person
    MERGED = "merged"
    PURGED = "purged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Filter for articles; None asks for all.

    Attributes:
        category: a slug, present or former, or a raw name.
        source: a slug or a name.
        title: a part of it, in any case.
        author: the whole name of anybody credited, in any role.
        since, until: published from, and before; aware UTC.
        after: only those that came before this one.
        limit: articles.
        is_kept: only those that were not purged.
    """

    limit: int
    is_kept: bool = False
    standing: Standing | None = None
    category: str | None = None
    source: str | None = None
    title: str | None = None
    author: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: InfoCode | None = None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article in a list.

    Attributes:
        published_at: None while incomplete.
        decided_at: since when it has stood so.
        reason: the reason given with the decision.
        merged_into: the code of the article that answers for it.
        is_legal: withdrawn because the law asked for it.
    """

    info_code: InfoCode
    standing: Standing
    title: str
    published_at: datetime | None
    decided_at: datetime
    reason: str | None
    merged_into: InfoCode | None
    is_legal: bool


@dataclass(frozen=True, slots=True)
class FoundFile:
    """An imported file in a list."""

    archive: str
    path: str
    outcome: str
    reason: str | None
    info_code: InfoCode | None


@dataclass(frozen=True, slots=True)
class FoundCategory:
    """A category in a list.

    Attributes:
        title: as readers see it; `is_titled` if a person gave it.
        former: slugs that it had, and that lead to it.
        description: what it is about; may be empty.
        retired_at: since when it has no page and no feeds.
        by, at: who decided about it last, and when; None where that was not noted.
    """

    slug: Slug
    title: str
    raw: str
    is_titled: bool
    former: tuple[Slug, ...]
    description: str
    retired_at: datetime | None
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundAlias:
    """A further name of a source, and who gave it when."""

    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source in a list.

    Attributes:
        name: the key that articles made it by.
        title: as readers see it; `is_titled` if a person gave it.
        url: a page of its own.
        by, at: who decided its title or page last, and when; None if nobody did.
        aliases: other names that mean it.
        former: slugs that lead to it.
    """

    slug: Slug
    title: str
    name: str
    is_titled: bool
    url: str | None
    by: str | None
    at: datetime | None
    aliases: tuple[FoundAlias, ...]
    former: tuple[Slug, ...]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Full record of one article.

    Attributes:
        permalink: None while incomplete.
        addresses: further paths that lead to it.
        credits: role and name of each, in reading order.
        versions: when and why earlier texts were replaced.
    """

    article: FoundArticle
    permalink: str | None
    updated_at: datetime | None
    addresses: tuple[str, ...]
    files: tuple[FoundFile, ...]
    credits: tuple[tuple[str, str], ...]
    versions: tuple[tuple[datetime, str], ...]
