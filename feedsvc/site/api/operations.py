"""Operations: each call of the API, as its document describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from feedsvc.model.token import Scope
from feedsvc.site.api import answers, bodies, others


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a path, a query or a header."""

    name: str
    about: str
    place: Literal["path", "query", "header"] = "query"
    is_required: bool = False
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})


@dataclass(frozen=True, slots=True)
class Operation:
    """A call.

    Attributes:
        path: as in OpenAPI, with `{name}`.
        scopes: any of which a token must have; none where everybody may call.
        body: of the request, JSON.
        answer: of success.
        refusals: statuses of problems beside those that any call may have.
        media_types: of the answer.
    """

    method: Literal["get", "put", "post", "patch", "delete"]
    path: str
    summary: str
    answer: type[BaseModel] | None
    scopes: tuple[Scope, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = ()
    media_types: tuple[str, ...] = ("application/json",)


_CODE = Parameter(
    "code",
    "info code, in either case",
    "path",
    is_required=True,
    schema={"type": "string", "pattern": "^[A-Za-z0-9_-]{4,64}$"},
)
_GUARDS = (
    Parameter("If-Match", "tag that the article must have, or *", "header"),
    Parameter("If-None-Match", "* if there must be no such article yet", "header"),
)
_BOOLEAN = {"type": "string", "enum": ["true", "false"]}
_READ = (Scope.READ_ARTICLES, Scope.WRITE_ARTICLES)
_WRITE = (Scope.WRITE_ARTICLES,)
_ARTICLE = "/api/v1/articles/{code}"
_STORING = (400, 403, 409, 412, 413, 415, 422, 451, 507)
_DECIDING = (403, 404, 409, 412, 507)
_SLUG = Parameter("slug", "that it has or had", "path", is_required=True)
_CATEGORY = "/api/v1/categories/{slug}"
_READ_CATEGORIES = (*_READ, Scope.WRITE_CATEGORIES)
_KEEP = (Scope.WRITE_CATEGORIES,)
_SOURCE = "/api/v1/sources/{slug}"
_READ_SOURCES = (*_READ, Scope.WRITE_SOURCES)
_TEND = (Scope.WRITE_SOURCES,)
_TENDING = (400, 403, 404, 409, 413, 415, 422, 507)

OPERATIONS = (
    Operation(
        "post", "/api/v1/articles", "Store a new article", answers.Article, _WRITE,
        body=bodies.SentArticle, statuses=(201,), refusals=_STORING,
    ),
    Operation(
        "get", _ARTICLE, "Read an article in any state", answers.Article, _READ,
        (_CODE, Parameter("If-None-Match", "known tag", "header")),
        statuses=(200, 304), refusals=(404, 410, 412, 451),
    ),
    Operation(
        "put", _ARTICLE, "Store an article under its code", answers.Article, _WRITE,
        (_CODE, *_GUARDS), bodies.SentArticle, (200, 201), (*_STORING, 404),
    ),
    Operation(
        "delete", _ARTICLE, "Withdraw an article", answers.Article, _WRITE,
        (
            _CODE,
            Parameter("reason", "for the newsroom alone", is_required=True, schema={"type": "string", "maxLength": 1_000, "pattern": r"\S"}),
            Parameter("legal", "answer 451 instead of 410", schema=_BOOLEAN),
            *_GUARDS,
        ),
        refusals=(*_DECIDING, 400, 422),
    ),
    Operation(
        "post", f"{_ARTICLE}/restore", "Bring back an article", answers.Article, _WRITE,
        (_CODE, *_GUARDS), refusals=_DECIDING,
    ),
    Operation(
        "post", f"{_ARTICLE}/merge", "Let another article answer for this one",
        answers.Article, _WRITE, (_CODE, *_GUARDS), bodies.SentMerger,
        refusals=(*_DECIDING, 400, 413, 415, 422),
    ),
    Operation(
        "get", f"{_ARTICLE}/history", "Read what was done to an article",
        answers.History, _READ, (_CODE,), refusals=(404,),
    ),
    Operation(
        "post", "/api/v1/articles/batch", "Store up to 500 articles",
        answers.BatchResults, _WRITE, body=bodies.SentBatch,
        refusals=(400, 413, 415, 422, 507),
    ),
    Operation(
        "post", "/api/v1/drafts/check", "See what would come of an article",
        answers.Check, _WRITE, body=bodies.SentDraft,
        refusals=(400, 403, 404, 409, 413, 415, 422, 451),
    ),
    Operation(
        "get", "/api/v1/categories", "List categories", answers.Categories,
        _READ_CATEGORIES,
    ),
    Operation(
        "get", _CATEGORY, "Read what is known of a category", answers.Category,
        _READ_CATEGORIES, (_SLUG,), refusals=(404,),
    ),
    Operation(
        "patch", _CATEGORY, "Give a category another slug, title or description",
        answers.Category, _KEEP, (_SLUG,), bodies.SentCategory, refusals=_TENDING,
    ),
    Operation(
        "delete", _CATEGORY, "Retire a category", answers.Category, _KEEP, (_SLUG,),
        refusals=(403, 404, 507),
    ),
    Operation(
        "post", f"{_CATEGORY}/restore", "Open a retired category again",
        answers.Category, _KEEP, (_SLUG,), refusals=(403, 404, 507),
    ),
    Operation(
        "get", "/api/v1/sources", "List sources", answers.Sources, _READ_SOURCES,
    ),
    Operation(
        "get", _SOURCE, "Read what is known of a source", answers.Source,
        _READ_SOURCES, (_SLUG,), refusals=(404,),
    ),
    Operation(
        "patch", _SOURCE, "Give a source another title or page", answers.Source,
        _TEND, (_SLUG,), bodies.SentSource, refusals=_TENDING,
    ),
    Operation(
        "post", f"{_SOURCE}/aliases", "Let a further name mean a source",
        answers.Source, _TEND, (_SLUG,), bodies.SentAlias, refusals=_TENDING,
    ),
    Operation(
        "post", f"{_SOURCE}/merge", "Make a source part of another", answers.Source,
        _TEND, (_SLUG,), bodies.SentSourceMerger, refusals=_TENDING,
    ),
    Operation(
        "get", "/api/v1/changes", "Follow what changes on the site", answers.Changes,
        (Scope.READ_CHANGES,), (
            Parameter("since", "revision, or what `next` was; 0 for all", schema={"type": "string", "pattern": r"^\d{1,18}(\.[01]\.\d{1,18})?$"}),
            Parameter("limit", "changes", schema={"type": "integer", "minimum": 1, "maximum": 100}),
            Parameter("wait", "seconds to wait if there is none", schema={"type": "integer", "minimum": 1, "maximum": 20}),
            Parameter("content", "`none` leaves out what articles say", schema={"type": "string", "enum": ["whole", "none"]}),
        ),
        refusals=(409,),
    ),
    Operation(
        "get", "/api/v1/resolve", "See where a code or a pasted link leads",
        others.Resolved, parameters=(
            Parameter("code", "an info code, however damaged"),
            Parameter("url", "a link, or a text around one; instead of a code"),
        ),
        refusals=(400, 429),
    ),
    Operation(
        "post", "/api/v1/resolve", "See where up to 100 codes or links lead",
        others.ManyResolved, body=others.Questions, refusals=(400, 413, 415, 429),
    ),
    Operation(
        "get", "/api/v1/imports", "List imports, newest first", others.Imports,
        (Scope.READ_IMPORTS,), (
            Parameter("limit", "imports", schema={"type": "integer", "minimum": 1, "maximum": 1_000}),
            Parameter("before", "only those with smaller numbers", schema={"type": "integer", "minimum": 1}),
            Parameter("archive", "of this archive alone"),
        ),
        refusals=(400,),
    ),
    Operation(
        "get", "/api/v1/imports/{number}", "Read what an import reported",
        others.ImportOf, (Scope.READ_IMPORTS,), (
            Parameter("number", "of the import", "path", is_required=True, schema={"type": "integer", "minimum": 0}),
        ),
        refusals=(404,),
    ),
    Operation(
        "get", "/api/v1/wechat/signature", "Sign one of this site's pages for WeChat",
        others.Signature, parameters=(
            Parameter("url", "of the page", is_required=True),
        ),
        refusals=(400, 404),
    ),
    Operation(
        "get", "/oembed", "Get the frame for one of this site's pages", others.OEmbed,
        parameters=(
            Parameter("url", "of the page", is_required=True),
            Parameter("format", "of the answer", schema={"type": "string", "enum": ["json", "xml"]}),
            Parameter("maxwidth", "pixels that there is room for", schema={"type": "integer", "minimum": 1, "maximum": 999_999}),
            Parameter("maxheight", "pixels likewise", schema={"type": "integer", "minimum": 1, "maximum": 999_999}),
        ),
        refusals=(400, 403, 404, 501),
        media_types=("application/json", "text/xml"),
    ),
    Operation("get", "/api/v1/openapi.json", "Get this document", None),
)  # fmt: skip
