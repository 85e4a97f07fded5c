"""search

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL. The index is filled by the follower of the change line that
keeps it, which begins before the first change: no article has to be imported again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_blocks",
        sa.Column("id", ID, nullable=False),
        # UTC microseconds since 1970.
        sa.Column("oldest", sa.BigInteger(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.LargeBinary(), nullable=False),
        sa.Column("dates", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_blocks"),
    )
    op.create_table(
        "search_postings",
        sa.Column("bucket", EXACT, nullable=False),
        sa.Column("block", ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "block", name="pk_search_postings"),
    )
    op.create_table(
        "search_documents",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("block", ID, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        # UTC microseconds since 1970.
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_search_documents_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_search_documents"),
    )
    op.create_index(
        "ix_search_documents_waiting",
        "search_documents",
        ["article_id"],
        sqlite_where=sa.text("block IS NULL"),
        postgresql_where=sa.text("block IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("search_documents")
    op.drop_table("search_postings")
    op.drop_table("search_blocks")
    op.execute("DELETE FROM followers WHERE name = 'search'")
