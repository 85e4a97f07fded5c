"""The documents say what there is: held against the code, the command and a server."""

import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import sleep
from urllib.request import urlopen

import pytest

from feedsvc.cli import main
from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.model.feed import Format
from feedsvc.settings import Settings
from tests.support.process import ROOT, child_environment, run_feedsvc
from tests.support.server import serving

README = ROOT / "README.md"
HTTP_API = ROOT / "docs" / "http-api.md"
DOCS = (README, ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md")))
CONFIG = tuple(sorted(ROOT.glob("config/*")))
EXAMPLE = ROOT / "config" / "feedsvc.example.toml"
_PUBLISHED_BASE = "http://127.0.0.1:8080"


def _read(*files: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


# Settings


def test_example_settings_are_the_defaults():
    """Copying the example changes nothing."""
    values = tomllib.loads(_read(EXAMPLE))
    assert Settings(**values) == Settings()


def test_example_settings_hold_every_key():
    """No setting is missing in the example, in any table."""
    example = tomllib.loads(_read(EXAMPLE))
    assert _keys(example) == _keys(Settings().model_dump())


def _keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        key = prefix + name.rstrip("_")
        found |= {key} | (_keys(value, f"{key}.") if isinstance(value, dict) else set())
    return found


# The command


def _help(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    return capsys.readouterr().out


def _subcommands(help_text: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", help_text, re.MULTILINE)


def test_every_command_and_option_is_documented(capsys, monkeypatch):
    """The list of commands shows each with all its options."""
    monkeypatch.setenv("COLUMNS", "200")
    documented = _read(ROOT / "docs" / "operations.md").splitlines()
    commands = {
        " ".join((name, action)).strip()
        for name in _subcommands(_help(capsys))
        for action in _subcommands(_help(capsys, name)) or [""]
    }
    assert "db upgrade" in commands
    for command in sorted(commands):
        shown = [line for line in documented if line.startswith(f"feedsvc {command}")]
        assert shown, f"{command} is not in docs/operations.md"
        options = set(re.findall(r"--[a-z]+", _help(capsys, *command.split())))
        assert options - {"--help"} <= set(re.findall(r"--[a-z]+", shown[0])), command


# Addresses


def test_every_route_is_documented():
    """Each address that Flask knows stands in the HTTP interface."""
    documented = _read(HTTP_API)
    app = create_app(Settings(), open_database(Settings()))
    addresses = {
        form for rule in app.url_map.iter_rules() for form in _forms(rule.rule)
    }
    missing = {address for address in addresses if f"`{address}`" not in documented}
    assert not missing


def _forms(rule: str) -> Iterator[str]:
    """A rule as people read it, one for each word that it lists: `/{slug}/`."""
    listed = re.search(r"<any\(([^)]*)\):\w+>", rule)
    words = [word.strip() for word in listed[1].split(",")] if listed else [""]
    for word in words:
        form = rule.replace(listed[0], word) if listed else rule
        yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", form)


@pytest.mark.parametrize(
    "folder", ["", "/categories/{slug}", "/sources/{slug}", "/feeds", "/search"]
)
def test_every_feed_is_documented(folder):
    """Each format of each kind of stream, and of selections, stands in the HTTP interface."""
    documented = _read(HTTP_API)
    assert [f for f in Format if f"`{folder}/{f.value}`" not in documented] == []


# Dependencies, links, targets


def test_every_dependency_has_a_reason():
    """What `pyproject.toml` names stands in the first column of the decision's tables."""
    project = tomllib.loads(_read(ROOT / "pyproject.toml"))
    wanted = [
        *project["project"]["dependencies"],
        *(d for extra in project["project"]["optional-dependencies"].values() for d in extra),
        *(d for group in project["dependency-groups"].values() for d in group),
    ]  # fmt: skip
    rows = re.findall(
        r"^\| ([^|]*) \|", _read(ROOT / "docs/adr/0001-dependencies.md"), re.MULTILINE
    )
    given = {name for row in rows for name in re.findall(r"[\w-]+", row)}
    names = {re.split(r"[^\w-]", requirement, maxsplit=1)[0] for requirement in wanted}
    assert names <= given


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_relative_links_resolve(doc):
    """A link to a file of the project leads to one."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", _read(doc))
    files = [target for target in targets if "://" not in target]
    assert [file for file in files if not (doc.parent / file).exists()] == []


def test_documented_make_targets_exist():
    """`make something` in the documents is something that make knows."""
    named = set(re.findall(r"(?:`|^|\$ )make ([a-z-]+)", _read(*DOCS), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", _read(ROOT / "Makefile"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_no_machine_path_is_named():
    """The documents hold on every machine."""
    found = re.findall(r"(?:/home|/Users|/root|/tmp|/work)/\S*", _read(*DOCS, *CONFIG))
    assert found == []


# What sessions show


def _sessions() -> list[str]:
    return re.findall(
        r"^```console\n(.*?)^```$", _read(README, HTTP_API), re.MULTILINE | re.DOTALL
    )


def _commands(session: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a session, with the lines that are shown of its output."""
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)[1:]
    for command, output in zip(parts[::2], parts[1::2], strict=True):
        yield command, output.splitlines()


def _masked(line: str) -> str:
    """A line without what differs from run to run."""
    line = re.sub(
        r"^(Content-Length|Date|Delta-Base|Etag|Last-Modified): .*",
        r"\1",
        line.rstrip(),
    )
    line = re.sub(r"\d+\.\d (s|MiB)$", r"N \1", line)
    return re.sub(r"^(ok   (?:sqlite|revision)): .*", r"\1", line)


def test_sessions_show_what_happens(sqlite_url, tmp_path):
    """Those of README.md and the HTTP interface, typed after `make run`, go as shown."""
    if shutil.which("curl") is None:
        pytest.skip("no curl on the PATH")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    run_feedsvc("import", "examples/archive", settings=settings, folder=tmp_path)
    with serving(settings, tmp_path) as base:
        settings["FEEDSVC_BASE_URL"] = base
        _await_last_modified(f"{base}/atom.xml")
        for session in _sessions():
            _type(session, settings, tmp_path)


def _await_last_modified(url: str) -> None:
    """It is not sent in the very second of a first import; readers are slower."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
            if answer.headers["Last-Modified"]:
                return
        sleep(0.1)
    pytest.fail("Last-Modified was never sent")


def _type(session: str, settings: dict[str, str], folder: Path) -> None:
    """Type a session into one shell, and compare, `…` standing for any lines."""
    commands = [pair for pair in _commands(session) if not pair[0].startswith("export")]
    mark = "=== end of output"
    script = "\n".join(f"{command}\nprintf '\\n{mark}\\n'" for command, _ in commands)
    base = settings["FEEDSVC_BASE_URL"]
    script = script.replace(_PUBLISHED_BASE, base)
    python = shlex.quote(sys.executable)
    script = script.replace("python3 -m", f"{python} -m")
    script = script.replace(".venv/bin/feedsvc", f"{python} -m feedsvc")
    done = subprocess.run(
        ["sh", "-c", script],  # noqa: S607
        env=child_environment(settings),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    outputs = done.stdout.replace(base, _PUBLISHED_BASE).split(mark)
    for (command, shown), output in zip(commands, outputs, strict=False):
        _assert_shown(command, shown, output)


def _assert_shown(command: str, shown: list[str], output: str) -> None:
    """The lines that are shown came, in this order; nothing between unless `…` says so."""
    came = [line for line in map(_masked, output.splitlines()) if line]
    wanted = list(map(_masked, shown))
    places = [
        came.index(line) if line in came else -1 for line in wanted if line != "…"
    ]
    assert -1 not in places, f"{command}: {came}"
    assert all(a < b for a, b in pairwise(places)), f"{command}: {came}"
    assert "…" in wanted or len(came) == len(wanted), f"{command}: {came}"
