"""Sources that people tend, as readers and pages see them."""

from pathlib import Path

from feedsvc.model.decision import Decider
from feedsvc.model.slug import slug_of_name
from tests.support.app import site_app
from tests.support.newsroom import newsroom_over
from tests.support.trees import html, name

DESK = Decider("desk")
_PAGE = "https://daily.example/"


def test_a_subscriber_follows(database_url: str, tmp_path: Path):
    """Old addresses redirect, to a feed with the entries of both sources."""
    app, daily = (slug_of_name(each) for each in ("江港日报APP", "江港日报"))
    new = slug_of_name("江港新报")
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.post(name(1), html("甲文。", "江港日报APP"))
        newsroom.tree.post(name(2), html("乙文。", "江港日报"))
        newsroom.import_()
        newsroom.sources.merge("江港日报APP", "江港日报", DESK)
        newsroom.sources.rename("江港日报", "江港新报", DESK)
        newsroom.sources.link("江港日报", _PAGE, DESK)
        with site_app(database_url) as site:
            client = site.test_client()
            for old in (app, daily):
                for rest in ("", "atom.xml", "feed.json"):
                    moved = client.get(f"/sources/{old}/{rest}")
                    assert moved.status_code == 301
                    assert moved.headers["Location"].endswith(f"/sources/{new}/{rest}")
            feed = client.get(f"/sources/{new}/feed.json").json
            page = client.get(f"/sources/{new}/").text
            atom = client.get(f"/sources/{new}/atom.xml").text
    assert len(feed["items"]) == 2  # type: ignore[index]  # a test's answer
    assert "江港新报" in feed["title"]  # type: ignore[index]
    assert f'<a href="{_PAGE}" rel="noopener">daily.example</a>' in page
    assert f"<uri>{_PAGE}</uri>" in atom
