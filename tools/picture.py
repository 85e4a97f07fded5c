"""Make the README's screenshots anew: the example archive, in Chromium.

Run it as `.venv/bin/python -m tools.picture` whenever a page or an embed looks different,
on a machine that has a Chinese typeface (Debian's fonts-noto-cjk). Names of pictures,
`home` or `embed`, make those alone.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from feedsvc.model.embed import Frame, Look, Theme
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site.view.snippets import snippet
from tests.support.browser import chromium
from tests.support.partner import partner_site
from tests.support.process import ROOT, migrate, run_feedsvc
from tests.support.server import serving

PICTURES = ROOT / "docs/images"
SIZE = ViewportSize(width=1000, height=760)
_EMBED_SIZE = ViewportSize(width=1000, height=684)
_STYLE = """<style>
body { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; max-width: 58rem;
  margin: 2rem auto !important; font: 1rem/1.7 system-ui, sans-serif; background: #eef1f4; }
blockquote { margin: 0 0 .5rem; font-size: .875rem; }
a { color: #2a4d7c; }
</style>"""


def main(names: list[str]) -> None:
    """Import the example archive into a database of its own, serve it and look at it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {"FEEDSVC_DATABASE_URL": f"sqlite:///{folder / 'picture.db'}"}
        migrate(settings["FEEDSVC_DATABASE_URL"], folder)
        archive = ROOT / "examples/archive"
        run_feedsvc(
            "import", archive, settings=settings, folder=folder
        ).check_returncode()
        with serving(settings, folder) as base_url, chromium() as browser:
            for picture in names or _SHOWN:
                page = _new_page(browser)
                _SHOWN[picture](page, base_url)
                page.screenshot(path=PICTURES / f"{picture}.png")


def _new_page(browser: Browser) -> Page:
    return browser.new_page(viewport=SIZE, color_scheme="light")


def _show_home(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/")


def _show_embed(page: Page, base_url: str) -> None:
    """A partner's page with two embeds: one in its own colours, one dark."""
    links = Links(base_url)
    embeds = (
        ("江城日报", "jiangchengribao", Look(accent="2a4d7c")),
        ("云岭晚报", "yunlingwanbao", Look(3, has_summary=True, theme=Theme.DARK)),
    )
    shown = [
        snippet(
            Frame((ref := StreamRef(StreamKind.CATEGORY, slug),), "", look),
            links,
            page=links.stream_page(ref),
            title=title,
        )
        for title, slug, look in embeds
    ]
    page.set_viewport_size(_EMBED_SIZE)
    with partner_site() as partner:
        columns = "".join(f"<div>{html}</div>" for html in shown)
        page.goto(partner.publish(_STYLE + columns), wait_until="networkidle")


_SHOWN: dict[str, Callable[[Page, str], None]] = {
    "home": _show_home,
    "embed": _show_embed,
}


if __name__ == "__main__":
    main(sys.argv[1:])
