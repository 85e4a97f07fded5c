"""The API of articles: sent, corrected, decided on, and no less than a file would be."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedsvc.model.clock import utc_now
from feedsvc.model.info_code import InfoCode
from feedsvc.model.token import Scope
from feedsvc.services.publishing.decisions import Decisions
from tests.support.app import site_app
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.sender import STORY, Sender, database_of, sender_to, told
from tests.support.trees import code, html, name

CODE = "NW202205010800000001"
PERMALINK = f"/jinmen/2022/05/01/{CODE}.html"
BASE = "https://news.example"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site over an empty database, on each engine."""
    with site_app(database_url, base_url=BASE) as app:
        yield app


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Imports into the same database, and what it holds."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.now = utc_now()  # as the site has it
        yield newsroom


@pytest.fixture
def desk(app: Flask) -> Sender:
    """A program that may write."""
    return sender_to(app)


def state_of(newsroom: Newsroom) -> tuple[object, ...]:
    """All that a reader could notice, and where the change line stands."""
    return newsroom.everything(), newsroom.validators(), newsroom.revision()


def test_an_article_is_stored_once(desk: Sender, newsroom: Newsroom) -> None:
    """Sending it again moves nothing; another body is a correction, and is kept."""
    made = desk.put(CODE.lower())
    article = told(made, 201)
    assert made.headers["Location"] == f"{BASE}/api/v1/articles/{CODE}"
    assert (article["code"], article["state"]) == (CODE, "published")
    assert article["url"] == BASE + PERMALINK
    assert article["published_at"] == "2022-05-01T08:00:00+08:00"
    assert article["html"] == "<p>每天两班。</p>"
    [credit] = article["credits"]
    assert (credit["name"], credit["evidence"]) == ("津门日报", "source-line")
    before = state_of(newsroom)
    again = desk.put(CODE)
    assert (told(again, 200), again.headers["ETag"]) == (article, made.headers["ETag"])
    assert state_of(newsroom) == before
    moved = desk.put(CODE, body="<p>每天三班。</p>", categories=["jinmen", "津门 要闻"])
    article = told(moved, 200)
    assert [one["name"] for one in article["categories"]] == ["jinmen", "津门 要闻"]
    assert article["updated_at"] > article["published_at"]
    assert article["credits"] == []
    assert moved.headers["ETag"] != made.headers["ETag"]
    kept = newsroom.rows("SELECT html, replaced_by FROM article_versions")
    assert [html for html, _ in kept] == ["<p>每天两班。</p>"]


def test_every_surface_shows_it(desk: Sender) -> None:
    """Page, share link, feeds and the resolve API, at once and after each change."""
    told(desk.put(CODE), 201)
    assert desk.client.get(f"/s/{CODE}").headers["Location"] == BASE + PERMALINK
    for path in (PERMALINK, "/atom.xml", "/categories/jinmen/rss.xml", "/feed.json"):
        assert "每天两班。" in desk.client.get(path).text, path
    told(desk.put(CODE, title="另一条航线"), 200)
    for path in (PERMALINK, "/", f"/api/v1/resolve?code={CODE}"):
        assert "另一条航线" in desk.client.get(path).text, path


def test_what_is_left_out_is_given(desk: Sender) -> None:
    """Code, date and permalink; a date that was given stays, and its sender is told."""
    made = told(desk.send("POST", body={"title": "甲", "body": "一"}), 201)
    assert made["code"].startswith("A-")
    day = made["published_at"][:10].replace("-", "/")
    assert made["url"] == f"{BASE}/{day}/{made['code']}.html"
    told(desk.put(CODE, categories=["Tech Web"], permalink="/甲/乙.html"), 201)
    later = told(desk.put(CODE, published_at="2023-01-01T00:00:00Z"), 200)
    assert later["url"] == f"{BASE}/%E7%94%B2/%E4%B9%99.html"
    assert later["published_at"] == "2022-05-01T08:00:00+08:00"
    [warning] = later["warnings"]
    assert "keeps its date" in warning
    other = told(desk.put("OTHER", permalink="/甲/乙.html"), 409)
    assert other["detail"] == f"OTHER: its address /甲/乙.html belongs to {CODE}."
    told(desk.send("GET", "/OTHER"), 404)


def test_conditions_guard_an_article(desk: Sender, newsroom: Newsroom) -> None:
    """A 412 says the tag, changes nothing, and holds for decisions too."""
    nobody = desk.send("PUT", f"/{CODE}", STORY, If_Match="*")
    assert "no such article" in told(nobody, 412)["detail"]
    tag = desk.send("PUT", f"/{CODE}", STORY, If_None_Match="*").headers["ETag"]
    before = state_of(newsroom)
    for condition in (
        {"If_None_Match": "*"},
        {"If_Match": '"1"'},
        {"If_None_Match": tag},
    ):
        for method, path, body in (
            ("PUT", f"/{CODE}", STORY | {"body": "x"}),
            ("DELETE", f"/{CODE}?reason=x", None),
            ("POST", f"/{CODE}/restore", None),
        ):
            refused = told(desk.send(method, path, body, **condition), 412)
            assert refused["etag"] == tag
    assert state_of(newsroom) == before
    changed = desk.send(
        "PUT", f"/{CODE}", STORY | {"body": "x"}, If_Match=f'"1", {tag}'
    )
    assert told(changed, 200)["html"] == "x"
    seen = desk.send("GET", f"/{CODE}", If_None_Match=changed.headers["ETag"])
    assert (seen.status_code, seen.data) == (304, b"")


def test_decisions_are_made_once(desk: Sender, newsroom: Newsroom) -> None:
    """Withdrawn, brought back, merged; and each is said again without a change."""
    told(desk.put(CODE), 201)
    for query, status in (("reason=x", 410), ("reason=x&legal=true", 451)):
        gone = told(desk.send("DELETE", f"/{CODE}?{query}"), 200)
        assert (gone["state"], gone["legal"]) == ("retracted", status == 451)
        before = state_of(newsroom)
        told(desk.send("DELETE", f"/{CODE}?{query}"), 200)
        assert state_of(newsroom) == before
        problem = told(desk.send("GET", f"/{CODE}"), status)
        assert (problem["code"], problem["reason"]) == (CODE, "x")
        assert desk.client.get(PERMALINK).status_code == status
        assert told(desk.put(CODE), 200)["state"] == "retracted"
    assert told(desk.send("POST", f"/{CODE}/restore"), 200)["state"] == "published"
    told(desk.send("POST", f"/{CODE}/restore"), 409)
    told(desk.put("OTHER"), 201)
    merged = told(desk.send("POST", f"/{CODE}/merge", {"into": "other"}), 200)
    assert (merged["state"], merged["merged_into"]) == ("merged", "OTHER")
    told(desk.send("POST", f"/{CODE}/merge", {"into": "OTHER"}), 409)
    told(desk.send("POST", f"/{CODE}/merge", {"into": "NOBODY"}), 404)
    Decisions(newsroom.database, lambda: newsroom.now).purge(InfoCode("OTHER"))
    told(desk.send("GET", "/OTHER"), 451)
    told(desk.put("OTHER"), 451)
    for method, path in (("GET", ""), ("DELETE", "?reason=x"), ("POST", "/restore")):
        told(desk.send(method, f"/NOBODY{path}"), 404)


def test_a_newsrooms_word_outranks_files(desk: Sender, newsroom: Newsroom) -> None:
    """No import, change or withholding of the file counts; its categories alone do."""
    tree, known = newsroom.tree, code(1)
    tree.post(name(1), html("初稿"), category="jianggang")
    newsroom.import_()
    told(desk.put(known, body="<p>更正</p>"), 200)
    before = state_of(newsroom)
    assert newsroom.entries(known)["jianggang"] == "left"
    tree.touch(name(1))
    newsroom.import_()
    tree.post(name(1), html("二稿"), category="jianggang")
    newsroom.import_()
    newsroom.import_(name="another")
    assert state_of(newsroom) == before
    tree.post(name(1), html("二稿"), more="published: false\n")
    newsroom.import_()
    assert newsroom.article(known, "state, html") == ("published", "<p>更正</p>")
    assert told(desk.put(known, body="<p>再更正</p>"), 200)["html"] == "<p>再更正</p>"


WRONG: tuple[tuple[object, set[str]], ...] = (
    ([], {""}),
    ({}, {"/title", "/body"}),
    (STORY | {"titel": "", "a/b~c": 1}, {"/titel", "/a~1b~0c"}),
    (STORY | {"x" * 65: 1}, {""}),
    (STORY | {"title": " 　", "body": 3, "markup": "bbcode"}, {"/title", "/body", "/markup"}),
    (STORY | {"title": "字" * 501, "body": None}, {"/title", "/body"}),
    (STORY | {"title": "\ud800"}, {"/title"}),
    (STORY | {"published_at": "2022-05-01T08:00:00"}, {"/published_at"}),
    (STORY | {"published_at": "2022-02-30T08:00:00Z"}, {"/published_at"}),
    (STORY | {"published_at": 1651363200}, {"/published_at"}),
    (STORY | {"categories": ["a", ".."]}, {"/categories/1"}),
    (STORY | {"categories": "a", "language": "中文"}, {"/categories", "/language"}),
    (STORY | {"permalink": "/feeds/", "addresses": ["a", "/a/../b", "/a?b"]},
     {"/permalink", "/addresses/0", "/addresses/1", "/addresses/2"}),
    (STORY | {"origin_url": "javascript:x", "image": "/a.png"}, {"/origin_url", "/image"}),
    (STORY | {"credits": [{"role": "author", "name": "甲", "url": "x"}, {"role": "boss"}]},
     {"/credits/0/url", "/credits/1/role", "/credits/1/name"}),
)  # fmt: skip


def test_every_wrong_field_is_named(sqlite_url: str) -> None:
    """By a JSON pointer, all at once; and nothing is stored."""
    with site_app(sqlite_url) as app:
        desk = sender_to(app)
        for body, pointers in WRONG:
            problem = told(desk.send("PUT", f"/{CODE}", body), 422)
            assert {one["pointer"] for one in problem["errors"]} == pointers, body
        told(desk.send("DELETE", f"/{CODE}"), 422)
        told(desk.send("DELETE", f"/{CODE}?reason=x&legal=1"), 422)
        told(desk.send("DELETE", f"/{CODE}?reason=x&reason=y"), 400)
        for data, status in ((b'{"title":"a","title":"b"}', 400), (b"{", 400)):
            headers = {"Authorization": f"Bearer {desk.token}"}
            answer = desk.client.put(
                f"/api/v1/articles/{CODE}",
                data=data,
                headers=headers,
                content_type="application/json",
            )
            told(answer, status)
        told(desk.send("PUT", "/a%20b", STORY), 404)
        told(desk.send("GET", f"/{CODE}"), 404)


def test_a_token_opens_what_it_is_for(sqlite_url: str) -> None:
    """Nobody else writes; one that is bound writes in its categories alone."""
    with site_app(sqlite_url) as app:
        desk = sender_to(app)
        told(desk.put(CODE), 201)
        reader = sender_to(app, Scope.READ_ARTICLES)
        assert told(reader.send("GET", f"/{CODE}"), 200)["code"] == CODE
        for sender in (
            reader,
            Sender(desk.client, ""),
            sender_to(app, Scope.READ_STATS),
        ):
            refused = told_closed(sender)
            assert refused == 'Bearer realm="feedsvc"'
        basic = desk.client.post(
            f"/api/v1/articles/{CODE}/restore", auth=("x", desk.token)
        )
        told(basic, 401)
        bound = sender_to(app, categories=frozenset({"jinmen", "体育"}))
        told(bound.put("MINE", categories=["体育"]), 201)
        assert told(bound.put("MINE", categories=["体育", "财经"]), 403)[
            "categories"
        ] == ["财经"]
        told(desk.put("THEIRS", categories=["财经"]), 201)
        for answer in (
            bound.put("THEIRS", categories=["体育"]),
            bound.send("DELETE", "/THEIRS?reason=x"),
            bound.send("POST", "/MINE/merge", {"into": "THEIRS"}),
        ):
            assert told(answer, 403)["categories"] == ["财经"]
        told(bound.put("NEWS", categories=[]), 403)


def told_closed(sender: Sender) -> str | None:
    """The challenge to a sender that may not write, which no other site may read."""
    told(sender.put(CODE), 401)
    answer = sender.send("DELETE", f"/{CODE}?reason=x")
    told(answer, 401)
    preflight = sender.client.options(f"/api/v1/articles/{CODE}")
    assert "Access-Control-Allow-Origin" not in preflight.headers
    return answer.headers["WWW-Authenticate"]


def test_a_full_disk_stops_writers_alone(sqlite_url: str) -> None:
    """507, and reading goes on; with room again, so does writing."""
    with site_app(sqlite_url) as app:
        desk = sender_to(app)
        told(desk.put(CODE), 201)
        large: dict[str, Any] = {"body": "<p>字</p>" * 20_000}
        _limit_pages(app, 1)  # no more than there are
        told(desk.put("LARGE", **large), 507)
        assert told(desk.send("GET", f"/{CODE}"), 200)["code"] == CODE
        assert desk.client.get(PERMALINK).status_code == 200
        _limit_pages(app, 1_000_000)
        told(desk.put("LARGE", **large), 201)


def _limit_pages(app: Flask, most: int) -> None:
    """Leave the database no room beyond so many pages, in the connection that writes."""
    with database_of(app).write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")
