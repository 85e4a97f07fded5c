"""Posts that Jekyll makes of a site, told by the program itself."""

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from tools.compare_jekyll.shown import Posts, Shown

_SCRIPT = Path(__file__).with_name("build.rb")
_TIMEOUT_S = 1_800


class JekyllFailed(Exception):
    """Jekyll builds nothing of this site."""


def find_ruby() -> str | None:
    """The Ruby that knows Jekyll, or None if this machine has none."""
    return shutil.which("ruby") if shutil.which("jekyll") else None


def build(ruby: str, site: Path, folder: Path, zone: str) -> Posts:
    """All posts of a site as Jekyll shows them.

    Args:
        ruby: which knows Jekyll.
        site: the site's folder, where nothing is written.
        folder: empty; for what Jekyll writes.
        zone: of dates without one, if the site names none.

    Raises:
        JekyllFailed: with what it said.
    """
    output = folder / "jekyll.json"
    environment = {**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [ruby, _SCRIPT, site, output],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise JekyllFailed(done.stderr.strip())
    told = json.loads(output.read_text(encoding="utf-8"))
    shown = {post["path"]: _shown(post) for post in told["posts"]}
    return Posts(shown, told["refused"])


def _shown(post: dict[str, str | list[str]]) -> Shown:
    categories = [str(name) for name in post["categories"]]
    return Shown(
        path=str(post["path"]),
        title=str(post["title"]),
        at=datetime.fromisoformat(str(post["date"])),
        address=unquote(str(post["url"])),
        categories=tuple(dict.fromkeys(categories)),
        html=str(post["html"]),
        is_bare=bool(post["is_bare"]),
    )
