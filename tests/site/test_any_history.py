"""Any history: after whatever happened, every client has what the documents show.

`FEEDSVC_TEST_SEEDS="7 8"` tries other histories than the usual ones, and
`FEEDSVC_TEST_STEPS=200` longer ones. A failure says its seed, and what happened.
"""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from math import inf
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from feedsvc.edge.feeds import FeedDoor
from feedsvc.edge.rate_limit import SEARCHES, SELECTIONS, WHOLE_FETCHES, RateLimiter
from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.slug import slug_of_name
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store.database import invariants
from tests.services.syndication.press import PUBLICATION, press
from tests.support.history import CATEGORIES, SOURCE, History
from tests.support.newsroom import newsroom_over
from tests.support.pollers import (
    DatedReader,
    DeltaReader,
    Heard,
    Walker,
    plain,
    told,
)
from tests.support.standing import (
    Standing,
    check_reader,
    check_walker,
    check_whole,
    standing_of,
)

SEEDS = [int(n) for n in os.environ.get("FEEDSVC_TEST_SEEDS", "4 2").split()]
STEPS = int(os.environ.get("FEEDSVC_TEST_STEPS", "18"))
STEPS_ON_POSTGRESQL = STEPS // 3
OUTLET = StreamRef(StreamKind.SOURCE, slug_of_name(SOURCE))
TITLES = ("江港新闻", "江港快讯")
_ALWAYS = ("category", "selection", "small")  # polled after each step
_BESIDE = 1  # polled too, of the others


def documents(slugs: Mapping[str, str]) -> dict[str, Document]:
    """A feed of each kind, in each format and variant."""
    one, other, small = (
        StreamRef(StreamKind.CATEGORY, slugs[raw]) for raw in CATEGORIES
    )
    pair, mixed = normalised((one, other)), normalised((one, OUTLET))
    return {
        "site": Document((SITE,), Format.ATOM),
        "site rss": Document((SITE,), Format.RSS, is_summary=True),
        "category": Document((one,), Format.ATOM),
        "category rss": Document((one,), Format.RSS),
        "category json": Document((one,), Format.JSON),
        "short": Document((other,), Format.ATOM, is_summary=True),
        "traditional": Document((other,), Format.ATOM, script=Script.TRADITIONAL),
        "small": Document((small,), Format.ATOM),
        "source": Document((OUTLET,), Format.ATOM),
        "selection": Document(pair, Format.ATOM),
        "selection json": Document(mixed, Format.JSON, is_summary=True),
    }


@dataclass(slots=True)
class Watch:
    """The clients of one feed, and what it was last time."""

    often: DeltaReader = field(default_factory=DeltaReader)
    seldom: DeltaReader = field(default_factory=DeltaReader)
    several: DeltaReader = field(
        default_factory=lambda: DeltaReader(keeps=4, accepts="gzip")
    )
    dated: DatedReader = field(default_factory=DatedReader)
    walkers: tuple[Walker, ...] = ()
    before: Heard | None = None
    modified: tuple[datetime, bytes] | None = None
    ever_hidden: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Trial:
    """A history, and everybody who follows it.

    Attributes:
        door: a process that has been serving for some time.
        elder: one of other settings that serves beside it, once there were others.
        fresh: one that has just begun, and serves until the next step.
        bodies: every document that was ever served, by address and tag.
    """

    history: History
    watches: dict[str, Watch] = field(default_factory=dict)
    title: str = TITLES[0]
    door: FeedDoor = field(init=False)
    elder: FeedDoor | None = None
    fresh: FeedDoor = field(init=False)
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with one process."""
        self.door = self.process()

    def process(self) -> FeedDoor:
        """Door of a new process, with the settings of now."""
        newsroom = self.history.newsroom
        publication = replace(PUBLICATION, title=self.title)
        syndication = replace(press(newsroom, publication), look_up_every_s=inf)
        rate_limiter, selecting = RateLimiter(WHOLE_FETCHES), RateLimiter(SELECTIONS)
        return FeedDoor(
            syndication,
            PUBLICATION.links,
            lambda: newsroom.now,
            rate_limiter,
            selecting,
            RateLimiter(SEARCHES),
        )

    def ask(
        self, url: str, headers: Mapping[str, str], door: FeedDoor | None = None
    ) -> Heard:
        """One request, as the front hands it on; a tag has the same bytes for ever."""
        parts = urlsplit(url)
        given = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in headers.items()}
        environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": parts.query, **given}
        reply = (door or self.door).answer(parts.path, environ)
        assert reply is not None, url
        heard = Heard(int(reply.status[:3]), dict(reply.headers), reply.body)
        if heard.status == 200:
            body, tag = plain(heard), heard.headers["ETag"].replace("-gzip", "")
            known = self.bodies.setdefault((url, tag), body)
            assert known == body, f"other bytes under {tag} of {url}"
        return heard

    def step(self) -> None:
        """Let something happen, to the newsroom or to the process."""
        chance = self.history.random.random()
        if chance < 0.88:
            self.history.step()
        elif chance < 0.91:
            self.history.log.append("a restart")
            self.door = self.process()
        else:
            self.title = TITLES[self.title == TITLES[0]]
            self.history.log.append(f"the site is called {self.title}")
            known, self.elder = self.elder, self.door
            if known is None or chance < 0.95:
                known = self.process()
            self.door = known

    def poll(self) -> None:
        """Let the clients of some feeds ask, and look at what they have."""
        self.fresh = self.process()
        every = documents(self.history.slugs)
        others = sorted(every.keys() - set(_ALWAYS))
        for name in (*_ALWAYS, *self.history.random.sample(others, _BESIDE)):
            document = every[name]
            standing = standing_of(self.history.newsroom, document)
            if document.streams == (OUTLET,) and not standing.shown:
                continue
            walks = () if document.is_selection else (Walker(False), Walker(True))  # noqa: FBT003
            watch = self.watches.setdefault(name, Watch(walkers=walks))
            try:
                self.look(document, watch, standing)
            except AssertionError as failure:
                failure.add_note(f"in {name}")
                raise

    def look(self, document: Document, watch: Watch, standing: Standing) -> None:
        """Let the clients of one feed ask."""
        url = PUBLICATION.links.document(document)
        rolled = self.history.random.random
        self._look_up(url)
        heard = self.ask(url, {}, self.fresh if rolled() < 0.2 else self.door)
        assert heard.status == 200
        whole = told(heard)
        watch.ever_hidden |= standing.hidden
        check_whole(document, whole, standing)
        self._check_validators(watch, document, url, heard)
        for reader, chance in (
            (watch.often, 1.0), (watch.seldom, 0.15), (watch.several, 0.5)
        ):  # fmt: skip
            if rolled() < chance:
                status = reader.poll(self.ask, url, standing.shown)
                check_reader(status, reader, whole, standing)
        if rolled() < 0.4:
            self._ask_by_date(watch, url)
        for walker in watch.walkers:
            is_json = document.format is Format.JSON  # which has no link forward
            if rolled() < 0.3 and not (walker.is_forward and is_json):
                walker.walk(self.ask, url)
                check_walker(walker, whole, standing.shown - watch.ever_hidden)

    def _ask_by_date(self, watch: Watch, url: str) -> None:
        """Let a client ask that knows no tags, of whichever process."""
        elder = self.elder or self.door
        door = self.history.random.choice([self.door, self.door, elder])
        watch.dated.poll(partial(self.ask, door=door), url)
        whole = self.ask(url, {}, door)
        assert watch.dated.body == whole.body, "another body by date"

    def _look_up(self, url: str) -> None:
        """Let a second pass for those who serve: they look up what has changed."""
        for door in (self.fresh, self.door, self.elder):
            if door is not None:
                door.syndication.look_up_every_s = 0
                self.ask(url, {"If-None-Match": "*"}, door)
                door.syndication.look_up_every_s = inf

    def _check_validators(
        self, watch: Watch, document: Document, url: str, whole: Heard
    ) -> None:
        """A tag is its bytes', and a date goes on with them."""
        if watch.before is not None:
            known = {"If-None-Match": watch.before.headers["ETag"]}
            is_same = watch.before.body == whole.body
            if self.ask(url, known).status == 304:
                assert is_same, "304 for other bytes"
            else:
                assert not is_same or document.is_selection, "200 for the same bytes"
        watch.before = whole
        if "Last-Modified" in whole.headers:
            at = parsedate_to_datetime(whole.headers["Last-Modified"])
            if watch.modified is not None and watch.modified[1] != whole.body:
                assert at > watch.modified[0], "a date that does not go on"
            watch.modified = (at, whole.body)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_client_has_what_is_shown(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    """Deltas, conditional requests, archive pages and dates, whatever happened."""
    is_sqlite = database_url.startswith("sqlite")
    if not is_sqlite and seed != SEEDS[0]:
        pytest.skip("one history is enough for the same queries")
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        history = History(newsroom, random.Random(seed))  # noqa: S311
        history.begin()
        trial = Trial(history)
        try:
            trial.poll()
            for _ in range(STEPS if is_sqlite else STEPS_ON_POSTGRESQL):
                trial.step()
                trial.poll()
            assert list(invariants.broken(newsroom.database)) == []
        except AssertionError as failure:
            failure.add_note("\n".join([f"seed {seed}:", *history.log]))
            raise
