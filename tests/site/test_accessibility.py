"""Accessibility: axe-core finds nothing on any page, however and in whatever it is shown."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from string import ascii_lowercase
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from feedsvc.model.listing import Listing
from feedsvc.model.stream import StreamKind
from feedsvc.site.view.presentation import Site
from tests.site.pages.test_stats import basic, make_token
from tests.site.samples import ENGLISH, SITE, TRADITIONAL, render, stream
from tests.support import paper
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.server import serving

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# No rule is off. What WCAG 2.2 added is off unless asked for: targets of 24 px.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# An article's picture says what its publisher said: we know of no other words for it.
CONTEXT = {"include": ["html"], "exclude": [".body img:not([alt])"]}
PHONE, DESK = (
    ViewportSize(width=390, height=844),
    ViewportSize(width=1440, height=900),
)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAGES = {
    "home": "/",
    "older": f"/?before={paper.STORY}",
    "category": f"/categories/{paper.OUTLET}/",
    "empty": f"/categories/{paper.EMPTY}/",
    "source": f"/sources/{paper.SOURCE}/",
    "day": f"/days/{paper.BUSY_DAY}/",
    "categories": "/categories/",
    "sources": "/sources/",
    "feeds": "/feeds/",
    "terms": "/terms/",
    "partners": f"/partners/?category={paper.OUTLET}&category=nowhere&summary=1",
    "choosing": f"/feeds/?category={paper.OUTLET}&source={paper.SOURCE}&q=b",
    "search": "/search?q=nothing-like-it",
    "article": paper.STORY_PATH,
    "long": f"/{paper.ROLLING}/2026/11/02/202611020000000888.html",
    "not-found": "/nowhere",
    "gone": f"/s/{paper.RETRACTED}",
    "removed": f"/s/{paper.REMOVED}",
}
LABELLED = ("home", "feeds", "partners", "article")
STATUSES = (400, 401, 405, 414, 429, 500, 503)
SITES = {"zh-CN": SITE, "zh-Hant": TRADITIONAL, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Papers:
    """The paper, once in each language of the interface.

    Attributes:
        base_urls: by language.
        token: which opens the pages for operators of each.
    """

    base_urls: Mapping[str, str]
    token: str


@pytest.fixture(scope="module")
def papers(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Papers]:
    """Two servers of one database, with a category for every letter and a long title."""
    folder = tmp_path_factory.mktemp("papers")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    cases = use_cases(url, lambda: paper.FILLED_AT)
    cases.importer.run(write_archive(folder / "more", _more()), Silent())
    cases.database.dispose()
    token = make_token(url, folder, "read:stats", "read:imports")
    variables = {"FEEDSVC_DATABASE_URL": url}
    with (
        serving(variables, folder) as chinese,
        serving(variables | {"FEEDSVC_LANGUAGE": "en"}, folder) as english,
    ):
        base_urls = {"zh-CN": chinese, "zh-Hant": f"{chinese}/zh-Hant", "en": english}
        yield Papers(base_urls, token)


def _more() -> list[Post]:
    letters = [
        Post(
            stem=f"2026-11-02-2026110200000009{ord(letter)}",
            title=f"{letter}字头的新闻",
            date="2026-11-02 08:00:00 +0800",
            category=f"{letter}lanmu",
            tags=f"{letter}栏目新闻",
        )
        for letter in ascii_lowercase
    ]
    long = Post(
        stem="2026-11-02-202611020000000888",
        title="关于进一步推动县域商业体系建设的通知，" * 14,
        date="2026-11-02 09:00:00 +0800",
        body='<blockquote><p>提要</p></blockquote><p>见<a href="https://a.example/">公告</a>全文。</p>',
    )
    return [*letters, long]


def findings(page: Page) -> list[str]:
    """Findings of axe-core with all unfolded, in each colour scheme and at each width.

    Schemes differ by colours alone, and widths by layout: two of the four say it all.
    """
    for summary in page.locator("details:not([open]) > summary").all():
        summary.click()
    page.evaluate(AXE)
    return [
        finding
        for size, scheme in zip((PHONE, DESK), SCHEMES, strict=True)
        for finding in _found(page, scheme, size)
    ]


def _found(page: Page, scheme: Scheme, size: ViewportSize) -> Iterator[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    result = page.evaluate(
        "([context, options]) => axe.run(context, options)", [CONTEXT, OPTIONS]
    )
    assert result["passes"], "axe has looked at nothing"
    for rule in result["violations"]:
        for node in rule["nodes"]:
            yield f"{size['width']} {scheme} {rule['id']} {node['target']} {node['failureSummary']}"


@pytest.mark.parametrize(
    ("language", "path"),
    [
        *(("zh-CN", path) for path in PAGES.values()),
        *(("en", PAGES[name]) for name in LABELLED),
        ("zh-Hant", PAGES["article"]),
    ],
)
def test_axe_finds_nothing(
    papers: Papers, page: Page, path: str, language: str
) -> None:
    """Every page that is served, with everything on it unfolded.

    Another language changes labels and widths alone: those pages with most of them say it.
    """
    page.goto(papers.base_urls[language] + path)
    assert findings(page) == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_on_pages_for_operators(
    papers: Papers, browser: Browser, language: str
) -> None:
    """Behind their token, with plots, tables and numbers."""
    with browser.new_context(extra_http_headers=basic(papers.token)) as context:
        page = context.new_page()
        for path in ("/stats/", "/imports/", "/imports/1"):
            page.goto(papers.base_urls[language] + path)
            assert page.locator("main :is(dl.totals, table)").first.is_visible()
            assert findings(page) == []


@pytest.mark.parametrize(
    ("site", "status"), [*((SITE, status) for status in STATUSES), (ENGLISH, 503)]
)
def test_axe_finds_nothing_on_errors(
    papers: Papers, page: Page, status: int, site: Site
) -> None:
    """What is said of each status, with the style sheet that the site serves."""
    show(page, papers, render("error.html", site, status=status))
    assert findings(page) == []


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_axe_finds_nothing_on_a_new_site(
    papers: Papers, page: Page, site: Site
) -> None:
    """The home page before the first article."""
    listing = Listing(stream(StreamKind.SITE, "", ""), (), None, None)
    show(page, papers, render("listing.html", site, listing=listing, preview=()))
    assert findings(page) == []


def show(page: Page, papers: Papers, html: str) -> None:
    """Open a page that has no address of its own, styled by a server of the paper."""

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    url = f"{papers.base_urls['zh-CN']}/shown"
    page.route(url, answer)
    page.goto(url)


def test_axe_would_find_a_fault(papers: Papers, page: Page) -> None:
    """A link told from its text by colour alone, and two landmarks of one name."""
    html = render("error.html", replace(SITE, title="滨江"), status=503)
    faulty = html.replace(
        "</main>",
        '<nav><a href="/">甲</a></nav><nav><a href="/">乙</a></nav>'
        '<p>在一行字里的<a href="/">链接</a>没有下划线</p></main>',
    )
    show(page, papers, faulty)
    rules = {finding.split()[2] for finding in findings(page)}
    assert {"landmark-unique", "link-in-text-block"} <= rules
