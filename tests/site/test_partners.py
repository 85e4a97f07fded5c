"""Partners: who may show a frame under a key, and how its loads are counted."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from playwright.sync_api import Page

from feedsvc.services.partners import Partners
from tests.support import paper
from tests.support.client import Answer, ask, eventually
from tests.support.partner import partner_site
from tests.support.posts import use_cases

Run = Callable[..., CompletedProcess[str]]
Serve = Callable[..., str]
FRAME = f"/embed/categories/{paper.ROLLING}"


def ancestors(answer: Answer) -> str:
    """Pages that may show a frame."""
    policy = answer.headers["Content-Security-Policy"]
    [found] = [part for part in policy.split("; ") if part.startswith("frame-anc")]
    return found.partition(" ")[2]


@pytest.fixture
def filled_url(database_url: str, tmp_path: Path) -> str:
    """A database with the paper in it, on each engine in turn."""
    paper.fill(database_url, tmp_path / "archive")
    return database_url


def test_a_key_limits_who_shows_a_frame(filled_url: str, server: Serve) -> None:
    """E3, E4, E11: its origins alone, with the same bytes as without; no cookie."""
    cases = use_cases(filled_url)
    key = cases.partners.add(
        "江港", ("https://a.example", "https://b.example:8443")
    ).key
    cases.database.dispose()
    site = server(filled_url)
    path = f"{FRAME}?limit=3&key={key}"
    plain, keyed = ask(site, f"{FRAME}?limit=3"), ask(site, path)
    assert (keyed.body, keyed.headers["ETag"]) == (plain.body, plain.headers["ETag"])
    assert ancestors(plain) == "*"
    wanted = f"https://a.example https://b.example:8443 {site}"
    fresh = ask(site, path, {"If-None-Match": keyed.headers["ETag"]})
    article = ask(site, f"/embed/articles/{paper.STORY}?key={key}")
    unknown = ask(site, f"/embed/categories/x?key={key}")
    assert [each.status for each in (fresh, article, unknown)] == [304, 200, 404]
    assert {ancestors(each) for each in (keyed, fresh, article, unknown)} == {wanted}
    assert "Set-Cookie" not in keyed.headers
    for wrong in ("0" * 16, "", "*", "x%0d%0aX:y"):
        assert ancestors(ask(site, f"{FRAME}?key={wrong}")) == "*"
    moved = ask(site, f"/embed/categories/{paper.RENAMED}?key={key}")
    assert moved.location == f"{site}/embed/categories/{paper.NEW_SLUG}?key={key}"


def test_loads_are_counted_by_day(
    filled_url: str, server: Serve, tmp_path: Path
) -> None:
    """E4: frames that were sent, and 304s; nothing says whose; removal ends it."""
    cases = use_cases(filled_url)
    partners: Partners = cases.partners
    key = partners.add("江港", ("https://a.example",)).key
    site = server(filled_url)
    path = f"{FRAME}?key={key}"
    tag = ask(site, path).headers["ETag"]
    ask(site, path, {"If-None-Match": tag})
    ask(site, f"/embed/articles/{paper.STORY}?key={key}")
    ask(site, path, method="HEAD")
    ask(site, f"/embed/categories/x?key={key}")
    ask(site, f"{FRAME}?key={'0' * 16}")
    [standing] = eventually(partners.all, lambda all_: all_[0].today >= 3)
    assert (standing.today, standing.recent) == (3, 3)
    assert partners.remove("江港") == 3
    eventually(lambda: ancestors(ask(site, path)), lambda found: found == "*")
    cases.database.dispose()
    [log] = tmp_path.glob("serve-*.log")
    assert key not in log.read_text("utf-8")


def test_embeds_may_be_for_partners_alone(paper_url: str, server: Serve) -> None:
    """E1, E3, E9: others get a card, oEmbed says so, and no page leads to it."""
    cases = use_cases(paper_url)
    key = cases.partners.add("江港", ("https://a.example",)).key
    cases.database.dispose()
    site = server(paper_url, FEEDSVC_EMBED__PUBLIC="false")
    for path in (FRAME, f"{FRAME}?key=0000", f"/embed/articles/{paper.STORY}"):
        closed = ask(site, path)
        assert (closed.status, ancestors(closed)) == (403, "*")
        assert closed.headers["Cache-Control"] == "public, max-age=60"
        assert "滚动" not in closed.text
        assert paper.STORY_TITLE not in closed.text
    assert ask(site, f"{FRAME}?key={key}").status == 200
    assert ask(site, f"/oembed?url={site}/").status == 403
    frame = f"{site}{FRAME}%3Fkey={key}"
    assert f"key={key}" in ask(site, f"/oembed?url={frame}").text
    assert "oembed" not in ask(site, "/").text
    assert "<textarea" not in ask(site, "/partners/").text
    form = ask(site, f"/partners/?category={paper.ROLLING}&key={key}").text
    assert f"{FRAME}?key={key}" in form
    wrong = ask(site, "/partners/?key=%3Cb%3E").text
    assert "没有这个密钥：&lt;b&gt;" in wrong


def test_a_browser_shows_a_keyed_frame_to_its_partner(
    paper_url: str, server: Serve, page: Page
) -> None:
    """E3: on its own origin, and nowhere else."""
    cases = use_cases(paper_url)
    with partner_site() as partner, partner_site() as other:
        key = cases.partners.add("江港", (partner.base_url,)).key
        cases.database.dispose()
        src = f"{server(paper_url)}{FRAME}?key={key}"
        html = f'<iframe src="{src}" width="600" height="600"></iframe>'
        page.goto(partner.publish(html))
        page.frame_locator("iframe").locator("footer").wait_for()
        refusals: list[str] = []
        page.on("console", lambda message: refusals.append(message.text))
        page.goto(other.publish(html))
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").locator("footer").count() == 0
        assert any("frame-ancestors" in each for each in refusals)
