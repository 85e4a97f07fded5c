"""Types of calls that do not concern the publishing of articles, for the API's document."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from feedsvc.model.import_run import RunState

_Texts = Annotated[list[str], Field(max_length=100)]


class Questions(BaseModel):
    """Codes or links, but not both."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["codes"]}, {"required": ["urls"]}]}
    )

    codes: _Texts = []
    urls: _Texts = []


class ResolvedCredit(BaseModel):
    """A party whom an article credits."""

    role: str
    label: str
    name: str
    url: str | None = None
    evidence: str


class Resolved(BaseModel):
    """Answer for a code; what follows the code depends on the status."""

    status: Literal["found", "retracted", "unknown", "malformed"]
    code: str | None = None
    url: str | None = None
    share_url: str | None = None
    title: str | None = None
    published: Annotated[str | None, Field(description="moment, or a day alone")] = None
    credits: list[ResolvedCredit] | None = None
    merged_from: str | None = None
    since: str | None = None
    legal: bool | None = None


class ManyResolved(BaseModel):
    """Answers in the order of the questions."""

    results: list[Resolved]


class Import(BaseModel):
    """An import of an archive."""

    number: int
    archive: str
    command: str
    state: RunState
    failure: str | None
    began: str
    ended: str | None
    seconds: float
    done: int | None
    total: int | None
    counts: dict[str, int]
    reported: int


class Imports(BaseModel):
    """Imports, newest first; `before` leads on to the older ones."""

    imports: list[Import]
    before: int | None


class ImportOf(Import):
    """An import, with what it reported."""

    reports: list[dict[str, object]]


class Signature(BaseModel):
    """Parameters of WeChat's `wx.config`."""

    appId: str  # noqa: N815 - WeChat's name
    timestamp: int
    nonceStr: str  # noqa: N815 - likewise
    signature: str


class OEmbed(BaseModel):
    """A frame (oEmbed 1.0)."""

    version: Literal["1.0"]
    type: Literal["rich"]
    title: str
    html: str
    width: int
    height: int
    provider_name: str
    provider_url: str
    cache_age: int
