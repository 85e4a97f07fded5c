"""Cards over HTTP, as the robots of apps fetch them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from feedsvc.model.card import MAX_BYTES
from feedsvc.model.info_code import InfoCode
from tests.support import paper, peer
from tests.support.client import Answer, ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.server import serving

CODE = "NW202611010000000001"
_KEPT_PATH = f"/media/{'0' * 64}/a.png"  # as feedsvc keeps pictures
LOOPBACK = {
    "FEEDSVC_CARDS__COPY_PICTURES": "true",
    "FEEDSVC_OUTBOUND__TRUSTED_NETWORKS": '["127.0.0.0/8"]',
}


def meta(page: Answer, name: str) -> str:
    """What one meta of a page says."""
    found = re.findall(
        rf'<meta (?:property|itemprop)="{name}" content="([^"]*)"', page.text
    )
    assert len(found) == 1
    return str(found[0])


def card_path(site: str, path: str = paper.STORY_PATH) -> str:
    """Where the card of an article's page is, on this server."""
    url = meta(ask(site, path), "og:image")
    assert url.startswith(site)
    return url.removeprefix(site)


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_a_page_names_a_card_that_is_there(site: str, prefix: str) -> None:
    """R19: the first robot that reads a page gets its picture, of the size it was told."""
    page = ask(site, prefix + paper.STORY_PATH)
    url = meta(page, "og:image")
    assert meta(page, "image") == url
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == (
        "1200",
        "630",
    )
    assert meta(page, "og:image:alt")
    answer = ask(site, url.removeprefix(site))
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert len(answer.body) < MAX_BYTES
    with Image.open(io.BytesIO(answer.body)) as image:
        assert image.size == (1200, 630)


def test_a_card_can_be_kept_and_asked_for_again(site: str) -> None:
    """R4: but for no longer than a retraction may take."""
    path = card_path(site)
    first = ask(site, path)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = ask(site, path, {"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    head = ask(site, path, method="HEAD")
    assert (head.status, head.headers["ETag"]) == (200, first.headers["ETag"])


def test_scripts_have_cards_of_their_own(site: str) -> None:
    """Traditional pages show Traditional words."""
    assert card_path(site) != card_path(site, f"/zh-Hant{paper.STORY_PATH}")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (paper.RETRACTED, 410),
        (paper.REMOVED, 451),
        (paper.SCHEDULED, 404),
        (paper.INCOMPLETE, 404),
        ("NW00000000", 404),
        ("no code", 404),
    ],
)
def test_what_is_not_shown_has_no_card(site: str, code: str, status: int) -> None:
    """R4: nor does a card's address tell more than the share link."""
    answer = ask(site, f"/cards/{code.replace(' ', '%20')}/0123456789abcdef.png")
    assert answer.status == status
    assert not answer.headers["Content-Type"].startswith("image/")


@pytest.mark.parametrize("code", [paper.STORY, paper.MERGED, paper.STORY.lower()])
def test_a_card_of_before_leads_to_that_of_today(site: str, code: str) -> None:
    """After an edit, a merge, or under another spelling of the code."""
    answer = ask(site, f"/cards/{code}/0123456789abcdef.png")
    assert answer.status == 301
    assert answer.headers["Location"] == site + card_path(site)


def test_nothing_of_the_request_is_repeated(site: str) -> None:
    """R14: not the name that was asked for, nor the host."""
    answer = ask(
        site,
        f"/cards/{paper.STORY}/evil%0d%0aX-Evil:1.png",
        {"Host": "evil.example"},
    )
    assert answer.status == 301
    assert "evil" not in str(answer.headers).lower()


@pytest.fixture
def copied(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[str, peer.Peer]]:
    """A server of one article whose picture is on another of its kind, and that other."""
    file = io.BytesIO()
    photo = Image.new("RGB", (1600, 900), "navy")
    photo.paste("gold", (400, 200, 900, 600))
    photo.save(file, "PNG")
    with peer.listening(peer.picture(file.getvalue())) as host:
        post = Post(
            stem=f"2026-11-01-{CODE}",
            title="港口",
            date="2026-11-01 08:00:00",
            body=f'<p>文</p><img src="{host.url(_KEPT_PATH)}">',
        )
        cases = use_cases(sqlite_url)
        cases.importer.run(write_archive(tmp_path / "archive", [post]), Silent())
        cases.database.dispose()
        variables = {"FEEDSVC_DATABASE_URL": sqlite_url} | LOOPBACK
        with serving(variables, tmp_path) as site:
            yield site, host


def test_an_articles_own_picture_is_shown_once_it_is_here(
    copied: tuple[str, peer.Peer],
) -> None:
    """R19: until then a drawn one; the same for everybody, and fetched once."""
    site, host = copied
    path = ask(site, f"/s/{CODE}").headers["Location"].removeprefix(site)
    drawn = card_path(site, path)
    assert drawn.endswith(".png")
    assert ask(site, drawn).status == 200
    copy = eventually(
        lambda: card_path(site, path), lambda found: found.endswith(".jpg")
    )
    answer = ask(site, copy)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(answer.body)) as image:
        assert image.size == (1200, 630)
    assert ask(site, drawn).status == 200
    assert len(host.requests) == 1


def test_a_retraction_takes_the_picture_too(
    copied: tuple[str, peer.Peer], sqlite_url: str
) -> None:
    """R5: every surface agrees, at once where no cache stands before it."""
    site, _ = copied
    path = ask(site, f"/s/{CODE}").headers["Location"].removeprefix(site)
    card = card_path(site, path)
    assert ask(site, card).status == 200
    cases = use_cases(sqlite_url)
    cases.decisions.retract(InfoCode(CODE), reason="x", is_legal=False)
    cases.database.dispose()
    assert ask(site, card).status == 410
