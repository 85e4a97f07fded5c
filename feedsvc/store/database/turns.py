"""Turns: the order in which writers of PostgreSQL come to the change line.

Who waits for a row that others update is passed by those who come later: each update is a
new row, and they find it first. A lock of its own is given in the order of asking.
"""

from sqlalchemy import Connection, func, select

_CHANGE_LINE = 0x66656564  # any number, the same in every process: "feed"
_WAIT = select(func.pg_advisory_xact_lock(_CHANGE_LINE))


def take_turn(connection: Connection) -> None:
    """Wait for one's turn, which lasts as long as the transaction.

    SQLite has no row to wait for: its writers have taken turns before they begin.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_WAIT)
