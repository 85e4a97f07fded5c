"""Histories: whatever can happen to a newsroom, in an order that a seed decides.

Operations are chosen by weight and written down, so that a failure can be read.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.model.clock import MADE
from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, html, name

CATEGORIES = ("jianggang", "haifeng", "wanjiang")
SOURCE = "江港日报"
_BEIJING = ZoneInfo("Asia/Shanghai")
_DAY_S = 24 * 3600
_NOW = MADE + timedelta(days=200)  # a time that clocks can be right with
_LARGE = 60_000  # characters of three bytes: three of them fill an archive page


@dataclass(frozen=True, slots=True)
class _Post:
    number: int
    category: str
    date: datetime
    title: str
    characters: int = 20
    is_credited: bool = False
    edition: int = 0
    tags: str = ""


@dataclass(slots=True)
class History:
    """A newsroom, and what has happened to it so far.

    Attributes:
        log: every operation, in order.
        slugs: each category's now, by raw name.
    """

    newsroom: Newsroom
    random: random.Random
    log: list[str] = field(default_factory=list)
    slugs: dict[str, str] = field(
        default_factory=lambda: dict(zip(CATEGORIES, CATEGORIES, strict=True))
    )
    _posts: dict[int, _Post] = field(default_factory=dict)

    def begin(self) -> None:
        """Import an archive of some weeks: two categories of pages, and a small one."""
        self.newsroom.now = _NOW
        for category, count in zip(CATEGORIES, (110, 60, 5), strict=True):
            for _ in range(count):
                post = self._new(hours=self.random.uniform(1, 1_500))
                self._write(replace(post, category=category))
        self.newsroom.import_()
        self.log.append(f"begin with {len(self._posts)}")

    def step(self) -> None:
        """Let one thing happen."""
        happenings, weights = zip(*self._happenings(), strict=True)
        (happen,) = self.random.choices(happenings, weights)
        self.newsroom.pass_time(self.random.choice([0, 0, 1, 600]))
        self.log.append(f"{len(self.log)}. {happen()}")

    def _happenings(self) -> tuple[tuple[Callable[[], str], int], ...]:
        """All that can happen, and how often beside the rest."""
        return (
            (self._arrive, 6),
            (self._flood, 6),
            (self._come_late, 2),
            (self._edit, 4),
            (self._move, 5),
            (self._credit, 2),
            (self._double, 1),
            (self._retract, 8),
            (self._retract_many, 1),
            (self._empty, 4),
            (self._restore, 4),
            (self._merge, 2),
            (self._purge, 1),
            (self._rename, 1),
            (self._retitle, 5 if self._small_ones() else 20),
            (self._describe, 1),
            (self._close, 1),
            (self._schedule, 1),
            (self._come_due, 1),
            (self._wait, 2),
        )

    def _arrive(self) -> str:
        count = self.random.choice([1, 1, 1, 2, 5])
        for _ in range(count):
            self._write(self._new(hours=self.random.uniform(0, 30)))
        self.newsroom.import_()
        return f"{count} arrive"

    def _flood(self) -> str:
        count = self.random.choice([60, 120])
        hours = self.random.choice([20, 2_000, 2_000])
        only = self.random.choice([None, *CATEGORIES])
        for _ in range(count):
            post = self._new(hours=self.random.uniform(0, hours))
            self._write(replace(post, category=only or post.category))
        self.newsroom.import_()
        return f"{count} of {hours} hours arrive in {only or 'all'}"

    def _come_late(self) -> str:
        self._write(self._new(hours=self.random.uniform(5_000, 9_000)))
        self.newsroom.import_()
        return "one of long ago arrives"

    def _edit(self) -> str:
        post = self._any_post()
        size = _LARGE if self.random.random() < 0.1 else 20
        self._write(replace(post, edition=post.edition + 1, characters=size))
        self.newsroom.import_()
        return f"{post.number} is edited, to {size} characters"

    def _move(self) -> str:
        post = self._any_post()
        others = [raw for raw in CATEGORIES if raw != post.category]
        post = replace(post, category=self.random.choice(others))
        self._write(post)
        self.newsroom.import_()
        return f"{post.number} moves to {post.category}"

    def _credit(self) -> str:
        post = self._any_post()
        self._write(replace(post, is_credited=not post.is_credited))
        self.newsroom.import_()
        return f"{post.number} is credited otherwise"

    def _double(self) -> str:
        post, other = self._any_post(), self.random.choice(CATEGORIES)
        self.newsroom.tree.post(
            name(post.number, "old_post"), title=post.title, category=other, tags=""
        )
        self.newsroom.import_()
        return f"{post.number} is in {other} too"

    def _retract(self) -> str:
        number, is_legal = self._pick("published"), self.random.random() < 0.3
        self.newsroom.decisions.retract(_info(number), reason="", is_legal=is_legal)
        return f"{number} is retracted"

    def _retract_many(self) -> str:
        count = self.random.choice([5, 15, 55])
        for number in self._numbers("published")[:count]:
            self.newsroom.decisions.retract(_info(number), reason="", is_legal=False)
        return f"the newest {count} are retracted"

    def _empty(self) -> str:
        for number in self._small_ones():
            self.newsroom.decisions.retract(_info(number), reason="", is_legal=False)
        return f"all of {CATEGORIES[-1]} are retracted"

    def _restore(self) -> str:
        number = self._pick("retracted", "merged")
        if number is None:
            return "nothing to restore"
        self.newsroom.decisions.restore(_info(number))
        return f"{number} is restored"

    def _merge(self) -> str:
        one, other = self._pick("published"), self._pick("published")
        if one == other:
            return "nothing to merge"
        self.newsroom.decisions.merge(_info(one), _info(other))
        return f"{one} is merged into {other}"

    def _purge(self) -> str:
        number = self._pick("published", "retracted", "merged")
        self.newsroom.decisions.purge(_info(number))
        return f"{number} is purged"

    def _rename(self) -> str:
        raw = self.random.choice(CATEGORIES)
        ref = StreamRef(StreamKind.CATEGORY, self.slugs[raw])
        slug = f"{raw}-{self.random.randrange(1_000_000)}"
        self.newsroom.categories.rename(ref, Slug(slug), None)
        self.slugs[raw] = slug
        return f"{raw} is at {slug}"

    def _describe(self) -> str:
        raw = self.random.choice(CATEGORIES)
        ref = StreamRef(StreamKind.CATEGORY, self.slugs[raw])
        text = self.random.choice(["", f"第{len(self.log)}版"])
        self.newsroom.categories.describe(ref, text)
        return f"{raw} is described as {text!r}"

    def _close(self) -> str:
        raw = self.random.choice(CATEGORIES)
        ref = StreamRef(StreamKind.CATEGORY, self.slugs[raw])
        self.newsroom.categories.retire(ref)
        meanwhile = self._arrive()
        self.newsroom.categories.restore(ref)
        return f"{raw} is closed while {meanwhile}, and opened again"

    def _retitle(self) -> str:
        # Of an empty one nothing moves but the title.
        named = CATEGORIES if self._small_ones() else CATEGORIES[-1:]
        raw = self.random.choice((*named, named[0]))
        number = self.random.randrange(1_000_000)
        ref = StreamRef(StreamKind.CATEGORY, self.slugs[raw])
        title = f"第{number}版"
        self.newsroom.categories.rename(ref, Slug(self.slugs[raw]), title)
        return f"{raw} is called {title}"

    def _schedule(self) -> str:
        post = self._new(hours=-self.random.uniform(1, 20))
        self._write(post)
        self.newsroom.import_()
        return f"{post.number} is to come"

    def _come_due(self) -> str:
        self.newsroom.pass_time(_DAY_S)
        return f"{self.newsroom.decisions.publish_due()} fall due"

    def _wait(self) -> str:
        days = self.random.choice([1, 10, 29, 31])
        self.newsroom.pass_time(days * _DAY_S)
        return f"{days} days pass"

    def _new(self, *, hours: float) -> _Post:
        """An article of so many hours ago."""
        number = len(self._posts) + 1
        return _Post(
            number,
            self.random.choice(CATEGORIES),
            self.newsroom.now - timedelta(hours=hours),
            f"第{number}篇",
            characters=_LARGE if self.random.random() < 0.003 else 20,
            is_credited=self.random.random() < 0.3,
        )

    def _write(self, post: _Post) -> None:
        self._posts[post.number] = post
        body = f"第{post.edition}版。" + "港" * post.characters
        self.newsroom.tree.post(
            name(post.number),
            html(body, SOURCE if post.is_credited else ""),
            title=post.title,
            date=f"{post.date.astimezone(_BEIJING):%F %T} +0800",
            category=post.category,
            tags=post.tags,
        )

    def _any_post(self) -> _Post:
        """One of the newest, mostly: there windows change."""
        posts = sorted(self._posts.values(), key=lambda post: post.date, reverse=True)
        return self.random.choice(posts[: self.random.choice([5, 60, len(posts)])])

    def _pick(self, *states: str) -> int | None:
        """An article of one of these states, mostly one of the newest."""
        found = self._numbers(*states)
        if not found:
            return None
        return self.random.choice(found[: self.random.choice([3, 60, len(found)])])

    def _numbers(self, *states: str) -> list[int]:
        """Every article of one of these states, newest first."""
        rows = self.newsroom.rows(
            "SELECT info_code, state FROM articles WHERE NOT is_purged"
            " ORDER BY published_at DESC, info_code"
        )
        return [int(code_[-6:]) for code_, state in rows if state in states]

    def _small_ones(self) -> list[int]:
        """Numbers of the articles in the small category."""
        published = self._numbers("published")
        return [n for n in published if self._posts[n].category == CATEGORIES[-1]]


def _info(number: int | None) -> InfoCode:
    assert number is not None, "nothing of that kind"
    return info(code(number))
