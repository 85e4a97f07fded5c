"""Bodies of requests to the API: the types that validate and describe them.

Knows no request: `json_body.py` reads one. Strings are strings and numbers are numbers;
a field that nobody knows is refused.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from feedsvc.language import tags
from feedsvc.model.category import MAX_DESCRIPTION
from feedsvc.model.info_code import find_info_code
from feedsvc.model.page import PAGE_PATTERN, page_url
from feedsvc.model.reserved import is_reserved
from feedsvc.model.slug import slug_of
from feedsvc.model.text import folded, xml_legal

MAX_TITLE = 500  # characters
MAX_BODY = 1_000_000
MAX_NAME = 200
MAX_PATH = 500
MAX_SLUG = 80
MAX_BATCH = 500  # articles

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DOTS = frozenset({".", ".."})
_ITEMS: dict[str, JsonValue] = {"items": {"$ref": "#/components/schemas/SentItem"}}


def _visible(text: str) -> str:
    whole = folded(xml_legal(text))
    if not any(c.isprintable() and not c.isspace() for c in whole):
        raise ValueError("must have a character that people can see")
    return text


def _category(name: str) -> str:
    if name != folded(xml_legal(_visible(name))):
        raise ValueError("must have no controls, and no white space but single spaces")
    if not _DOTS.isdisjoint(name.split()):
        raise ValueError("must have no word of dots, which no address can hold")
    return name


def _path(path: str) -> str:
    parts = path.split("/")[1:]
    if xml_legal(path) != path or not path.startswith("/") or set("?#\\") & set(path):
        raise ValueError("must be a decoded path that begins with /")
    if not _DOTS.isdisjoint(parts) or "" in parts[:-1]:
        raise ValueError("must have no empty part, and none of dots")
    if is_reserved(path):
        raise ValueError("must not be an address of the site's own")
    return path


def _language(written: str) -> str:
    if tags.find(written) is None:
        raise ValueError("must be a language tag (BCP 47)")
    return written


def _code(written: str) -> str:
    if find_info_code(written) is None:
        raise ValueError("must be 4 to 64 of A-Z, 0-9, - and _")
    return written


def _slug(written: str) -> str:
    try:
        return slug_of(written)
    except ValueError:
        raise ValueError("must be of a-z, 0-9 and -") from None


def _moment(written: object) -> object:
    """A moment of RFC 3339, in UTC, from its text."""
    if not isinstance(written, str):
        return written
    try:
        if _MOMENT.fullmatch(written):
            moment = datetime.fromisoformat(written.upper()).astimezone(UTC)
            if 1000 < moment.year < 9999:  # in every zone
                return moment
    except (ValueError, OverflowError):
        pass
    raise ValueError("must be a date and time with its offset (RFC 3339)")


Code = Annotated[
    str,
    Field(max_length=64, json_schema_extra={"pattern": "^[A-Za-z0-9_-]{4,64}$"}),
    AfterValidator(_code),
]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Name = Annotated[
    str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_visible)
]
CategoryName = Annotated[
    str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_category)
]
WrittenSlug = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_SLUG,
        json_schema_extra={"pattern": "^[A-Za-z0-9-]+$"},
    ),
    AfterValidator(_slug),
]
Path = Annotated[
    str,
    Field(max_length=MAX_PATH, json_schema_extra={"pattern": "^/"}),
    AfterValidator(_path),
]
Url = Annotated[
    str,
    Field(max_length=2_000, json_schema_extra={"pattern": PAGE_PATTERN}),
    AfterValidator(page_url),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SentCredit(_Body):
    """A party whom an article credits."""

    role: Literal["publisher", "author", "editor", "illustrator", "image"]
    name: Name
    url: Annotated[Url | None, Field(description="a page of the party's own")] = None
    label: Annotated[
        Annotated[str, Field(max_length=50)],
        Field(description="word to show before the name, if not the role's own"),
    ] = ""


class SentArticle(_Body):
    """An article as a newsroom sends it."""

    title: Annotated[
        str, Field(min_length=1, max_length=MAX_TITLE), AfterValidator(_visible)
    ]
    body: Annotated[str, Field(max_length=MAX_BODY, description="text, in `markup`")]
    markup: Annotated[
        Literal["html", "markdown"], Field(description="markup of the body")
    ] = "html"
    summary: Annotated[
        str,
        Field(max_length=2_000, description="in Markdown; made of the body if empty"),
    ] = ""
    image: Annotated[
        Url | None, Field(description="picture that stands for the article")
    ] = None
    published_at: Annotated[
        Moment | None,
        Field(description="now if absent; in the future, the article is shown then"),
    ] = None
    language: Annotated[
        Annotated[str, Field(max_length=100), AfterValidator(_language)] | None,
        Field(description="BCP 47; the site's if absent"),
    ] = None
    categories: Annotated[
        list[CategoryName],
        Field(max_length=20, description="raw names; the first is in the permalink"),
    ] = []
    category_title: Annotated[
        Name | None, Field(description="title to show for the first category")
    ] = None
    credits: Annotated[
        list[SentCredit],
        Field(max_length=50, description="if there are any, none are read in the body"),
    ] = []
    permalink: Annotated[
        Path | None,
        Field(description="decoded path; made of category, day and code if absent"),
    ] = None
    addresses: Annotated[
        list[Path], Field(max_length=20, description="decoded paths that lead here too")
    ] = []
    origin_url: Annotated[
        Url | None, Field(description="page that the text was taken from")
    ] = None


class SentItem(SentArticle):
    """An article of a batch, with its code."""

    code: Code


class SentDraft(SentArticle):
    """An article to be checked."""

    code: Annotated[Code | None, Field(description="made if absent")] = None


class SentBatch(_Body):
    """Articles, each of which is taken or refused by itself."""

    articles: Annotated[
        list[object],
        Field(min_length=1, max_length=MAX_BATCH, json_schema_extra=_ITEMS),
    ]


class SentMerger(_Body):
    """The article that is to answer for another."""

    into: Annotated[Code, Field(description="the other article's code")]


class SentCategory(_Body):
    """Slug, title or description to give a category."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    slug: Annotated[WrittenSlug, Field(description="the former one leads there")] = ""
    title: Annotated[Name, Field(description="instead of those that posts give")] = ""
    description: Annotated[
        Annotated[str, Field(max_length=MAX_DESCRIPTION)],
        Field(description="what it is about; an empty one for none"),
    ] = ""

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("must have slug, title or description")
        return self


class SentSource(_Body):
    """Title or page to give a source."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    title: Annotated[Name, Field(description="which names its address too")] = ""
    own_url: Annotated[
        Url | None, Field(description="a page of its own; null for none")
    ] = None

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("must have title, own_url or both")
        return self


class SentAlias(_Body):
    """A further name of a source."""

    name: Name


class SentSourceMerger(_Body):
    """The source that another is to be part of."""

    into: Annotated[
        str, Field(min_length=1, max_length=MAX_NAME, description="its slug")
    ]


class SentRetraction(_Body):
    """A reason to withdraw an article."""

    reason: Annotated[
        str,
        Field(max_length=1_000),
        AfterValidator(_visible),
        AfterValidator(xml_legal),
    ]
    legal: Annotated[bool, Field(description="answer 451 instead of 410")] = False
