"""Errors, by name; this module knows nothing of HTTP, SQL or the terminal.

Each error carries fields, and its message is made from them: `site.errors` maps classes
to statuses and `cli` prints the message as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedsvcError(Exception):
    """Root of every error that feedsvc raises on purpose."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The message, one line for each thing that is wrong."""
        return (str(self),)


@dataclass(frozen=True, slots=True)
class WrongSetting:
    """One setting that is missing, unknown or out of range.

    Attributes:
        key: as it is written in the file; a variable's name if that is no setting.
        place: the file or variable that it was read from, if it is given at all.
        value: as it was given; empty if it may be a secret.
    """

    key: str
    reason: str
    place: str = ""
    value: str = ""

    def __str__(self) -> str:
        said = ": ".join(part for part in (self.place, self.value) if part)
        return f"setting {self.key}: {self.reason}" + (f" ({said})" if said else "")


class InvalidSettings(FeedsvcError):
    """Settings are wrong; all of them are named."""

    def __init__(self, wrong: Sequence[WrongSetting]) -> None:
        super().__init__("\n".join(map(str, wrong)))
        self.wrong = tuple(wrong)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each setting."""
        return tuple(map(str, self.wrong))


class UnreadablePost(FeedsvcError):
    """A file of the archive cannot become an article; the import goes on without it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # The default rebuilds from `args`, and this error crosses process borders.
        return type(self), (self.path, self.reason)


class ArchiveNotFound(FeedsvcError):
    """The folder to import does not exist, or holds no folder of posts."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ArchiveUnknown(FeedsvcError):
    """No archive was ever imported under this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no archive: {name}; `feedsvc archives` lists them")
        self.name = name


class ArchiveNameTaken(FeedsvcError):
    """The name already belongs to another archive."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is an archive named {name} already")
        self.name = name


class SyncUnderWay(FeedsvcError):
    """The archive is followed by another process already."""

    def __init__(self, name: str, pid: int, host: str, since: datetime) -> None:
        super().__init__(
            f"{name}: process {pid} on {host} has followed it since "
            f"{since:%Y-%m-%d %H:%M} UTC"
        )
        self.name = name
        self.pid = pid
        self.host = host
        self.since = since


class WatchFailed(FeedsvcError):
    """A folder's changes cannot be heard of."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DecisionFileUnusable(FeedsvcError):
    """A file of decisions cannot be written or read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NotFound(FeedsvcError):
    """No such thing was ever here: an article, a stream, a day, a sitemap.

    Attributes:
        kind: of thing, as one says it.
        name: as it was asked for.
    """

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"no {kind}: {name}")
        self.kind = kind
        self.name = name


class ArticleNotFound(NotFound):
    """No article has this info code."""

    def __init__(self, code: str) -> None:
        super().__init__("article", code)


class StreamNotFound(NotFound):
    """No category or source has this slug, which is the name."""


class StreamRetired(StreamNotFound):
    """A category was retired: it has no page and no feeds.

    Attributes:
        since: when it was; aware UTC.
    """

    def __init__(self, kind: str, name: str, since: datetime) -> None:
        super().__init__(kind, name)
        self.since = since


class DecisionRefused(FeedsvcError):
    """A decision contradicts the state that its subject is in, or is not said in full.

    Attributes:
        subject: an article's info code, a category's slug, or a person's name.
    """

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(f"{subject}: {reason}")
        self.subject = subject
        self.reason = reason


class TokenNotFound(FeedsvcError):
    """No token has this prefix."""

    def __init__(self, prefix: str) -> None:
        # Cut: somebody may have given a token where its prefix was asked for.
        super().__init__(f"no token: {prefix[:16]}")
        self.prefix = prefix


class PartnerNotFound(FeedsvcError):
    """No partner has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no partner: {name}; `feedsvc partner list` shows them")
        self.name = name


class PartnerNameTaken(FeedsvcError):
    """The name already belongs to another partner."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is a partner named {name} already")
        self.name = name


class TooManyTokens(FeedsvcError):
    """A name has two live tokens already: one in use, and one to change over to."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has two live tokens: revoke one of them first")
        self.name = name


class TokenRefused(FeedsvcError):
    """A request brought no token, or none that opens what it asked for."""


class CategoryForbidden(FeedsvcError):
    """A token may not write in these categories."""

    def __init__(self, categories: Sequence[str]) -> None:
        super().__init__(f"not in its categories: {', '.join(categories)}")
        self.categories = tuple(categories)


class PreconditionFailed(FeedsvcError):
    """An article is not as the sender of a change believes it to be.

    Attributes:
        code: the article's info code.
        revision: as it is; None if there is no such article.
    """

    def __init__(self, code: str, revision: int | None) -> None:
        super().__init__(f"{code}: is at revision {revision or 'none'}")
        self.code = code
        self.revision = revision


class SubmissionRefused(FeedsvcError):
    """An article that was sent cannot be stored.

    Attributes:
        code: its info code.
        reason: for the sender.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class ArticlePurged(FeedsvcError):
    """An article was erased for good, and is not stored again."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code}: was purged")
        self.code = code


class Failure(StrEnum):
    """Reason of a failed fetch: all those that `FetchFailed` gives.

    Until a connection stands there is only one, so that none tells of a private network
    which names and addresses there are in it.
    """

    REFUSED = "not a URL that is fetched"
    UNREACHABLE = "cannot be reached"
    TOO_SLOW = "took too long"
    BROKEN = "broke off, or was no HTTP or no TLS that is trusted"
    NOT_OK = "answered with another status than 200"
    TOO_LARGE = "is too large"


class FetchFailed(FeedsvcError):
    """A URL of another site was not fetched: refused by our rules, or by the other side.

    The reason names a kind of failure and nothing that the other side said.
    """

    def __init__(self, url: str, reason: Failure) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class SubscriptionRefused(FeedsvcError):
    """A hub takes no such subscription; the reason is for the subscriber to read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooManyIntents(SubscriptionRefused):
    """A host is to be asked about too many subscriptions already."""


class SecretsUnavailable(SubscriptionRefused):
    """A secret cannot be kept: the hub has no key to seal it with."""


class ForeignUrl(FeedsvcError):
    """A URL is no address of this site, and so nothing that is signed here."""


class SigningUnavailable(FeedsvcError):
    """WeChat gave nothing to sign with; it is asked again later."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"WeChat gives no ticket; ask in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class PictureUnusable(FeedsvcError):
    """Bytes are no picture, or none that can stand in a card."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseUnusable(FeedsvcError):
    """The database cannot be reached, is not migrated, or its library is unsafe.

    Attributes:
        reason: for the operator; may name hosts, users and paths.
        told: as much of it as anybody may read; empty for nothing.
    """

    def __init__(self, reason: str, told: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


class DatabaseFull(DatabaseUnusable):
    """The disk has no room left; the database can still be read."""


class DatabaseReplaced(DatabaseUnusable):
    """The file of the database is not the one that was opened."""


class ClockWrong(DatabaseUnusable):
    """The machine's clock is clearly wrong: nothing is written with its time."""

    def __init__(self, now: datetime, newest: datetime, *, is_ahead: bool) -> None:
        compared = "years after" if is_ahead else "before"
        advice = "set it; `feedsvc doctor --trust-clock` if it is right"
        super().__init__(
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, {compared} this version was made "
            f"and the newest change here ({newest:%Y-%m-%d %H:%M} UTC): "
            + (advice if is_ahead else "set it"),
            told="its clock is wrong",
        )
        self.now = now
        self.newest = newest


class CannotListen(FeedsvcError):
    """The address to serve on is taken, or is none of this machine's."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host} port {port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


class BackupFailed(FeedsvcError):
    """A backup could not be written, or what was written did not check out."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
