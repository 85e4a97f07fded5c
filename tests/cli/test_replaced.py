"""A server whose SQLite file is exchanged under it."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.support.client import ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive

CODE = "NW202611010000000001"
SURFACES = (
    f"/s/{CODE}",
    f"/html_News/NewsShare.html?infoCode={CODE}",
    "/atom.xml",
    "/",
    "/feeds/",
    "/opml.xml",
    f"/api/v1/resolve?url=%2Fs%2F{CODE}",
)


def test_a_server_says_so_and_answers_nothing_old(
    sqlite_url: str, server: Callable[..., str], tmp_path: Path
) -> None:
    """503 on every surface, by name in /readyz and in the log, until the file is back."""
    cases = use_cases(sqlite_url)
    posts = [Post(stem=f"2026-11-01-{CODE}", title="旧", date="2026-11-01 08:00:00")]
    cases.importer.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.database.dispose()
    base_url = server(sqlite_url)
    before = [ask(base_url, path).status for path in SURFACES]
    assert max(before) < 400
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.rename(tmp_path / "old.db")
    for path in SURFACES:
        eventually(lambda: ask(base_url, path), lambda answer: answer.status == 503)  # noqa: B023
    ready = ask(base_url, "/readyz")
    assert ready.status == 503
    told = json.loads(ready.text)["database"]["detail"]
    assert told.startswith("the database's file was replaced or deleted")
    assert not file.exists()
    (log,) = tmp_path.glob("serve-*.log")
    eventually(log.read_text, lambda text: "event=worker-waits" in text)
    assert f"{file} was replaced, moved or deleted" in log.read_text()
    (tmp_path / "old.db").rename(file)
    assert [ask(base_url, path).status for path in SURFACES] == before
    assert ask(base_url, "/readyz").status == 200
