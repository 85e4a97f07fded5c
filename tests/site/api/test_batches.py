"""Batches, and checks of drafts: many articles at once, and what one would come to."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.app import site_app
from tests.support.sender import STORY, database_of, sender_to, told

BASE = "https://news.example"
CHECK = "/api/v1/drafts/check"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site over an empty database, on each engine."""
    with site_app(database_url, base_url=BASE) as app:
        yield app


def revision_of(app: Flask) -> int:
    """The number at which the change line stands."""
    with database_of(app).read() as connection:
        return int(connection.exec_driver_sql("SELECT revision FROM site").scalar_one())


def test_each_article_of_a_batch_stands_alone(app: Flask) -> None:
    """Good ones are stored in one change, whatever the bad ones are; and once."""
    desk = sender_to(app, categories=frozenset({"jinmen", "体育"}))
    told(desk.put("TAKEN", permalink="/a.html"), 201)
    items = [
        STORY | {"code": "GOOD"},
        STORY | {"code": "no code", "titel": "x"},
        STORY | {"code": "clash", "permalink": "/a.html"},
        STORY | {"code": "FOREIGN", "categories": ["财经"]},
        STORY | {"code": "TWICE"},
        STORY | {"code": "twice", "title": "y"},
        "x",
        STORY | {"code": "taken", "permalink": "/a.html", "body": "新"},
    ]
    before = revision_of(app)
    results = told(desk.send("POST", "/batch", {"articles": items}), 200)["results"]
    assert [one["status"] for one in results] == [
        201,
        422,
        409,
        403,
        409,
        409,
        422,
        200,
    ]
    assert [one.get("code") for one in results[2:6]] == [
        "CLASH",
        "FOREIGN",
        "TWICE",
        "TWICE",
    ]
    pointers = {one["pointer"] for one in results[1]["errors"]}
    assert pointers == {"/code", "/titel"}
    assert results[3]["categories"] == ["财经"]
    assert results[0]["etag"] == results[7]["etag"] == f'"{revision_of(app)}"'
    assert revision_of(app) > before
    page = desk.client.get("/jinmen/2022/05/01/GOOD.html")
    assert page.status_code == 200
    for code in ("CLASH", "FOREIGN", "TWICE"):
        told(desk.send("GET", f"/{code}"), 404)
    after = revision_of(app)
    again = told(desk.send("POST", "/batch", {"articles": [items[0], items[7]]}), 200)
    assert [one["etag"] for one in again["results"]] == [results[0]["etag"]] * 2
    assert revision_of(app) == after


def test_a_batch_has_its_limits(sqlite_url: str) -> None:
    """At least one article, and no more than 500."""
    with site_app(sqlite_url) as app:
        desk = sender_to(app)
        wrong: list[object] = [[], [{}] * 501, None]
        for items in wrong:
            problem = told(desk.send("POST", "/batch", {"articles": items}), 422)
            assert [one["pointer"] for one in problem["errors"]] == ["/articles"]
        results = told(desk.send("POST", "/batch", {"articles": [{}] * 500}), 200)
        assert [one["status"] for one in results["results"]] == [422] * 500
        desk.token = ""
        told(desk.send("POST", "/batch", {"articles": [STORY]}), 401)


def test_a_draft_is_only_checked(app: Flask) -> None:
    """Code, permalink, text, credits and warnings, as storing gives them; nothing stays."""
    desk = sender_to(app)
    before = revision_of(app)
    draft = STORY | {"code": "draft", "body": STORY["body"] + "<img src=/a.png>"}
    checked = told(desk.send("POST", CHECK, draft), 200)
    assert (checked["code"], checked["is_new"]) == ("DRAFT", True)
    assert checked["url"] == f"{BASE}/jinmen/2022/05/01/DRAFT.html"
    assert checked["warnings"] == ["Left out, for it is no address on the web: /a.png."]
    assert revision_of(app) == before
    told(desk.send("GET", "/DRAFT"), 404)
    stored = told(
        desk.send("PUT", "/DRAFT", {k: v for k, v in draft.items() if k != "code"}), 201
    )
    for field in ("url", "html", "summary", "credits", "evidence", "warnings"):
        assert stored[field] == checked[field], field
    again = told(desk.send("POST", CHECK, draft | {"permalink": "/b.html"}), 200)
    assert (again["is_new"], again["permalink"]) == (
        False,
        "/jinmen/2022/05/01/DRAFT.html",
    )
    clash = draft | {"code": "OTHER", "permalink": again["permalink"]}
    assert "belongs to DRAFT" in told(desk.send("POST", CHECK, clash), 409)["detail"]
    nameless = told(desk.send("POST", CHECK, STORY), 200)
    assert nameless["code"].startswith("A-")
