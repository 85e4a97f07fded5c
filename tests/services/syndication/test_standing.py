"""Standing: rows of feeds are read again when the change line has moved, and not before."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import make_url

from feedsvc.errors import DatabaseUnusable
from tests.services.syndication.press import KINDS, OTHER, press
from tests.support.newsroom import Newsroom
from tests.support.statements import statements
from tests.support.trees import html, name

DOCUMENT = KINDS["current"]


@pytest.fixture
def stocked(newsroom: Newsroom) -> Newsroom:
    """Two articles in one category, one in another."""
    newsroom.tree.posts(2)
    newsroom.tree.post(name(99), html("海风。", "海风晚报"), category=OTHER.slug)
    newsroom.import_()
    return newsroom


def test_one_statement_tells_that_nothing_has_moved(stocked: Newsroom) -> None:
    """Every stream that was asked for before counts as read then."""
    syndication = replace(press(stocked), look_up_every_s=0)
    documents = [KINDS["current"], KINDS["selection"]]
    before = [syndication.current(document).validators for document in documents]
    with statements() as asked:
        after = [syndication.current(document).validators for document in documents]
    assert after == before
    assert all("stream" not in statement for statement in asked.selects)


def test_a_change_anywhere_is_seen(stocked: Newsroom) -> None:
    """A category's change moves its own feed, and no other's."""
    syndication = replace(press(stocked), look_up_every_s=0)
    other = replace(DOCUMENT, streams=(OTHER,))
    before = [syndication.current(each).validators.tag for each in (DOCUMENT, other)]
    stocked.tree.post(name(7), date="2022-05-02 08:00:00 +0800")
    stocked.import_()
    after = [syndication.current(each).validators.tag for each in (DOCUMENT, other)]
    assert after[0] != before[0]
    assert after[1] == before[1]


@contextmanager
def outage(url: str) -> Iterator[None]:
    """A PostgreSQL database that nobody can reach, as while its server restarts."""
    given = make_url(url)
    server = given.set(drivername="postgresql", database="postgres")
    name = given.database
    with closing(
        psycopg.connect(server.render_as_string(hide_password=False), autocommit=True)
    ) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (name,),
        )
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_restart_of_the_database_shows_in_no_kept_feed(
    stocked: Newsroom, database_url: str
) -> None:
    """Kept editions stand for a moment; what is not kept fails, and all is well after."""
    syndication = replace(press(stocked), look_up_every_s=0)
    kept = syndication.current(DOCUMENT).edition()
    with outage(database_url):
        assert syndication.current(DOCUMENT).edition() == kept
        with pytest.raises(DatabaseUnusable):
            syndication.current(KINDS["page"])
        syndication._standing.outage_s = 0  # noqa: SLF001 - no test waits for its end
        with pytest.raises(DatabaseUnusable):
            syndication.current(DOCUMENT)
    assert syndication.current(DOCUMENT).edition() == kept
