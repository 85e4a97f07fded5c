"""Share links: from whatever an app made of one to the article, and never elsewhere."""

import socket
from urllib.parse import quote, urlsplit

import pytest

from feedsvc.web.shares import find_code
from tests.support import paper
from tests.support.client import Answer, ask

SHARE = "/html_News/NewsShare.html?infoCode="
STORY = str(paper.STORY)
EVIL = "evil.example"


def both_ways(code: str) -> tuple[str, str]:
    """The two share links of a code."""
    return SHARE + code, f"/s/{code}"


def leads_to_story(site: str, answer: Answer) -> bool:
    """Whether an answer is the redirect to the story, byte for byte."""
    return answer.status == 301 and answer.location == site + paper.STORY_PATH


@pytest.mark.parametrize(
    "target",
    [
        SHARE + STORY,
        "/HTML_NEWS/NEWSSHARE.HTML?INFOCODE=" + STORY,
        "/html_news/newsshare.html?infocode=" + STORY.lower(),
        "/Html_nEWS/newsShare.HTML?iNFOcODE=nW" + STORY[2:],
        "/s/" + STORY,
        "/s/" + STORY.lower(),
        "/s/%4e%57" + STORY[2:],
    ],
)
def test_a_code_leads_to_its_permalink(site: str, target: str) -> None:
    """In any case of path, name and value."""
    answer = ask(site, target)
    assert leads_to_story(site, answer)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Set-Cookie"] is None
    assert answer.headers["Vary"] is None


@pytest.mark.parametrize(
    "query",
    [
        "from=timeline&infoCode={}",
        "infoCode={}&from=singlemessage&isappinstalled=0",
        "infoCode={}&utm_source=x&utm_medium=y&fbclid=z&gclid=&spm=a.b",
        "infoCode={}&infoCode=NW209901010000000000",
        "infoCode=&infocode=%3Cbad%3E&INFOCODE={}",
        "&&infoCode={}&=&",
        "infoCode={}#section",
        "infoCode={}&redir_url=https://evil.example&url=//evil.example",
    ],
)
def test_decoration_is_ignored(site: str, query: str) -> None:
    """What apps and campaigns add is neither read nor passed on; repeats do no harm."""
    target = SHARE.partition("?")[0] + "?" + query.format(STORY)
    assert leads_to_story(site, ask(site, target.partition("#")[0]))


def test_the_redirect_ends_at_the_article(site: str) -> None:
    """One hop: the permalink answers itself."""
    assert ask(site, ask(site, SHARE + STORY).location).status == 200


def test_a_decorated_permalink_is_the_article(site: str) -> None:
    """Apps share the address they landed on, with their own parameters on it."""
    decorated = ask(site, paper.STORY_PATH + "?from=timeline&isappinstalled=0")
    assert decorated.status == 200
    assert decorated.body == ask(site, paper.STORY_PATH).body


def test_head_is_get_without_a_body(site: str) -> None:
    """Preview robots ask HEAD first."""
    for code in (STORY, str(paper.RETRACTED), "NW0"):
        for target in both_ways(code):
            head, full = ask(site, target, method="HEAD"), ask(site, target)
            assert (head.status, head.body) == (full.status, b"")
            assert head.location == full.location
            assert head.headers["Content-Length"] == full.headers["Content-Length"]


def test_a_share_link_is_for_reading(site: str) -> None:
    """Any other method is told which there are."""
    for target in both_ways(STORY):
        answer = ask(site, target, method="POST")
        assert answer.status == 405
        assert "GET" in answer.headers["Allow"]


def test_every_dead_end_is_the_same_404(site: str) -> None:
    """Unknown, malformed, scheduled or incomplete: nobody can tell which."""
    codes = [
        "NW209901010000000000",
        STORY[:-1],
        STORY + "0",
        "x",
        "",
        "%20",
        quote("快讯"),
        "a" * 65,
        str(paper.SCHEDULED),
        str(paper.INCOMPLETE),
    ]
    answers = [ask(site, target) for code in codes for target in both_ways(code)]
    answers.append(ask(site, SHARE.partition("?")[0]))
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {
        "public, max-age=60"
    }


@pytest.mark.parametrize(
    ("code", "status"), [(paper.RETRACTED, 410), (paper.REMOVED, 451)]
)
def test_a_withdrawn_article_is_gone(site: str, code: str, status: int) -> None:
    """By either link and at its address, with nothing of it in the answer."""
    path = f"/{paper.OUTLET}/2026/11/01/{code}.html"
    for target in (*both_ways(code), path):
        answer = ask(site, target)
        assert answer.status == status
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert paper.SECRET not in answer.text
        assert paper.SECRET_IMAGE not in answer.text


def test_a_merged_article_leads_to_its_survivor(site: str) -> None:
    """By either link and at its old address."""
    path = f"/{paper.OUTLET}/2026/11/01/{paper.MERGED}.html"
    for target in (*both_ways(paper.MERGED), path):
        assert leads_to_story(site, ask(site, target))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": EVIL},
        {"Host": EVIL + ":1", "X-Forwarded-Host": EVIL},
        {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https"},
        {"Forwarded": f"host={EVIL}", "X-Original-URL": f"//{EVIL}"},
        {"Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}"},
        {"Host": "evil.example/../@x"},
        {"Host": ""},
    ],
    ids=str,
)
def test_no_header_reaches_a_redirect(site: str, headers: dict[str, str]) -> None:
    """Who the client says it asked, or came from, is in no answer."""
    for target in (*both_ways(STORY), "/feed.xml", f"/{paper.ROLLING}/"):
        answer = ask(site, target, headers)
        assert answer.location.startswith(site + "/") or answer.status == 400
        assert EVIL not in str(answer.headers)
        assert EVIL not in answer.text


ABSOLUTE = f"http://{EVIL}"


@pytest.mark.parametrize(
    "target",
    [
        ABSOLUTE + SHARE + STORY,
        ABSOLUTE + paper.STORY_PATH,
        f"//{EVIL}",
        f"//{EVIL}{SHARE}{STORY}",
        f"///{EVIL}/..",
        f"/\\{EVIL}",
        f"/%5C{EVIL}",
        f"/\\\\{EVIL}/%2e%2e",
        f"/%2f%2f{EVIL}/",
        f"/s//{EVIL}",
        f"/s/https://{EVIL}",
        f"{SHARE}//{EVIL}",
        f"/?redir_url=https://{EVIL}",
        f"/feed.xml?url=//{EVIL}",
        f"{SHARE}{STORY}%0d%0aLocation:%20https://{EVIL}",
        f"/s/{STORY}%0d%0aLocation:%20https://{EVIL}",
        f"/%0d%0aX-{EVIL}:1",
        f"/category/%0d%0aSet-Cookie:{EVIL}.html",
        f"{paper.STORY_PATH}%0d%0a{EVIL}",
        f"/categories/{EVIL}/",
        f"/categories/{EVIL}/atom.xml",
        f"/days/{EVIL}/",
        f"/?before={EVIL}",
        f"/categories/{paper.ROLLING}/?before=%3Cb%3E{EVIL}",
    ],
)
def test_no_request_is_echoed(site: str, target: str) -> None:
    """An evil host in any place of a request is in no header and no body."""
    answer = ask(site, target)
    assert answer.status < 500
    assert EVIL not in str(answer.headers)
    assert EVIL not in answer.text
    assert not answer.location or answer.location.startswith(site + "/")


@pytest.mark.parametrize(
    "path",
    [
        "/%00", "/s/%00", "/s/NW%00", "/categories/%00/", "/categories/a%00b/atom.xml",
        "/sources/%00/feed.json", "/category/%00.html", "/feed/%00.xml", "/%00/atom.xml",
        "/old_post/%00.html", "/days/%00/", "/?before=%00", SHARE + "%00",
        "/%ff%fe", "/s/%ff", "/categories/%ed%a0%80/", "/categories/%ff/rss.xml",
        "/category/%c0%af.html", SHARE + "%ff", "/?before=%ff", "/days/%ff/",
        "/../../etc/passwd", "/static/../../app.py", "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py", "/s/..%2f..%2f", "/%2e%2e/%2e%2e/",
        "/categories/../", "/categories/..%2f/", "/%25%30%30", "/s/%u0000",
        "/%", "/%zz", "/s/%", SHARE + "%", "/s/" + "9" * 7000, "/" + "a/" * 3000,
        "/days/" + "9" * 500 + "/", "/days/-1-01-01/", "/" + "%F0%9F%98%80" * 500,
    ],
)  # fmt: skip
def test_nasty_paths_are_404(site: str, path: str) -> None:
    """NUL, bad UTF-8, traversal, half an escape, length: never a server error."""
    assert ask(site, path).status == 404


def test_a_huge_query_is_refused(site: str) -> None:
    """100 KB of query is more than any client means, and costs nothing."""
    answer = ask(site, SHARE + STORY + "&x=" + "a" * 100_000)
    assert answer.status == 431
    assert ask(site, SHARE + STORY).status == 301


def test_many_parameters_are_not_read(site: str) -> None:
    """A flood of parameters hides a code, and stops nothing."""
    flood = "&".join("infoCode=%3F" for _ in range(900))
    assert ask(site, f"{SHARE.partition('?')[0]}?{flood}").status == 404


@pytest.mark.parametrize(
    "request_",
    [
        b"GET " + f"/s/{STORY}".encode() + b"\r\nX: 1\r\n\r\n",
        b"GET /s/\xff\xfe\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /s/快讯 HTTP/1.1\r\nHost: 快讯\r\n\r\n".encode(),
        b"GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example:99999999/s/x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: \xff\xfe\r\n\r\n",
        b"GET /atom.xml HTTP/1.1\r\nHost: x\r\nAccept-Encoding: \xff;q=\xff\r\n\r\n",
        b"GET /atom.xml HTTP/1.1\r\nIf-Modified-Since: \xe5\xbf\xab\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_break_nothing(site: str, request_: bytes) -> None:
    """Raw bytes on the wire get an answer that is not a server error, or none."""
    netloc = urlsplit(site)
    with socket.create_connection((netloc.hostname, netloc.port), timeout=10) as peer:
        peer.sendall(request_)
        peer.shutdown(socket.SHUT_WR)
        said = peer.recv(65_536)
    assert b" 5" not in said.split(b"\r\n")[0]
    assert b"evil" not in said
    assert ask(site, f"/s/{STORY}").status == 301


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/s/NW1", "", "NW1"),
        ("/s/", "", ""),
        ("/html_News/NewsShare.html", "infoCode=nw1234", "NW1234"),
        ("/html_News/NewsShare.html", "infoCode=!", ""),
        ("/html_News/NewsShare.html", "", ""),
        ("/html_News/NewsShare.htm", "infoCode=NW1234", None),
        ("/news/s/NW1", "", None),
        ("/S/NW1", "", None),
    ],
)
def test_a_share_link_is_known_by_its_path(
    path: str, query: str, code: str | None
) -> None:
    """None is no share link; an empty code is one that names no article."""
    assert find_code(path, query) == code
