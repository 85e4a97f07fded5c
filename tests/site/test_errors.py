"""Problems: what is said when there is no answer, and how little of it leaks."""

import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.support.app import site_app
from tests.support.client import ask


@pytest.fixture
def without_database(empty_database_url: str) -> Iterator[FlaskClient]:
    """A site whose database holds nothing, not even tables."""
    with site_app(empty_database_url) as app:
        yield app.test_client()


@pytest.mark.parametrize(
    "path",
    ["/", "/atom.xml", "/s/NW202611010000000000", "/nowhere", "/days/2026-01-01/"],
)
def test_a_lost_database_is_503(
    without_database: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Pages, feeds and share links ask to come back soon; the log says what is wrong."""
    with caplog.at_level(logging.ERROR):
        answer = without_database.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "event=unavailable" in caplog.text


def test_the_reason_stays_in_the_log(without_database: FlaskClient) -> None:
    """Nobody outside is told about tables, drivers or files."""
    for path in ("/", "/atom.xml"):
        text = without_database.get(path).text
        assert "streams" not in text
        assert "SQL" not in text
        assert "Traceback" not in text


def test_the_unforeseen_is_logged_and_shown_as_nothing(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The last guard answers 500 with a page of ours, and keeps the trace to itself."""
    with site_app(sqlite_url) as app:

        @app.get("/bug")
        def bug() -> str:
            raise RuntimeError("a secret of the code")

        answer = app.test_client().get("/bug")
    assert answer.status_code == 500
    assert "问题出在我们这边" in answer.text
    assert "secret" not in answer.text
    assert "a secret of the code" in caplog.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/categories/", "/robots.txt", "/healthz"])
def test_a_page_is_for_reading(site: str, path: str, method: str) -> None:
    """Any other method is told which there are."""
    answer = ask(site, path, method=method)
    assert answer.status == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_not_found_is_the_same_for_everything(site: str) -> None:
    """The page repeats nothing of what was asked for."""
    paths = ("/nowhere", "/s/NW0", "/days/x/", "/categories/x/", "/sources/x/rss.xml")
    answers = [ask(site, path) for path in paths]
    assert len({answer.body for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {
        "public, max-age=60"
    }
