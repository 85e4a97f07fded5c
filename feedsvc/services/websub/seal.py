"""Seal: how subscribers' secrets are kept, so that a copy of the database gives none away.

The key is a setting, or a file beside SQLite's own, which no backup of the database holds.
"""

import hashlib
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from feedsvc.errors import SecretsUnavailable

_KEY_LENGTH = 64
_UNAVAILABLE = "This hub has no key to keep a hub.secret under: subscribe without one."


class Seal:
    """Seals secrets, and opens what was sealed under the same key."""

    def __init__(self, key: str, file: Path | None) -> None:
        """Prepare; nothing is read or written before a secret comes.

        Args:
            key: any long text; empty for the one of a file.
            file: that holds the key if none is given, made when it is first needed;
                None for none.
        """
        self._key = key
        self._file = file

    def close(self, secret: str) -> str:
        """A secret as it is kept.

        Raises:
            SecretsUnavailable: there is no key.
        """
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The secret; None if it was sealed under another key, or there is none."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except (InvalidToken, SecretsUnavailable):
            return None

    @cached_property
    def _fernet(self) -> Fernet:
        key = self._key or self._key_in_file()
        return Fernet(urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))

    def _key_in_file(self) -> str:
        if self._file is None:
            raise SecretsUnavailable(_UNAVAILABLE)
        try:
            if not self._file.exists():
                _write_key(self._file)
            key = self._file.read_text(encoding="ascii")
        except (OSError, UnicodeError) as error:
            raise SecretsUnavailable(_UNAVAILABLE) from error
        if len(key) < _KEY_LENGTH:  # cut short
            raise SecretsUnavailable(_UNAVAILABLE)
        return key


def _write_key(file: Path) -> None:
    """Write a new key that only its owner can read, unless another process has done so.

    It appears under its name whole, or not at all.
    """
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_KEY_LENGTH // 2))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
