"""Sources by the API: listed, given titles, pages and names, and merged."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from feedsvc.model.token import Scope
from tests.support.app import site_app
from tests.support.sender import Sender, sender_to, told

SOURCES = "/api/v1/sources"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site with articles of two sources, on each engine."""
    with site_app(database_url) as app:
        desk = sender_to(app)
        for code, name in (("ONE-1", "津门日报"), ("TWO-2", "津门日报APP")):
            told(desk.put(code, credits=[{"role": "publisher", "name": name}]), 201)
        yield app


def sources_of(desk: Sender) -> dict[str, dict[str, Any]]:
    """Every source, by its name."""
    every = told(desk.send("GET", SOURCES), 200)["sources"]
    return {one["name"]: one for one in every}


def tend(desk: Sender, old: str, part: str) -> dict[str, Any]:
    """Make every decision: a source gets a title, a page, a name, and another's articles."""
    changed = {"title": "津门新报", "own_url": "https://jinmen.example/"}
    one = told(desk.send("PATCH", f"{SOURCES}/{old}", changed), 200)
    assert one | changed == one
    assert one["decided_by"] == "token desk write:sources"
    assert old in one["former"]
    told(desk.send("POST", f"{SOURCES}/{old}/aliases", {"name": "津门报"}), 200)
    merged = told(
        desk.send("POST", f"{SOURCES}/{part}/merge", {"into": one["slug"]}), 200
    )
    names = {alias["name"] for alias in merged["aliases"]}
    assert names == {"津门新报", "津门报", "津门日报APP"}
    assert {alias["by"] for alias in merged["aliases"]} == {one["decided_by"]}
    return merged


def test_sources_are_tended(app: Flask) -> None:
    """Each decision shows at once, says who made it, and does nothing the second time."""
    desk = sender_to(app, Scope.WRITE_SOURCES)
    old, part = (sources_of(desk)[name]["slug"] for name in ("津门日报", "津门日报APP"))
    one = tend(desk, old, part)
    assert tend(desk, old, part) == one
    assert list(sources_of(desk)) == ["津门日报"]
    for slug in (old, part):
        moved = desk.client.get(f"/sources/{slug}/atom.xml")
        assert moved.location == f"{one['url']}atom.xml"
    assert (
        desk.client.get(f"/sources/{one['slug']}/atom.xml").text.count("<entry>") == 2
    )
    reader = sender_to(app, Scope.READ_ARTICLES)
    article = told(reader.send("GET", "/TWO-2"), 200)
    assert article["credits"][0]["url"] == "https://jinmen.example/"
    path = f"{SOURCES}/{one['slug']}"
    assert told(desk.send("PATCH", path, {"own_url": None}), 200)["own_url"] is None


def test_what_is_refused(app: Flask) -> None:
    """Nothing changes, and the answer says what was wrong."""
    desk = sender_to(app, Scope.WRITE_SOURCES)
    before = sources_of(desk)
    slug = before["津门日报"]["slug"]
    one = f"{SOURCES}/{slug}"
    for method, path, body, status in (
        ("PATCH", one, {}, 422),
        ("PATCH", one, {"title": " "}, 422),
        ("PATCH", one, {"title": None}, 422),
        ("PATCH", one, {"own_url": "javascript:1"}, 422),
        ("PATCH", one, {"name": "x"}, 422),
        ("PATCH", one, {"title": "津门日报APP"}, 409),
        ("PATCH", f"{SOURCES}/nobody", {"title": "x"}, 404),
        ("PATCH", f"{SOURCES}/%00", {"title": "x"}, 404),
        ("POST", f"{one}/merge", {"into": "nobody"}, 404),
        ("POST", f"{one}/merge", {"into": "\0"}, 404),
        ("POST", f"{one}/merge", {"into": slug}, 409),
        ("GET", f"{SOURCES}/津门日报", None, 404),
    ):
        told(desk.send(method, path, body), status)
    assert sources_of(desk) == before
    bound = sender_to(app, Scope.WRITE_SOURCES, categories=frozenset({"jinmen"}))
    told(bound.send("PATCH", one, {"title": "x"}), 403)
    reader = sender_to(app, Scope.READ_ARTICLES)
    told(reader.send("GET", one), 200)
    told(reader.send("PATCH", one, {"title": "x"}), 401)
