"""corrections as events

One change, reversible, importing nothing from `feedsvc`. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "article_events", *map(sa.column, ("id", "article_id", "at", "deed", "by", "note"))
)
VERSIONS = sa.table(
    "article_versions",
    *map(sa.column, ("id", "article_id", "replaced_at", "replaced_by", "reason")),
)


def upgrade() -> None:
    """Give corrections rows among the events, in whose order histories are told from now."""
    connection = op.get_bind()
    last = connection.execute(sa.select(sa.func.max(EVENTS.c.id))).scalar_one()
    # by ix_article_versions_article_id
    corrected = EVENTS.c.article_id.in_(sa.select(VERSIONS.c.article_id))
    told = sa.union_all(
        sa.select(
            EVENTS.c.article_id, EVENTS.c.at, EVENTS.c.deed, EVENTS.c.by, EVENTS.c.note,
            sa.literal_column("0").label("kind"), EVENTS.c.id,
        ).where(corrected),
        sa.select(
            VERSIONS.c.article_id, VERSIONS.c.replaced_at,
            sa.literal_column("'corrected'"), VERSIONS.c.replaced_by, VERSIONS.c.reason,
            sa.literal_column("1"), VERSIONS.c.id,
        ),
    ).subquery()  # fmt: skip
    columns = ["article_id", "at", "deed", "by", "note"]
    anew = sa.select(*(told.c[name] for name in columns)).order_by(
        told.c.at, told.c.kind, told.c.id
    )
    connection.execute(sa.insert(EVENTS).from_select(columns, anew))
    if last is not None:
        connection.execute(sa.delete(EVENTS).where(EVENTS.c.id <= last, corrected))


def downgrade() -> None:
    op.execute("DELETE FROM article_events WHERE deed = 'corrected'")
