"""A corrected credit on every surface, and who may be asked for it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from feedsvc.model.attribution import Role
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decider
from tests.support.app import site_app
from tests.support.newsroom import newsroom_over
from tests.support.trees import code, html, name


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A site with an article whose author and publisher were corrected."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.post(name(1), html("作者：林知远</p><p>扩建。", "江港日报"))
        newsroom.tree.post(name(2), html("扩建。", "江港日报"))
        newsroom.import_()
        for role, given in (
            (Role.AUTHOR, [("阿七", "撰文", "https://qi.example/")]),
            (Role.PUBLISHER, [("海风晚报", "", "")]),
        ):
            credits_ = corrected_credits(role, given)
            newsroom.corrections.set(code(1), role, credits_, Decider("desk"))  # type: ignore[arg-type]
        with site_app(database_url) as app:
            yield app.test_client()


def test_surfaces_agree(client: FlaskClient):
    """Label, name and page are the person's, and evidence says that it is a correction."""
    resolved = client.get(f"/api/v1/resolve?code={code(1)}").json["credits"]  # type: ignore[index]
    assert [(one["role"], one["name"], one["evidence"]) for one in resolved] == [
        ("publisher", "海风晚报", "correction"),
        ("author", "阿七", "correction"),
    ]
    feed = json.loads(client.get("/feed.json").data)
    item = next(one for one in feed["items"] if "阿七" in str(one))
    [author] = item["_feedsvc"]["credits"]["author"]
    assert author == {
        "name": "阿七",
        "url": "https://qi.example/",
        "label": "撰文",
        "evidence": "correction",
    }
    path = client.get(f"/s/{code(1)}").headers["Location"]
    for surface in (path, "/atom.xml", "/rss.xml", "/sources/"):
        text = client.get(surface).text
        assert "海风晚报" in text, surface
        assert "林知远" not in text, surface
    assert "阿七" in client.get("/atom.xml").text
