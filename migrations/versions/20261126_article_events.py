"""article events

One change, reversible, importing nothing from `feedsvc`. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "article_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        # UTC microseconds since 1970.
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_events_article_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article_events"),
    )
    op.create_index(
        "ix_article_events_article_id", "article_events", ["article_id", "id"]
    )


def downgrade() -> None:
    op.drop_table("article_events")
