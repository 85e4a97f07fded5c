"""The seal: its key from a setting or a file, and what becomes of it in trouble."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedsvc.errors import SecretsUnavailable
from feedsvc.services.websub.seal import Seal


def test_a_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path):
    """Several processes that need it first agree."""
    file = tmp_path / "feedsvc.db.key"
    seals = [Seal("", file) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda seal: seal.close("秘密"), seals))
    assert {Seal("", file).open(each) for each in sealed} == {"秘密"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [None, b"", b"a" * 10, b"\xff" * 64])
def test_without_a_whole_key_nothing_is_sealed(tmp_path: Path, content: bytes | None):
    """A file that was cut short would be a key that anybody can guess."""
    file = tmp_path / "feedsvc.db.key"
    if content is not None:
        file.write_bytes(content)
    seal = Seal("", file if content is not None else None)
    with pytest.raises(SecretsUnavailable):
        seal.close("x")
    assert seal.open(Seal("k" * 32, None).close("x")) is None


def test_a_folder_that_cannot_be_written_is_no_error_of_ours(tmp_path: Path):
    """Its reason is for the subscriber, and names no path."""
    with pytest.raises(SecretsUnavailable, match="subscribe without one"):
        Seal("", tmp_path / "nowhere" / "feedsvc.db.key").close("x")
