"""oEmbed: what consumers get for an address of ours, however it was passed on."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree, html

from feedsvc.model.slug import slug_of_name
from feedsvc.site.view.snippets import loader, loader_hash
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import Answer, ask

CATEGORY = f"/categories/{paper.OUTLET}/"
SHARE = f"/html_News/NewsShare.html?infoCode={paper.STORY}"
STORY_FRAME = f"/embed/articles/{paper.STORY}"


def asked(site: str, url: str, query: str = "") -> Answer:
    """The answer for an address; a path is one of ours."""
    url = site + url if url.startswith("/") else url
    return ask(site, f"/oembed?url={quote(url, safe='')}{query}")


def told(answer: Answer) -> dict[str, Any]:
    """Values of a successful answer, by name."""
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.body)
    return found


def frame_of(answer: dict[str, Any]) -> Any:
    """The frame in an answer's HTML, which stands behind a link."""
    parts: Any = html.fragments_fromstring(answer["html"])
    first, second = parts
    assert (first.tag, dict(first.attrib), first[0].tag) == ("blockquote", {}, "a")
    assert second.tag == "iframe"
    return second


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        (CATEGORY, f"/embed/categories/{paper.OUTLET}?limit=1"),
        (CATEGORY[:-1], f"/embed/categories/{paper.OUTLET}?limit=1"),
        (f"{CATEGORY}。", f"/embed/categories/{paper.OUTLET}?limit=1"),
        (f"{CATEGORY}atom.xml", f"/embed/categories/{paper.OUTLET}?limit=1"),
        (f"{CATEGORY}?before={paper.STORY}&from=timeline", f"/embed/categories/{paper.OUTLET}?limit=1"),
        (f"/categories/{paper.RENAMED}/", f"/embed/categories/{paper.NEW_SLUG}?limit=1"),
        (f"/category/{quote(paper.SPACED)}.html", f"/embed/categories/{slug_of_name(paper.SPACED)}?limit=1"),
        (f"/sources/{paper.SOURCE}/", f"/embed/sources/{paper.SOURCE}?limit=1"),
        (f"/zh-Hant/categories/{paper.ROLLING}/", f"/embed/categories/{paper.ROLLING}?lang=zh-Hant"),
        (f"/feeds/?category={paper.ROLLING}&category={paper.OUTLET}",
         f"/embed/feeds?category={paper.OUTLET}&category={paper.ROLLING}"),
        (f"/embed/categories/{paper.ROLLING}?limit=3&theme=dark", f"/embed/categories/{paper.ROLLING}?limit=3&theme=dark"),
        ("/", "/embed/feeds"),
        ("", "/embed/feeds"),
        (f"/days/{paper.BUSY_DAY}/", "/embed/feeds"),
        (paper.STORY_PATH, STORY_FRAME),
        (f"{paper.STORY_PATH}，快看", STORY_FRAME),
        (SHARE, STORY_FRAME),
        (f"/s/{paper.STORY}", STORY_FRAME),
        (f"/s/{paper.MERGED}", STORY_FRAME),
        (f"/html_news/newsshare.html?amp;infocode={paper.STORY.lower()}。&from=timeline", STORY_FRAME),
        (f"/zh-Hant/s/{paper.STORY}", f"{STORY_FRAME}?lang=zh-Hant"),
    ],
)  # fmt: skip
def test_an_address_has_its_frame(site: str, url: str, frame: str) -> None:
    """E9: pages, share links and frames themselves, damaged, old and renamed ones too."""
    found = frame_of(told(asked(site, url or site)))
    assert found.get("src") == site + frame
    assert ask(site, frame).status == 200


def test_an_answer_tells_all_of_it(site: str) -> None:
    """E1, E9, R22: integers, the credit, the terms, how long to keep it; HTML that is safe."""
    answer = asked(site, paper.STORY_PATH)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    found = told(answer)
    page = f"{site}{paper.STORY_PATH}"
    assert found | {"html": "", "thumbnail_url": ""} == {
        "version": "1.0", "type": "rich", "title": paper.STORY_TITLE,
        "author_name": "滨江日报",
        "provider_name": "财经新闻", "provider_url": f"{site}/", "cache_age": 300,
        "width": 600, "height": 312, "html": "", "license_url": f"{site}/terms/",
        "thumbnail_url": "", "thumbnail_width": 1200, "thumbnail_height": 630,
    }  # fmt: skip
    assert ask(site, found["thumbnail_url"]).status in {200, 503}
    parts: Any = html.fragments_fromstring(found["html"])
    link, frame = parts
    assert link[0].get("href") == page
    assert dict(frame.attrib) == {
        "src": site + STORY_FRAME,
        "title": f"{paper.STORY_TITLE} - 财经新闻",
        "width": "600",
        "height": "312",
        "style": "display:block;border:0;max-width:100%",
        "sandbox": "allow-scripts allow-popups allow-popups-to-escape-sandbox",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
    }


@pytest.mark.parametrize("path", [CATEGORY, paper.STORY_PATH])
def test_xml_tells_the_same(site: str, path: str) -> None:
    """E9: every member of the JSON is an element."""
    answer = asked(site, path, "&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.body)
    assert root.tag == "oembed"
    assert {each.tag: each.text for each in root} == {
        name: str(value) for name, value in told(asked(site, path)).items()
    }


@pytest.mark.parametrize(
    ("limits", "size", "items"),
    [
        ("", (600, 580), 5),
        ("&maxwidth=2000&maxheight=9000", (600, 580), 5),
        ("&maxwidth=320", (320, 580), 5),
        ("&maxheight=400", (600, 386), 3),
        ("&maxwidth=1&maxheight=1", (1, 1), 1),
    ],
)
def test_sizes_are_kept_to(
    site: str, limits: str, size: tuple[int, int], items: int
) -> None:
    """E9: both of them, by fewer headlines where that helps; none is cut off."""
    found = told(asked(site, f"/categories/{paper.ROLLING}/", limits))
    frame = frame_of(found)
    assert (found["width"], found["height"]) == size
    assert (int(frame.get("width")), int(frame.get("height"))) == size
    shown: Any = html.document_fromstring(ask(site, frame.get("src")).text)
    assert len(shown.findall(".//h2")) == items
    small = told(asked(site, paper.STORY_PATH, limits))
    assert ("thumbnail_url" in small) == (
        limits in {"", "&maxwidth=2000&maxheight=9000"}
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        ("url=categories", 400),
        ("url=javascript:alert(1)", 400),
        ("url=https://", 400),
        ("url=http://[::1", 400),
        ("url={site}/&maxwidth=0", 400),
        ("url={site}/&maxwidth=-1", 400),
        ("url={site}/&maxheight=many", 400),
        ("url={site}/&maxheight=9999999", 400),
        ("url={site}/&format=yaml", 501),
        ("url=https://evil.example/categories/gundong/", 404),
        ("url=http://127.0.0.1@evil.example/", 404),
        ("url=http://169.254.169.254/", 404),
        ("url={site}/categories/nowhere/", 404),
        ("url={site}/nowhere", 404),
        ("url={site}/s/NW0000", 404),
        ("url={site}/%25ff%2500", 404),
        ("url={site}/categories/a%2500/", 404),
        (f"url={{site}}/s/{paper.RETRACTED}", 404),
        (f"url={{site}}/s/{paper.SCHEDULED}", 404),
        (f"url={{site}}/s/{paper.REMOVED}&format=xml", 404),
        ("url={site}/embed/categories", 404),
    ],
)
def test_errors_are_told_by_their_status(site: str, query: str, status: int) -> None:
    """E9, E10, R5: malformed, foreign, unknown and withdrawn; nothing is repeated."""
    answer = ask(site, f"/oembed?{query.format(site=site)}")
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "evil" not in answer.text
    assert paper.SECRET not in answer.text
    assert ask(site, "/oembed", method="POST").status == 405


PAGES = (
    "/", CATEGORY, f"/sources/{paper.SOURCE}/", paper.STORY_PATH, "/categories/",
    "/sources/", "/feeds/", "/terms/", f"/days/{paper.BUSY_DAY}/",
    f"/?before={paper.STORY}", f"/zh-Hant{CATEGORY}", f"/zh-Hant{paper.STORY_PATH}",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_discovered(site: str, path: str) -> None:
    """E9: by a link in its head, to an answer in each format."""
    page: Any = html.document_fromstring(ask(site, path).text)
    found = {
        link.get("type"): link.get("href")
        for link in page.xpath(
            "//head/link[@rel='alternate'][contains(@type, 'oembed')]"
        )
    }
    assert found.keys() == {"application/json+oembed", "text/xml+oembed"}
    answer = told(ask(site, found["application/json+oembed"]))
    assert ask(site, found["text/xml+oembed"]).status == 200
    assert ("lang=zh-Hant" in answer["html"]) == path.startswith("/zh-Hant")


def test_what_is_gone_cannot_be_discovered(site: str) -> None:
    """E9, R5: neither a withdrawn article nor a page that never was."""
    for path in (f"/s/{paper.RETRACTED}", "/nowhere"):
        assert "oembed" not in ask(site, path).text


def test_an_address_of_the_old_site_is_ours(paper_url: str) -> None:
    """E9: share links carry its name still; another name of ours is another site's."""
    old = "https://old.example"
    with site_app(
        paper_url, base_url="https://news.example", **{"import": {"legacy_url": old}}
    ) as app:
        client = app.test_client()
        for base, status in (
            (old, 200),
            ("http://www.old.example:80", 200),
            ("https://x.old.example", 404),
        ):
            answer = client.get("/oembed", query_string={"url": base + SHARE})
            assert answer.status_code == status


def test_the_loader_is_small_and_named_by_its_hash(site: str) -> None:
    """E7, E10, E11: 2 KB with gzip, for ever, readable from every origin."""
    answer = ask(site, "/embed/v1/feedsvc.js", {"Accept-Encoding": "gzip"})
    assert (answer.status, len(answer.body) <= 2_000) == (200, True)
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    plain = ask(site, "/embed/v1/feedsvc.js")
    assert plain.text == loader()
    again = ask(site, "/embed/v1/feedsvc.js", {"If-None-Match": plain.headers["ETag"]})
    assert again.status == 304


def test_a_published_loader_never_changes() -> None:
    """E11: pages name it with this hash, so a change is another version."""
    assert (
        loader_hash()
        == "sha384-kJ5N6NAytyA/Fpa+r9/Q7nyrmbO+yLCM5PWZSh32UPCWhHM/Hlft4h98EFfrhYhV"
    )
