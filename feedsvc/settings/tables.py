"""Tables: every setting with its type, its bounds and its default."""

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from feedsvc.model.links import HUB_PATH, Links
from feedsvc.settings import values


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportSettings(_Table):
    """Settings for reading archives."""

    legacy_url: Annotated[str, AfterValidator(values.optional_origin)] = ""
    source_aliases: dict[str, str] = Field(default_factory=dict)
    outlets: str = ""  # titles of categories that are outlets, separated by commas
    infer_outlets: bool = True  # a category named like a credited source is one
    workers: Annotated[int, Field(ge=0, le=64)] = 0  # processes; 0: one a core
    # Of a file that posts show or link to, and that comes in with them; 0: none does.
    max_media_bytes: Annotated[int, Field(ge=0, le=2**31)] = 64 * 1024 * 1024

    @property
    def worker_count(self) -> int:
        """Number of processes that parse posts."""
        return self.workers or values.usable_cores()


class ServeSettings(_Table):
    """Settings for the address and threads of `feedsvc serve`."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    threads: Annotated[int, Field(ge=1, le=256)] = 8
    processes: Annotated[int, Field(ge=0, le=64)] = 0  # 0: one for each core
    # Proxies whose X-Forwarded-For is believed, separated by commas; empty: those on
    # this machine, if the server listens to no other.
    trusted_proxy: Annotated[str, BeforeValidator(values.proxies)] = ""

    @property
    def process_count(self) -> int:
        """Number of processes that answer requests."""
        return self.processes or values.usable_cores()


class FeedSettings(_Table):
    """Settings for caching feeds."""

    # Said by Cache-Control, RSS's ttl and sy: alike, which only a divisor of 3600 can be.
    max_age_s: Annotated[
        int, Field(ge=60, le=3600), AfterValidator(values.hour_part)
    ] = 300
    cache_bytes: Annotated[int, Field(ge=0)] = 32 * 1024 * 1024


class ShareSettings(_Table):
    """Settings for answering share links."""

    status: Literal[301, 302, 307, 308] = 301  # of the redirect to an article


class EmbedSettings(_Table):
    """Settings for frames on other sites' pages."""

    public: bool = True  # False: only under the key of a partner


class CardSettings(_Table):
    """The pictures beside shared links."""

    copy_pictures: bool = True  # articles' own, fetched from where they are
    ahead_days: Annotated[int, Field(ge=0, le=3650)] = 3
    store_bytes: Annotated[int, Field(ge=0)] = 1024**3


class WechatSettings(_Table):
    """The account under which WeChat lets pages say how they are shared."""

    app_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{0,64}$")] = ""
    # Checked against the other even if it is left out.
    app_secret: Annotated[SecretStr, Field(validate_default=True)] = SecretStr("")

    @field_validator("app_secret")
    @classmethod
    def _come_together(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        app_id = info.data.get("app_id")  # missing if it was itself invalid
        if app_id is not None and bool(app_id) != bool(secret.get_secret_value()):
            raise ValueError("goes with wechat.app_id: both are given, or none")
        return secret


class WebsubSettings(_Table):
    """The hub that feeds name, at which readers subscribe."""

    hub: Annotated[str, AfterValidator(values.hub)] = values.OWN_HUB
    # Subscribers' secrets are sealed with it; empty: with a file beside SQLite's own.
    key: Annotated[SecretStr, AfterValidator(values.sealing_key)] = SecretStr("")

    @property
    def is_own(self) -> bool:
        """True if the site is its own hub."""
        return self.hub == values.OWN_HUB

    def url(self, own: str) -> str:
        """URL of the hub that feeds name, which is `own` if it is ours; empty for none."""
        return {values.OWN_HUB: own, values.NO_HUB: ""}.get(self.hub, self.hub)


class OutboundSettings(_Table):
    """Settings for fetching from other hosts."""

    # Private networks that may be reached all the same, such as 10.0.0.0/8.
    trusted_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...], BeforeValidator(values.networks)
    ] = ()


class Settings(_Table):
    """Every setting, with its default; a wrong one raises InvalidSettings on load."""

    # Shown by nothing: it may hold a password.
    database_url: Annotated[str, AfterValidator(values.database), Field(repr=False)] = (
        "sqlite:///var/feedsvc.db"
    )
    # Empty means http://{serve.host}:{serve.port}: for local use only.
    base_url: Annotated[str, AfterValidator(values.optional_origin)] = ""
    site_title: Annotated[str, AfterValidator(values.printable)] = "财经新闻"
    site_description: str = ""
    language: Annotated[str, AfterValidator(values.language)] = "zh-CN"
    timezone: Annotated[str, AfterValidator(values.zone)] = "Asia/Shanghai"
    terms_url: Annotated[str, AfterValidator(values.optional_page)] = ""
    # `import` is a keyword here, and a table's name everywhere else.
    import_: Annotated[ImportSettings, Field(validation_alias="import")] = (
        ImportSettings()
    )
    serve: ServeSettings = ServeSettings()
    feeds: FeedSettings = FeedSettings()
    share: ShareSettings = ShareSettings()
    embed: EmbedSettings = EmbedSettings()
    cards: CardSettings = CardSettings()
    wechat: WechatSettings = WechatSettings()
    websub: WebsubSettings = WebsubSettings()
    outbound: OutboundSettings = OutboundSettings()

    @model_validator(mode="after")
    def _fit_the_language(self) -> Self:
        """Take other defaults where the language is not Chinese; they count as not set."""
        for name, value in values.defaults_of(self.language).items():
            if name not in self.model_fields_set:
                self.__dict__[name] = value
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return ZoneInfo(self.timezone)

    @property
    def links(self) -> Links:
        """The site's addresses."""
        host = self.serve.host
        shown = f"[{host}]" if ":" in host else host  # RFC 3986 §3.2.2
        base_url = self.base_url or f"http://{shown}:{self.serve.port}"
        legacy_url, terms_url = self.import_.legacy_url, self.terms_url
        return Links(
            base_url,
            legacy_url,
            self.site_title,
            terms_url=terms_url,
            hub_url=self.websub.url(f"{base_url}{HUB_PATH}"),
        )

    def listening(self, **given: str | int | None) -> "Settings":
        """A copy with these `serve` options overriding the configured ones."""
        known = {name: value for name, value in given.items() if value is not None}
        return self.model_copy(update={"serve": self.serve.model_copy(update=known)})
