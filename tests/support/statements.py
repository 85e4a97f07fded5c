"""Statements: what databases are asked meanwhile, as SQLAlchemy sends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event


@dataclass(frozen=True, slots=True)
class Asked:
    """Statements that were sent, in order.

    Attributes:
        selects: the text of each SELECT.
        transactions: an entry for each one that began.
    """

    selects: list[str] = field(default_factory=list)
    transactions: list[object] = field(default_factory=list)

    @property
    def answers(self) -> list[str]:
        """Statements that look up where a code or an address leads."""
        return [select for select in self.selects if " AS asked" in select]


@contextmanager
def statements() -> Iterator[Asked]:
    """Count what every database of this process is asked."""
    asked = Asked()

    def note(_connection: object, _cursor: object, text: str, *_rest: Any) -> None:
        if text.startswith("SELECT"):
            asked.selects.append(text)

    def note_begin(connection: object) -> None:
        asked.transactions.append(connection)

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "begin", note_begin)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "begin", note_begin)
