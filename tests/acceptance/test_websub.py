"""The hub over HTTP, with subscribers of our own and of somebody else's making (WebSub)."""

import json
import re
import shutil
from collections.abc import Iterator

import feedparser
import pytest

from tests.support import paper, postgres
from tests.support.client import ask
from tests.support.process import migrate
from tests.support.server import serving
from tests.support.subscriber import Answer, subscribing
from tests.websub.packaged import subscribing_to

NO_TOPICS = (
    "/pages/1/atom.xml",
    "/search/rss.xml?q=a",
    "/zh-Hant/search/feed.json?q=a",
)
TOPICS = (
    "/atom.xml",
    "/rss.xml",
    "/feed.json",
    "/zh-Hant/feed.json?content=summary",
    f"/categories/{paper.ROLLING}/rss.xml?content=summary",
    f"/feeds/atom.xml?category={paper.OUTLET}&category={paper.ROLLING}",
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The paper, served on each engine in turn, with a hub that may call loopback."""
    folder = tmp_path_factory.mktemp("websub")
    settings = {
        "FEEDSVC_OUTBOUND__TRUSTED_NETWORKS": "127.0.0.0/8",
        "FEEDSVC_WEBSUB__KEY": "k" * 32,
    }
    if request.param == "sqlite":
        template = request.getfixturevalue("_migrated_sqlite")
        url = f"sqlite:///{shutil.copy(template, folder / 'feedsvc.db')}"
        paper.fill(url, folder / "archive")
        with serving(settings | {"FEEDSVC_DATABASE_URL": url}, folder) as base_url:
            yield base_url
        return
    server = request.getfixturevalue("postgres_server")
    with postgres.fresh_database(server) as url:
        migrate(url, folder)
        paper.fill(url, folder / "archive")
        with serving(settings | {"FEEDSVC_DATABASE_URL": url}, folder) as base_url:
            yield base_url


def discovered(site: str, path: str) -> list[tuple[set[str], set[str]]]:
    """Hubs and topics that a document names: in its header, and in itself (§4)."""
    answer = ask(site, path)
    assert answer.status == 200
    header = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"])
    if "feed.json" in path:
        told = json.loads(answer.body)
        itself = [(hub["url"], "hub") for hub in told.get("hubs", [])]
        assert {hub["type"] for hub in told.get("hubs", [])} <= {"WebSub"}
        itself.append((told["feed_url"], "self"))
    else:
        links = feedparser.parse(answer.body).feed.links
        itself = [(link.href, link.rel) for link in links]
    return [
        tuple({url for url, rel in found if rel == kind} for kind in ("hub", "self"))  # type: ignore[misc]
        for found in (header, itself)
    ]


def test_every_topic_names_its_hub_and_itself(site: str):
    """§4: in a header and in each format, what to ask and what to ask for."""
    for path in TOPICS:
        hub, topic = {f"{site}/hub"}, {site + path}
        assert discovered(site, path) == [(hub, topic), (hub, topic)], path
        assert 'rel="hub"' in ask(site, path, method="HEAD").headers["Link"]


def test_what_is_no_topic_names_no_hub(site: str):
    """Pages of an archive do not change, and of searches nobody knows."""
    for path in NO_TOPICS:
        assert [hubs for hubs, _ in discovered(site, path)] == [set(), set()], path


def test_a_subscriber_is_asked_and_may_refuse(site: str):
    """§5: 202 first, then the question; what it answers is never shown to others."""
    with subscribing() as subscriber:
        hub = f"{site}/hub"
        for n, path in enumerate(TOPICS):
            assert subscriber.subscribe(hub, site + path, f"/{n}")[0] == 202, path
        asked = subscriber.wait_for("GET", len(TOPICS))
        topics = {told.path: told["hub.topic"] for told in asked}
        assert topics == {f"/{n}": site + path for n, path in enumerate(TOPICS)}
        assert {told["hub.lease_seconds"] for told in asked} == {"864000"}
        subscriber.answer = lambda _: Answer(404, b"secret of the subscriber")
        status, text = subscriber.subscribe(
            hub, f"{site}/atom.xml", "/no", verify="sync"
        )
        assert (status, text) == (409, "The callback has not confirmed this.\n")


def test_a_packaged_subscriber_gets_along(site: str):
    """It asks with hub.verify=async and a secret, confirms, and takes its leave."""
    topic = f"{site}/categories/{paper.ROLLING}/atom.xml"
    with subscribing_to(f"{site}/hub", topic, "a secret of its own") as packaged:
        told = sorted(
            (packaged.next_event() for _ in range(2)), key=lambda one: one["event"]
        )
        assert told == [{"event": "asked"}, {"event": "subscribe", "topic": topic}]
        packaged.unsubscribe()
        assert packaged.next_event() == {"event": "unsubscribe", "topic": topic}
