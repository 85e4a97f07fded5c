"""Migrations: up, down and up again on both databases, with data in them."""

import ast
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

from feedsvc.errors import DatabaseUnusable
from feedsvc.store.database import migrate, schema
from feedsvc.store.database.engine import Database
from feedsvc.store.database.tables import metadata
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.process import COMMAND, ROOT, child_environment
from tests.support.trees import code, html, name


@pytest.fixture
def newsroom(empty_database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over a database with nothing in it, not even tables."""
    with newsroom_over(empty_database_url, tmp_path / "archive") as newsroom:
        newsroom.tree.post(name(1), html("甲文。", "江港日报"))
        newsroom.tree.post(name(1, "old_post"), "甲。", category="Gang kou")
        newsroom.tree.post(name(2), date="2030-01-01")
        newsroom.tree.post(name(3), title="", date="")
        newsroom.tree.write("_posts/2022-05-01-broken.md", "---\n没有元数据")
        yield newsroom


def downgrade(database: Database, to: str = "base") -> None:
    """Undo every migration behind the one that is named."""
    with database.write() as connection:
        config = migrate.alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def shape(connection: Connection) -> dict[str, object]:
    """Tables as the database knows them: columns, keys, constraints and indexes.

    Columns by name: one that a migration adds comes last, wherever the models have it.
    """
    found = inspect(connection)
    return {
        table: (
            sorted(
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(table)
            ),
            found.get_pk_constraint(table),
            named(found.get_unique_constraints(table)),
            named(found.get_foreign_keys(table)),
            named(found.get_check_constraints(table)),
            named(found.get_indexes(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def named(items) -> list[tuple[str, str]]:
    """What a database reflects of its constraints, in a fixed order."""
    return sorted(
        (str(item["name"]), json.dumps(item, default=str, sort_keys=True))
        for item in items
    )


def test_up_down_and_up_again(newsroom: Newsroom):
    """With data each time; the last state and shape are the first."""
    states, shapes = [], []
    for _ in range(2):
        migrate.upgrade(newsroom.database)
        newsroom.import_()
        states.append(newsroom.everything())
        with newsroom.database.read() as snapshot:
            shapes.append(shape(snapshot))
        downgrade(newsroom.database)
        with newsroom.database.read() as snapshot:
            assert shape(snapshot) == {}
    assert states[0] == states[1]
    assert shapes[0] == shapes[1]
    assert set(states[0]) == {code(1), code(2), code(3)}


def test_migrations_make_what_the_models_say(newsroom: Newsroom):
    """To the last constraint, which `alembic check` does not look at."""
    migrate.upgrade(newsroom.database)
    with newsroom.database.write() as connection:
        migrated = shape(connection)
        config = migrate.alembic_config()
        config.attributes["connection"] = connection
        command.check(config)
    downgrade(newsroom.database)
    with newsroom.database.write() as connection:
        metadata.create_all(connection)
        assert shape(connection) == migrated


def test_each_step_keeps_what_is_there(newsroom: Newsroom):
    """One migration down and up, with data: nothing that a reader sees moves."""
    migrate.upgrade(newsroom.database)
    newsroom.import_()
    state, validators = newsroom.everything(), newsroom.validators()
    with newsroom.database.read() as snapshot:
        head = shape(snapshot)
    for step in ScriptDirectory.from_config(migrate.alembic_config()).walk_revisions():
        if step.down_revision is None:
            break
        downgrade(newsroom.database, str(step.down_revision))
        assert newsroom.everything() == state
    migrate.upgrade(newsroom.database)
    with newsroom.database.read() as snapshot:
        assert shape(snapshot) == head
    assert (newsroom.everything(), newsroom.validators()) == (state, validators)


def test_archive_pages_give_streams_the_slowest_pace(newsroom: Newsroom):
    """0002: a stream that was there has no pace yet; readers wait half an hour."""
    migrate.upgrade(newsroom.database)
    newsroom.import_()
    downgrade(newsroom.database, "0001")
    migrate.upgrade(newsroom.database)
    assert {ttl_s for (ttl_s,) in newsroom.rows("SELECT ttl_s FROM streams")} == {1800}


def test_withheld_posts_are_found_by_the_next_import(newsroom: Newsroom):
    """0008: files that were read before anybody looked for `published: false`."""
    migrate.upgrade(newsroom.database)
    newsroom.tree.post(name(4), more="published: false\n")
    newsroom.import_()
    assert newsroom.import_().unpublished == 1
    newsroom.run("DELETE FROM imported_files")
    newsroom.tree.post(name(4))
    newsroom.import_()
    newsroom.tree.post(name(4), more="published: false\n")
    file = newsroom.tree.root / name(4)
    newsroom.run(
        "UPDATE imported_files SET size = :size, mtime_ns = :at, hash = :hash"
        " WHERE path = :path",
        size=file.stat().st_size,
        at=file.stat().st_mtime_ns,
        hash=hashlib.sha256(file.read_bytes()).digest(),
        path=name(4),
    )
    assert newsroom.import_().unpublished == 0
    downgrade(newsroom.database, "0008-1")
    migrate.upgrade(newsroom.database)
    assert newsroom.article(code(4)) == "published"
    assert newsroom.import_().unpublished == 1
    assert newsroom.article(code(4)) == "retracted"


def test_corrections_become_events(newsroom: Newsroom):
    """0027: in the order of their time, and behind what was done at the same moment."""
    migrate.upgrade(newsroom.database)
    newsroom.import_()
    for text in ("乙文。", "丙文。"):
        newsroom.tree.post(name(1), html(text, "江港日报"))
        newsroom.import_()
    told = "SELECT deed, at, note FROM article_events ORDER BY article_id, id"
    known = newsroom.rows(told)
    assert [deed for deed, *_ in known].count("corrected") == 2
    downgrade(newsroom.database, "0026")
    assert newsroom.rows(told) == [row for row in known if row[0] != "corrected"]
    migrate.upgrade(newsroom.database)
    assert newsroom.rows(told) == known


def test_the_older_program_knows_every_outcome(newsroom: Newsroom):
    """0008: down again, what was unpublished counts as rejected."""
    migrate.upgrade(newsroom.database)
    newsroom.tree.post(name(4), more="published: false\n")
    newsroom.import_()
    downgrade(newsroom.database, "0008-1")
    outcomes = {
        found for (found,) in newsroom.rows("SELECT outcome FROM imported_files")
    }
    assert outcomes == {"new", "same article", "rejected"}


def test_upgrading_what_is_there_keeps_it(newsroom: Newsroom):
    """At head already, nothing is done."""
    migrate.upgrade(newsroom.database)
    newsroom.import_()
    before = newsroom.everything()
    migrate.upgrade(newsroom.database)
    assert newsroom.everything() == before


def test_a_migration_that_fails_leaves_nothing(newsroom: Newsroom):
    """All of it is one transaction; once what was wrong is gone, it goes through."""
    migrate.upgrade(newsroom.database)
    downgrade(newsroom.database, "0001")
    newsroom.run("CREATE TABLE clicks (id INTEGER)")
    with newsroom.database.read() as snapshot:
        before = shape(snapshot)
    with pytest.raises(DatabaseUnusable, match="already exists"):
        migrate.upgrade(newsroom.database)
    with newsroom.database.read() as snapshot:
        assert shape(snapshot) == before
    newsroom.run("DROP TABLE clicks")
    migrate.upgrade(newsroom.database)
    schema.require_head(newsroom.database)


def test_two_upgrades_at_once(empty_database_url: str, tmp_path: Path):
    """As when two hosts are deployed: one works, the other finds it done."""
    running = [
        subprocess.Popen(
            [*COMMAND, "db", "upgrade"],
            cwd=tmp_path,
            env=child_environment({"FEEDSVC_DATABASE_URL": empty_database_url}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in running]
    assert outputs == [f"The database is at {schema.HEAD}.\n"] * 2


def test_the_code_knows_the_newest_migration():
    """Without asking Alembic, which is slow to import."""
    scripts = ScriptDirectory.from_config(migrate.alembic_config())
    assert scripts.get_current_head() == schema.HEAD


def test_an_unmigrated_database_is_refused(newsroom: Newsroom):
    """The reason says what to run; so does another code's migration."""
    if newsroom.database.path is None:
        with pytest.raises(DatabaseUnusable, match=r"at migration none.*db upgrade"):
            schema.require_head(newsroom.database)
    migrate.upgrade(newsroom.database)
    newsroom.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusable, match="at migration 9999"):
        schema.require_head(newsroom.database)


def test_constraints_hold_after_the_round_trip(newsroom: Newsroom):
    """Checks, keys, uniqueness, references: the database refuses what must not be."""
    migrate.upgrade(newsroom.database)
    downgrade(newsroom.database)
    migrate.upgrade(newsroom.database)
    newsroom.import_()
    for statement in (
        "INSERT INTO site (id, revision) VALUES (2, 0)",
        "INSERT INTO site (id, revision) VALUES (1, 0)",
        "UPDATE articles SET category_id = 99",
        "UPDATE articles SET info_code = 'SAME'",
        "UPDATE articles SET permalink = '/same.html'",
        "UPDATE articles SET title = NULL",
        "DELETE FROM articles",
    ):
        with pytest.raises(IntegrityError):
            newsroom.run(statement)


def test_migrations_stand_alone():
    """They must still run when the package has become another: no import of it."""
    files = list((ROOT / "migrations/versions").glob("*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in getattr(node, "names", [])]
                if isinstance(node, ast.Import)
                else []
            )
            assert not any(module.startswith("feedsvc") for module in modules)
