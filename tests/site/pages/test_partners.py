"""Forms in which people choose streams: what a partner pastes, and merged feeds."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from feedsvc.model.feed import Format
from feedsvc.model.slug import slug_of_name
from feedsvc.site.view.snippets import loader_hash
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.readers import read_page, texts

SPACED = slug_of_name(paper.SPACED)
OUTLET = ("category", paper.OUTLET)


def made(site: str, *fields: tuple[str, str], prefix: str = "") -> tuple[Any, str]:
    """The page that a form with these fields gives, and the code to paste; or none."""
    page = read_page(site, f"{prefix}/partners/?{urlencode(fields)}")
    return page, "".join(texts(page, "//textarea/text()"))


def src_of(code: str) -> str:
    """Address of the frame in a snippet."""
    [frame] = [each for each in html.fragments_fromstring(code) if each.tag == "iframe"]
    return str(frame.get("src"))


@pytest.mark.parametrize(
    ("fields", "frame"),
    [
        ((), "feeds"),
        ((OUTLET,), f"categories/{paper.OUTLET}"),
        ((("source", paper.SOURCE),), f"sources/{paper.SOURCE}"),
        ((("category", SPACED), OUTLET), f"feeds?category={SPACED}&category={paper.OUTLET}"),
        ((("category", paper.RENAMED),), f"categories/{paper.NEW_SLUG}"),
        ((OUTLET, ("look", "1"), ("limit", "3"), ("theme", "dark"), ("summary", "1"),
          ("image", "1"), ("accent", "#0a7a5a"), ("lang", "en")),
         f"categories/{paper.OUTLET}?limit=3&summary=1&image=1&theme=dark&accent=0a7a5a&lang=en"),
        ((OUTLET, ("look", "1"), ("limit", "x"), ("theme", ""), ("accent", "#a42a1d"),
          ("lang", "zh-CN"), ("url", "")), f"categories/{paper.OUTLET}"),
        ((("url", f"https://x.example/?u={paper.STORY}"),), ""),
        ((OUTLET, ("url", "SITE/s/STORY。快看"), ("look", "1")), f"articles/{paper.STORY}?summary=0"),
    ],
)  # fmt: skip
def test_a_form_makes_a_snippet(
    site: str, fields: tuple[tuple[str, str], ...], frame: str
) -> None:
    """E1: what was ticked, with the options that were chosen, and a preview of it."""
    fields = tuple(
        (name, value.replace("SITE", site).replace("STORY", paper.STORY))
        for name, value in fields
    )
    page, code = made(site, *fields)
    if not frame:
        assert not code
        assert texts(page, "//*[@role='alert']") == ["这个链接没有找到文章。"]
        return
    src = f"{site}/embed/{frame}"
    assert src_of(code) == src
    assert texts(page, "//iframe/@src") == [src]
    assert ask(site, src).status == 200
    assert f'integrity="{loader_hash()}" crossorigin="anonymous"' in code
    assert code.count("<script") == 1
    assert re.search(r"<blockquote><a href=\"[^\"]+\">[^<]+ - 财经新闻|<a href", code)


def test_a_form_offers_the_feeds_and_the_terms(site: str) -> None:
    """E1, R24: of what is embedded, with the address that oEmbed needs."""
    page, _ = made(site, OUTLET)
    shown = texts(page, "//div[@id='result']//input[@readonly]/@value")
    base = f"{site}/categories/{paper.OUTLET}"
    assert shown == [base, *(f"{base}/{format_}" for format_ in Format)]
    assert f"{site}/terms/" in texts(page, "//main//a[@rel='license']/@href")
    assert texts(page, "//*[@role='alert']") == []


def test_a_form_in_the_other_script_embeds_that_script(site: str) -> None:
    """E1: unless another language is chosen."""
    _, code = made(site, OUTLET, prefix="/zh-Hant")
    assert src_of(code) == f"{site}/embed/categories/{paper.OUTLET}?lang=zh-Hant"


@pytest.mark.parametrize("path", ["/partners/", "/feeds/"])
def test_faults_are_named(site: str, path: str) -> None:
    """Names that there never were, and too many; what was ticked stays ticked."""
    query = f"category=nowhere%00&category={paper.OUTLET}&source=%3Cb%3E"
    page = read_page(site, f"{path}?{query}")
    [fault] = texts(page, "//*[@role='alert']")
    assert fault == "没有这样的栏目或来源：nowhere\ufffd、<b>"
    assert texts(page, "//input[@checked][@type='checkbox']/@value") == [paper.OUTLET]
    many = "&".join(
        [f"category=c{n}" for n in range(20)] + [f"category={paper.OUTLET}"]
    )
    page = read_page(site, f"{path}?{many}")
    [fault] = texts(page, "//*[@role='alert']")
    assert fault == "至多选 20 个，现在选了 21 个。请取消一些再试。"
    assert texts(page, "//input[@checked][@type='checkbox']/@value") == [paper.OUTLET]
    assert texts(page, "//textarea") == []


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ("content=whole&script=zh-CN", "/feeds/{}?category={}&source={}"),
        ("content=summary&script=zh-CN", "/feeds/{}?category={}&source={}&content=summary"),
        ("content=whole&script=zh-Hant", "/zh-Hant/feeds/{}?category={}&source={}"),
        ("", "/feeds/{}?category={}&source={}"),
    ],
)  # fmt: skip
def test_ticked_streams_become_one_feed(site: str, more: str, address: str) -> None:
    """Rule 15: its addresses in every format, summaries and scripts; and it can be embedded."""
    query = f"source={paper.SOURCE}&category={paper.OUTLET}&{more}"
    page = read_page(site, f"/feeds/?{query}")
    shown = texts(page, "//section[@id='merged']//input/@value")
    assert shown == [
        site + address.format(format_, paper.OUTLET, paper.SOURCE) for format_ in Format
    ]
    for url in shown:
        answer = ask(site, url)
        assert answer.status == 200
        assert f'<{url}>; rel="self"' in answer.headers["Link"]
    [embed] = texts(
        page, "//section[@id='merged']/p/a[contains(@href, 'partners')]/@href"
    )
    selection = f"category={paper.OUTLET}&source={paper.SOURCE}"
    assert embed == f"{site}/partners/?{selection}"
    assert src_of(texts(read_page(site, embed), "//textarea/text()")[0]) == (
        f"{site}/embed/feeds?{selection}"
    )


def test_people_make_an_embed(site: str, browser: Browser) -> None:
    """By keyboard, on a phone: the preview follows, and the code is copied."""
    with browser.new_context(
        viewport={"width": 390, "height": 844},
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        page = context.new_page()
        page.goto(f"{site}/partners/")
        page.fill(".filter input", "滚动")
        assert page.locator(".choices li:visible").count() == 1
        page.focus(".choices li:visible input")
        page.keyboard.press("Space")
        page.select_option("#theme", "dark")
        page.frame_locator("iframe").locator("h1", has_text="滚动").wait_for()
        code = page.locator("textarea")
        code.filter(has_text="theme=dark").wait_for()
        page.click(".code button")
        expect(page.locator(".code button")).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()") == code.input_value()
        assert f"category={paper.ROLLING}" in page.url
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390


def test_no_script_is_needed(site: str, browser: Browser) -> None:
    """From ticked boxes to a merged feed, and from there to the code of an embed."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/feeds/")
        page.check(f"input[value='{paper.OUTLET}']")
        page.check(f"input[name='source'][value='{paper.SOURCE}']")
        page.check("input[value='summary']")
        page.click(".bar button")
        assert page.locator("#merged input").count() == 3
        page.click("#merged > p > a[href*=partners]")
        assert page.locator(".filter").is_visible() is False
        page.click(".choosing button")
        code_shown = page.locator("textarea").input_value()
    assert f"category={paper.OUTLET}&amp;source={paper.SOURCE}" in code_shown


def test_a_site_in_another_language_offers_no_scripts(sqlite_url: str) -> None:
    """Its frames speak its own language, and nothing Chinese is to be chosen."""
    with site_app(sqlite_url, language="en", site_title="Harbour") as app:
        page = app.test_client().get("/partners/").text
    assert "<h1>Embed</h1>" in page
    assert 'name="theme"' in page
    assert 'name="lang"' not in page
