"""Make docs/images/home.png anew: the home page of the example archive, in Chromium.

Run it as `.venv/bin/python -m tools.picture` whenever the page looks different, on a
machine that has a Chinese typeface (Debian's fonts-noto-cjk).
"""

import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize

from tests.support.browser import chromium
from tests.support.process import ROOT, migrate, run_feedsvc
from tests.support.server import serving

PICTURE = ROOT / "docs/images/home.png"
SIZE = ViewportSize(width=1000, height=760)


def main() -> None:
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
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto(f"{base_url}/")
            page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
