"""A feed in a browser: no wall of XML where people land, and still XML where they ask."""

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.model.feed import Format
from tests.support import paper

FORMAT = pytest.mark.parametrize("format_", Format, ids=lambda format_: format_.name)
CATEGORY = f"/categories/{paper.OUTLET}/"


@FORMAT
@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_a_browser_shows_the_feed_itself(
    site: str, page: Page, prefix: str, format_: Format
) -> None:
    """It is no download, and says at its top what it is and where the page is."""
    url = f"{site}{prefix}{CATEGORY}"
    response = page.goto(url + format_)
    assert response is not None
    assert response.status == 200
    source = response.text()
    at = source.index(f"{url}")
    assert at < source.index(str(paper.STORY))
    if format_ is not Format.JSON:
        assert source.startswith("<?xml")
        assert "<!--" in source[:at]
        assert "xml-stylesheet" not in source
    assert paper.STORY_PATH in page.inner_text("body")


@FORMAT
def test_the_page_shows_each_address_to_copy(
    site: str, page: Page, format_: Format
) -> None:
    """Subscribing needs no knowledge of formats: the address is there as text."""
    page.goto(site + CATEGORY)
    url = f"{site}{CATEGORY}{format_}"
    field = page.locator(f"input[value='{url}']")
    assert field.count() == 1
    assert page.locator(f"a[href='{url}']").count() >= 1
    assert page.locator(f"link[rel=alternate][href='{url}']").count() == 1


def test_the_page_previews_the_newest_entries(site: str, browser: Browser) -> None:
    """As a reader would list them, without a script, once somebody asks."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/categories/{paper.ROLLING}/")
        preview = page.locator(".preview")
        assert not preview.is_visible()
        page.click(".subscribe summary")
        assert preview.is_visible()
        assert "滚动快讯第59条" in preview.inner_text()
        assert preview.locator("li").count() == 3


@pytest.mark.parametrize(
    "path", [f"/categories/{paper.ROLLING}/", f"/sources/{paper.SOURCE}/"]
)
def test_a_phone_shows_a_headline_at_once(
    site: str, browser: Browser, path: str
) -> None:
    """On the first screen; a few tabs reach it, and the skip link does in three."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(site + path)
        first = page.locator(".headlines a").first
        box = first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 844 / 2
        assert _tabs_to_headline(page) <= 9
        page.goto(site + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert _tabs_to_headline(page) <= 2


def _tabs_to_headline(page: Page) -> int:
    for tabs in range(1, 40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.headlines')"):
            return tabs
    raise AssertionError("no headline is reached by the keyboard")


def test_a_phone_shows_every_letter(site: str, browser: Browser) -> None:
    """The row of letters wraps: none is beyond its edge."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{site}/categories/")
        assert page.evaluate(
            "(() => { const row = document.querySelector('.letters');"
            " return row.scrollWidth <= row.clientWidth; })()"
        )


def test_a_long_headline_leaves_room(site: str, browser: Browser) -> None:
    """Three lines of it, whatever its length."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{site}/categories/{paper.ROLLING}/")
        first = page.locator(".headlines a").first
        first.evaluate("(link) => { link.textContent = '长标题，'.repeat(66); }")
        box = first.bounding_box()
        assert box is not None
        assert box["height"] < 100


def test_each_feed_has_a_button_that_copies(site: str, browser: Browser) -> None:
    """The address beside it; without scripts there is no button."""
    with browser.new_context(
        permissions=["clipboard-read", "clipboard-write"]
    ) as context:
        page = context.new_page()
        page.goto(site + CATEGORY)
        page.click(".subscribe summary")
        button = page.locator(".feeds button").nth(1)
        button.click()
        expect(button).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}{CATEGORY}rss.xml"
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site + CATEGORY)
        page.click(".subscribe summary")
        assert page.locator(".feeds input:visible").count() == 3
        assert page.locator("button:visible").count() == 0


def test_an_empty_category_previews_nothing(site: str, page: Page) -> None:
    """And still can be subscribed to."""
    page.goto(f"{site}/categories/{paper.EMPTY}/")
    assert page.locator(".preview").count() == 0
    assert page.locator("details.subscribe input").count() == 3
