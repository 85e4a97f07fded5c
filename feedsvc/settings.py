"""Settings: one frozen, validated object, read once by the composition root.

A TOML file (`feedsvc.toml`, or the file that `FEEDSVC_CONFIG` names), then `FEEDSVC_*`
environment variables over it; nested keys take two underscores:
`FEEDSVC_IMPORT__LEGACY_URL`. `config/feedsvc.example.toml` lists every key.
"""

import os
import re
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from feedsvc.errors import InvalidSettings
from feedsvc.model.links import Links

DEFAULT_FILE = "feedsvc.toml"
_KEY = re.compile(r"\w+")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PAGE = re.compile(
    rf"https?://({_HOST.pattern})([/?#][\w.~!$&'()*+,;=:@%/?#-]*)?", re.ASCII
)


def _origin(url: str) -> str:
    """`scheme://host[:port]` and nothing else, so that paths can simply be appended."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        raise ValueError("must be http:// or https:// and a host")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must have no path behind the host")
    return f"{parts.scheme}://{parts.netloc}"


def _optional_origin(url: str) -> str:
    return _origin(url) if url else ""


def _optional_page(url: str) -> str:
    if url and not _PAGE.fullmatch(url):
        raise ValueError("must be http:// or https://, a host, and an encoded path")
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is no zone of the IANA database") from None
    return name


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("must begin sqlite:/// or postgresql://")
    if urlsplit(url).netloc.count("@") > 1:  # part of it would be taken for a host
        raise ValueError("has an @ in its password, which is written %40")
    return url


def _printable(title: str) -> str:
    if not title.strip() or not title.isprintable():
        raise ValueError("must be printable text")
    return title.strip()


def _hour_part(seconds: int) -> int:
    if seconds % 60 or 3600 % seconds:
        raise ValueError("must be whole minutes that divide an hour")
    return seconds


def _networks(given: object) -> tuple[IPv4Network | IPv6Network, ...]:
    names = given if isinstance(given, list | tuple) else [given]
    networks = []
    for name in names:
        try:
            network = ip_network(str(name))
        except ValueError:
            raise ValueError(f"must be networks such as 10.0.0.0/8: {name}") from None
        if not network.prefixlen:
            raise ValueError(f"would trust every address: {name}")
        networks.append(network)
    return tuple(networks)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportSettings(_Table):
    """How an archive is read."""

    legacy_url: Annotated[str, AfterValidator(_optional_origin)] = ""
    source_aliases: dict[str, str] = Field(default_factory=dict)
    workers: Annotated[int, Field(ge=0, le=64)] = 0  # processes; 0: one a core


class ServeSettings(_Table):
    """Where and how `feedsvc serve` listens."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    threads: Annotated[int, Field(ge=1, le=256)] = 8
    trusted_proxy: str = ""  # the one address whose X-Forwarded-* are believed


class FeedSettings(_Table):
    """How feeds are cached."""

    # Said by Cache-Control, RSS's ttl and sy: alike, which only a divisor of 3600 can be.
    max_age_s: Annotated[int, Field(ge=60, le=3600), AfterValidator(_hour_part)] = 300
    cache_bytes: Annotated[int, Field(ge=0)] = 64 * 1024 * 1024


class ShareSettings(_Table):
    """How share links answer."""

    status: Literal[301, 302, 307, 308] = 301  # of the redirect to an article


class CardSettings(_Table):
    """The pictures beside shared links."""

    copy_pictures: bool = True  # articles' own, fetched from where they are
    ahead_days: Annotated[int, Field(ge=0, le=3650)] = 3
    store_bytes: Annotated[int, Field(ge=0)] = 1024**3


class WechatSettings(_Table):
    """The account under which WeChat lets pages say how they are shared."""

    app_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{0,64}$")] = ""
    # Held against the other even where it is left out.
    app_secret: Annotated[SecretStr, Field(validate_default=True)] = SecretStr("")

    @field_validator("app_secret")
    @classmethod
    def _come_together(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        app_id = info.data.get("app_id")  # missing where it was wrong itself
        if app_id is not None and bool(app_id) != bool(secret.get_secret_value()):
            raise ValueError("goes with wechat.app_id: both are given, or none")
        return secret


class OutboundSettings(_Table):
    """What may be fetched from other hosts."""

    # Private networks that may be asked in spite of being private, as 10.0.0.0/8.
    trusted_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)
    ] = ()


class Settings(BaseSettings):
    """Every setting, with its default; a wrong one raises InvalidSettings on load."""

    model_config = SettingsConfigDict(
        env_prefix="FEEDSVC_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
    )

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/feedsvc.db"
    # Empty: where `serve` listens, which suits nobody but the person at the machine.
    base_url: Annotated[str, AfterValidator(_optional_origin)] = ""
    site_title: Annotated[str, AfterValidator(_printable)] = "财经新闻"
    site_description: str = ""
    language: Literal["zh-CN", "en"] = "zh-CN"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    terms_url: Annotated[str, AfterValidator(_optional_page)] = ""
    import_: Annotated[
        ImportSettings,
        # `import` is a keyword here, a table's name in the file, and prefixed outside.
        Field(validation_alias=AliasChoices("FEEDSVC_IMPORT", "import")),
    ] = ImportSettings()
    serve: ServeSettings = ServeSettings()
    feeds: FeedSettings = FeedSettings()
    share: ShareSettings = ShareSettings()
    cards: CardSettings = CardSettings()
    wechat: WechatSettings = WechatSettings()
    outbound: OutboundSettings = OutboundSettings()

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return ZoneInfo(self.timezone)

    @property
    def links(self) -> Links:
        """The site's addresses."""
        base_url = self.base_url or f"http://{self.serve.host}:{self.serve.port}"
        legacy_url, terms_url = self.import_.legacy_url, self.terms_url
        return Links(base_url, legacy_url, self.site_title, terms_url=terms_url)

    def listening(self, **given: str | int | None) -> "Settings":
        """The same with what is given of `serve` in place of the configured."""
        known = {name: value for name, value in given.items() if value is not None}
        return self.model_copy(update={"serve": self.serve.model_copy(update=known)})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings' signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks the file, whose values come in as arguments."""
        return env_settings, init_settings


def load_settings() -> Settings:
    """The settings of this process's configuration file and environment.

    Raises:
        InvalidSettings: names the first key that is wrong, and says why.
    """
    values = _read_file()
    _refuse_unknown_variables()
    try:
        return Settings(**values)
    except SettingsError as error:
        raise InvalidSettings("FEEDSVC_*", str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        # Behind a union pydantic names its own branches, which are nobody's keys.
        parts = takewhile(lambda part: _KEY.fullmatch(str(part)), first["loc"])
        key = ".".join(map(str, parts)).removeprefix("FEEDSVC_")
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = "is not a setting"
        raise InvalidSettings(key.replace("IMPORT", "import"), reason) from None


def _read_file() -> dict[str, Any]:
    named = os.environ.get("FEEDSVC_CONFIG")
    path = Path(named or DEFAULT_FILE)
    if not named and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"cannot read {path}: {error.strerror}"
        raise InvalidSettings("FEEDSVC_CONFIG", reason) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings(str(path), f"is not TOML: {error}") from None


def _refuse_unknown_variables() -> None:
    """A misspelt variable is a setting that silently does not apply."""
    tables: dict[str, type[BaseModel]] = {
        "IMPORT": ImportSettings,
        "SERVE": ServeSettings,
        "FEEDS": FeedSettings,
        "SHARE": ShareSettings,
        "CARDS": CardSettings,
        "WECHAT": WechatSettings,
        "OUTBOUND": OutboundSettings,
    }
    known = {f"FEEDSVC_{name.upper()}" for name in Settings.model_fields}
    known |= {
        f"FEEDSVC_{table}__{name.upper()}"
        for table, model in tables.items()
        for name in model.model_fields
    }
    known |= {"FEEDSVC_CONFIG", "FEEDSVC_IMPORT"}
    for name in sorted(os.environ):
        if (
            name.startswith("FEEDSVC_")
            and name not in known
            and not name.startswith("FEEDSVC_TEST_")
        ):
            raise InvalidSettings(name, "is not a setting")
