"""Answers of the API, as the types that describe them; `bodies.py` has the requests."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from feedsvc.model.attribution import Role, Rule
from feedsvc.model.history import Deed


class Credit(BaseModel):
    """A credit of an article, with its evidence."""

    role: Role
    label: str
    name: str
    url: str | None
    evidence: Annotated[Rule, Field(description="the rule that found it")]
    raw: Annotated[str, Field(description="text that it was read from")]


class Named(BaseModel):
    """A publisher that the text names too, and that is not shown."""

    name: str
    evidence: Rule
    raw: str


class CategoryOf(BaseModel):
    """A category that an article is in."""

    name: Annotated[str, Field(description="raw name")]
    title: str
    url: str


class Article(BaseModel):
    """An article as it stands."""

    code: str
    state: Literal["published", "scheduled", "incomplete", "retracted", "merged"]
    since: Annotated[datetime, Field(description="when it came into its state")]
    reason: Annotated[str | None, Field(description="of a withdrawal")]
    legal: Annotated[bool, Field(description="withdrawn because of the law")]
    url: str | None
    share_url: str
    id: Annotated[str | None, Field(description="in feeds, for ever")]
    title: str
    summary: str
    html: Annotated[str, Field(description="cleaned; pages and feeds show this")]
    language: str | None
    published_at: datetime | None
    updated_at: datetime | None
    categories: list[CategoryOf]
    credits: list[Credit]
    evidence: list[Named]
    addresses: Annotated[list[str], Field(description="further addresses of it")]
    origin_url: str | None
    merged_into: str | None
    warnings: Annotated[
        list[str], Field(description="of what was just sent, for its sender")
    ] = []


class Fault(BaseModel):
    """A field that is not as it should be."""

    pointer: Annotated[str, Field(description="JSON pointer (RFC 6901)")]
    detail: str


class BatchResult(BaseModel):
    """Result of one article of a batch, as it would be alone."""

    status: int
    code: str | None = None
    etag: str | None = None
    warnings: list[str] | None = None
    title: str | None = None
    detail: str | None = None
    errors: list[Fault] | None = None
    categories: list[str] | None = None


class BatchResults(BaseModel):
    """Results of a batch, in the order of its articles."""

    results: list[BatchResult]


class Check(BaseModel):
    """Outcome that an article would have; nothing was stored."""

    code: str
    is_new: Annotated[bool, Field(description="no article has the code yet")]
    url: str
    permalink: Annotated[str, Field(description="decoded path")]
    published_at: datetime | None
    title: str
    summary: str
    html: str
    categories: list[str]
    credits: list[Credit]
    evidence: list[Named]
    warnings: list[str]


class EventOf(BaseModel):
    """One change of an article."""

    at: datetime
    what: Deed
    by: Annotated[str, Field(description="token's name, command or import")]
    note: Annotated[str, Field(description="reason, or what it was made from")]


class History(BaseModel):
    """Changes of an article, the latest first."""

    events: list[EventOf]


class Category(BaseModel):
    """A category."""

    name: Annotated[str, Field(description="raw name, which never changes")]
    slug: str
    title: str
    description: Annotated[str, Field(description="may be empty")]
    url: str
    former: Annotated[list[str], Field(description="slugs that lead here too")]
    retired_at: Annotated[
        datetime | None, Field(description="since when its page and feeds answer 410")
    ]
    decided_by: Annotated[str | None, Field(description="who decided about it last")]
    decided_at: datetime | None


class Categories(BaseModel):
    """Every category, by its slug; retired ones too."""

    categories: list[Category]


class Alias(BaseModel):
    """A further name of a source, and who gave it when."""

    name: str
    by: str
    at: datetime


class Source(BaseModel):
    """A source that articles are credited to."""

    name: Annotated[str, Field(description="that articles made it by")]
    slug: str
    title: str
    url: Annotated[str, Field(description="of its page here")]
    own_url: Annotated[str | None, Field(description="of a page of its own")]
    former: Annotated[list[str], Field(description="slugs that lead here too")]
    aliases: Annotated[list[Alias], Field(description="names that mean it too")]
    decided_by: Annotated[str | None, Field(description="who gave title or page")]
    decided_at: datetime | None


class Sources(BaseModel):
    """Every source, by its slug."""

    sources: list[Source]


class ArticleChange(BaseModel):
    """An article that changed, came or went."""

    revision: int
    subject: Literal["article"] = "article"
    code: str
    state: Literal["published", "scheduled", "incomplete", "retracted", "merged"]
    since: Annotated[datetime, Field(description="when it came into its state")]
    legal: Annotated[bool, Field(description="withdrawn because of the law")]
    merged_into: str | None
    article: Annotated[
        Article | None, Field(description="if it is published, unless `content=none`")
    ]


class CategoryChange(BaseModel):
    """A category that is new, or about which somebody decided something."""

    revision: int
    subject: Literal["category"] = "category"
    category: Category


class SourceChange(BaseModel):
    """A source that is new, or whose title, page, names or addresses changed."""

    revision: int
    subject: Literal["source"] = "source"
    source: Source


Change: TypeAlias = ArticleChange | CategoryChange | SourceChange


class Changes(BaseModel):
    """Changes, in the order in which they were made; `next` leads on."""

    changes: list[Annotated[Change, Field(discriminator="subject")]]
    next: Annotated[str, Field(description="to be sent as `since`")]
    revision: Annotated[int, Field(description="of the site")]
    is_complete: Annotated[bool, Field(description="there is nothing more for now")]


class Problem(BaseModel):
    """A problem (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = None
