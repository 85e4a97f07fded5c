"""The commands: what each is called, what it takes, and what a wrong one is told."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc import __version__
from feedsvc.cli import main

Run = Callable[..., CompletedProcess[str]]

COMMANDS = (
    "db", "db upgrade", "serve", "worker", "doctor", "import", "rederive", "backup",
    "retract", "restore", "merge", "purge", "rename", "stats",
    "archives", "archives rename", "archives forget", "articles", "article", "files",
    "categories", "decisions", "decisions export", "decisions import",
    "token", "token create", "token list", "token revoke", "credits", "credits explain",
    "credits show", "credits set", "credits clear", "source", "source list",
    "source alias", "source merge", "source rename", "source url",
)  # fmt: skip


def test_help_names_every_command(feedsvc: Run) -> None:
    """And where settings come from; it needs no database and no setting."""
    done = feedsvc("--help", settings={"FEEDSVC_BASE_URL": "wrong"})
    assert done.returncode == 0
    for name in COMMANDS:
        assert f" {name.split()[0]} " in done.stdout
    assert "FEEDSVC_" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which says what it does in a sentence, and needs no database either."""
    with pytest.raises(SystemExit) as caught:
        main([*command.split(), "--help"])
    assert caught.value.code == 0
    usage, sentence, *_ = capsys.readouterr().out.split("\n\n")
    assert usage.startswith(f"Usage: feedsvc {command}")
    sentence = sentence.strip()
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """One number, in one place."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"feedsvc {__version__}\n"


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "db",
        "import",
        "import . --name=",
        "archives rename a",
        "articles --nonsense",
        "retract NW202611010000000001",
        "retract ! --reason x",
        "retract 财经 --reason x",
        "merge NW202611010000000001",
        "merge NW202611010000000001 --into x",
        "serve --port 65536",
        "serve --port -1",
        "serve --port 8o8o",
        "serve --threads 0",
        "serve --threads 257",
        "rename gundong --slug a/b",
        "rename gundong --slug 滚动",
        "backup",
        "stats --days 0",
        "stats --days 367",
        "stats --top x",
        "token",
        "token create",
        "token create --scope write:all",
        "token create --scope read:stats --expires 0d",
        "token create --scope read:stats --expires 90",
        "token create --scope read:stats --expires ９d",
        "token revoke",
    ],
)
def test_a_wrong_usage_is_2(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the usage and one line of reason on standard error, and nothing done."""
    with pytest.raises(SystemExit) as caught:
        main(line.split())
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    usage, reason = said.err.splitlines()
    assert usage.startswith("Usage: feedsvc")
    assert reason.startswith("feedsvc: ")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("serve --port 65536", "'--port': '65536'"),
        ("merge NW202611010000000001 --into x", "'--into': 'x'"),
        ("retract NW202611010000000001", "'--reason'"),
        ("import", "'DIR'"),
        ("token create --scope write:all", "'--scope': 'write:all'"),
        ("articles --\x1b[2Jx", "--\\x1b[2Jx"),
        ("x\ny", "x\\ny"),
    ],
)
def test_a_wrong_usage_is_named(
    line: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By option or argument and by value, neither of which can steer a terminal."""
    with pytest.raises(SystemExit):
        main(line.split(" "))
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 2


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"FEEDSVC_BASE_URL": "news.example"},
            "feedsvc: setting base_url: must be http:// or https:// and a host "
            '(FEEDSVC_BASE_URL: "news.example")\n',
        ),
        (
            {"FEEDSVC_SITE_TITEL": "x"},
            "feedsvc: setting FEEDSVC_SITE_TITEL: is not a setting; "
            "did you mean FEEDSVC_SITE_TITLE?\n",
        ),
        (
            {"FEEDSVC_CONFIG": "/no\nwhere\x1b[2J.toml"},
            "feedsvc: setting FEEDSVC_CONFIG: cannot read "
            r"/no\nwhere\x1b[2J.toml: No such file or directory" + "\n",
        ),
        (
            {"FEEDSVC_LANGUAGE": "f\nr", "FEEDSVC_SHARE__STATUS": "303"},
            "feedsvc: setting language: is no language tag (BCP 47), such as en or pt-BR "
            '(FEEDSVC_LANGUAGE: "f\\nr")\n'
            "feedsvc: setting share.status: must be 301, 302, 307 or 308 "
            '(FEEDSVC_SHARE__STATUS: "303")\n',
        ),
    ],
)
def test_a_wrong_setting_stops_the_start(
    feedsvc: Run, settings: dict[str, str], line: str
) -> None:
    """A line for each that names it, and nothing that could steer a terminal."""
    done = feedsvc("serve", settings=settings)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


def test_an_unmigrated_database_is_refused(
    feedsvc: Run, empty_database_url: str
) -> None:
    """On either engine: it would serve a site with nothing on it."""
    done = feedsvc("serve", settings={"FEEDSVC_DATABASE_URL": empty_database_url})
    assert (done.returncode, done.stdout) == (1, "")
    assert _tells_to_migrate(done.stderr)


@pytest.mark.parametrize(
    "line",
    [
        "worker",
        "import .",
        "rederive",
        "retract NW0001 --reason x",
        "rename a --title b",
    ],
)
def test_every_command_needs_a_migrated_database(
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever needs its tables says what to run first."""
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert _tells_to_migrate(said.err)
    assert list(tmp_path.iterdir()) == []


def _tells_to_migrate(said: str) -> bool:
    return (
        said.startswith("feedsvc: ")
        and said.endswith("run `feedsvc db upgrade`\n")
        and said.count("\n") == 1
    )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:hunter2@127.0.0.1:1/none",
        "sqlite:////proc/nowhere/feedsvc.db",
        "sqlite:////proc",
    ],
)
@pytest.mark.parametrize("command", ["doctor", "serve", "db upgrade"])
def test_a_database_out_of_reach_is_said_so(
    url: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a trace, and without the password that its URL may hold."""
    monkeypatch.setenv("FEEDSVC_DATABASE_URL", url)
    assert main(command.split()) == 1
    said = capsys.readouterr()
    assert "feedsvc: " in said.err or "BAD  database: " in said.out
    assert "hunter2" not in said.out + said.err
