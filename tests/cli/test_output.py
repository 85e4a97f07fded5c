"""Output: what becomes of commands whose output cannot be encoded, or written at all."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.posts import Post, write_archive
from tests.support.process import COMMAND, child_environment, run_feedsvc

ASCII = {
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "ascii",
}
POST = Post(stem="2026-11-01-202611010000000001", title="滨江", date="2026-11-01")
LINES = [
    ["stats"],
    ["token", "list"],
    ["token", "create", "--scope", "read:stats", "--name", "spare"],
    ["doctor"],
    ["archives"],
    ["db", "upgrade"],
    ["--help"],
]


@pytest.fixture(scope="module")
def _site(_migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an article and a token, whose names are Chinese, to copy."""
    folder = tmp_path_factory.mktemp("site")
    file = Path(shutil.copy(_migrated_sqlite, folder / "site.db"))
    archive = write_archive(folder / "archive", [POST])
    token = ("token", "create", "--scope", "read:stats", "--name", "值班")
    for line in (("import", archive, "--name", "a"), token):
        settings = {"FEEDSVC_DATABASE_URL": f"sqlite:///{file}"}
        done = run_feedsvc(*line, settings=settings, folder=folder)
        assert done.returncode == 0
    return file


@pytest.fixture
def settings(_site: Path, tmp_path: Path) -> dict[str, str]:
    """A copy of that site, with its archive beside it."""
    write_archive(tmp_path / "archive", [POST])
    copy = shutil.copy(_site, tmp_path / "site.db")
    return {"FEEDSVC_DATABASE_URL": f"sqlite:///{copy}"}


def run_in_shell(
    redirected: str, *line: str, settings: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command with its streams redirected as `sh` does."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirected}', "sh", *COMMAND, *line],  # noqa: S607
        env=child_environment(settings),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "encoding"),
    [*((line, "ascii") for line in LINES), (LINES[1], "gbk:strict")],
)
def test_no_encoding_is_too_small(
    settings: dict[str, str], tmp_path: Path, line: list[str], encoding: str
) -> None:
    """What it lacks is escaped, on both streams."""
    variables = settings | ASCII | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [*COMMAND, *line],
        env=child_environment(variables),
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    if line == LINES[1]:
        name = "值班".encode(encoding.partition(":")[0], "backslashreplace")
        assert name in done.stdout


def test_an_import_sums_up_in_ascii(settings: dict[str, str], tmp_path: Path) -> None:
    """And rejects by name."""
    (tmp_path / "archive/_posts/2026-11-02-坏.md").write_bytes(b"---\n\xff\n---\n")
    variables = settings | ASCII
    done = run_feedsvc(
        "import", "archive", "--name", "a", settings=variables, folder=tmp_path
    )
    assert done.returncode == 0
    assert r"read 2 \xb7 new 0" in done.stdout
    assert r"2026-11-02-\u574f.md" in done.stderr


@pytest.mark.parametrize(
    ("line", "redirected", "reason"),
    [
        *((line, ">/dev/full", "No space left on device") for line in LINES),
        (LINES[0], ">&-", "Bad file descriptor"),
    ],
)
def test_an_output_that_takes_nothing_is_one_line(
    settings: dict[str, str],
    tmp_path: Path,
    line: list[str],
    redirected: str,
    reason: str,
) -> None:
    """And an exit status of 1."""
    done = run_in_shell(redirected, *line, settings=settings, folder=tmp_path)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("feedsvc: ")
    assert last.endswith(f"standard output cannot be written: {reason}")
    assert len(done.stderr.splitlines()) == 1 + (line == LINES[2])  # it has a note


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(
    settings: dict[str, str], tmp_path: Path, line: list[str]
) -> None:
    """As SIGPIPE ends other commands: a shell sees 141."""
    with subprocess.Popen(
        [*COMMAND, *line],
        env=child_environment(settings),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 141
    assert "feedsvc: " not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("redirected", [">/dev/full", ">&-"])
def test_an_import_that_stored_all_says_so(
    settings: dict[str, str], tmp_path: Path, redirected: str
) -> None:
    """By its exit status, and on standard error."""
    line = ("import", "archive", "--name", "a")
    done = run_in_shell(redirected, *line, settings=settings, folder=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("feedsvc: read 1 · new 0")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("redirected", ["2>/dev/full", "2>&-", "2>&- <&- >&-"])
def test_an_import_needs_nobody_to_read_its_log(
    settings: dict[str, str], tmp_path: Path, redirected: str
) -> None:
    """What was rejected cannot be said, and is stored all the same."""
    (tmp_path / "archive/_posts/2026-11-02-坏.md").write_bytes(b"---\n\xff\n---\n")
    line = ("import", "archive", "--name", "a")
    done = run_in_shell(redirected, *line, settings=settings, folder=tmp_path)
    assert done.returncode == 0
    fit = run_feedsvc("doctor", settings=settings, folder=tmp_path)
    assert fit.returncode == 0


@pytest.mark.parametrize(
    "line",
    [["retract", "NW202611010000000001", "--reason"], ["rename", "gundong", "--title"]],
    ids=" ".join,
)
def test_bytes_that_are_no_text_are_a_wrong_usage(
    settings: dict[str, str], tmp_path: Path, line: list[str]
) -> None:
    """Where a text is wanted that is stored."""
    done = subprocess.run(
        [*COMMAND, *line, b"\xff"],
        env=child_environment(settings),
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert b"is not text" in done.stderr
