"""Share links: from whatever an app made of one to the article, and never elsewhere."""

import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.support import paper
from tests.support.app import site_app
from tests.support.client import Answer, ask
from tests.support.readers import read_page, texts
from tests.support.share_urls import CORPUS, NOT_FOUND

SHARE = "/html_News/NewsShare.html?infoCode="
STORY = str(paper.STORY)
DAY = STORY[:10]
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
    """R6: any other method is told which there are."""
    for target in (*both_ways(STORY), *both_ways("NW0000")):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = ask(site, target, method=method)
            assert answer.status == 405
            assert "GET" in answer.headers["Allow"]


def test_every_dead_end_is_the_same_404(site: str) -> None:
    """R3: unknown, malformed, scheduled or incomplete: nobody can tell which."""
    codes = [
        f"{DAY}9999999999",
        STORY[:-1],
        STORY + "0",
        DAY,
        str(paper.SCHEDULED),
        str(paper.INCOMPLETE),
        str(paper.SCHEDULED).lower(),
        str(paper.INCOMPLETE) + "%E3%80%82",
    ]
    nameless = ["NW209901010000000000", "x", "", "%20", quote("快讯"), "a" * 65]
    nameless += [STORY + "%FF", STORY + "%00"]
    assert_alike(site, [target for code in codes for target in both_ways(code)])
    targets = [target for code in nameless for target in both_ways(code)]
    assert_alike(site, [*targets, SHARE.partition("?")[0]])


def assert_alike(site: str, targets: list[str]) -> None:
    """Every target answers one and the same 404."""
    first, *others = [ask(site, target) for target in targets]
    assert first.status == 404
    assert first.headers["Cache-Control"] == "public, max-age=60"
    for answer in others:
        assert (answer.status, answer.body) == (404, first.body)
        assert told(answer) == told(first)


def told(answer: Answer) -> list[tuple[str, str]]:
    """The headers of an answer, but when it was given."""
    return [pair for pair in answer.headers.items() if pair[0] != "Date"]


def test_a_dead_end_shows_the_news_of_its_day(site: str) -> None:
    """R3: by the code's text alone, in whatever form it came; else the latest."""
    busy = f"{site}/days/{paper.BUSY_DAY}/"
    for code in ("NW20261031", "nw202610319999999999", "NW20261031%E3%80%82快"):
        for target in both_ways(quote(code, safe="%")):
            page = read_page(site, target)
            assert texts(page, "//main//h2/a/@href") == [busy]
            assert len(texts(page, "//main//h3/a/@href")) == 10
    for code in ("NW20261301", "NW00000000", "NW20260101", "NW99991231", "A-20261031"):
        page = read_page(site, f"/s/{code}")
        assert texts(page, "//main//h2") == ["最新文章"]


@pytest.mark.parametrize(
    "damage",
    [
        "%E3%80%82",
        "%20%E5%BF%AB%E7%9C%8B",
        ")",
        "&from=timeline",
        "/",
        "%25E3%2580%2582",
    ],
)
def test_a_damaged_permalink_leads_to_the_article(site: str, damage: str) -> None:
    """R11, R13: browsers and WeChat hand on the page's own address."""
    answer = ask(site, paper.STORY_PATH + damage)
    assert leads_to_story(site, answer)
    withdrawn = paper.STORY_PATH.replace(STORY, paper.RETRACTED)
    assert ask(site, withdrawn + damage).status == 410


@pytest.mark.parametrize("damage", ["x", "5", "l"])
def test_another_address_is_none_of_a_permalink(site: str, damage: str) -> None:
    """R11: nothing is guessed; and the 404 has the news of the day in the address."""
    page = ask(site, paper.STORY_PATH + damage)
    assert page.status == 404
    assert f"{site}/days/2026-11-01/" in page.text


@pytest.mark.parametrize(("target", "expected", "note"), CORPUS)
def test_the_corpus(site: str, target: str, expected: str, note: str) -> None:
    """R9 to R13: in one hop to the canonical URL, or to no place at all."""
    answer = ask(site, target)
    if expected == NOT_FOUND:
        assert answer.status == 404, note
    else:
        assert leads_to_story(site, answer), note
        assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    "target",
    [
        f"{SHARE}{STORY}快看",
        f"{SHARE}{STORY}。",
        f"/s/{STORY}？from=微信",
        f"/s/{STORY}，",
    ],
)
def test_raw_characters_are_read(site: str, target: str) -> None:
    """R11: as programs send them that encode nothing; HTTP calls for ASCII."""
    netloc = urlsplit(site)
    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection((netloc.hostname, netloc.port), timeout=10) as peer:
        peer.sendall(request.encode())
        said = b"".join(iter(lambda: peer.recv(65_536), b""))
    assert said.startswith(b"HTTP/1.1 301 ")
    assert f"Location: {site}{paper.STORY_PATH}\r\n".encode() in said


@pytest.mark.parametrize("path", ["/s/{}%E3%80%82", SHARE + "{}%E5%BF%AB"])
def test_damage_is_undone_in_either_script(site: str, path: str) -> None:
    """R9: and the link stays in its script."""
    for prefix in ("/zh-Hant", "/zh-hant"):
        answer = ask(site, prefix + path.format(STORY.lower()))
        assert answer.location == f"{site}/zh-Hant{paper.STORY_PATH}"


@pytest.mark.parametrize("damage", ["%E3%80%82", "%E2%80%8B", "%E5%BF%AB"])
def test_a_damaged_code_has_the_state_of_its_article(site: str, damage: str) -> None:
    """R4: withdrawn and merged articles answer alike, however they are asked for."""
    for code, status in (
        (paper.RETRACTED, 410), (paper.REMOVED, 451), (paper.MERGED, 301),
    ):  # fmt: skip
        for target in both_ways(code):
            whole, damaged = ask(site, target), ask(site, target + damage)
            assert whole.status == status
            assert told(damaged) == told(whole)
            assert damaged.body == whole.body


def test_a_gone_page_says_since_when(site: str) -> None:
    """R4: withdrawn, and the day it was, in the site's zone."""
    page = read_page(site, f"/s/{paper.RETRACTED}")
    said = " ".join(texts(page, "//main"))
    assert "这篇文章已撤回" in said
    assert "2026年11月10日起不再提供" in said


def test_a_share_link_says_what_it_takes(site: str) -> None:
    """R6: OPTIONS names the methods, whatever the code."""
    for code in (STORY, "NW0000", str(paper.RETRACTED)):
        for target in both_ways(code):
            answer = ask(site, target, method="OPTIONS")
            assert answer.status == 200
            assert set(answer.headers["Allow"].split(", ")) == {
                "GET", "HEAD", "OPTIONS",
            }  # fmt: skip


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


@pytest.mark.parametrize("status", [302, 307, 308])
def test_the_redirect_may_be_another(
    sqlite_url: str, tmp_path: Path, status: int
) -> None:
    """R1: of every share link, for as long, and of no other address."""
    paper.fill(sqlite_url, tmp_path / "archive")
    with site_app(sqlite_url, share={"status": status}) as app:
        client = app.test_client()
        for target in both_ways(STORY):
            for path in (target, f"/zh-Hant{target}%E3%80%82"):
                answer = client.get(path)
                assert answer.status_code == status
                assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert client.get("/feed.xml").status_code == 301


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
    """R14: who the client says it asked, or came from, is in no answer."""
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
        "/../../etc/passwd", "/static/../../compose/site.py", "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/compose/site.py", "/s/..%2f..%2f", "/%2e%2e/%2e%2e/",
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
