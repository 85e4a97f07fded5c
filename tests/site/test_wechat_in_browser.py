"""R20: in WeChat's browser a page says how it is shared; in others nothing happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route
from werkzeug.serving import make_server

from feedsvc.site.view.csp import WECHAT_SDK
from tests.support import paper
from tests.support.client import eventually
from tests.support.server import free_port
from tests.support.wechat import (
    APP_ID,
    GIVES_TOKEN,
    gives_ticket,
    signature,
    site_with,
    wechat,
)

WECHAT_AGENT = (
    "Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240501 "
    "MicroMessenger/8.0.50.2701(0x2800323E) WeChat/arm64 Weixin NetType/WIFI"
)
# WeChat's part: notes what it is told, and speaks to the app as WeChat on Android does.
SDK = """
window.told = [];
window.wx = {
    config(given) {
        told.push(["config", given]);
        const frame = document.createElement("iframe");
        frame.src = "weixin://dispatch_message/";
        document.documentElement.append(frame);
    },
    ready(then) { then(); },
    updateAppMessageShareData(shared) { told.push(["friend", shared]); },
    updateTimelineShareData(shared) { told.push(["moments", shared]); },
};
"""
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener(
    "securitypolicyviolation", (event) => violations.push(event.blockedURI));
"""


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> str:
    """A database with the paper in it."""
    paper.fill(sqlite_url, tmp_path / "archive")
    return sqlite_url


@contextmanager
def served(database_url: str, *said: object) -> Iterator[str]:
    """The base URL of a site whose account WeChat answers like this."""
    base_url = f"http://127.0.0.1:{free_port()}"
    with (
        wechat(*said) as (_, account),
        site_with(database_url, account, base_url) as app,
    ):
        port = urlsplit(base_url).port or 0
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield base_url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    *,
    agent: str | None = WECHAT_AGENT,
    sdk: str | None = SDK,
) -> Iterator[tuple[Page, list[str]]]:
    """A page that has come to rest, and what it asked for; nothing leaves this machine.

    Args:
        agent: what the browser says it is; None for what it is.
        sdk: what WeChat's own file holds; None where it cannot be had.
    """
    requests: list[str] = []
    errors: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == WECHAT_SDK and sdk is not None:
            route.fulfill(body=sdk, content_type="text/javascript")
        elif route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            route.abort()

    with browser.new_context(user_agent=agent) as context:
        page = context.new_page()
        page.add_init_script(NOTE_VIOLATIONS)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/*", answer)
        page.goto(url)
        page.wait_for_load_state("networkidle")
        yield page, requests
        assert errors == []
        assert page.evaluate("violations") == []


def said(page: Page, name: str) -> str | None:
    """What one of a page's metas says."""
    return page.locator(f"meta[property='og:{name}']").get_attribute("content")


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_wechat_is_told_what_the_metas_say(
    filled: str, browser: Browser, prefix: str
) -> None:
    """R20: under a signature of the very address, and the policy stops none of it."""
    with served(filled, GIVES_TOKEN, gives_ticket()) as base:
        url = f"{base}{prefix}{paper.STORY_PATH}?from=timeline&isappinstalled=0"
        with opened(browser, f"{url}#part") as (page, _):
            # Not wait_for_function: its second look is an eval, which the policy stops.
            [config, friend, moments] = eventually(
                lambda: page.evaluate("window.told ?? []"), lambda told: len(told) == 3
            )
            shared = {
                "title": said(page, "title"),
                "desc": said(page, "description"),
                "link": f"{base}{prefix}{paper.STORY_PATH}",
                "imgUrl": said(page, "image"),
            }
    assert all(shared.values())
    assert friend == ["friend", shared]
    assert moments == ["moments", shared]
    given = config[1]
    assert given["appId"] == APP_ID
    assert given["signature"] == signature(given, url)
    assert given["jsApiList"] == [
        "updateAppMessageShareData",
        "updateTimelineShareData",
    ]


def test_another_browser_loads_nothing(filled: str, browser: Browser) -> None:
    """R20: neither WeChat's file nor a signature."""
    with served(filled, GIVES_TOKEN, gives_ticket()) as base:
        url = base + paper.STORY_PATH
        with opened(browser, url, agent=None) as (page, requests):
            assert page.evaluate("typeof wx") == "undefined"
    assert any("/static/wechat.js" in asked for asked in requests)
    assert not any(asked.startswith((base + "/api/", WECHAT_SDK)) for asked in requests)


def test_without_a_signature_wechats_file_is_not_loaded(
    filled: str, browser: Browser
) -> None:
    """R20: WeChat shares what it finds by itself, and the page is what it was."""
    with served(filled, {"errcode": 40164}) as base:
        url = base + paper.STORY_PATH
        with opened(browser, url) as (page, requests):
            assert paper.STORY_TITLE in page.inner_text("h1")
    [api] = [asked for asked in requests if asked.startswith(base + "/api/")]
    assert parse_qs(urlsplit(api).query) == {"url": [url]}
    assert WECHAT_SDK not in requests


@pytest.mark.parametrize("sdk", [None, "", "window.wx = { config() { throw 1; } };"])
def test_a_broken_file_of_wechats_breaks_no_page(
    filled: str, browser: Browser, sdk: str | None
) -> None:
    """R20: absent, empty, or raising."""
    with served(filled, GIVES_TOKEN, gives_ticket()) as base:
        url = base + paper.STORY_PATH
        with opened(browser, url, sdk=sdk) as (page, requests):
            assert paper.STORY_TITLE in page.inner_text("h1")
            page.click(".share summary")
            assert page.is_visible(".address button")
    assert WECHAT_SDK in requests
