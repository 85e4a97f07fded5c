"""media

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL. Going down erases the media: their addresses answer 404
until the archive is imported again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_media"),
    )
    op.create_table(
        "media_chunks",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["media.digest"], name="fk_media_chunks_digest"
        ),
        sa.PrimaryKeyConstraint("digest", "position", name="pk_media_chunks"),
    )
    op.create_table(
        "article_media",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_media_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["media.digest"], name="fk_article_media_digest"
        ),
        sa.PrimaryKeyConstraint("article_id", "digest", name="pk_article_media"),
    )
    op.create_index("ix_article_media_digest", "article_media", ["digest"])
    op.create_table(
        "media_paths",
        sa.Column("path", EXACT, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["media.digest"], name="fk_media_paths_digest"
        ),
        sa.PrimaryKeyConstraint("path", name="pk_media_paths"),
    )
    op.create_index("ix_media_paths_digest", "media_paths", ["digest"])
    op.create_table(
        "imported_media",
        sa.Column("archive", EXACT, nullable=False),
        sa.Column("post", EXACT, nullable=False),
        sa.Column("path", EXACT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("archive", "post", "path", name="pk_imported_media"),
    )
    # Have every post read again: its files come in with it.
    op.execute("UPDATE archives SET fingerprint = NULL")


def downgrade() -> None:
    op.drop_table("imported_media")
    op.drop_table("media_paths")
    op.drop_table("article_media")
    op.drop_table("media_chunks")
    op.drop_table("media")
