"""Indexes of those rows alone that a condition holds for, on both databases."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

_WHERE = "where"


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which `where`, SQL that both databases know, is true.

    SQLAlchemy's own `postgresql_where` would load its drivers of PostgreSQL, asyncio among
    them, into every command: a fifth of the time that a short one takes.
    """
    return Index(name, *columns, info={_WHERE: where})


@compiles(CreateIndex)
def _create(create: CreateIndex, compiler: Any, **options: Any) -> str:
    sql: str = compiler.visit_create_index(create, **options)
    where = create.element.info.get(_WHERE)
    return f"{sql} WHERE {where}" if where else sql
