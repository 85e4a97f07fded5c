"""A feed in a browser: no wall of XML where people land, and still XML where they ask."""

import pytest
from playwright.sync_api import Browser, Page

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
    """As a reader would show them, without a script, and without reaching for more."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/categories/{paper.ROLLING}/")
        preview = page.locator(".preview")
        assert preview.is_visible()
        assert "滚动快讯第59条" in preview.inner_text()
        assert preview.locator("details").count() == 3


def test_an_empty_category_previews_nothing(site: str, page: Page) -> None:
    """And still can be subscribed to."""
    page.goto(f"{site}/categories/{paper.EMPTY}/")
    assert page.locator(".preview").count() == 0
    assert page.locator("details.subscribe input").count() == 3
