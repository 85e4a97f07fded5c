"""Everything that can go wrong by name; knows nothing of HTTP, SQL or the terminal.

Each error carries fields, and its message is made from them: `web.problems` maps classes
to statuses and `cli` prints the message as it is.
"""


class FeedsvcError(Exception):
    """Root of every error that feedsvc raises on purpose."""


class InvalidSettings(FeedsvcError):
    """A setting is missing, unknown or out of range."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"setting {key}: {reason}")
        self.key = key
        self.reason = reason


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


class NotFound(FeedsvcError):
    """What was asked for was never here."""


class ArticleNotFound(NotFound):
    """No article has this info code or address."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no article: {key}")
        self.key = key


class StreamNotFound(NotFound):
    """No category or source has this slug."""

    def __init__(self, kind: str, slug: str) -> None:
        super().__init__(f"no {kind}: {slug}")
        self.kind = kind
        self.slug = slug


class DecisionRefused(FeedsvcError):
    """What a person asked of an article contradicts the state it is in."""

    def __init__(self, info_code: str, reason: str) -> None:
        super().__init__(f"{info_code}: {reason}")
        self.info_code = info_code
        self.reason = reason


class DatabaseUnusable(FeedsvcError):
    """The database cannot be reached, is not migrated, or its library is unsafe."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
