"""Categories by the API: listed, given other slugs, titles and descriptions, retired."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from feedsvc.model.token import Scope
from tests.support.app import site_app
from tests.support.sender import Sender, sender_to, told

CATEGORIES = "/api/v1/categories"
FORMATS = ("atom.xml", "rss.xml", "feed.json")


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site with articles of two categories, one of them in both; on each engine."""
    with site_app(database_url) as app:
        app.extensions["feedsvc"].syndication.look_up_every_s = 0
        desk = sender_to(app)
        for code, names in (
            ("ONE-1", ["jinmen"]),
            ("TWO-2", ["haihe"]),
            ("BOTH-3", ["haihe", "jinmen"]),
        ):
            told(desk.put(code, title=f"新闻{code}", categories=names), 201)
        yield app


def test_a_category_is_tended(app: Flask) -> None:
    """Each decision shows at once, and does nothing the second time."""
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    sent = {
        "slug": "Tianjin",
        "title": "津门要闻",
        "description": "天津的\n新闻 & 评论",
    }
    one = told(desk.send("PATCH", f"{CATEGORIES}/jinmen", sent), 200)
    changed = {"slug": "tianjin", "title": "津门要闻", "former": ["jinmen"]}
    assert one | changed == one
    assert (one["name"], one["description"]) == ("jinmen", "天津的 新闻 & 评论")
    assert one["decided_by"] == "token desk write:categories"
    tag = desk.client.get("/categories/tianjin/rss.xml").headers["ETag"]
    assert told(desk.send("PATCH", f"{CATEGORIES}/jinmen", sent), 200) == one
    assert desk.client.get("/categories/tianjin/rss.xml").headers["ETag"] == tag
    assert desk.client.get("/categories/jinmen/").location == one["url"]
    page = desk.client.get("/categories/tianjin/").text
    assert '<p class="lead">天津的 新闻 &amp; 评论</p>' in page
    assert 'name="description" content="天津的 新闻 &amp; 评论"' in page
    client, feeds = desk.client, "/categories/tianjin"
    assert "<subtitle>天津的 新闻 &amp; 评论<" in client.get(f"{feeds}/atom.xml").text
    assert (
        json.loads(client.get(f"{feeds}/feed.json").data)["description"]
        == (one["description"])
    )
    assert "天津的 新聞 &amp; 評論" in client.get(f"/zh-Hant{feeds}/atom.xml").text
    every = told(desk.send("GET", CATEGORIES), 200)["categories"]
    assert [each["slug"] for each in every] == ["haihe", "tianjin"]
    assert told(sender_to(app).send("GET", f"{CATEGORIES}/jinmen"), 200) == one
    none = told(desk.send("PATCH", f"{CATEGORIES}/tianjin", {"description": ""}), 200)
    assert none["description"] == ""


def test_a_page_of_the_archive_shows_the_description(app: Flask) -> None:
    """So its validator moves with it."""
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    page = "/categories/jinmen/pages/1/atom.xml"
    before = desk.client.get(page)
    told(desk.send("PATCH", f"{CATEGORIES}/jinmen", {"description": "天津"}), 200)
    after = desk.client.get(page)
    assert before.data != after.data
    assert before.headers["ETag"] != after.headers["ETag"]


def addresses_of(slug: str) -> list[str]:
    """Every address that a category has by itself."""
    feeds = [f"/categories/{slug}/{name}" for name in FORMATS]
    feeds += [f"{feed}?content=summary" for feed in feeds]
    pages = [f"/categories/{slug}/pages/1/{name}" for name in FORMATS]
    ours = [f"/categories/{slug}/", *feeds, *pages, f"/feeds/rss.xml?category={slug}"]
    return [*ours, *(f"/zh-Hant{path}" for path in ours)]


def titles(desk: Sender, path: str, known: str = "") -> tuple[int, list[str]]:
    """Status of a feed in Atom for a client that takes deltas, and the titles in it."""
    headers = {"A-IM": "feed", "If-None-Match": known} if known else {}
    answer = desk.client.get(path, headers=headers)
    every = [f"新闻{code}" for code in ("ONE-1", "TWO-2", "BOTH-3")]
    found = [title for title in every if f"<title>{title}<" in answer.text]
    return answer.status_code, found


def test_a_retired_category_is_gone(app: Flask) -> None:
    """410 wherever it had an address, and in no list, until it is opened again."""
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    client, one = desk.client, f"{CATEGORIES}/jinmen"
    lists = ("/categories/", "/feeds/", "/opml.xml", "/sitemaps/listings.xml")
    retired = told(desk.send("DELETE", one), 200)
    assert retired["retired_at"] == retired["decided_at"]
    assert told(desk.send("DELETE", one), 200) == retired
    for path in addresses_of("jinmen"):
        assert client.get(path).status_code == 410, path
        assert client.head(path).status_code == 410, path
    assert all("categories/jinmen/" not in client.get(path).text for path in lists)

    assert told(desk.send("POST", f"{one}/restore"), 200)["retired_at"] is None
    for path in addresses_of("jinmen"):
        assert client.get(path).status_code == 200, path
    assert all("categories/jinmen/" in client.get(path).text for path in lists)


def test_articles_of_a_retired_category_go_on(app: Flask) -> None:
    """On their own pages, in other lists and feeds; none links to the category."""
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    told(desk.send("DELETE", f"{CATEGORIES}/jinmen"), 200)
    article = urlsplit(desk.client.get("/s/ONE-1").location or "").path
    for path in (article, "/", "/embed/articles/ONE-1"):
        page = desk.client.get(path)
        assert (page.status_code, "新闻ONE-1" in page.text) == (200, True), path
        assert "categories/jinmen/" not in page.text, path
    assert titles(desk, "/atom.xml")[1] == ["新闻ONE-1", "新闻TWO-2", "新闻BOTH-3"]


def test_a_selection_goes_on_without_a_retired_category(app: Flask) -> None:
    """Its readers get the rest, and, when it is opened again, what they lack."""
    desk, one = sender_to(app, Scope.WRITE_CATEGORIES), f"{CATEGORIES}/jinmen"
    merged = "/feeds/atom.xml?category=haihe&category=jinmen"
    alone = desk.client.get("/categories/jinmen/atom.xml").headers["ETag"]
    whole = desk.client.get(merged).headers["ETag"]
    told(desk.send("DELETE", one), 200)
    rest = ["新闻TWO-2", "新闻BOTH-3"]
    assert titles(desk, merged, known=whole) == (200, rest)
    tag = desk.client.get(merged).headers["ETag"]
    sent = told(sender_to(app).put("FOUR-4", categories=["jinmen"]), 201)
    assert sent["warnings"] == [
        "Nobody sees these categories, which were retired: jinmen."
    ]
    assert titles(desk, merged, known=tag) == (304, [])
    told(desk.send("POST", f"{one}/restore"), 200)
    mine = ["新闻ONE-1", "新闻BOTH-3"]
    assert titles(desk, merged, known=tag) == (226, mine)
    assert titles(desk, "/categories/jinmen/atom.xml", known=alone) == (226, mine)


def test_what_is_refused(app: Flask) -> None:
    """Nothing changes, and the answer says what was wrong."""
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    before, one = told(desk.send("GET", CATEGORIES), 200), f"{CATEGORIES}/jinmen"
    for method, path, body, status in (
        ("PATCH", one, {}, 422),
        ("PATCH", one, {"slug": "a/b"}, 422),
        ("PATCH", one, {"slug": ""}, 422),
        ("PATCH", one, {"slug": "x" * 81}, 422),
        ("PATCH", one, {"title": " "}, 422),
        ("PATCH", one, {"description": "x" * 1_001}, 422),
        ("PATCH", one, {"name": "x"}, 422),
        ("PATCH", one, {"slug": "haihe", "description": "x"}, 409),
        ("PATCH", f"{CATEGORIES}/nobody", {"title": "x"}, 404),
        ("DELETE", f"{CATEGORIES}/%00", None, 404),
        ("POST", f"{CATEGORIES}/nobody/restore", None, 404),
    ):
        told(desk.send(method, path, body), status)
    bound = sender_to(app, Scope.WRITE_CATEGORIES, categories=frozenset({"haihe"}))
    refused = told(bound.send("DELETE", one), 403)
    assert refused["categories"] == ["jinmen"]
    told(sender_to(app).send("PATCH", one, {"title": "x"}), 401)
    assert told(desk.send("GET", CATEGORIES), 200) == before
    told(bound.send("PATCH", f"{CATEGORIES}/haihe", {"title": "海河"}), 200)


def test_mirrors_hear_of_it(app: Flask) -> None:
    """Of each decision about a category, in a change of its own."""
    mirror = sender_to(app, Scope.READ_CHANGES)
    desk = sender_to(app, Scope.WRITE_CATEGORIES)
    for method, path, body in (
        ("PATCH", "jinmen", {"description": "天津"}),
        ("DELETE", "jinmen", None),
        ("POST", "jinmen/restore", None),
    ):
        since = told(mirror.send("GET", "/api/v1/changes?since=0"), 200)["next"]
        one = told(desk.send(method, f"{CATEGORIES}/{path}", body), 200)
        path = f"/api/v1/changes?since={since}"
        [change] = told(mirror.send("GET", path), 200)["changes"]
        assert change["category"] == one
