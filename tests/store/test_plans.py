"""Plans: no statement of the store reads more of a large table than it needs.

Everything that the store has a statement for is done to 20,000 articles. `plans.tsv` says
by which index each is to be answered. Nothing is timed.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.tour import tour
from tests.support import large_store, plans
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.plans import Statement
from tests.support.process import ROOT

ARTICLES = 20_000
LARGE = {
    "articles", "stream_entries", "addresses", "attributions", "imported_files",
    "article_events", "media", "media_chunks", "article_media", "media_paths",
    "imported_media", "search_documents", "search_postings", "topics", "topic_streams",
    "subscriptions", "intents",
}  # fmt: skip
Access = tuple[str, str]
# Functions that execute what is no statement of the schema's, or need a rare case.
NOT_TOURED = {
    "articles.claims.drop",  # files that a former version kept; by their key
    "articles.site_facts.read",  # five rows, once a process, and until there are articles
    "articles.site_facts.replace",
    "changes.change_line.believe_clock",  # a clock that was years wrong; by ix_streams_kind
    "database.backup._copy",
    "database.file.DatabaseFile._find_counted_bytes",
    "database.file.DatabaseFile._watch",
    "database.invariants._damage",  # reads all that there is, on demand
    "database.invariants._keys",
    "media_damage._users",  # of damaged media alone; by ix_article_media_digest
    "media_damage.damaged",  # reads all that there is, on demand
    "database.sqlite._has_begun",
    "database.sqlite.begin_writing",
    "database.sqlite.problems_of",
    "database.sqlite.turn_on_wal",
    "database.turns.take_turn",  # of PostgreSQL alone; reads no table
}


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom of 20,000 articles, on each engine in turn."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        with newsroom.database.write() as connection:
            large_store.fill(connection, count=ARTICLES)
        yield newsroom


def test_each_statement_has_its_index(newsroom: Newsroom, tmp_path: Path) -> None:
    """Without the statistics of ANALYZE, which no store need have, and with them."""
    meant = _meant()
    with plans.noting() as sent:
        tour(newsroom, tmp_path)
    if newsroom.database.is_sqlite:
        assert _by_function(sent) == meant
        assert _functions_that_execute() - meant.keys() == NOT_TOURED
    for statement, plan in _with_statistics(newsroom, sent):
        accesses = meant.get(statement.function, ())  # none of PostgreSQL's alone
        whole = {table for table, by in accesses if by == "whole"}
        assert _read_whole(newsroom, plan) <= whole, (statement, plan)


def _meant() -> dict[str, set[Access]]:
    """Accesses to large tables by function, as the table has them."""
    lines = (ROOT / "tests/data/plans.tsv").read_text().splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {
        function: {_access(item) for item in items.split(", ") if item}
        for function, items in rows
    }


def _access(item: str) -> Access:
    table, by = item.split()
    return table, by


def _by_function(sent: Mapping[Statement, list[str]]) -> dict[str, set[Access]]:
    found: dict[str, set[Access]] = defaultdict(set)
    for statement, plan in sent.items():
        found[statement.function] |= {
            access for access in plans.accesses(plan) if access[0] in LARGE
        }
    return dict(found)


def _functions_that_execute() -> set[str]:
    """Functions of the store that send anything to a database."""
    store = ROOT / "feedsvc/store"
    found = set()
    for file in store.rglob("*.py"):
        module = ".".join(file.relative_to(store).with_suffix("").parts)
        if module != "database.engine":
            found |= {f"{module}.{name}" for name in _executing(file)}
    return found


def _executing(file: Path) -> Iterator[str]:
    body = ast.parse(file.read_text()).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    for prefix, nodes in [("", body), *((f"{c.name}.", c.body) for c in classes)]:
        for node in nodes:
            if isinstance(node, ast.FunctionDef) and ".execute(" in ast.unparse(node):
                yield prefix + node.name


def _with_statistics(
    newsroom: Newsroom, sent: Mapping[Statement, list[str]]
) -> Iterator[tuple[Statement, list[str]]]:
    with newsroom.database.write() as connection:
        connection.execute(text("ANALYZE"))
    with newsroom.database.write() as connection:
        for statement in sent:
            yield statement, plans.explain(connection, statement)


def _read_whole(newsroom: Newsroom, plan: list[str]) -> set[str]:
    if newsroom.database.is_sqlite:
        found = {table for table, by in plans.accesses(plan) if by == "whole"}
    else:
        found = plans.read_whole(plan)
    return found & LARGE
