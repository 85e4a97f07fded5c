"""Articles: the one thing this service keeps for good, and the draft it is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.attribution import Attribution
from feedsvc.model.category import Category, Source
from feedsvc.model.info_code import InfoCode
from feedsvc.model.medium import Attachment
from feedsvc.model.slug import Slug
from feedsvc.model.text_kinds import Html, Words


class ArticleState(StrEnum):
    """State of an article; only `PUBLISHED` is on any surface."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"  # its date is in the future
    INCOMPLETE = "incomplete"  # no file of its code has both title and date
    RETRACTED = "retracted"  # 410, or 451 where the law required it
    MERGED = "merged"  # it redirects to another article


@dataclass(frozen=True, slots=True)
class Rendered:
    """Result of the cleaning rules for a body; `feedsvc rederive` makes it anew.

    Attributes:
        html: cleaned, absolute, XML-legal; never edited again (D4).
        summary: plain text of at most 200 characters, empty for an empty body.
        attributions: the credits found, in reading order.
        evidence: publishers that are named too, and that stronger ones stand for.
        rules_version: which edition of the rules made this.
        is_unsourced: a person decided that it has no publisher, not even its category.
    """

    html: str
    summary: str
    attributions: tuple[Attribution, ...]
    rules_version: int
    evidence: tuple[Attribution, ...] = ()
    is_unsourced: bool = False


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """A cleaned article that is not stored yet; every source ends in one.

    Attributes:
        origin, key: its source, and its name there.
        slug: a readable one of the title; may be empty.
        further_categories: raw names of others that it is in too.
        category_title: the display title that the post's tags give, or None.
        published_at: aware UTC; None where the post has no readable date.
        modified_at: aware UTC; None where the post does not say.
        is_future_shown: shown at once, though its date be in the future.
        has_time: its date has a time of day, and is no day alone.
        language: canonical BCP 47; None for the site's.
        permalink: decoded path; None where the date is missing.
        addresses: further decoded paths that must lead here.
        legacy_path: the path that Jekyll served, for `entry_id`; None like `permalink`.
        origin_url: where the text was taken from, absolute http(s), or None.
        raw: the body as it came, zlib-compressed UTF-8.
        is_html: the body holds HTML, and not a digest alone.
        warnings: what a person should look at, one sentence each.
        withheld: the post's words that ask not to publish it, or None.
        missing: the parts that it lacks to be complete, in words, or None.
        is_aside: it is withheld because it lies where nothing is published.
        attachments: files that its body refers to, those that are not there among them.
    """

    origin: str
    key: str
    info_code: InfoCode
    title: str
    slug: Slug
    category: str
    category_title: str | None
    published_at: datetime | None
    permalink: str | None
    addresses: tuple[str, ...]
    legacy_path: str | None
    origin_url: str | None
    raw: bytes
    is_html: bool
    rendered: Rendered
    warnings: tuple[str, ...] = ()
    withheld: str | None = None
    missing: str | None = None
    is_aside: bool = False
    further_categories: tuple[str, ...] = ()
    modified_at: datetime | None = None
    is_future_shown: bool = False
    has_time: bool = True
    language: str | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def media(self) -> tuple[Attachment, ...]:
        """The files that come in with it."""
        return tuple(one for one in self.attachments if one.medium)

    @property
    def categories(self) -> tuple[str, ...]:
        """Raw names of all its categories; none if it asks to be withheld."""
        if self.withheld is not None:
            return ()
        return tuple(name for name in (self.category, *self.further_categories) if name)

    @property
    def is_complete(self) -> bool:
        """True if there is enough to publish: a title, a date, and so a permalink."""
        return bool(self.title) and self.permalink is not None


@dataclass(frozen=True, slots=True)
class Article:
    """A published article as every surface sees it.

    Attributes:
        id: the store's own number; never shown.
        permalink: decoded path under the site's root.
        categories: the category of the permalink first, then those of its twins.
        published_at, updated_at: aware UTC.
        revision: the store's change line when it last changed.
        source: the first outlet that it is credited to.
        has_time: `published_at` has a time of day; else it is the beginning of a day.
        language: canonical BCP 47, where the article says one.
    """

    id: int
    info_code: InfoCode
    entry_id: str
    permalink: str
    title: Words
    summary: Words
    html: Html
    origin_url: str | None
    published_at: datetime
    updated_at: datetime
    revision: int
    categories: tuple[Category, ...]
    attributions: tuple[Attribution, ...]
    source: Source | None
    has_time: bool = True
    language: str | None = None

    @property
    def outlet(self) -> str | None:
        """Outlet to credit where the article names no source: its category's."""
        return find_outlet(self.categories)


@dataclass(frozen=True, slots=True)
class Credited:
    """Basis of an article's credit line, without the article.

    Attributes:
        outlet: to credit where the article names no source.
    """

    attributions: tuple[Attribution, ...]
    outlet: str | None


def find_outlet(categories: Sequence[Category]) -> str | None:
    """Title of the first category, if that is an outlet; it stands for a source."""
    return categories[0].title if categories and categories[0].is_outlet else None


@dataclass(frozen=True, slots=True)
class Headline:
    """An article in a list: no body, so that a listing reads little."""

    id: int
    info_code: InfoCode
    permalink: str
    title: Words
    summary: Words
    published_at: datetime
    category: Category | None
    publishers: tuple[Words, ...]
    has_time: bool = True
    language: str | None = None
