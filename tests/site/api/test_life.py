"""The life of an article: scheduled, shown, corrected, withdrawn; and who did it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from feedsvc.model.clock import utc_now
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.decisions import Decisions
from tests.support.app import site_app
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.sender import Sender, sender_to, told
from tests.support.trees import code, html, name

CODE = "NW202205010800000001"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site over an empty database, on each engine."""
    with site_app(database_url) as app:
        yield app


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Imports into the same database, and a clock that moves."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.now = utc_now()
        yield newsroom


def deeds(desk: Sender, article: str) -> list[tuple[str, str, str]]:
    """Deeds on an article, by whom, and why; the latest first."""
    events = told(desk.send("GET", f"/{article}/history"), 200)["events"]
    return [(event["what"], event["by"], event["note"]) for event in events]


def test_an_article_waits_for_its_day(app: Flask, newsroom: Newsroom) -> None:
    """On no surface; its day may be moved until it has come, and not after."""
    desk = sender_to(app)
    soon, later = (newsroom.now + timedelta(hours=hours) for hours in (1, 2))
    waiting = told(desk.put(CODE, published_at=soon.isoformat()), 201)
    assert (waiting["state"], waiting["warnings"]) == ("scheduled", [])
    path = waiting["url"].partition("://")[2].partition("/")[2]
    assert [desk.client.get(f"/{p}").status_code for p in (path, f"s/{CODE}")] == [
        404
    ] * 2
    moved = told(desk.put(CODE, published_at=later.isoformat()), 200)
    assert (moved["state"], moved["url"]) == ("scheduled", waiting["url"])
    newsroom.now = soon
    assert newsroom.decisions.publish_due() == 0
    told(desk.put(CODE, published_at="2022-05-01T00:00:00Z"), 200)
    assert desk.client.get(f"/{path}").status_code == 200
    kept = told(desk.put(CODE, published_at=later.isoformat()), 200)
    assert kept["published_at"] == "2022-05-01T08:00:00+08:00"
    assert "keeps its date" in kept["warnings"][0]
    assert [what for what, _, _ in deeds(desk, CODE)] == [
        "published", "rescheduled", "rescheduled", "stored",
    ]  # fmt: skip


def test_an_article_is_withdrawn_before_its_day(app: Flask, newsroom: Newsroom) -> None:
    """Nobody learns that there was one; its sender is told what became of it."""
    desk = sender_to(app)
    soon = (newsroom.now + timedelta(hours=1)).isoformat()
    waiting = told(desk.put(CODE, published_at=soon), 201)
    told(desk.send("DELETE", f"/{CODE}?reason=x"), 200)
    path = waiting["url"].partition("://")[2].partition("/")[2]
    for address in (f"s/{CODE}", f"embed/articles/{CODE}/", path):
        assert desk.client.get(f"/{address}").status_code == 404, address
    again = told(desk.put(CODE, published_at=soon, body="二稿"), 200)
    assert again["warnings"] == [
        "It is withdrawn, and readers get it once it is restored."
    ]
    told(desk.send("POST", f"/{CODE}/restore"), 200)
    assert told(desk.put(CODE, published_at=soon, body="二稿"), 200)["warnings"] == []


def test_a_merger_into_nothing_names_the_field(app: Flask) -> None:
    """Not the article's own code, which there is."""
    desk = sender_to(app)
    told(desk.put(CODE), 201)
    refused = told(desk.send("POST", f"/{CODE}/merge", {"into": "NOBODY"}), 404)
    assert [fault["pointer"] for fault in refused["errors"]] == ["/into"]
    told(desk.put("OTHER"), 201)
    told(desk.send("POST", f"/{CODE}/merge", {"into": "OTHER"}), 200)
    [warning] = told(desk.put(CODE, body="二稿"), 200)["warnings"]
    assert warning == "Another article answers for it, until it is restored."


def test_a_history_says_who_did_what(app: Flask, newsroom: Newsroom) -> None:
    """Imports, tokens and commands, in the order of the changes, whatever clocks say.

    The archive's is two seconds ahead. A purge leaves no text, and tells no less.
    """
    desk, known = sender_to(app), code(1)
    by = "token desk write:articles"
    newsroom.tree.post(name(1), html("初稿"))
    newsroom.import_()
    newsroom.tree.post(name(1), html("二稿"))
    newsroom.import_()
    told(desk.put(known, body="三稿"), 200)
    told(desk.send("DELETE", f"/{known}?reason=x"), 200)
    told(desk.send("POST", f"/{known}/restore"), 200)
    told(desk.put("OTHER"), 201)
    told(desk.send("POST", f"/{known}/merge", {"into": "OTHER"}), 200)
    Decisions(newsroom.database, utc_now).purge(InfoCode(known), reason="法院")
    source = f"archive: {name(1)}"
    assert deeds(desk, known) == [
        ("purged", "command", "法院"),
        ("merged", by, "into OTHER"),
        ("restored", by, ""),
        ("retracted", by, "x"),
        ("corrected", by, f"api: {known}"),
        ("corrected", "import", source),
        ("stored", "import", source),
    ]
    assert newsroom.rows("SELECT id FROM article_versions") == []
    told(desk.send("GET", "/NOBODY/history"), 404)
    desk.token = ""
    told(desk.send("GET", f"/{known}/history"), 401)


def test_a_correction_can_be_read(app: Flask, newsroom: Newsroom) -> None:
    """Side by side, escaped, linked from the article; and not of what is withdrawn."""
    desk, page = sender_to(app), f"/corrections/{CODE}/"
    url = told(desk.put(CODE, body="<p>每天两班。</p><p>2 &lt; 3</p>"), 201)["url"]
    path = "/" + url.partition("://")[2].partition("/")[2]
    assert desk.client.get(page).status_code == 404
    assert page not in desk.client.get(path).text
    told(desk.put(CODE, body="<p>每天三班。</p><p>2 &lt; 3</p>"), 200)
    assert page in desk.client.get(path).text
    answer = desk.client.get(page)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    row = "<tr><td>每天<del>两</del>班。</td><td>每天<ins>三</ins>班。</td></tr>"
    assert row in answer.text
    assert "<td>2 &lt; 3</td>" in answer.text
    assert "更正後" in desk.client.get(f"/zh-Hant{page}").text
    told(desk.send("DELETE", f"/{CODE}?reason=x"), 200)
    assert desk.client.get(page).status_code == 410
    Decisions(newsroom.database, utc_now).purge(InfoCode(CODE))
    assert desk.client.get(page).status_code == 451
    assert desk.client.get("/corrections/NOBODY/").status_code == 404
