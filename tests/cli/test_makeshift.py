"""A server that lacks something: no address of its own, no port, no typeface."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import pytest

from tests.support.client import ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.process import COMMAND, ROOT, child_environment, run_feedsvc
from tests.support.readers import read_page, texts

CODE = "NW202611010000000001"
_POST = Post(
    stem=f"2026-11-01-{CODE}", title="有人在听", date="2026-11-01 08:00:00 +0800"
)


@contextmanager
def makeshift(database_url: str, folder: Path, **more: str) -> Iterator[Path]:
    """The log of a server on every address and whatever port is free."""
    settings = {"FEEDSVC_DATABASE_URL": database_url, **more}
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--host", "0.0.0.0", "--port", "0"],  # noqa: S104
            env=child_environment(settings),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        eventually(
            partial(log.read_text, "utf-8"), lambda text: "event=listening" in text
        )
        yield log
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def without_typefaces(tmp_path: Path) -> dict[str, str]:
    """Settings of a Python whose package of fonts has lost its files."""
    packages = tmp_path / "packages"
    packages.mkdir()
    text = "def serif_path(): return '/nowhere/serif.otf'\nsans_path = serif_path\n"
    packages.joinpath("pylopdf_fonts_zh_cn.py").write_text(text, "utf-8")
    return {"PYTHONPATH": f"{packages}:{ROOT}"}


def test_it_serves_and_says_what_it_lacks(
    sqlite_url: str, tmp_path: Path, without_typefaces: dict[str, str]
) -> None:
    """A line each before the first request; pages promise no card, and none is asked."""
    cases = use_cases(sqlite_url)
    cases.importer.run(write_archive(tmp_path / "archive", [_POST]), Silent())
    cases.database.dispose()
    with makeshift(sqlite_url, tmp_path, **without_typefaces) as log:
        text = log.read_text("utf-8")
        (port,) = re.findall(r"event=listening url=http://0\.0\.0\.0:(\d+)/\n", text)
        assert f"links say http://0.0.0.0:{port}, which nobody else can follow" in text
        assert 'event=no-cards reason="/nowhere/serif.otf: ' in text
        site = f"http://127.0.0.1:{port}"
        article = urlsplit(ask(site, f"/s/{CODE}").headers["Location"]).path
        page = read_page(site, article)
        assert texts(page, "//link[@rel='canonical']/@href")[0].startswith(
            f"http://0.0.0.0:{port}/"
        )
        assert texts(page, "//meta[@property='og:image']/@content") == [
            f"http://0.0.0.0:{port}/static/icon.png"
        ]
        assert "Traceback" not in log.read_text("utf-8")


def test_the_doctor_names_the_missing_typeface(
    sqlite_url: str, tmp_path: Path, without_typefaces: dict[str, str]
) -> None:
    """A missing typeface is a warning: everything else works."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url, **without_typefaces}
    done: CompletedProcess[str] = run_feedsvc(
        "doctor", settings=settings, folder=tmp_path
    )
    assert done.returncode == 0
    assert "WARN typefaces: /nowhere/serif.otf: " in done.stdout
