"""A newsroom: an archive, a database, and the services that bring one into the other.

The clock is the test's. What the store holds is read with SQL of our own, so that no
reading function of feedsvc has to be right for a writing one to be tested.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from feedsvc.archive.jekyll.site import Zones
from feedsvc.content.draft import draft
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.services.publishing.archive.archives import Archives
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.archive.reading import render_all
from feedsvc.services.publishing.archive.summary import Finding, Summary
from feedsvc.services.publishing.categories import Categories
from feedsvc.services.publishing.corrections import Corrections
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.intake import Intake
from feedsvc.services.publishing.placement import StoringRules
from feedsvc.services.publishing.rederivation import Rederivation
from feedsvc.services.publishing.sources import Sources
from feedsvc.store.database.engine import Database
from tests.support.trees import Tree

_START = datetime(2022, 6, 1, tzinfo=UTC)
_LINKS = Links("https://news.test", "https://old.test", "江港新闻")

# What readers could tell apart, by info code, each part in an order of its own.
_SEEN = {
    "text": "SELECT info_code, state, title, summary, html, origin_url FROM articles",
    "groups": (
        "SELECT a.info_code, coalesce(c.raw, s.name, '') AS grouped FROM stream_entries e"
        " JOIN articles a ON a.id = e.article_id"
        " JOIN streams st ON st.id = e.stream_id"
        " LEFT JOIN categories c ON c.id = st.category_id"
        " LEFT JOIN sources s ON s.id = st.source_id"
        " WHERE e.state = 'shown' ORDER BY grouped"
    ),
    "addresses": (
        "SELECT info_code, permalink AS path FROM articles WHERE permalink IS NOT NULL"
        " UNION SELECT a.info_code, d.path FROM addresses d"
        " JOIN articles a ON a.id = d.article_id ORDER BY path"
    ),
    "credits": (
        "SELECT a.info_code, t.role, t.name, s.name FROM attributions t"
        " JOIN articles a ON a.id = t.article_id"
        " LEFT JOIN sources s ON s.id = t.source_id ORDER BY t.position"
    ),
}

Problem = tuple[str, str, bool]


@dataclass(slots=True)
class Problems:
    """A reporter that remembers: path, reason, whether it was rejected; and by finding."""

    told: list[Problem] = field(default_factory=list)
    found: dict[Finding, dict[str, str]] = field(default_factory=dict)

    def progress(self, done: int, total: int) -> None:
        """Nobody watches."""

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """Remember it."""
        self.told.append((path, reason, finding is Finding.REJECTED))
        self.found.setdefault(finding, {})[path] = reason


@dataclass(slots=True)
class Newsroom:
    """The services over one database, at a time that only the test moves."""

    database: Database
    tree: Tree
    now: datetime = _START
    aliases: Mapping[str, str] = field(default_factory=dict)
    outlets: frozenset[str] = frozenset()
    infers_outlets: bool = True
    problems: list[Problem] = field(default_factory=list)
    findings: dict[Finding, dict[str, str]] = field(default_factory=dict)

    def import_(self, root: Path | None = None, *, name: str = "archive") -> Summary:
        """Import the tree, a second after whatever was done before."""
        self.pass_time(1)
        reporter = Problems()
        summary = self.importer().run(root or self.tree.root, reporter, name=name)
        self.problems, self.findings = reporter.told, reporter.found
        return summary

    def importer(self, **options: Any) -> Importer:
        """An importer into the store, with options of its own."""
        zones = Zones(None, ZoneInfo("Asia/Shanghai"))
        clock = lambda: self.now  # noqa: E731
        return Importer(self.database, self.rules, zones, clock, 1, **options)

    def pass_time(self, seconds: float) -> None:
        """Move the clock on."""
        self.now += timedelta(seconds=seconds)

    @property
    def rules(self) -> StoringRules:
        """What the settings say about storing."""
        return StoringRules(
            _LINKS,
            self.aliases,
            outlets=self.outlets,
            infers_outlets=self.infers_outlets,
        )

    @property
    def decisions(self) -> Decisions:
        """What people decide, a second after whatever was done before."""
        self.pass_time(1)
        return Decisions(self.database, lambda: self.now)

    @property
    def categories(self) -> Categories:
        """Decisions of people about categories, a second after the last deed."""
        self.pass_time(1)
        return Categories(self.database, lambda: self.now)

    @property
    def corrections(self) -> Corrections:
        """What people decide about credits, a second after whatever was done before."""
        self.pass_time(1)
        return Corrections(self.database, self.rules, render_all, lambda: self.now)

    @property
    def intake(self) -> Intake:
        """Articles that programs send, a second after the last deed."""
        self.pass_time(1)
        zone = ZoneInfo("Asia/Shanghai")
        return Intake(self.database, self.rules, zone, draft, lambda: self.now)

    @property
    def sources(self) -> Sources:
        """What people decide about sources, a second after whatever was done before."""
        self.pass_time(1)
        return Sources(self.database, self.rules, lambda: self.now)

    @property
    def archives(self) -> Archives:
        """What is known of archives, a second after whatever was done before."""
        self.pass_time(1)
        return Archives(self.database, lambda: self.now)

    @property
    def rederivation(self) -> Rederivation:
        """What makes html anew, a second after whatever was done before."""
        self.pass_time(1)
        return Rederivation(self.database, self.rules, lambda: self.now, workers=1)

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What a query of the test's own finds."""
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]

    def run(self, sql: str, **values: object) -> None:
        """Change the store behind the services' back."""
        with self.database.write() as connection:
            connection.execute(text(sql), values)

    def value(self, sql: str, **values: object) -> Any:
        """The only value of the only row that a query finds."""
        [(value,)] = self.rows(sql, **values)
        return value

    def article(self, code: str, columns: str = "state") -> Any:
        """A column of an article, or a tuple of several."""
        [row] = self.rows(
            f"SELECT {columns} FROM articles WHERE info_code = :code",  # noqa: S608 - the test's own columns
            code=code,
        )
        return row if len(row) > 1 else row[0]

    def revision(self) -> int:
        """The number at which the change line stands."""
        revision: int = self.value("SELECT revision FROM site")
        return revision

    def validators(self) -> dict[str, tuple[int, int]]:
        """Revision and time of each stream by its name; empty for the site."""
        found = self.rows(
            "SELECT coalesce(c.raw, s.name, ''), st.revision, st.changed_at"
            " FROM streams st LEFT JOIN categories c ON c.id = st.category_id"
            " LEFT JOIN sources s ON s.id = st.source_id"
        )
        return {name: (revision, at) for name, revision, at in found}

    def entries(self, code: str) -> dict[str, str]:
        """An article's state in each stream it ever stood in, by the stream's name."""
        found = self.rows(
            "SELECT coalesce(c.raw, s.name, ''), e.state FROM stream_entries e"
            " JOIN articles a ON a.id = e.article_id"
            " JOIN streams st ON st.id = e.stream_id"
            " LEFT JOIN categories c ON c.id = st.category_id"
            " LEFT JOIN sources s ON s.id = st.source_id WHERE a.info_code = :code",
            code=code,
        )
        return {name: state for name, state in found}  # noqa: C416 - rows are not pairs

    def addresses(self, code: str) -> set[str]:
        """Every path that leads to an article."""
        found = self.rows(
            "SELECT permalink FROM articles WHERE info_code = :code"
            " UNION SELECT path FROM addresses d JOIN articles a ON a.id = d.article_id"
            " WHERE a.info_code = :code",
            code=code,
        )
        return {path for (path,) in found if path}

    def everything(self) -> dict[str, dict[str, list[object]]]:
        """What readers could tell apart, by info code; no ids, revisions or times."""
        found: dict[str, dict[str, list[object]]] = {}
        for part, sql in _SEEN.items():
            for code, *seen in self.rows(sql):
                parts = found.setdefault(code, {name: [] for name in _SEEN})
                parts[part].append(seen)
        return found

    def credits(self, code: str) -> list[tuple[Any, ...]]:
        """An article's credits in order: role, name, and the source they made."""
        return self.rows(
            "SELECT t.role, t.name, s.name FROM attributions t"
            " JOIN articles a ON a.id = t.article_id"
            " LEFT JOIN sources s ON s.id = t.source_id"
            " WHERE a.info_code = :code ORDER BY t.position",
            code=code,
        )


@contextmanager
def newsroom_over(database_url: str, root: Path) -> Iterator[Newsroom]:
    """A newsroom over a migrated database, closed at the end."""
    database = Database(database_url)
    try:
        yield Newsroom(database, Tree(root))
    finally:
        database.dispose()


def info(code: str) -> InfoCode:
    """A code that is known to be well-formed."""
    return InfoCode(code)
