"""Pages: what people, preview robots and a real browser find at each address."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.model.slug import slug_of_name
from tests.support import paper
from tests.support.client import ask
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.readers import read_page, texts
from tests.support.server import serving

ROLLING_PAGE = f"/categories/{paper.ROLLING}/"
SPACED_SLUG = slug_of_name(paper.SPACED)
PAGES = {
    "home": "/",
    "older": f"/?before={paper.STORY}",
    "categories": "/categories/",
    "sources": "/sources/",
    "category": ROLLING_PAGE,
    "empty": f"/categories/{paper.EMPTY}/",
    "source": f"/sources/{paper.SOURCE}/",
    "day": f"/days/{paper.BUSY_DAY}/",
    "terms": "/terms/",
    "feeds": "/feeds/",
    "article": paper.STORY_PATH,
    "not-found": "/nowhere",
    "gone": f"/s/{paper.RETRACTED}",
}
COPYING = {
    "/",
    ROLLING_PAGE,
    PAGES["empty"],
    PAGES["source"],
    "/feeds/",
    paper.STORY_PATH,
}
FILTERING = {"/feeds/", "/categories/", "/sources/"}
EVERY = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


def headlines(site: str, path: str) -> list[str]:
    """The articles of a listing and of all its older pages, following the links."""
    found: list[str] = []
    following: list[str] = [path]
    while following:
        page = read_page(site, following[0])
        found += texts(page, "//ol[@class='headlines']//h2/a/@href")
        found += texts(page, "//ol[@class='headlines']//h3/a/@href")
        following = texts(page, "//a[@rel='next']/@href")
        assert len(found) < 1_000
    return found


@pytest.mark.parametrize(
    ("path", "articles"),
    [
        ("/", paper.ROLLING_ARTICLES + 3),
        (ROLLING_PAGE, paper.ROLLING_ARTICLES),
        (f"/sources/{paper.SOURCE}/", 1),
        (f"/days/{paper.BUSY_DAY}/", 60),
    ],
)
def test_older_pages_lead_to_the_first_article(
    site: str, path: str, articles: int
) -> None:
    """Each article stands once, even where ten were published in one second."""
    found = headlines(site, path)
    assert len(found) == len(set(found)) == articles


def test_days_lead_to_each_other(site: str) -> None:
    """From the last day back to the first, over days without articles."""
    first = read_page(site, "/days/2026-11-01/")
    (busy,) = texts(first, "//nav/a[@rel='prev']/@href")
    (older,) = texts(read_page(site, busy), "//nav/a[@rel='prev']/@href")
    assert (busy, older) == (f"{site}/days/2026-10-31/", f"{site}/days/2026-10-30/")
    assert not texts(read_page(site, older), "//nav/a[@rel='prev']/@href")


@EVERY
def test_feeds_are_discovered(site: str, path: str) -> None:
    """Every page links feeds in three formats, and oEmbed in two unless it is an error."""
    page = read_page(site, path)
    kinds = texts(page, "//link[@rel='alternate']/@type")
    feeds = {"application/atom+xml", "application/rss+xml", "application/feed+json"}
    embeds = {"application/json+oembed", "text/xml+oembed"}
    is_place = bool(texts(page, "//link[@rel='canonical']"))
    assert set(kinds) == (feeds | embeds if is_place else feeds)
    for url in texts(page, "//link[@rel='alternate']/@href"):
        assert ask(site, url).status == 200


@EVERY
def test_every_link_and_asset_leads_somewhere(site: str, path: str) -> None:
    """No page of ours links to a dead end of ours; every asset has its type."""
    page = read_page(site, path)
    for url in texts(page, "//a/@href"):
        own = url.startswith((site, "/"))
        assert not own or ask(site, url).status in {200, 301}
    for url in texts(page, "//link[not(@rel='alternate')]/@href | //img/@src"):
        if url.startswith("/"):
            assert ask(site, url).status == 200


@EVERY
def test_a_page_lets_no_script_run(site: str, path: str) -> None:
    """The policy stands on every page, whatever its status."""
    policy = ask(site, path).headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = [rule for rule in policy if rule.startswith("script-src")]
    shown = ask(site, path).text
    names = [name for name in ("copy.js", "filter.js") if f"/static/{name}" in shown]
    files = " ".join(f"{site}/static/{name}" for name in names)
    assert scripts == ([f"script-src {files}"] if names else [])
    assert ("copy.js" in names) == (path in COPYING)
    assert ("filter.js" in names) == (path in FILTERING)


@EVERY
def test_a_page_is_chinese_and_ours(site: str, path: str) -> None:
    """The interface's language, and no cookie, on every page."""
    answer = ask(site, path)
    assert read_page(site, path).get("lang") == "zh-CN"
    assert answer.headers["Set-Cookie"] is None
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@EVERY
def test_unknown_parameters_are_not_echoed(site: str, path: str) -> None:
    """A query that means nothing changes nothing, and is in no link."""
    decorated = path + ("&" if "?" in path else "?") + "utm_source=xyzzy&x=%3Cb%3E"
    answer = ask(site, decorated)
    assert answer.body == ask(site, path).body


def test_an_article_says_who_it_is_from(site: str) -> None:
    """Title and credit stand before the text, the outlet linked to where it said."""
    page = read_page(site, paper.STORY_PATH)
    assert texts(page, "//h1") == [paper.STORY_TITLE]
    (header,) = texts(page, "//article/header")
    assert "来源：滨江日报" in header
    assert "记者：周一鸣" in header


def test_an_article_says_when(site: str) -> None:
    """The time carries its zone for machines, and names it for people."""
    page = read_page(site, paper.STORY_PATH)
    assert texts(page, "//article/header//time/@datetime") == [
        "2026-11-01T07:55:44+08:00"
    ]
    assert "2026年11月1日 07:55 北京时间" in texts(page, "//article/header")[0]


def test_an_article_has_a_preview(site: str) -> None:
    """Open Graph and Twitter's tags say what the page is, and where for good."""
    page = read_page(site, paper.STORY_PATH)
    metas = dict(
        zip(
            texts(page, "//meta[@property]/@property"),
            texts(page, "//meta[@property]/@content"),
            strict=True,
        )
    )
    assert metas["og:title"] == paper.STORY_TITLE
    assert metas["og:url"] == site + paper.STORY_PATH
    assert metas["og:type"] == "article"
    assert metas["og:image"].startswith(f"{site}/cards/{paper.STORY}/")
    assert metas["og:locale"] == "zh_CN"
    assert metas["article:published_time"] == "2026-11-01T07:55:44+08:00"
    assert texts(page, "//meta[@name='twitter:card']/@content") == [
        "summary_large_image"
    ]


@pytest.mark.parametrize("query", ["", "?from=timeline", "?utm_source=x"])
def test_an_article_names_its_own_address(site: str, query: str) -> None:
    """The canonical link is the permalink, however the page was reached."""
    page = read_page(site, paper.STORY_PATH + query)
    assert texts(page, "//link[@rel='canonical']/@href") == [site + paper.STORY_PATH]


def test_an_article_is_data_too(site: str) -> None:
    """JSON-LD describes the same article, with the same credits."""
    page = read_page(site, paper.STORY_PATH)
    (known,) = map(json.loads, texts(page, "//script[@type]/text()"))
    assert known["@type"] == "NewsArticle"
    assert known["headline"] == paper.STORY_TITLE
    assert known["datePublished"] == "2026-11-01T07:55:44+08:00"
    assert [party["name"] for party in known["sourceOrganization"]] == ["滨江日报"]
    assert [party["name"] for party in known["author"]] == ["周一鸣"]


def test_an_article_carries_its_links_and_not_its_share_line(site: str) -> None:
    """The share line became data; the short link is the site's own."""
    page = read_page(site, paper.STORY_PATH)
    assert "old.example" not in texts(page, "//div[@class='body']")[0]
    assert texts(page, "//article/footer//input/@value") == [f"{site}/s/{paper.STORY}"]


@pytest.mark.parametrize("path", ["/nowhere", f"/s/{paper.RETRACTED}"])
def test_a_dead_end_helps_on(site: str, path: str) -> None:
    """It says so, is kept out of indexes, and leads to the places there are."""
    page = read_page(site, path)
    assert texts(page, "//meta[@name='robots']/@content") == ["noindex"]
    assert {f"{site}/", f"{site}/categories/", f"{site}/sources/"} <= set(
        texts(page, "//main//a/@href")
    )


def test_not_found_shows_the_latest(site: str) -> None:
    """Who came for news finds some."""
    assert len(texts(read_page(site, "/nowhere"), "//main//h3/a/@href")) == 10


def test_an_empty_category_says_so(site: str) -> None:
    """A page with nothing on it is a page."""
    answer = ask(site, PAGES["empty"])
    assert answer.status == 200
    assert "这里还没有文章" in answer.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"/category/{paper.ROLLING}.html", ROLLING_PAGE),
        (f"/{paper.ROLLING}/", ROLLING_PAGE),
        (f"/{paper.ROLLING}", ROLLING_PAGE),
        (f"/category/{quote(paper.SPACED)}.html", f"/categories/{SPACED_SLUG}/"),
        (f"/{quote(paper.SPACED)}/", f"/categories/{SPACED_SLUG}/"),
        (f"/categories/{quote(paper.SPACED)}/", f"/categories/{SPACED_SLUG}/"),
        (f"/categories/{paper.RENAMED}/", f"/categories/{paper.NEW_SLUG}/"),
        (f"/category/{paper.RENAMED}.html", f"/categories/{paper.NEW_SLUG}/"),
        ("/feed.xml", "/atom.xml"),
        (f"/feed/{paper.ROLLING}.xml", f"{ROLLING_PAGE}atom.xml"),
        (
            f"/feed/{quote(paper.SPACED)}.xml",
            f"/categories/{SPACED_SLUG}/atom.xml",
        ),
        (
            f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html",
            paper.SPACED_PATH,
        ),
    ],
)
def test_an_old_address_leads_to_the_new(site: str, old: str, new: str) -> None:
    """What the static site served is moved for good, in one hop."""
    answer = ask(site, old)
    assert (answer.status, answer.location) == (301, site + new)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert ask(site, new).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/days/2024-13-99/", "/days/9999-12-31/", "/days/0001-01-01/", "/days/20261031/",
        "/days/2026-W44-6/", "/days/2026-10-31T00/", "/days/x/", "/days/2025-01-01/",
        "/?before=" + "9" * 300, "/?before=-1", "/?before=", "/?before=NW0000",
        f"{ROLLING_PAGE}?before={'A' * 64}", f"/days/{paper.BUSY_DAY}/?before=%C0",
        f"/?before={paper.INCOMPLETE}", "/categories/nowhere/", "/sources/nowhere/",
        "/category/nowhere.html", "/feed/nowhere.xml", "/nowhere/", "/category/",
    ],
)  # fmt: skip
def test_what_never_was_is_404(site: str, path: str) -> None:
    """Wrong dates, days without articles, and places in a list that nobody has."""
    assert ask(site, path).status == 404


def test_a_place_in_a_list_outlives_its_article(site: str) -> None:
    """An older page starts behind an article even after that was withdrawn."""
    assert headlines(site, f"/?before={paper.RETRACTED}")


@pytest.fixture(scope="module")
def live(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The paper for a browser; which engine is behind it, a browser cannot see."""
    folder = tmp_path_factory.mktemp("live")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    vectors = Post(
        stem="2026-11-02-202611020000000666",
        title="</title><script>alert(1)</script>'\\u0022<img src=x onerror=alert(2)>",
        date="2026-11-02 08:00:00",
        tags="<svg onload=alert(3)>新闻",
        category="vectors",
        body="\n".join(VECTORS),
    )
    wide = Post(
        stem="2026-11-02-202611020000000777",
        title="W" * 300,
        date="2026-11-02 09:00:00",
        body="\n\n".join(WIDE),
    )
    cases = use_cases(url, lambda: paper.FILLED_AT)
    more = write_archive(folder / "more", [vectors, wide])
    cases.importer.run(more, Silent())
    cases.database.dispose()
    with serving({"FEEDSVC_DATABASE_URL": url}, folder) as base_url:
        yield base_url


VECTORS = (
    "<p>正文还在。</p>",
    "<script>alert(4)</script>",
    "<scr\x00ipt>alert(5)</scr\x00ipt>",
    '<img src="x" onerror="alert(6)">',
    '<p><a id="a" href="\x01java\x03script:alert(7)">点</a></p>',
    '<p><a id="b" href="java&#x0A;script&colon;alert(8)">点</a></p>',
    '<iframe src="javascript:alert(9)"></iframe><object data="javascript:alert(1)">',
    '<svg><script>alert(10)</script></svg><math><mi xlink:href="javascript:alert(1)">',
    '<style>@import "https://evil.example/x.css";</style>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<base href="https://evil.example/"><form action="https://evil.example/"><button>',
    "<div style=\"background:url('javascript:alert(11)')\" onclick=alert(12)>文</div>",
    "--><noscript><p title=\"</noscript><img src=x onerror=alert(13)>\">",
)  # fmt: skip
VECTORS_PATH = "/vectors/2026/11/02/202611020000000666.html"
WIDE = (
    "<p>" + "长" * 400 + "x" * 400 + "</p>",
    "<table><tr>" + "<td>一格很宽的内容</td>" * 30 + "</tr></table>",
    '<p><img src="/static/icon.png" width="3000" height="20"></p>',
    "<pre>" + "代码" * 300 + "</pre>",
    f"<p>https://a.example/{'b' * 500}</p>",
)
WIDE_PATH = f"/{paper.ROLLING}/2026/11/02/202611020000000777.html"


def test_no_script_of_an_article_runs(live: str, page: Page) -> None:
    """In a real browser: no dialog, no request to a stranger, and the text shows."""
    dialogs: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live + VECTORS_PATH)
    assert "正文还在。" in page.inner_text("article")
    for link in page.query_selector_all(".body a"):
        link.click()
    page.wait_for_load_state()
    assert page.url.startswith(live)
    assert dialogs == []
    assert all(urlsplit(url).netloc == urlsplit(live).netloc for url in asked)


_SNEAK_IN = """async () => {
    const blocked = [];
    document.addEventListener(
        "securitypolicyviolation", (event) => blocked.push(event.violatedDirective));
    for (const make of [
        (script) => { script.textContent = "window.ran = 1"; },
        (script) => { script.src = "/static/site.css"; },
        (script) => { script.src = "/feed.json"; },
        (script) => { script.src = "/static/copy.js/../site.css"; },
        (script) => { script.src = "data:text/javascript,window.ran=1"; },
    ]) {
        const script = document.createElement("script");
        make(script);
        document.body.append(script);
    }
    document.body.setAttribute("onclick", "window.ran = 1");
    document.body.click();
    for (let tries = 0; blocked.length < 6 && tries < 200; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [window.ran === undefined, blocked.length];
}"""


def test_one_file_of_ours_is_all_that_runs(live: str, page: Page) -> None:
    """On an article's page no other script does: inline, of ours, or of anybody's."""
    page.goto(live + paper.STORY_PATH)
    assert page.evaluate(_SNEAK_IN) == [True, 6]


def test_the_copy_button_copies(live: str, browser: Browser) -> None:
    """The share URL, as it stands beside the button; which says that it did."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as own:
        page = own.new_page()
        page.goto(live + paper.STORY_PATH)
        page.click(".share summary")
        page.click(".address button")
        expect(page.locator(".address button").first).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live}/s/{paper.STORY}"


def test_sharing_needs_no_script(live: str, browser: Browser) -> None:
    """Without any there is no button, and all else: address, picture, networks."""
    with browser.new_context(java_script_enabled=False) as own:
        page = own.new_page()
        with page.expect_response("**/qr.svg") as picture:
            page.goto(live + paper.STORY_PATH)
        assert picture.value.status == 200
        page.click(".share summary")
        assert not page.is_visible(".address button")
        assert page.input_value(".address input") == f"{live}/s/{paper.STORY}"
        assert page.locator(".ways a:visible").count() == 8


def test_our_pages_draw_no_complaint(live: str, page: Page) -> None:
    """Our own pages give the browser nothing to complain of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", ROLLING_PAGE, "/categories/", f"/s/{paper.IN_RENAMED}"):
        page.goto(live + path)
    assert complaints == []


@pytest.mark.parametrize(
    "path", [*PAGES.values(), WIDE_PATH, VECTORS_PATH], ids=[*PAGES, "wide", "vectors"]
)
def test_nothing_is_wider_than_a_phone(live: str, browser: Browser, path: str) -> None:
    """No page scrolls sideways at 390 px, whatever an article holds."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(live + path)
        assert page.evaluate("document.scrollingElement.scrollWidth") == 390


@pytest.fixture(scope="module")
def english(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The paper with an English interface."""
    folder = tmp_path_factory.mktemp("english")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    variables = {"FEEDSVC_DATABASE_URL": url, "FEEDSVC_LANGUAGE": "en"}
    with serving(variables, folder) as base_url:
        yield base_url


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Latest articles"),
        (paper.STORY_PATH, "Source: 滨江日报"),
        ("/categories/", "All categories"),
        (f"/days/{paper.BUSY_DAY}/", "Saturday, October 31, 2026"),
        ("/nowhere", "This page was not found"),
        (f"/s/{paper.REMOVED}", "This article was removed for legal reasons"),
    ],
)
def test_the_interface_speaks_english(english: str, path: str, words: str) -> None:
    """FEEDSVC_LANGUAGE=en switches every word of the site's own, and the page's tag."""
    page = read_page(english, path)
    assert page.get("lang") == "en"
    assert words in " ".join(page.text_content().split())
