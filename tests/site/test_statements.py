"""Statements: requests cost few queries, since a link is resolved once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support import paper
from tests.support.app import site_app
from tests.support.statements import statements

SHARE = "/html_News/NewsShare.html?infoCode="


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """The paper, as one process serves it, on each engine in turn."""
    paper.fill(database_url, tmp_path / "archive")
    with site_app(database_url) as app:
        yield app.test_client()


def test_a_link_is_looked_up_once(client: FlaskClient) -> None:
    """The door looks it up; the page of a dead link does not ask again."""
    for target, status, lookups in (
        (SHARE + paper.STORY, 301, 1),
        (SHARE + paper.STORY, 301, 0),  # remembered
        (SHARE + paper.RETRACTED, 410, 1),
        (f"/zh-Hant/s/{paper.REMOVED}", 451, 1),
        (SHARE + "NOBODYS", 404, 1),
        (SHARE + "NOBODYS", 404, 1),  # which may be somebody's by now
        (SHARE + "?", 404, 0),
        (f"/s/{paper.STORY}/qr.svg", 200, 1),
        (paper.STORY_PATH, 200, 1),
    ):
        with statements() as asked:
            assert client.get(target).status_code == status, target
        assert len(asked.answers) == lookups, target


def test_many_links_are_looked_up_at_once(client: FlaskClient) -> None:
    """Codes by one statement, and permalinks by two."""
    for body, lookups in (
        ({"codes": [paper.STORY, *(f"NOBODY{n}" for n in range(29))]}, 1),
        ({"urls": [f"http://x/{n}/s.html" for n in range(20)]}, 3),
    ):
        with statements() as asked:
            assert client.post("/api/v1/resolve", json=body).status_code == 200
        assert len(asked.answers) <= lookups
        assert len(asked.transactions) == 1
        assert not any("articles.html" in select for select in asked.selects)
