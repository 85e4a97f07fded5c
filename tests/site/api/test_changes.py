"""Changes: a mirror that only follows them has the whole site, wherever it is stopped."""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedsvc.model.change_list import Place
from feedsvc.model.decision import Decider
from feedsvc.model.token import Scope
from feedsvc.services.change_lists import ChangeLists
from tests.support.app import site_app
from tests.support.history import SOURCE, History
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.sender import Sender, database_of, sender_to, told

SEEDS = [int(n) for n in os.environ.get("FEEDSVC_TEST_SEEDS", "5").split()]
STEPS = int(os.environ.get("FEEDSVC_TEST_STEPS", "6"))
CHANGES = "/api/v1/changes"
CODE = "NW202205010800000001"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The site over an empty database, on each engine."""
    with site_app(database_url) as app:
        yield app


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Imports into the same database, and decisions of people."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@dataclass(slots=True)
class Mirror:
    """A copy of the site that hears of nothing but changes.

    Attributes:
        next: as it was saved last, together with what it had then.
    """

    desk: Sender
    next: str = "0"
    things: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    heard: list[tuple[int, str, str]] = field(default_factory=list)

    def page(self, limit: int, *, is_killed: bool = False) -> bool:
        """Take one page; a mirror that is killed has not saved where it got to."""
        path = f"{CHANGES}?since={self.next}&limit={limit}"
        answer = told(self.desk.send("GET", path), 200)
        for change in answer["changes"]:
            self._apply(change)
        if not is_killed:
            self.next = answer["next"]
        return bool(answer["is_complete"]) and not is_killed

    def _apply(self, change: dict[str, Any]) -> None:
        subject = change["subject"]
        thing = change if subject == "article" else change[subject]
        key = thing["code"] if subject == "article" else thing["name"]
        self.heard.append((change["revision"], subject, key))
        self.things[subject, key] = thing
        for alias in thing.get("aliases", ()):
            self.things.pop(("source", alias["name"]), None)

    def follow(self, dice: random.Random) -> None:
        """Take all there is, in pages of any size, killed now and then."""
        while not self.page(dice.choice([4, 30, 100]), is_killed=dice.random() < 0.2):
            pass

    def of(self, subject: str) -> dict[str, dict[str, Any]]:
        """Everything of one kind, by code or name."""
        return {
            key: thing for (kind, key), thing in self.things.items() if kind == subject
        }

    def articles(self) -> dict[str, Any]:
        """Articles as the API shows them; withdrawn ones by their state."""
        found = {}
        for code, change in self.of("article").items():
            shown = change["article"]
            found[code] = (
                told_alone(self, shown) if shown else (change["state"], change["legal"])
            )
        return found


def told_alone(mirror: Mirror, article: dict[str, Any]) -> dict[str, Any]:
    """An article with its categories as they are now, which have changes of their own."""
    names = [category["name"] for category in article["categories"]]
    titles = [mirror.of("category")[name]["title"] for name in names]
    return article | {"categories": [names, titles]}


def articles_of(app: Flask, newsroom: Newsroom, mirror: Mirror) -> dict[str, Any]:
    """Every article that readers have seen, asked for one by one."""
    reader = sender_to(app, Scope.READ_ARTICLES)
    rows = newsroom.rows(
        "SELECT a.info_code, a.state, a.is_legal FROM articles a"
        " JOIN stream_entries e ON e.article_id = a.id"
        " JOIN streams s ON s.id = e.stream_id WHERE s.kind = 'site'"
    )
    found: dict[str, Any] = {}
    for code, state, is_legal in rows:
        if state == "published":
            found[code] = told_alone(mirror, told(reader.send("GET", f"/{code}"), 200))
        else:
            found[code] = (state, bool(is_legal))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mirror_has_the_whole_site(app: Flask, newsroom: Newsroom, seed: int) -> None:
    """After any history, followed step by step and killed anywhere, or read afterwards."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    history = History(newsroom, dice)
    mirror = Mirror(sender_to(app, Scope.READ_CHANGES))
    history.begin()
    few = 1 if newsroom.database.is_sqlite else 2
    for step in range(STEPS // few):
        history.step()
        if step % 3 == 0:
            newsroom.sources.link(SOURCE, f"https://port.example/{step}", Decider("a"))
        if step % 5 == 1:
            newsroom.sources.rename(SOURCE, f"江港报{step}", Decider("a"))
        mirror.follow(dice)
    late = Mirror(mirror.desk)
    while not late.page(100):
        pass
    keys = [key for _, *key in late.heard]
    assert len(keys) == len({tuple(key) for key in keys}), "heard twice"
    assert late.heard == sorted(late.heard, key=lambda one: one[0])
    assert late.things == mirror.things, history.log
    assert mirror.articles() == articles_of(app, newsroom, mirror), history.log
    found = app.extensions["feedsvc"].change_lists  # what an operator sees, of all
    assert {c["slug"] for c in mirror.of("category").values()} == {
        slug for (slug,) in newsroom.rows("SELECT slug FROM categories")
    }
    assert {(s["title"], s["own_url"]) for s in mirror.of("source").values()} == set(
        newsroom.rows("SELECT coalesce(title, name), url FROM sources")
    )
    assert found.after(Place.find(mirror.next) or Place(0), limit=1).told == ()


def test_nothing_is_told_too_early_or_lost(app: Flask, newsroom: Newsroom) -> None:
    """Scheduled articles are no news, nor what withdrawn ones said; second thoughts are."""
    desk, reader = sender_to(app), sender_to(app, Scope.READ_CHANGES)
    told(desk.put("WAITING", published_at="2990-01-01T00:00:00Z"), 201)
    told(desk.put(CODE), 201)
    told(desk.put("OTHER", categories=["haifeng"]), 201)

    def since(place: object, more: str = "") -> dict[str, Any]:
        return told(reader.send("GET", f"{CHANGES}?since={place}{more}"), 200)

    def names(answer: dict[str, Any]) -> list[str]:
        return [
            one["code"] if one["subject"] == "article" else one[one["subject"]]["name"]
            for one in answer["changes"]
        ]

    every = since(0)
    assert sorted(names(every)) == sorted(
        ["jinmen", "haifeng", "津门日报", CODE, "OTHER"]
    )
    assert every["is_complete"]
    assert names(since(every["next"])) == []
    assert all(
        one.get("article") is None for one in since(0, "&content=none")["changes"]
    )
    # each of these is told although the article's feeds have nothing new to say
    place = every["next"]
    for query, legal in (("reason=x", False), ("reason=x&legal=true", True)):
        told(desk.send("DELETE", f"/{CODE}?{query}"), 200)
        answer = since(place)
        [change] = answer["changes"]
        assert (change["code"], change["legal"], change["article"]) == (
            CODE,
            legal,
            None,
        )
        place = answer["next"]
    newsroom.now = app.extensions["feedsvc"].clock()
    assert newsroom.sources.alias("津门日报APP", "津门日报", Decider("a"))
    [change] = since(place)["changes"]
    assert [alias["name"] for alias in change["source"]["aliases"]] == ["津门日报APP"]


def test_a_mirror_may_wait(app: Flask) -> None:
    """It is told as soon as there is something; if many wait, others are sent away."""
    desk, reader = sender_to(app), sender_to(app, Scope.READ_CHANGES)
    told(desk.put(CODE), 201)
    place = told(reader.send("GET", CHANGES), 200)["next"]
    heard: list[dict[str, Any]] = []

    def wait() -> None:
        answer = reader.send("GET", f"{CHANGES}?since={place}&wait=20")
        heard.append(told(answer, 200))

    waiting = threading.Thread(target=wait)
    waiting.start()
    told(desk.put("OTHER"), 201)
    waiting.join(15)
    [answer] = heard
    assert [one["code"] for one in answer["changes"]] == ["OTHER"]
    services = app.extensions["feedsvc"]
    full = replace(services, change_lists=ChangeLists(database_of(app), 0))
    app.extensions["feedsvc"] = full
    busy = reader.send("GET", f"{CHANGES}?since={answer['next']}&wait=20")
    assert (told(busy, 200)["changes"], busy.headers["Retry-After"]) == ([], "5")


def test_what_is_refused(app: Flask) -> None:
    """A place behind every change, and parameters that are wrong."""
    desk, reader = sender_to(app), sender_to(app, Scope.READ_CHANGES)
    later = told(reader.send("GET", CHANGES), 200)["revision"] + 1
    problem = told(reader.send("GET", f"{CHANGES}?since={later}&wait=20"), 409)
    assert problem["revision"] < later
    for query in ("since=x", "since=1.2.3", "since=1&since=2", "limit=0", "limit=101",
                  "wait=21", "content=all"):  # fmt: skip
        detail = told(reader.send("GET", f"{CHANGES}?{query}"), 400)["detail"]
        assert detail.startswith(query.partition("=")[0])
    told(desk.send("GET", CHANGES), 401)
