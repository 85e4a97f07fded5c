"""Deliveries of a real server: from a command that changes something to its subscribers."""

from collections.abc import Callable

import feedparser

from tests.support import paper
from tests.support.subscriber import subscribing


def test_a_change_reaches_the_subscribers_of_a_server(
    paper_url: str, server: Callable[..., str], feedsvc: Callable[..., object]
):
    """One with a secret and one without, both confirmed by the same server."""
    settings = {
        "FEEDSVC_OUTBOUND__TRUSTED_NETWORKS": "127.0.0.0/8",
        "FEEDSVC_WEBSUB__KEY": "k" * 32,
    }
    site = server(paper_url, **settings)
    topic = f"{site}/categories/{paper.OUTLET}/atom.xml"
    with subscribing() as reader:
        hub = f"{site}/hub"
        reader.subscribe(hub, topic, "/signed?n=1", secret="of its own")
        reader.subscribe(hub, topic, "/plain")
        reader.wait_for("GET", 2)
        reason = ("--reason", "错误")
        database = {"FEEDSVC_DATABASE_URL": paper_url}
        feedsvc("retract", paper.STORY, *reason, settings=database)
        [signed] = reader.wait_for("POST", path="/signed")
        [plain] = reader.wait_for("POST", path="/plain")
    assert signed["n"] == "1"
    assert signed.is_signed_with("of its own")
    assert "X-Hub-Signature" not in plain.headers
    assert signed.body == plain.body
    assert signed.links == {"hub": hub, "self": topic}
    told = feedparser.parse(signed.body)
    assert not told.bozo
    assert not told.entries
    assert b"deleted-entry" in signed.body
