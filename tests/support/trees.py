"""Small Jekyll trees, written post by post; knows nothing of feedsvc.

Files get times of long ago, each write a later one: an import trusts them at once, and
sees every change.
"""

import itertools
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

_NEWEST = datetime(2022, 5, 1, 8)  # noqa: DTZ001 - written with its offset behind
_LONG_AGO_S = 1_600_000_000
NW = "http://news.example/html_News/NewsShare.html?infoCode="


def code(number: int) -> str:
    """The info code of the post that `name` gives a file for."""
    return f"NW202205010800{number:06d}"


def name(number: int, folder: str = "_posts") -> str:
    """The path of an ordinary post."""
    return f"{folder}/2022-05-01-{code(number)[2:]}.md"


def html(text: str, source: str = "") -> str:
    """A body of HTML, with a media line where a source is given."""
    line = f'<p class="em_media">（文章来源：{source}）</p>' if source else ""
    return f"<p>{text}</p>{line}"


@dataclass(slots=True)
class Tree:
    """An archive under `root`."""

    root: Path
    _ticks: "itertools.count[int]" = field(
        default_factory=lambda: itertools.count(_LONG_AGO_S)
    )

    def post(
        self,
        path: str,
        body: str = "港口今年扩建三座码头。",
        *,
        title: str = "港口扩建",
        date: str = "2022-05-01 08:00:00 +0800",
        category: str = "jianggang",
        tags: str = "江港日报新闻",
        more: str = "",
    ) -> Path:
        """Write a post that is ordinary but for what is said; `more` is front matter."""
        text = (
            f'---\nlayout: post\ntitle: "{title}"\ndate: {date}\n'
            f"categories: {category}\ntags: {tags}\n{more}---\n{body}\n"
        )
        return self.write(path, text)

    def posts(
        self,
        count: int,
        *,
        category: str = "jianggang",
        apart: timedelta = timedelta(minutes=1),
    ) -> None:
        """Write numbered posts, 1 to `count`, the last one newest."""
        for number in range(1, count + 1):
            date = f"{_NEWEST - (count - number) * apart:%F %T} +0800"
            self.post(name(number), title=f"第{number}篇", date=date, category=category)

    def category(self, raw: str) -> Path:
        """Write a category file; its title is another outlet's, as in the archive."""
        text = f"---\nlayout: category\ntitle: 别家新闻\ncategory: {raw}\n---\n"
        return self.write(f"category/{raw}.html", text)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write any file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.touch(path)
        return file

    def at(self, root: Path) -> "Tree":
        """Its copy under another root; the times of what is written there go on."""
        return Tree(root, itertools.count(next(self._ticks)))

    def touch(self, path: str) -> None:
        """Give a file another time."""
        moment = next(self._ticks)
        os.utime(self.root / path, (moment, moment))
