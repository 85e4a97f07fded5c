"""What the tests of this package share: a record of every connection attempted."""

import sys
from collections.abc import Iterator

import pytest

_attempts: list[object] = []


def _record(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        _attempts.append(arguments[1])


sys.addaudithook(_record)


@pytest.fixture
def attempts() -> Iterator[list[object]]:
    """The addresses that this process tries to connect to, whatever comes of it."""
    _attempts.clear()
    yield _attempts
    _attempts.clear()
