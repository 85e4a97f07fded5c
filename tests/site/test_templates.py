"""Templates: what a person, a preview robot and a browser's policy find in our pages."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from operator import attrgetter
from urllib.parse import quote

import pytest

from feedsvc.language.language import of as language_of
from feedsvc.model.answer import Withdrawn
from feedsvc.model.info_code import InfoCode
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.stream import StreamKind
from feedsvc.site.choices import Choice
from feedsvc.site.lists import Lists
from tests.site.samples import (
    ARTICLE,
    CARD,
    ENGLISH,
    ENTRY,
    LINKS,
    OUTLET,
    PUBLISHED,
    SITE,
    TRADITIONAL,
    WEB,
    credit_of,
    headline,
    render,
    render_article,
    stream,
)

HOSTILE = '</title></script><b onclick="x">"\'&amp;<!--'
VOID = {"meta", "link", "input", "img", "br", "hr"}
OLDER = InfoCode("NW202112300000000009")
SITE_STREAM = stream(StreamKind.SITE, "", "")
CATEGORY_STREAM = stream(StreamKind.CATEGORY, OUTLET.slug, OUTLET.title)
LISTING = Listing(CATEGORY_STREAM, (headline(HOSTILE),), None, OLDER)
DAY = Day(
    day=date(2021, 12, 31),
    headlines=(headline(HOSTILE),),
    before=None,
    older=OLDER,
    previous=date(2021, 12, 29),
    next=None,
)
CATEGORIES = (
    IndexEntry(CATEGORY_STREAM, 3),
    IndexEntry(stream(StreamKind.CATEGORY, "gundong", HOSTILE), 9),
    IndexEntry(stream(StreamKind.CATEGORY, "21shiji", "21世纪"), 0),
)


def _lists(*categories: IndexEntry, sources: tuple[IndexEntry, ...] = ()) -> Lists:
    entries = {StreamKind.CATEGORY: categories, StreamKind.SOURCE: sources}
    return Lists("", entries, len(categories) + len(sources))


PAGES: dict[str, dict[str, object]] = {
    "article.html": {
        "article": ARTICLE,
        "credit": credit_of(ARTICLE),
        "picture": None,
        "is_revised": False,
    },
    "listing.html": {"listing": LISTING, "preview": (ENTRY, ENTRY)},
    "day.html": {"day": DAY},
    "index.html": {
        "kind": StreamKind.CATEGORY,
        "lists": _lists(IndexEntry(CATEGORY_STREAM, 3), IndexEntry(LISTING.stream, 0)),
    },
    "feeds.html": {
        "lists": _lists(*CATEGORIES, sources=CATEGORIES[:1]),
        "choice": Choice((CATEGORY_STREAM.ref,), (CATEGORY_STREAM.ref,)),
        "titles": [HOSTILE],
        "query": "category=binjiangribao",
        "is_summary": False,
        "written": LINKS,
    },
    "terms.html": {"clauses": language_of("zh-CN").words.clauses},
    "not_found.html": {"headlines": (headline(HOSTILE),), "day": date(2021, 12, 31)},
    "gone.html": {
        "gone": Withdrawn(InfoCode("NW0000"), PUBLISHED, is_legal=False),
        "headlines": (headline(HOSTILE),),
    },
    "retired.html": {"since": PUBLISHED, "headlines": (headline(HOSTILE),)},
    "error.html": {"status": 503},
}


class Outline(HTMLParser):
    """Reads a page strictly: every element closes where it must."""

    def __init__(self, page):
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        """Keeps the tag with its attributes, and waits for its end."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice in {tag}"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Only the innermost open element may end."""
        assert self.open.pop() == tag

    def all(self, tag, **wanted):
        """The attributes of every such element."""
        return [
            attrs
            for name, attrs in self.tags
            if name == tag and all(attrs.get(k) == v for k, v in wanted.items())
        ]


def metas(page):
    """The metas of a page by property, name or itemprop."""
    return {
        meta.get("property")
        or meta.get("name")
        or f"itemprop:{meta.get('itemprop')}": meta["content"]
        for meta in Outline(page).all("meta")
        if "content" in meta
    }


@pytest.mark.parametrize(
    "site", [SITE, TRADITIONAL, ENGLISH], ids=attrgetter("language")
)
@pytest.mark.parametrize("template", PAGES)
def test_page_is_well_formed_and_obeys_its_policy(template, site):
    """Every page parses, says its language, and runs or styles nothing inline."""
    page = render(template, site, **PAGES[template])
    outline = Outline(page)
    assert page.startswith("<!doctype html>\n")
    assert outline.all("html")[0]["lang"] == site.language
    assert len(outline.all("h1")) == 1
    assert not outline.all("style")
    ours = tuple(
        f"https://news.example.com/static/{name}.js?v=" for name in ("copy", "filter")
    )
    for script in outline.all("script"):
        assert script.get("type") == "application/ld+json" or (
            str(script["src"]).startswith(ours)
        )
    for _, attributes in outline.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("template", PAGES)
def test_every_page_leads_to_the_feeds(template):
    """Feed autodiscovery and the icon are on every page."""
    outline = Outline(render(template, **PAGES[template]))
    found = [link["href"] for link in outline.all("link", rel="alternate")]
    assert "https://news.example.com/atom.xml" in found
    assert "https://news.example.com/rss.xml" in found
    assert "https://news.example.com/feed.json" in found
    assert outline.all("link", rel="icon")


@pytest.mark.parametrize("template", PAGES)
def test_every_page_leads_to_the_list_of_feeds(template):
    """The OPML file is discovered, and its page is linked for people."""
    outline = Outline(render(template, **PAGES[template]))
    (outlines,) = outline.all("link", rel="outline")
    assert outlines["type"] == "text/x-opml"
    assert outlines["href"] == "https://news.example.com/opml.xml"
    assert outline.all("a", href="https://news.example.com/feeds/")


@pytest.mark.parametrize("template", PAGES)
def test_every_page_leads_to_the_terms(template):
    """R24: for programs by relation, for people at the foot; in the page's script."""
    for site, prefix in ((SITE, ""), (TRADITIONAL, "/zh-Hant")):
        outline = Outline(render(template, site, **PAGES[template]))
        url = f"https://news.example.com{prefix}/terms/"
        assert [link["href"] for link in outline.all("link", rel="license")] == [url]
        assert outline.all("a", href=url)


@pytest.mark.parametrize(
    "site", [SITE, TRADITIONAL, ENGLISH], ids=attrgetter("language")
)
@pytest.mark.parametrize("template", PAGES)
def test_a_place_is_known_in_both_scripts(template, site):
    """Each Chinese page names both for hreflang, and links the other; no English one."""
    outline = Outline(render(template, site, **PAGES[template]))
    found = {
        link["hreflang"]: link["href"]
        for link in outline.all("link", rel="alternate")
        if "hreflang" in link
    }
    switches = [link["href"] for link in outline.all("a") if "hreflang" in link]
    canonical = [link["href"] for link in outline.all("link", rel="canonical")]
    if not canonical or site == ENGLISH:  # which has one script
        assert not found
        assert not switches
        return
    own, other = ("zh-Hant", "zh-CN") if site == TRADITIONAL else ("zh-CN", "zh-Hant")
    assert found[own] == canonical[0]
    assert switches == [found[other]]
    base = "https://news.example.com"
    assert found["zh-Hant"] == found["zh-CN"].replace(base, f"{base}/zh-Hant")


@pytest.mark.parametrize("template", PAGES)
def test_traditional_page_leads_to_traditional_feeds(template):
    """Autodiscovery stays in the script of the page."""
    outline = Outline(render(template, TRADITIONAL, **PAGES[template]))
    links = [link for link in outline.all("link") if "title" in link]
    feeds = [link["href"] for link in links if "oembed" not in link.get("type", "")]
    assert len(feeds) >= 4
    assert all(url.startswith("https://news.example.com/zh-Hant/") for url in feeds)


def test_traditional_article_says_so():
    """Page, title, body and card name the script."""
    page = render_article(site=TRADITIONAL)
    assert '<html lang="zh-Hant"' in page
    assert '<article lang="zh-Hant" dir="ltr">' in page
    assert metas(page)["og:locale"] == "zh_TW"


def test_article_has_a_card():
    """Open Graph, Twitter and itemprop tags say what the article is; og:title is unbranded."""
    page = render_article()
    said = metas(page)
    url = "https://news.example.com/binjiangribao/2021/12/31/NW202112310000000001.html"
    assert said["og:title"] == said["itemprop:name"] == ARTICLE.title
    assert said["og:description"] == said["description"] == ARTICLE.summary
    assert said["og:url"] == url
    assert said["og:type"] == said["weibo:type"] == "article"
    assert said["og:locale"] == "zh_CN"
    assert said["article:published_time"] == "2021-12-31T07:55:44+08:00"
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image"] == said["itemprop:image"] == CARD
    assert said["og:image:alt"] == ARTICLE.title
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert Outline(page).all("link", rel="canonical") == [
        {"rel": "canonical", "href": url}
    ]
    assert f"<title>{ARTICLE.title} - {SITE.title}</title>" in page


def test_an_article_without_a_card_shows_the_sites_icon():
    """A small card is better than a large one with nothing in it."""
    said = metas(render("article.html", **PAGES["article.html"]))
    assert said["og:image"] == "https://news.example.com/static/icon.png"
    assert said["twitter:card"] == "summary"


def test_card_stands_in_the_first_16_kilobytes():
    """Whatever the article says, metas come first: before style, and within 16 KB."""
    worst = replace(
        ARTICLE,
        title='"' * 60_000,
        summary="&" * 60_000,
    )
    page = render_article(worst)
    head = page.encode()[: 16 * 1024].decode(errors="ignore")
    style = head.index('rel="stylesheet"')
    for tag in ("og:title", "og:image", "og:description", "twitter:card", "weibo:type"):
        assert 0 < head.index(tag) < style
    assert page.index("application/ld+json") > page.index('rel="stylesheet"')


def test_hostile_title_stays_text():
    """Markup in a title is shown, in every place, and never read as markup."""
    article = replace(ARTICLE, title=HOSTILE, summary=HOSTILE)
    page = render_article(article)
    outline = Outline(page)
    assert not outline.all("b")
    assert len(outline.all("script")) == 2
    assert metas(page)["og:title"] == HOSTILE


def test_credit_line_names_everyone():
    """Every credited party is shown near the top, with the link that it has."""
    page = render_article()
    head = page[page.index("<h1") : page.index('<div class="body"')]
    text = re.sub(r"<[^>]+>|\n", "", head)
    assert "来源：滨江日报、省通讯社" in text
    assert "记者：周一鸣" in text
    assert '<a href="https://bj.example.org/" rel="noopener">滨江日报</a>' in head
    assert "2021年12月31日 07:55</time> 北京时间" in head


def test_article_without_credits_has_no_credit_line():
    """Nothing is invented where nothing is known."""
    page = render_article(replace(ARTICLE, attributions=(), origin_url=None))
    assert 'class="credit"' not in page
    assert "<dt>原文</dt>" not in page


def test_update_is_shown_only_when_there_was_one():
    """An untouched article has one time."""
    later = replace(ARTICLE, updated_at=PUBLISHED + timedelta(hours=2))
    assert "更新于" not in render_article()
    assert "更新于 <time" in render_article(later)


def test_article_body_is_served_untouched():
    """The stored HTML stands in the page as one contiguous piece."""
    body = "<p>一 &amp; 二</p>\n<pre>  三\n  四</pre>"
    page = render_article(replace(ARTICLE, html=body))
    assert body in page
    assert '<article lang="zh-CN" dir="ltr">' in page


def test_article_leads_on():
    """The foot has the original, both categories and the day."""
    page = render_article()
    for address in (
        "https://upstream.example.org/a/1.html",
        "https://news.example.com/categories/binjiangribao/",
        "https://news.example.com/categories/gundong/",
        "https://news.example.com/days/2021-12-31/",
    ):
        assert f'href="{address}"' in page[page.index('<div class="body"') :]


@pytest.mark.parametrize("site", [SITE, TRADITIONAL, ENGLISH])
def test_an_article_can_be_handed_on(site):
    """Its short address to copy, as a picture, and every network by name; one picture."""
    outline = Outline(render_article(site=site))
    [shown] = outline.all("input")
    share = shown["value"]
    assert share.endswith("/s/NW202112310000000001")
    assert [image["src"] for image in outline.all("img")] == [f"{share}/qr.svg"]
    handed_on = [link["href"] for link in outline.all("a", rel="noopener noreferrer")]
    assert len(handed_on) == (4 if site is ENGLISH else 7)  # none of China's
    [mail] = [a for a in outline.all("a") if a["href"].startswith("mailto:")]
    assert "target" not in mail  # which would leave an empty tab behind


@pytest.mark.parametrize("site", [SITE, TRADITIONAL, ENGLISH])
def test_a_feed_says_what_it_is_before_it_opens(site):
    """For whom each format is, that its file is code, and readers that take the address."""
    page = render("listing.html", site, listing=LISTING, preview=())
    t = language_of(site.language).words
    for note in t.feed_notes.values():
        assert note in page
    assert t.feed_file_why in page
    added = Outline(page).all("a", rel="noopener noreferrer")
    assert len(added) == 4
    prefix = "/zh-Hant" if site == TRADITIONAL else ""
    feed = f"https://news.example.com{prefix}/categories/binjiangribao/atom.xml"
    for link in added:
        assert link["href"].startswith("https://")
        assert quote(feed, safe="") in link["href"]
    assert "feed:" not in page.replace(quote(feed, safe=""), "")


def test_a_new_site_says_what_it_is_and_what_to_do():
    """To readers that there is nothing yet, to whoever runs it how to bring something in."""
    listing = replace(LISTING, stream=SITE_STREAM, headlines=(), older=None)
    for site in (SITE, TRADITIONAL, ENGLISH):
        page = render("listing.html", site, listing=listing, preview=())
        t = language_of(site.language).words
        assert f"<h1>{site.title}</h1>" in page
        assert t.empty_site in page
        assert f"<code>feedsvc import {t.empty_site_folder}</code>" in page
        assert t.look_elsewhere not in page


@pytest.mark.parametrize(("title", "is_long"), [("长" * 50, False), ("长" * 265, True)])
def test_a_long_title_is_whole_wherever_it_stands(title, is_long):
    """In lists, which show three lines of it, a tooltip has the rest; its page is smaller type."""
    listing = replace(LISTING, headlines=(headline(title),))
    page = render("listing.html", listing=listing, preview=())
    [link] = [a for a in Outline(page).all("a") if a["href"].endswith("2.html")]
    assert link.get("title") == (title if is_long else None)
    assert f">{title}</a></h3>" in page
    own = render_article(replace(ARTICLE, title=title))
    assert (' class="long">' + title in own) == is_long


def test_an_original_is_shown_by_its_host():
    """The whole address is where it leads, and in a tooltip."""
    url = "https://www.upstream.example.org/a/" + "b" * 300
    page = render_article(replace(ARTICLE, origin_url=url))
    assert (
        f'<a href="{url}" rel="noopener" title="{url}">upstream.example.org</a>' in page
    )


def test_the_copy_button_is_hidden_until_it_works():
    """Nothing is offered that a browser without scripts could not do."""
    [button] = Outline(render_article()).all("button")
    assert "hidden" in button


def test_english_page_of_a_chinese_article_says_both_languages():
    """The interface is English, the article is marked Chinese."""
    page = render_article(site=ENGLISH)
    assert '<article lang="zh-CN" dir="ltr">' in page
    assert "December 31, 2021, 7:55\u202fAM</time> GMT+8" in page
    assert metas(page)["og:locale"] == "zh_CN"


def test_category_page_offers_its_feeds():
    """Each feed has a link and an address to copy, and the newest page is canonical."""
    page = render("listing.html", listing=LISTING, preview=())
    outline = Outline(page)
    base = "https://news.example.com/categories/binjiangribao/"
    copyable = [attrs["value"] for attrs in outline.all("input", readonly=None)]
    assert copyable == [base + name for name in ("atom.xml", "rss.xml", "feed.json")]
    assert outline.all("link", rel="canonical")[0]["href"] == base
    assert outline.all("a", rel="next")[0]["href"] == f"{base}?before={OLDER}"
    assert "来源：滨江日报" in page


def test_category_page_offers_other_forms():
    """Summaries and the other script, in every format, behind the addresses to copy."""
    page = render("listing.html", listing=LISTING, preview=())
    offered = {link["href"] for link in Outline(page).all("a")}
    path = "/categories/binjiangribao/atom.xml"
    assert f"https://news.example.com{path}?content=summary" in offered
    assert f"https://news.example.com/zh-Hant{path}" in offered


def test_preview_shows_entries_as_a_reader_does():
    """Title, credit and date of each; the text stands on its own page, and there only."""
    body = "<p>一 &amp; 二</p>\n<pre>  三</pre>"
    entries = (replace(ENTRY, title=HOSTILE, html=body), ENTRY)
    page = render("listing.html", listing=LISTING, preview=entries)
    shown = page[page.index('<section class="preview"') :]
    assert [
        "open" in details
        for details in Outline(page).all("details", **{"class": "subscribe"})
    ] == [False]
    assert shown.index("2021年12月31日 07:55</time>") < shown.index("来源：")
    assert "周一鸣" in shown
    assert body not in page
    assert not Outline(page).all("b")


def test_page_without_a_preview_has_no_room_for_one():
    """Older pages and empty streams show no heading above nothing."""
    page = render("listing.html", listing=LISTING, preview=())
    assert 'class="preview"' not in page


def test_older_page_leads_back():
    """An older page is its own canonical, and has a way to the newest."""
    older = replace(LISTING, stream=SITE_STREAM, before=OLDER, older=None)
    page = render("listing.html", listing=older, preview=())
    canonical = Outline(page).all("link", rel="canonical")[0]["href"]
    assert canonical == f"https://news.example.com/?before={OLDER}"
    assert '<a href="https://news.example.com/">回到最新</a>' in page
    assert "<title>滨江财经：更早的文章 - 滨江财经</title>" in page


@pytest.mark.parametrize(
    ("template", "context"),
    [
        (
            "listing.html",
            {
                "listing": replace(LISTING, headlines=(), older=None),
                "preview": (),
            },
        ),
        ("day.html", {"day": replace(DAY, headlines=(), older=None)}),
        ("index.html", {"kind": StreamKind.SOURCE, "lists": _lists()}),
        ("not_found.html", {"headlines": (), "day": None}),
        ("gone.html", PAGES["gone.html"] | {"headlines": ()}),
        ("error.html", {"status": 500}),
    ],
)
def test_page_with_nothing_to_show_helps_on(template, context):
    """Where there is nothing, the places to go are given in the content itself."""
    page = render(template, **context)
    content = page[page.index("<main") : page.index("</main>")]
    assert "不妨从这里继续" in content
    assert 'href="https://news.example.com/categories/"' in content


def test_day_page_leads_to_its_neighbours():
    """Days without articles are skipped, and an end of the line has no link."""
    outline = Outline(render("day.html", day=DAY))
    assert outline.all("a", rel="prev") == [
        {"rel": "prev", "href": "https://news.example.com/days/2021-12-29/"}
    ]
    assert "后一天" not in render("day.html", day=DAY)


def test_index_jumps_to_every_letter():
    """Each jump link has its section."""
    entries = tuple(
        IndexEntry(stream(StreamKind.SOURCE, slug, slug), 1) for slug in ("a", "b", "3")
    )
    lists = _lists(sources=entries)
    outline = Outline(render("index.html", kind=StreamKind.SOURCE, lists=lists))
    jumps = [a["href"] for a in outline.all("a") if a["href"].startswith("#")]
    sections = [f"#{section['id']}" for section in outline.all("section")]
    assert jumps == ["#entries", *sections]
    assert sections == ["#A", "#B", "#other"]


def test_feeds_page_lists_every_feed():
    """Each category and source with its formats, under letters that nothing shares."""
    page = render("feeds.html", **PAGES["feeds.html"] | {"choice": Choice(())})
    outline = Outline(page)
    offered = [link["href"] for link in outline.all("a")]
    base = "https://news.example.com/categories"
    for entry in CATEGORIES:
        for name in ("atom.xml", "rss.xml", "feed.json"):
            assert f"{base}/{entry.stream.ref.slug}/{name}" in offered
    sections = [f"#{each['id']}" for each in outline.all("section") if "id" in each]
    assert sections == ["#category-B", "#category-G", "#category-other", "#source-B"]
    jumps = [url for url in offered if url.startswith("#category")]
    labels = [nav["aria-label"] for nav in outline.all("nav", **{"class": "letters"})]
    assert labels == ["全部栏目：按首字母跳转"]
    assert jumps == sections[:3]


def test_feeds_page_lets_people_choose():
    """A box before each category and source, ticked if it was; what was ticked is named."""
    page = render("feeds.html", **PAGES["feeds.html"])
    boxes = Outline(page).all("input", type="checkbox")
    assert [box["value"] for box in boxes if "checked" in box] == ["binjiangribao"] * 2
    assert len(boxes) == len(CATEGORIES) + 1
    assert "至多 20 个" in page
    assert not Outline(page).all("b")
    empty = PAGES["feeds.html"] | {"lists": _lists(), "choice": Choice(())}
    bare = render("feeds.html", **empty)
    assert "<form" not in bare
    assert "全部来源</h2>" not in bare


@pytest.mark.parametrize("template", ["not_found.html", "gone.html"])
def test_dead_end_shows_headlines(template):
    """A lost reader gets the latest to go on from."""
    shown = {"headlines": (headline("滨江要闻"),), "day": None}
    page = render(template, **PAGES[template] | shown)
    assert page.index("最新文章") < page.index("滨江要闻")


def test_not_found_names_the_day_of_its_headlines():
    """And leads to all of them."""
    outline = Outline(page := render("not_found.html", **PAGES["not_found.html"]))
    assert outline.all("a", href="https://news.example.com/days/2021-12-31/")
    assert "2021年12月31日的新闻</a></h2>" in page


@pytest.mark.parametrize(("is_legal", "word"), [(False, "撤回"), (True, "依法移除")])
def test_gone_says_when(is_legal, word):
    """A withdrawn article's page says that and when; robots keep nothing."""
    gone = Withdrawn(InfoCode("NW0000"), PUBLISHED, is_legal=is_legal)
    page = render("gone.html", gone=gone, headlines=())
    assert word in page
    assert "2021年12月31日起" in page
    assert metas(page)["robots"] == "noindex"
    assert "og:title" not in page


def luminance(colour):
    """WCAG's relative luminance of #rrggbb."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


CSS = (WEB / "static/site.css").read_text(encoding="utf-8")
SCHEMES = [
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    for block in CSS.split("@media (prefers-color-scheme: dark)", 1)
]


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent"])
def test_text_can_be_read(scheme, ground, text):
    """WCAG AA: text has a contrast of 4.5 on every ground, in both schemes."""
    light, dark = sorted((luminance(scheme[ground]), luminance(scheme[text])))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_stylesheet_is_small_and_self_contained():
    """One small file, which fetches nothing."""
    assert len(CSS.encode()) < 12 * 1024
    assert "url(" not in CSS
    assert "@import" not in CSS
