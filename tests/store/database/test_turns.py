"""Writers of PostgreSQL come to the change line in the order in which they asked."""

import threading

import pytest

from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from tests.support.client import eventually
from tests.support.newsroom import Newsroom

WRITERS = 6
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_is_passed_by(newsroom: Newsroom, database_url: str) -> None:
    """Not even by one who has just written, and asks again at once."""
    order: list[int] = []
    database = Database(database_url, connections=WRITERS + 1)

    def write(number: int) -> None:
        for _ in range(2):
            with begin_change(database, newsroom.now):
                order.append(number)

    writers = [
        threading.Thread(target=write, args=(number,)) for number in range(WRITERS)
    ]
    with begin_change(database, newsroom.now):
        for waiting, writer in enumerate(writers, start=1):
            writer.start()
            eventually(lambda: newsroom.value(WAITING), waiting.__eq__)
    for writer in writers:
        writer.join()
    database.dispose()
    assert order[:WRITERS] == list(range(WRITERS))
