"""The filter of lists of categories and sources, by a query and as one types."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.readers import read_page, texts
from tests.support.statements import statements

_PAGE_LINKS = (
    "//*[@class='lists']//li//a[substring(@href, string-length(@href)) = '/']/text()"
)


def names(site: str, path: str, text: str) -> list[str]:
    """Titles that a page lists for a text."""
    page = read_page(site, f"{path}?q={quote(text)}")
    return texts(page, _PAGE_LINKS)


# By a query


@pytest.mark.parametrize("path", ["/categories/", "/zh-Hant/categories/", "/feeds/"])
def test_a_query_leaves_what_it_names(site: str, path: str) -> None:
    """The rest is not on the page, which says how many there are."""
    all_of_them = names(site, path, "")
    found = names(site, path, "gundong")
    assert len(found) == 1
    assert set(found) < set(all_of_them)
    assert names(site, path, f" {found[0]}  GUN ") == found
    page = read_page(site, f"{path}?q=gundong")
    [status] = texts(page, "//*[@role='status']/text()")
    assert "1" in status
    assert texts(page, "//input[@name='q']/@value") == ["gundong"]
    assert names(site, path, "nobody") == []


def test_a_query_is_shown_as_text_and_bounded(site: str) -> None:
    """Whatever was typed: no markup, no error, and no more than a hundred characters."""
    for path in ("/feeds/", "/sources/"):
        for typed in (
            '"><script>alert(1)</script>',
            "%00\0",
            "ab" * 5_000,
            "\u202e{n}",
        ):
            answer = ask(site, f"{path}?q={quote(typed)}")
            assert answer.status == 200
            assert "<script>alert" not in answer.text
            [shown] = texts(
                read_page(site, f"{path}?q={quote(typed)}"), "//input[@name='q']/@value"
            )
            assert len(shown) <= 100
    assert ask(site, "/feeds/?q=%ff%fe").status == 200
    assert ask(site, "/feeds/?q=a&q=b").status == 200


def test_what_is_ticked_stays_ticked(site: str) -> None:
    """A filter that comes between two ticks loses neither."""
    page = read_page(site, f"/feeds/?category={paper.OUTLET}&q=gundong")
    boxes = texts(page, "//input[@type='checkbox']/@value")
    assert {paper.OUTLET, paper.ROLLING} <= set(boxes)
    assert texts(page, "//input[@checked and @type='checkbox']/@value") == [
        paper.OUTLET
    ]
    assert "1" in texts(page, "//*[@role='status']/text()")[0]


def test_a_query_never_takes_the_place_of_the_whole(paper_url: str) -> None:
    """The page without one stays kept, as it was."""
    with site_app(paper_url, base_url="https://news.example") as app:
        client = app.test_client()
        for path in ("/feeds/", "/categories/"):
            whole = client.get(path).data
            for number in range(5):
                assert client.get(f"{path}?q={number}").status_code == 200
            with statements() as asked:
                assert client.get(path).data == whole
            assert len(asked.selects) == 1


# As one types


def _shown(page: Page) -> list[str]:
    links = page.locator(".lists li:visible a[href$='/']")
    return links.all_inner_texts()


def test_lists_follow_what_is_typed(site: str, page: Page) -> None:
    """As the server would, without asking it, and without anything else moving."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/feeds/")
    box, status = (
        page.locator(".filtering input"),
        page.locator(".filtering [role=status]"),
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box.scroll_into_view_if_needed()
    place, whole = box.bounding_box(), _shown(page)
    for text in ("gundong", "滚动", "GUN dong", "日报 滨", "nobody"):
        box.fill(text)
        assert _shown(page) == names(site, "/feeds/", text), text
        assert box.bounding_box() == place
    expect(status).to_have_text("没有找到。试试名称的一部分，或者拼音。")
    assert page.locator(".directory:visible").count() == 0
    box.fill("")
    assert _shown(page) == whole
    expect(status).to_be_empty()
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_typing_on_a_filtered_page_finds_the_rest(site: str, page: Page) -> None:
    """The rest of the list is fetched once, and ticks stay."""
    page.goto(f"{site}/feeds/?q=gundong")
    ticked = page.locator(f"[type=checkbox][value='{paper.ROLLING}']")
    ticked.check()
    page.fill(".filtering input", "binjiang")
    expect(page.locator(f"[type=checkbox][value='{paper.OUTLET}']")).to_be_visible()
    expect(ticked).to_be_checked()
    expect(ticked).to_be_visible()


def test_the_keyboard_does_it_without_scripts(site: str, browser: Browser) -> None:
    """Enter leads to the lists, and the form's other button to the merged feed."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/feeds/")
        page.check(f"input[value='{paper.ROLLING}']")
        page.fill(".filtering input", "binjiang")
        page.press(".filtering input", "Enter")
        assert page.url.endswith("#selection")
        assert page.is_checked(f"input[value='{paper.ROLLING}']")
        page.check(f"input[value='{paper.OUTLET}']")
        page.click(".bar button")
        assert page.url.endswith("#merged")
        assert page.locator("#merged input").count() == 3
