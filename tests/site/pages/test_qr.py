"""QR codes: the share URL as a picture, of published articles alone."""

import gzip
import struct
from contextlib import closing
from io import BytesIO

import pytest
import segno
from lxml import etree

from tests.support import paper
from tests.support.client import ask, ask_on, connect

STORY = str(paper.STORY)
KINDS = pytest.mark.parametrize("kind", ["svg", "png"])
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@KINDS
def test_a_published_article_has_a_picture(site: str, kind: str) -> None:
    """Kept for a day, under a tag that a 304 repeats."""
    path = f"/s/{STORY}/qr.{kind}"
    with closing(connect(site)) as connection:
        full = ask_on(connection, path)
        known = {"If-None-Match": full.headers["ETag"]}
        again = ask_on(connection, path, known)
        head = ask_on(connection, path, method="HEAD")
    assert (full.status, again.status, head.status) == (200, 304, 200)
    assert full.headers["Content-Type"].startswith(TYPES[kind])
    assert again.body == head.body == b""
    for name in ("ETag", "Cache-Control"):
        assert full.headers[name] == again.headers[name] == head.headers[name]
    assert full.headers["Cache-Control"] == "public, max-age=86400"
    assert full.headers["X-Content-Type-Options"] == "nosniff"


def test_the_vector_picture_obeys_our_policy(site: str) -> None:
    """Attributes alone, no style, no script; and of any size."""
    answer = ask(site, f"/s/{STORY}/qr.svg")
    root = etree.fromstring(answer.body)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox")
    assert root.get("width") is None
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in {"svg", "path"}
        assert not {"style", "class"} & set(element.keys())
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    small = ask(site, f"/s/{STORY}/qr.svg", {"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.body) == answer.body


def test_the_raster_picture_is_sharp(site: str) -> None:
    """Square, and large enough to print."""
    body = ask(site, f"/s/{STORY}/qr.png").body
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", body[16:24])
    assert width == height >= 330


@KINDS
def test_a_picture_has_one_address(site: str, kind: str) -> None:
    """Codes in another case, damaged or merged, redirect to that address."""
    for code in (STORY.lower(), f"{STORY}%E3%80%82", str(paper.MERGED)):
        answer = ask(site, f"/s/{code}/qr.{kind}", {"Host": "evil.example"})
        assert (answer.status, answer.location) == (301, f"{site}/s/{STORY}/qr.{kind}")


@KINDS
@pytest.mark.parametrize(
    ("code", "status"),
    [
        (paper.RETRACTED, 410), (paper.REMOVED, 451), (paper.SCHEDULED, 404),
        (paper.INCOMPLETE, 404), ("NW0000", 404), ("x", 404), ("%00", 404), ("%FF", 404),
    ],
)  # fmt: skip
def test_nothing_else_has_one(site: str, kind: str, code: str, status: int) -> None:
    """Withdrawn, not published yet, or never seen: as the share link itself."""
    answer = ask(site, f"/s/{code}/qr.{kind}")
    assert answer.status == status
    assert paper.SECRET not in answer.text
    assert ask(site, f"/s/{code}/qr.{kind}", method="POST").status == 405


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_a_picture_says_the_share_url(site: str, prefix: str) -> None:
    """The short one, in the script of the page."""
    wanted = BytesIO()
    segno.make_qr(f"{site}{prefix}/s/{STORY}", error="m").save(
        wanted, kind="png", scale=10
    )
    assert ask(site, f"{prefix}/s/{STORY}/qr.png").body == wanted.getvalue()


def test_other_kinds_are_damaged_share_links(site: str) -> None:
    """What stands behind the code is no more than glued on."""
    answer = ask(site, f"/s/{STORY}/qr.gif")
    assert (answer.status, answer.location) == (301, site + paper.STORY_PATH)
