"""Embeds in Chromium: on a partner's page, on another origin, and on a hostile one."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from feedsvc.model.embed import Frame as Embed
from feedsvc.model.embed import Look
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site.view.snippets import snippet
from tests.site.test_accessibility import findings
from tests.support import paper
from tests.support.client import ask
from tests.support.partner import Partner, partner_site
from tests.support.server import free_port, serving

LIST = Embed((StreamRef(StreamKind.CATEGORY, paper.ROLLING),))
ARTICLE = Embed((), paper.STORY, Look(has_summary=True))
ABOVE, BELOW = "<p>上文。</p>" * 2, '<p id="below">下文。</p>' * 40
SPACER = '<div style="height:3000px">很长的文章</div>'


@dataclass(frozen=True, slots=True)
class Pair:
    """Our site, and a partner's."""

    site: str
    partner: Partner

    def snippet(self, embed: Embed = LIST) -> str:
        """Code that the partner pastes."""
        page = f"{self.site}/categories/{paper.ROLLING}/"
        return snippet(embed, Links(self.site), page=page, title="滚动")


@pytest.fixture(scope="module")
def pair(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """A server of the paper, and a partner's site on another port."""
    folder = tmp_path_factory.mktemp("embeds")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    with serving({"FEEDSVC_DATABASE_URL": url}, folder) as site, partner_site() as each:
        yield Pair(site, each)


def framed(page: Page) -> Frame:
    """The frame on a page, once it is loaded."""
    page.wait_for_function("!!document.querySelector('iframe')")
    frame = page.frames[-1]
    frame.wait_for_selector("footer")
    return frame


def height(page: Page) -> int:
    """Height of the frame in pixels."""
    found: int = page.evaluate("document.querySelector('iframe').offsetHeight")
    return found


@pytest.mark.parametrize("embed", [LIST, ARTICLE], ids=["list", "article"])
def test_a_snippet_needs_no_script(pair: Pair, browser: Browser, embed: Embed) -> None:
    """E1: a link, and a frame in whose reserved height all of it is seen."""
    url = pair.partner.publish(ABOVE + pair.snippet(embed))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(url)
        frame = page.frame_locator("iframe")
        box = frame.locator("footer").bounding_box()
        outer = page.locator("iframe").bounding_box()
        assert page.locator("blockquote a").is_visible()
    assert box is not None
    assert outer is not None
    assert box["y"] + box["height"] <= outer["y"] + outer["height"] + 1


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("is_blocked", [False, True], ids=["loader", "blocked"])
def test_nothing_moves_and_nobody_else_is_asked(
    pair: Pair, browser: Browser, *, is_blocked: bool, width: int
) -> None:
    """E4, E6, E7: with its script and without; no cookie, no storage, no other host."""
    url = pair.partner.publish(ABOVE + pair.snippet() + BELOW)
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        if is_blocked:
            page.route("**/feedsvc.js", lambda route: route.abort())
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url, wait_until="networkidle")
        frame = framed(page)
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") < 0.01
        room = frame.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert room == 0
        assert context.cookies() == []
        own = {asked_url.split("/")[2] for asked_url in asked}
        assert own <= {pair.site.split("/")[2], pair.partner.base_url.split("/")[2]}
        of_frame = [each for each in asked if "/embed/categories/" in each]
        assert len(of_frame) == 1
        loaded = {each.split("/")[3].split("?")[0] for each in asked} - {""}
        assert loaded <= {"embed"}


def test_a_frame_is_fitted_where_nobody_sees_it(pair: Pair, page: Page) -> None:
    """E5, E6: below the fold it grows and shrinks; in sight it scrolls inside."""
    small = pair.snippet().replace('height="580"', 'height="240"')
    page.goto(pair.partner.publish(ABOVE + small + BELOW))
    frame = framed(page)
    page.wait_for_timeout(300)
    assert height(page) == 240
    assert frame.evaluate("document.documentElement.scrollHeight") > 240
    assert page.evaluate("window.moved") < 0.01
    for wrong in ("240", "900"):
        given = pair.snippet().replace('height="580"', f'height="{wrong}"')
        page.goto(pair.partner.publish(SPACER + given + BELOW))
        page.evaluate("window.scrollTo(0, 1500)")  # near enough to load
        framed(page)
        page.wait_for_function("document.querySelector('iframe').offsetHeight === 580")
        assert page.evaluate("window.moved") < 0.01


def test_a_hidden_frame_keeps_its_room(pair: Pair, page: Page) -> None:
    """E6: without width it says no height, and is right once it is shown."""
    hidden = f'<div id="tab" style="display:none">{pair.snippet()}</div>'
    page.goto(pair.partner.publish(hidden.replace(' loading="lazy"', "")))
    framed_later = page.frames[-1]
    framed_later.wait_for_selector("footer", state="attached")
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelector('iframe').style.height") == ""
    page.evaluate("document.querySelector('#tab').style.display = 'block'")
    page.wait_for_timeout(200)
    assert height(page) == 580


# Messages that a hostile page, or another frame on a partner's page, might send.
FORGED = (
    {"type": "feedsvc:height", "height": 1999},
    {"type": "feedsvc:height", "height": "1999"},
    {"type": "feedsvc:height2", "height": 1999},
    {"message": "height", "value": 999, "secret": "abcdefghij"},
)


def test_messages_of_others_are_ignored(pair: Pair, page: Page) -> None:
    """E5: only the frame itself sets its height, in whole pixels from 120 to 2000."""
    page.goto(pair.partner.publish(SPACER + pair.snippet() + BELOW))
    page.evaluate("window.scrollTo(0, 1500)")
    frame = framed(page)
    page.evaluate(
        """(forged) => { for (const message of forged) {
          window.postMessage(message, "*");
          const other = document.body.appendChild(document.createElement("iframe"));
          other.srcdoc = `<script>parent.postMessage(${JSON.stringify(message)}, "*")
            </scr` + "ipt>"; } }""",
        FORGED,
    )
    frame.evaluate(
        """() => { for (const height of ["700", 700.5, NaN, Infinity, null, {}])
          parent.postMessage({ type: "feedsvc:height", height }, "*");
          parent.postMessage(null, "*"); parent.postMessage("feedsvc:height", "*"); }"""
    )
    page.wait_for_timeout(300)
    assert height(page) == 580
    say = "(height) => parent.postMessage({ type: 'feedsvc:height', height }, '*')"
    for said, kept in ((99_999, 2000), (-5, 120)):
        frame.evaluate(say, said)
        page.wait_for_function(
            f"document.querySelector('iframe').offsetHeight === {kept}"
        )


@pytest.mark.parametrize("is_sandboxed", [True, False])
def test_neither_reaches_into_the_other(
    pair: Pair, page: Page, *, is_sandboxed: bool
) -> None:
    """E2, E4, E5: not even where a hostile page leaves the sandbox out."""
    given = pair.snippet()
    if not is_sandboxed:
        given = re.sub(r' sandbox="[^"]*"', "", given)
    url = pair.partner.publish(ABOVE + given)
    page.goto(url)
    frame = framed(page)
    tried = """(code) => { try { return "got " + eval(code); }
                           catch (error) { return error.name; } }"""
    for code in (
        "document.querySelector('iframe').contentWindow.document.title",
        "document.querySelector('iframe').contentWindow.localStorage.length",
        "document.querySelector('iframe').contentWindow.eval('1')",
    ):
        assert page.evaluate(tried, code) == "SecurityError"
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
    assert frame.evaluate("origin") == "null"
    for code in ("parent.document.title", "localStorage.length", "document.cookie"):
        probe = f"try {{ {code} }} catch (error) {{ error.name }}"
        assert frame.evaluate(f"() => {{ {_returning(probe)} }}") == "SecurityError"
    frame.evaluate("() => { try { top.location.href = 'about:blank#x'; } catch {} }")
    page.wait_for_timeout(200)
    assert page.url == url


def _returning(probe: str) -> str:
    return probe.replace("{ ", "{ return ", 2)


def test_opened_by_itself_it_speaks_to_nobody(pair: Pair, page: Page) -> None:
    """E5: its parent is itself, and every message would bring the next."""
    page.add_init_script(
        "window.heard = 0; addEventListener('message', () => { window.heard += 1; });"
    )
    page.goto(f"{pair.site}/embed/categories/{paper.ROLLING}")
    page.set_viewport_size({"width": 400, "height": 500})
    page.wait_for_timeout(200)
    assert page.evaluate("window.heard") == 0
    page.click("h1 a")
    page.wait_for_timeout(200)
    assert page.evaluate("window.heard") == 0


def test_an_element_is_a_frame_too(pair: Pair, page: Page) -> None:
    """E1, E7, E11: under a hash; attributes are options; without the script a link stays."""
    [script] = re.findall(r"<script.*", pair.snippet())
    element = (
        f'<feedsvc-feed category="{paper.ROLLING}" limit="2" theme="dark" summary height="381" '
        f'style="display:block;min-height:381px"><a href="{pair.site}/">滚动新闻</a>'
        "</feedsvc-feed>"
    )
    page.goto(pair.partner.publish(ABOVE + element + script + BELOW))
    frame = framed(page)
    assert frame.locator("h2").count() == 2
    assert frame.locator(".summary").count() == 2
    assert page.get_attribute("iframe", "title") == "滚动新闻"
    page.wait_for_timeout(200)
    assert page.evaluate("window.moved") < 0.01
    page.evaluate("document.querySelector('feedsvc-feed').setAttribute('limit', '3')")
    page.frame_locator("iframe").locator("li:nth-child(3)").wait_for()
    broken = script.replace("sha384-", "sha384-AAAA")
    page.goto(pair.partner.publish(element + broken))
    page.wait_for_timeout(300)
    assert page.locator("feedsvc-feed a").is_visible()
    assert page.locator("iframe").count() == 0


def test_the_link_stays_when_we_are_down(pair: Pair, page: Page) -> None:
    """E11: above the frame that cannot be loaded."""
    away = pair.snippet().replace(pair.site, f"http://127.0.0.1:{free_port()}")
    page.goto(pair.partner.publish(ABOVE + away))
    assert page.locator("blockquote a").is_visible()


# What WordPress does with the answer of a provider that it does not know: its filter of
# the HTML, and the script of the page around it, by the protocol of both.
WORDPRESS = """<script>
const frame = document.querySelector("iframe"), quote = document.querySelector("blockquote");
const secret = "a1b2c3d4e5";
window.heard = [];
addEventListener("message", ({ source, data }) => {
  if (source !== frame.contentWindow || !data || data.secret !== secret) return;
  if (/[^a-zA-Z0-9]/.test(data.secret)) return;
  window.heard.push(data);
  quote.style.display = "none";
  frame.removeAttribute("style");
  if (data.message === "height")
    frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
  if (data.message === "link" && document.activeElement === frame
      && new URL(data.value).host === new URL(frame.src).host)
    top.location.href = data.value;
});
addEventListener("load", () => frame.contentWindow.postMessage({ message: "ready", secret }, "*"));
</script>"""


def filtered(answer: str) -> str:
    """HTML as WordPress leaves it: known tags and attributes, its own sandbox and secret."""
    [quote] = re.findall(r"<blockquote>.*?</blockquote>", answer, re.DOTALL)
    [src] = re.findall(r'<iframe src="([^"]*)"', answer)
    return (
        f'{quote}<iframe class="wp-embedded-content" sandbox="allow-scripts" '
        f'security="restricted" style="position: absolute; visibility: hidden;" '
        f'src="{src}#?secret=a1b2c3d4e5" data-secret="a1b2c3d4e5" width="600" height="338">'
        "</iframe>"
    )


@pytest.mark.parametrize(
    "path",
    [f"/categories/{paper.ROLLING}/", f"/s/{paper.STORY}"],
    ids=["list", "share"],
)
def test_wordpress_shows_the_frame(pair: Pair, page: Page, path: str) -> None:
    """E12: it learns the height, and opens a link that is clicked, on our host alone."""
    answer: Any = ask(pair.site, f"/oembed?url={pair.site}{path}").body
    given = html.unescape(json.loads(answer)["html"])
    page.goto(pair.partner.publish(ABOVE + filtered(given) + WORDPRESS))
    frame = framed(page)
    page.wait_for_function("window.heard.length > 0")
    assert not page.locator("blockquote").is_visible()
    assert page.locator("iframe").is_visible()
    told = page.evaluate("window.heard.at(-1)")
    assert told["message"] == "height"
    assert page.get_attribute("iframe", "height") == str(told["value"])
    link = frame.locator("main a").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_url(target or "")
    assert set(told) == {"message", "value", "secret"}


@pytest.mark.parametrize(
    "path",
    [
        f"/embed/categories/{paper.ROLLING}?summary=1&accent=ffff00",
        f"/embed/articles/{paper.STORY}?lang=en",
        f"/embed/articles/{paper.RETRACTED}",
    ],
)
def test_axe_finds_nothing_in_frames(pair: Pair, browser: Browser, path: str) -> None:
    """E8: whatever accent a partner chose, light and dark, narrow and wide; and at 200%."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(pair.site + path)
        assert findings(page) == []
        page.set_viewport_size({"width": 320, "height": 600})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"
