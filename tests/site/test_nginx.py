"""The shipped nginx configuration, in front of a real server and of one that stalls."""

import gzip
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import permutations
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Event, Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from feedsvc.model.feed import Format
from tests.support import nginx, paper
from tests.support.client import Answer, ask, ask_on, connect, eventually
from tests.support.peer import CERTIFICATE
from tests.support.posts import Post, write_archive
from tests.support.process import run_feedsvc
from tests.support.server import free_port, serving

FEED = paper.FEEDS["outlet"].format(Format.RSS)
if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

KEPT_S = 2.0  # nginx counts whole seconds: what it keeps for one may be nearly two old


@pytest.fixture
def front(paper_url: str, tmp_path: Path) -> Iterator[str]:
    """The base URL of nginx before a server of the paper."""
    settings = {"FEEDSVC_DATABASE_URL": paper_url}
    with (
        serving(settings, tmp_path) as upstream,
        nginx.fronting(upstream, tmp_path) as base,
    ):
        yield base


def get(base: str, target: str, *, method: str = "GET", **headers: str) -> Answer:
    """One request to our site behind nginx."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(base, target, nginx.HOST | named, method=method)


def reached(folder: Path, path: str) -> int:
    """How many requests for a path came as far as feedsvc."""
    log = next(folder.glob("serve-*.log")).read_text("utf-8")
    return len(re.findall(rf" path={re.escape(path)} ", log))


def statuses(base: str, targets: Iterator[str] | list[str]) -> list[int]:
    """What one client is told, asking for one after the other."""
    with closing(connect(base)) as connection:
        return [ask_on(connection, each, nginx.HOST).status for each in targets]


# What goes through


def test_what_feedsvc_says_comes_out(front: str) -> None:
    """304, HEAD, 405, a redirect and a 404; strange hosts get nothing."""
    tag = get(front, FEED).headers["ETag"]
    assert get(front, FEED, If_None_Match=tag).status == 304
    assert get(front, FEED, method="HEAD").status == 200
    assert get(front, FEED, method="POST").status == 405
    assert get(front, "/s/NOBODY").status == 404
    assert get(front, f"/s/{paper.STORY}").location.endswith(paper.STORY_PATH)
    with pytest.raises(ConnectionError):
        ask(front, "/", {"Host": "evil.example"})


def test_gzip_is_passed_through(front: str, tmp_path: Path) -> None:
    """Each form is feedsvc's own, with its own tag, made and kept once."""
    upstream = nginx_upstream(front)
    before = nginx.kept(tmp_path)
    for target in (FEED, paper.STORY_PATH):
        direct = ask(upstream, target, {"Accept-Encoding": "gzip"})
        for _ in range(3):
            packed = get(front, target, Accept_Encoding="gzip")
            whole = get(front, target, Accept_Encoding="identity")
            assert packed.headers.get_all("Content-Encoding") == ["gzip"]
            assert (packed.body, packed.headers["ETag"]) == (
                direct.body,
                direct.headers["ETag"],
            )
            assert whole.headers["Content-Encoding"] is None
            assert whole.body == gzip.decompress(packed.body)
            assert whole.headers["ETag"] != packed.headers["ETag"]
    assert nginx.kept(tmp_path) - before == 2 * 2


def test_addresses_arrive_as_they_were_meant(front: str) -> None:
    """Whatever is decoded and encoded again on the way is the same, and no header."""
    upstream = nginx_upstream(front)
    for target in (
        "/categories/?x=%0d%0aX-Evil:1",
        "/categories/%E7%9F%B3%E5%A4%B4/rss.xml",
        "/categories/a%3Fb%23c%25d%22e/rss.xml",
        "/categories/a%0d%0aX-Evil:1/rss.xml",
        "/a%0d%0aX-Evil:1/2026/11/01/x.html",
        paper.SPACED_PATH,
        f"{paper.STORY_PATH}?from=timeline",
        f"/feeds/atom.xml?category={paper.OUTLET}&x=%0d%0aY",
        "/sitemaps/1.xml?x",
        "/opml.xml?x",
    ):
        direct, through = ask(upstream, target), get(front, target)
        assert (direct.status, direct.location) == (through.status, through.location)
        assert direct.body == through.body, target
        assert "X-Evil" not in through.headers


def nginx_upstream(base: str) -> str:
    """The server itself, by what its pages call themselves."""
    found = re.search(
        r'xmlUrl="(http://127\.0\.0\.1:\d+)/', get(base, "/opml.xml").text
    )
    assert found is not None
    return found[1]


def test_each_client_gets_its_own_delta(sqlite_url: str, tmp_path: Path) -> None:
    """RFC 3229 behind a cache: who has other editions gets other deltas, at one address."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    with (
        serving(settings, tmp_path) as upstream,
        nginx.fronting(upstream, tmp_path) as base,
    ):
        tags = [get(base, "/atom.xml").headers["ETag"]]
        for number in (1, 2):
            date = f"2026-01-0{number}"
            post = Post(stem=f"{date}-{number}", title=f"通告{number}", date=date)
            archive = write_archive(tmp_path / "archive", [post])
            run_feedsvc("import", archive, settings=settings, folder=tmp_path)
            moved = eventually(
                partial(get, base, "/atom.xml", If_None_Match=tags[-1]),
                lambda answer: answer.status == 200,
            )
            tags.append(moved.headers["ETag"])
        for tag, entries in ((tags[0], 2), (tags[1], 1), (tags[0], 2)):
            delta = get(base, "/atom.xml", If_None_Match=tag, A_IM="feed")
            assert delta.status == 226
            assert delta.text.count("<entry>") == entries
            assert get(base, "/atom.xml", If_None_Match=tag).status == 200


# Limits


def test_whole_fetches_are_limited(front: str) -> None:
    """RFC 6585 §4: 429 says when to come again, and never meets who says what they have."""
    tag = get(front, FEED).headers["ETag"]
    told = statuses(front, [FEED] * 31)
    assert told[0] == 200
    assert told[-1] == 429
    late = get(front, FEED)
    assert late.headers["Retry-After"] == "30"
    assert get(front, FEED, If_None_Match=tag).status == 304
    assert get(front, FEED, method="OPTIONS").status == 204
    assert get(front, "/atom.xml").status == 200


@pytest.mark.parametrize(
    "spelling",
    [
        lambda number: f"{FEED}?x={number}",
        lambda number: f"{FEED}?utm_term=%E6%97%A5&{number}&content=full",
        lambda number: "/" * (number + 1) + FEED.removeprefix("/"),
        lambda number: f"/.{'/.' * number}{FEED}",
        lambda number: (
            FEED.replace("rss", "".join(rf"%{ord(c):x}" for c in "rss")[:9])
            + "?" * number
        ),
    ],
    ids=["parameter", "parameters", "slashes", "dots", "encoded"],
)
def test_another_spelling_is_the_same_feed(
    front: str, tmp_path: Path, spelling: Callable[[int], str]
) -> None:
    """It opens no bucket, and no entry of the cache."""
    told = statuses(front, [spelling(number) for number in range(80)])
    assert told[0] == 200
    assert told.count(200) <= 32
    assert set(told) == {200, 429}
    assert nginx.kept(tmp_path) == 1


def test_summaries_are_told_apart_whatever_stands_beside(front: str) -> None:
    """And as feedsvc reads them, encoded or not, but never by parameters it gives up on."""
    whole = get(front, FEED).body
    short = get(front, f"{FEED}?content=summary").body
    assert short != whole
    for query in ("x=1&content=summary", "c%6fntent=summary", "content=%73ummary&y"):
        assert get(front, f"{FEED}?{query}").body == short, query
    for query in ("xcontent=summary", "content=summaryx", "Content=summary", "content"):
        assert get(front, f"{FEED}?{query}").body == whole, query
    many = "&".join(["content=summary", *(f"x{n}=1" for n in range(300))])
    assert get(front, f"{FEED}?{many}").body == short
    assert get(front, FEED).body == whole


def test_other_capitals_open_nothing(front: str, tmp_path: Path) -> None:
    """`/zh-hant`, or another case of the file's name, leads to no bucket of its own."""
    names = [
        f"/{script}/{name}"
        for script in ("ZH-HANT", "zh-hant", "Zh-Hant", "zh-HANT")
        for name in ("RSS.xml", "rss.XML", "Rss.xml", "rss.xml", "rsS.xMl")
    ]
    told = statuses(front, names * 8)
    assert 200 not in told
    assert 429 in told
    assert nginx.kept(tmp_path) == 0


def test_selections_are_limited_together(front: str, tmp_path: Path) -> None:
    """Any order, any choice, any script: one client has one bucket for all of them."""
    parts = ["category=a", f"category={paper.OUTLET}", "category=b", "source=c"]
    choices = ["&".join(order) for order in permutations(parts)]
    targets = [
        f"{prefix}/feeds/atom.xml?{choice}&category={paper.ROLLING}&x={number}"
        for number, choice in enumerate(choices)
        for prefix in ("", "/zh-Hant", "/")
    ]
    told = statuses(front, targets)
    assert told.count(429) >= len(targets) - 40
    assert get(front, targets[0]).headers["Retry-After"] == "10"
    assert nginx.kept(tmp_path) == 0
    assert get(front, FEED).status == 200


def test_a_reader_of_everything_is_not_held_back(front: str) -> None:
    """Any number of categories once each, and again by what it has of them."""
    told = statuses(front, [f"/categories/c{n}/rss.xml" for n in range(150)])
    assert 429 not in told
    tag = get(front, FEED).headers["ETag"]
    again = [get(front, FEED, If_None_Match=tag).status for _ in range(60)]
    assert set(again) == {304}


def test_behind_a_cdn_each_reader_is_a_client(paper_url: str, tmp_path: Path) -> None:
    """With its networks named, its thirty-first reader is not told to wait, and one is."""

    def behind(conf: str) -> str:
        conf = nginx.turned_on(conf, "set_real_ip_from", "real_ip_header")
        conf = nginx.turned_on(conf, "real_ip_recursive")
        return conf.replace("192.0.2.0/24", "127.0.0.0/8")

    settings = {"FEEDSVC_DATABASE_URL": paper_url}
    with (
        serving(settings, tmp_path) as upstream,
        nginx.fronting(upstream, tmp_path, behind) as base,
    ):
        readers = [
            get(base, FEED, X_Forwarded_For=f"1.2.3.4, 203.0.113.{n}").status
            for n in range(40)
        ]
        assert set(readers) == {200}
        one = [
            get(base, FEED, X_Forwarded_For=f"{n}.2.3.4, 198.51.100.7").status
            for n in range(40)
        ]
        assert 429 in one
        net = [
            get(base, FEED, X_Forwarded_For=f"2001:db8:1:2:{n:x}::{n:x}").status
            for n in range(1, 41)
        ]
        assert 429 in net
        nets = [
            get(base, FEED, X_Forwarded_For=f"2001:db8:a0a:{n:x}::1").status
            for n in range(1, 41)
        ]
        assert set(nets) == {200}


# What nginx says by itself


@contextmanager
def _silent() -> Iterator[str]:
    """The base URL of a server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def assert_readable(answer: Answer) -> None:
    """Plain text that a script of any origin may read, and nobody may keep."""
    assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert answer.headers.get_content_type() == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nginx" not in answer.text


@pytest.mark.parametrize(
    "target", [FEED, "/opml.xml", "/feed/x.xml", "/feeds/atom.xml"]
)
def test_its_own_errors_are_text_for_everybody(tmp_path: Path, target: str) -> None:
    """502, 504, 413 and 400, at any address."""
    with nginx.fronting(f"http://127.0.0.1:{free_port()}", tmp_path) as base:
        gone = get(base, target)
        assert gone.status == 502
        assert_readable(gone)
        assert gone.headers["Retry-After"] == "5"
        large = get(base, target, method="POST", Content_Length="9999999")
        assert large.status == 413
        assert_readable(large)
        broken = get(base, target, Cookie="x" * 9_000)
        assert broken.status == 400
        assert_readable(broken)

    def impatient(conf: str) -> str:
        return conf.replace("proxy_read_timeout 30s", "proxy_read_timeout 1s")

    with _silent() as upstream, nginx.fronting(upstream, tmp_path, impatient) as base:
        late = get(base, target)
        assert late.status == 504
        assert_readable(late)


def test_its_429_is_text_for_everybody(front: str) -> None:
    """At a feed's address that ends in .xml, too."""
    answer = [get(front, FEED) for _ in range(32)][-1]
    assert answer.status == 429
    assert_readable(answer)
    assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"


@pytest.mark.parametrize(
    ("setting", "sent"),
    [
        ("client_header_timeout", b"GET / HTTP/1.1\r\nHost: news.example.com\r\n"),
        (
            "client_body_timeout",
            b"POST / HTTP/1.1\r\nHost: news.example.com\r\nContent-Length: 9\r\n\r\nx",
        ),
    ],
)
def test_who_sends_slowly_is_dropped(tmp_path: Path, setting: str, sent: bytes) -> None:
    """Its request never reaches feedsvc, which would wait for the rest."""

    def impatient(conf: str) -> str:
        conf, found = re.subn(rf"{setting} 5s;", f"{setting} 1s;", conf)
        assert found
        return conf

    story = Story()
    with (
        telling(story) as upstream,
        nginx.fronting(upstream, tmp_path, impatient) as base,
        socket.create_connection(("127.0.0.1", int(base.rsplit(":", 1)[1]))) as slow,
    ):
        slow.settimeout(20)
        slow.sendall(sent)
        told = b""
        with suppress(ConnectionResetError):
            while got := slow.recv(1_000):
                told += got
        assert told == b"" or b" 408 " in told
        assert story.asked == 0
        assert get(base, "/").status == 200


# Where it is put


def test_it_loads_beside_debians_stock_site(tmp_path: Path) -> None:
    """Which is `default_server` of port 80 on both versions of IP."""
    conf = nginx.shipped().replace("/var/cache/nginx/feedsvc", str(tmp_path / "cache"))
    stock = "listen 80 default_server; listen [::]:80 default_server; server_name _;"
    nginx.written(f"{conf}\nserver {{ {stock} }}\n", tmp_path)
    file = Path("/etc/nginx/sites-available/default")
    if file.exists():
        nginx.written(f"{conf}\n{file.read_text('utf-8')}\n", tmp_path)


def test_it_listens_on_both_versions_of_ip() -> None:
    """Each `listen` has its like."""
    conf = nginx.shipped()
    assert conf.count("listen 80;") == conf.count("listen [::]:80;") == 3
    assert conf.count("listen 443 ssl;") == conf.count("listen [::]:443 ssl;") == 2


def test_tls_is_there_to_be_turned_on(tmp_path: Path) -> None:
    """The commented lines are right: with a certificate they answer."""
    port = free_port()

    def with_tls(conf: str) -> str:
        names = ("ssl_certificate", "ssl_certificate_key", "ssl_protocols")
        conf = nginx.turned_on(conf, "listen 443 ssl", "ssl_session_cache", *names[:1])
        conf = nginx.turned_on(conf, "ssl_reject_handshake", *names[2:])
        conf = re.sub(r"/etc/ssl/feedsvc\.(crt|key)", str(CERTIFICATE), conf)
        return conf.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")

    with nginx.fronting(f"http://127.0.0.1:{free_port()}", tmp_path, with_tls):
        context = ssl.create_default_context(cafile=CERTIFICATE)
        context.check_hostname = False
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            context.wrap_socket(plain, server_hostname="news.example.com") as wrapped,
        ):
            wrapped.sendall(b"GET / HTTP/1.1\r\nHost: news.example.com\r\n\r\n")
            assert b" 502 " in wrapped.recv(100)


# Withdrawing under load


class Story:
    """A site with one article, which can be withdrawn, and can stall."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_withdrawn = False
        self.goes_on = Event()
        self.goes_on.set()

    def __call__(
        self, _environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> list[bytes]:
        """Answer by what stands when it comes to answering."""
        self.asked += 1
        self.goes_on.wait(20)
        status = "410 Gone" if self.is_withdrawn else "200 OK"
        start_response(status, [("Content-Type", "text/plain"), ("ETag", '"1"')])
        return [b"the article"]


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def telling(story: Story) -> Iterator[str]:
    """The base URL of a server of this story."""
    with make_server("127.0.0.1", 0, story, _Threaded, _Quiet) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            story.goes_on.set()
            server.shutdown()
            thread.join()


class Crowd:
    """Clients that ask for one address over and over, each on a connection of its own."""

    def __init__(self, base: str, target: str, clients: int = 20) -> None:
        self.answers: list[tuple[float, int]] = []  # when it was asked, and the status
        self._base, self._target, self._clients = base, target, clients
        self._is_over = Event()

    def __enter__(self) -> "Crowd":
        """Let them in."""
        self._pool = ThreadPoolExecutor(self._clients)
        self._running = [self._pool.submit(self._ask) for _ in range(self._clients)]
        return self

    def __exit__(self, *_error: object) -> None:
        """Send them home; whatever befell one of them is raised."""
        self._is_over.set()
        self._pool.shutdown()
        for each in self._running:
            each.result()

    def _ask(self) -> None:
        with closing(connect(self._base)) as connection:
            while not self._is_over.is_set():
                asked_at = time.monotonic()
                status = ask_on(connection, self._target, nginx.HOST).status
                self.answers.append((asked_at, status))
                self._is_over.wait(0.02)

    def told_after(self, moment: float) -> set[int]:
        """What they were told who asked after a moment."""
        return {status for asked_at, status in self.answers if asked_at > moment}


@pytest.mark.parametrize("target", [paper.STORY_PATH, f"{paper.STORY_PATH}?from=x"])
def test_withdrawn_is_withdrawn_for_a_crowd(
    front: str, paper_url: str, tmp_path: Path, target: str
) -> None:
    """Nobody sees the article later than nginx keeps it, and few questions reach feedsvc."""
    settings = {"FEEDSVC_DATABASE_URL": paper_url}
    with Crowd(front, target) as crowd:
        retract = ("retract", str(paper.STORY), "--reason", "court", "--legal")
        done = run_feedsvc(*retract, settings=settings, folder=tmp_path)
        withdrawn_at = time.monotonic()
        assert done.returncode == 0, done.stderr
        time.sleep(KEPT_S + 1)
    assert crowd.told_after(0) == {200, 451}
    assert crowd.told_after(withdrawn_at + KEPT_S) == {451}
    assert reached(tmp_path, paper.STORY_PATH) < len(crowd.answers) / 5


def test_an_idle_address_never_answers_with_what_it_had(
    front: str, paper_url: str, tmp_path: Path
) -> None:
    """Nobody asked since; then forty ask at once."""
    assert get(front, paper.STORY_PATH).status == 200
    settings = {"FEEDSVC_DATABASE_URL": paper_url}
    retract = ("retract", str(paper.STORY), "--reason", "court")
    run_feedsvc(*retract, settings=settings, folder=tmp_path)
    time.sleep(KEPT_S)
    with ThreadPoolExecutor(40) as pool:
        asked = [pool.submit(get, front, paper.STORY_PATH) for _ in range(40)]
        assert {each.result().status for each in asked} == {410}


@pytest.mark.parametrize("target", [paper.STORY_PATH, FEED, "/"])
def test_a_stalled_server_is_not_spoken_for(tmp_path: Path, target: str) -> None:
    """While it stalls its old answers are nobody's; then everybody learns the new one."""
    story = Story()
    with telling(story) as upstream, nginx.fronting(upstream, tmp_path, _free) as base:
        with Crowd(base, target) as crowd:
            eventually(lambda: len(crowd.answers), lambda count: count > 100)
            story.goes_on.clear()
            stalled_at = time.monotonic()
            time.sleep(KEPT_S + 1)
            story.is_withdrawn = True
            story.goes_on.set()
            eventually(
                lambda: crowd.told_after(stalled_at + KEPT_S), lambda told: bool(told)
            )
        assert crowd.told_after(stalled_at + KEPT_S) == {410}


def test_a_crowd_is_few_requests(tmp_path: Path) -> None:
    """Those who come while one is asking for what nobody has asked for yet wait for it."""
    story = Story()
    with telling(story) as upstream, nginx.fronting(upstream, tmp_path, _free) as base:
        with Crowd(base, FEED) as crowd:
            eventually(lambda: len(crowd.answers), lambda count: count > 1_000)
        assert crowd.told_after(0) == {200}
        assert story.asked < len(crowd.answers) / 5


def _free(conf: str) -> str:
    """Without the limit of whole fetches: a crowd of one machine is no crowd of many."""
    return conf.replace(
        "limit_req zone=feedsvc_whole burst=29",
        "limit_req zone=feedsvc_whole burst=100000",
    )


def test_frames_are_kept_unless_their_loads_are_counted(
    front: str, tmp_path: Path
) -> None:
    """E11: one request of a crowd is passed on, but every one under a partner's key."""
    crowd = 20
    kept, counted = (
        f"/embed/categories/{paper.OUTLET}",
        f"/embed/sources/{paper.SOURCE}",
    )
    for _ in range(crowd):
        answer = get(front, f"{kept}?limit=3&theme=dark")
        assert answer.status == 200
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert get(front, f"{counted}?limit=3&key=0123456789abcdef").status == 200
        assert get(front, f"{counted}?limit=3&%6bey=0123456789abcdef").status == 200
    assert reached(tmp_path, kept) < crowd
    assert reached(tmp_path, counted) == 2 * crowd
