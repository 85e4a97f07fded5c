"""Pictures and files of an archive over HTTP, as pages, readers and robots fetch them."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import feedparser
import pytest
from PIL import Image

from tests.support.client import Answer, ask, connect, eventually
from tests.support.newsroom import newsroom_over
from tests.support.server import serving
from tests.support.trees import Tree, code, name

SOUND = b"ID3\x04" + bytes(range(256)) * 1_200  # two pieces
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
YEAR = "public, max-age=31536000, immutable"
_PATH = re.compile(r'(?:src|href)="(/media/[^"]*)"')


def picture() -> bytes:
    """A photograph that is large enough for a card."""
    file = io.BytesIO()
    image = Image.new("RGB", (900, 600), (20, 90, 160))
    image.paste((200, 180, 40), (300, 0, 900, 600))
    image.save(file, "PNG")
    return file.getvalue()


def write_archive(tree: Tree) -> None:
    """A post that shows, plays and offers files."""
    tree.write("_config.yml", "baseurl: /blog\n")
    tree.write("assets/港口 1.png", picture())
    tree.write("assets/a.mp3", SOUND)
    tree.write("assets/d.svg", SVG)
    tree.write("files/page.dat", "<html><script>alert(1)</script>")
    tree.post(
        name(1),
        "![港口](/assets/%E6%B8%AF%E5%8F%A3%201.png)\n\n![图](/blog/assets/d.svg)\n\n"
        '<audio src="/assets/a.mp3"></audio>\n\n[数据](/files/page.dat)',
    )


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[str]:
    """The archive, imported and served, on each engine in turn."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        write_archive(newsroom.tree)
        newsroom.import_()
    settings = {
        "FEEDSVC_DATABASE_URL": database_url,
        "FEEDSVC_CARDS__COPY_PICTURES": "true",
    }
    with serving(settings, tmp_path) as url:
        yield url


def test_slow_readers_of_large_files_stop_nobody(sqlite_url: str, tmp_path: Path):
    """People leave films half loaded; and one may ask for two at once."""
    tree = tmp_path / "archive"
    with newsroom_over(sqlite_url, tree) as newsroom:
        newsroom.tree.write("film.mp4", b"\0\0\0\x18ftypisom" + bytes(32 * 1024 * 1024))
        newsroom.tree.post(name(1), '<video src="/film.mp4"></video>')
        newsroom.import_()
    settings = {
        "FEEDSVC_DATABASE_URL": sqlite_url,
        "FEEDSVC_SERVE__THREADS": "1",
        "FEEDSVC_SERVE__PROCESSES": "1",
    }
    with serving(settings, tmp_path) as url, ExitStack() as slow:
        film = ask(url, "/film.mp4").location.removeprefix(url)
        for given in ("", "Range: bytes=1-\r\n"):
            client = slow.enter_context(closing(connect(url)))
            client.connect()
            request = f"GET {film} HTTP/1.1\r\nHost: a\r\n{given}\r\n"
            client.sock.sendall(request.encode() * 2)
            assert client.sock.recv(9) == b"HTTP/1.1 "
        assert ask(url, "/atom.xml").status == 200
        whole = ask(url, film)
        assert (len(whole.body), whole.body[-1]) == (32 * 1024 * 1024 + 12, 0)


def article_page(site: str) -> str:
    """The article's page."""
    permalink = ask(site, f"/s/{code(1)}").location.removeprefix(site)
    return ask(site, permalink).text


def media(site: str) -> dict[str, str]:
    """Paths of the article's media on its page, by ending."""
    found = _PATH.findall(article_page(site))
    return {path.rpartition(".")[2]: path for path in found}


def test_media_are_served_whole_in_part_and_never_again(site: str):
    """Immutable at the address of their content; the old addresses lead there."""
    paths = media(site)
    assert set(paths) == {"png", "svg", "mp3", "dat"}
    _whole(site, paths["mp3"])
    _parts(site, paths["mp3"])
    _harmless(site, paths)
    _moved(site, paths)
    for path in (f"/media/{'0' * 64}/a.png", paths["mp3"][:-8], "/media/x/a.png"):
        assert ask(site, path).status == 404
    _fed(site)
    _carded(site)


def _whole(site: str, path: str) -> None:
    answer = ask(site, path)
    assert (answer.status, answer.body) == (200, SOUND)
    headers = answer.headers
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Cache-Control"] == YEAR
    assert headers["X-Content-Type-Options"] == "nosniff"
    head = ask(site, path, method="HEAD")
    assert (head.status, head.headers["Content-Length"]) == (200, str(len(SOUND)))
    again = ask(site, path, {"If-None-Match": headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert ask(site, path, method="POST").status == 405


def _parts(site: str, path: str) -> None:
    tag, size = ask(site, path, method="HEAD").headers["ETag"], len(SOUND)
    for given, status, part in (
        ({"Range": "bytes=0-1"}, 206, SOUND[:2]),
        ({"Range": "bytes=262140-262150"}, 206, SOUND[262140:262151]),
        ({"Range": "bytes=-5"}, 206, SOUND[-5:]),
        ({"Range": f"bytes={size - 3}-"}, 206, SOUND[-3:]),
        ({"Range": "bytes=0-1", "If-Range": tag}, 206, SOUND[:2]),
        ({"Range": "bytes=0-1", "If-Range": '"other"'}, 200, SOUND),
        ({"Range": "bytes=0-1,4-5"}, 200, SOUND),
        ({"Range": "lines=1-2"}, 200, SOUND),
        ({"Range": "bytes=x"}, 200, SOUND),
        ({"Range": f"bytes={size}-"}, 416, b""),
        ({"Range": f"bytes=-{size + 1}"}, 206, SOUND),
        ({"Range": f"bytes=0-{10**30}"}, 206, SOUND),
        ({"Range": "bytes=5-2"}, 200, SOUND),
        ({"Range": "bytes=0-1", "If-Range": f"W/{tag}"}, 200, SOUND),
        ({"Range": "bytes=0-1", "If-None-Match": tag}, 304, b""),
        ({"Range": f"bytes={size}-", "If-None-Match": tag}, 304, b""),
        ({"Range": "bytes=0-1", "If-Match": '"other"'}, 412, b""),
        ({"If-Match": '"other"'}, 412, b""),
    ):
        answer = ask(site, path, given)
        assert (answer.status, answer.body) == (status, part), given
        if status == 416:
            assert answer.headers["Content-Range"] == f"bytes */{size}"
        if status == 206:
            assert answer.headers["Content-Range"].endswith(f"/{size}")
        cached = "no-store" if status in {412, 416} else YEAR
        assert answer.headers["Cache-Control"] == cached, given


def _harmless(site: str, paths: dict[str, str]) -> None:
    """What may hold scripts is saved or shown in a picture, and runs nothing."""
    for ending, media_type in (
        ("svg", "image/svg+xml"),
        ("dat", "application/octet-stream"),
    ):
        headers = ask(site, paths[ending]).headers
        assert headers["Content-Type"] == media_type
        assert headers["Content-Disposition"] == "attachment"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def _moved(site: str, paths: dict[str, str]) -> None:
    for old in ("/assets/a.mp3", "/blog/assets/a.mp3", "/zh-Hant/assets/a.mp3"):
        answer = ask(site, old)
        assert (answer.status, answer.location) == (301, site + paths["mp3"])
    spelt = ask(site, "/assets/%E6%B8%AF%E5%8F%A3%201.png")
    assert spelt.location == site + paths["png"]
    for unknown in (
        "/assets/a.mp3/",
        "/assets/a.mp3%0d%0aX:1",
        "/assets/../_config.yml",
    ):
        assert ask(site, unknown).status == 404


def _fed(site: str) -> None:
    """A picture has one address in content and enclosures, with its length."""
    for format_ in ("rss.xml", "atom.xml"):
        [entry] = feedparser.parse(ask(site, f"/{format_}").body).entries
        enclosed: list[Any] = list(entry.enclosures)
        assert enclosed[0]["type"] == "audio/mpeg"
        assert enclosed[0]["length"] == str(len(SOUND))
        assert enclosed[0]["href"] in entry.content[-1].value
        shown = entry.media_content[1]
        assert f'src="{shown["url"]}"' in entry.content[-1].value
        assert shown["url"].startswith(f"{site}/media/")
        assert shown["filesize"] == str(len(picture()))
    [item] = json.loads(ask(site, "/feed.json").body)["items"]
    assert item["image"] in item["content_html"]
    sizes = [one["size_in_bytes"] for one in item["attachments"]]
    assert sizes == [len(SOUND), len(picture()), len(SVG)]
    assert '"/media/' not in item["content_html"]


def _carded(site: str) -> None:
    """The card is made from the picture, which no host is asked for."""

    def card() -> Answer:
        page = article_page(site)
        [url] = re.findall(r'property="og:image" content="([^"]*)"', page)
        return ask(site, url.removeprefix(site))

    def is_copy(answer: Answer) -> bool:
        return answer.headers["Content-Type"] == "image/jpeg"

    answer = eventually(card, is_copy)
    with Image.open(io.BytesIO(answer.body)) as image:
        blue = image.convert("RGB").crop((0, 0, 9, 9)).getchannel("B")
    assert min(blue.tobytes()) > 120
