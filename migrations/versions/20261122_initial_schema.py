"""initial schema

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite only gives out row ids for INTEGER PRIMARY KEY.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# UTC microseconds since 1970.
MICROS = sa.BigInteger()
SITE_STREAM = {
    "kind": "site",
    "revision": 0,
    "changed_at": 0,
    "window_hash": b"",
    "page": 1,
    "page_entries": 0,
    "page_bytes": 0,
}


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", ID, nullable=False),
        sa.Column("raw", EXACT, nullable=False),
        sa.Column("slug", EXACT, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("titled_at", MICROS, nullable=True),
        sa.Column("is_outlet", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_categories"),
        sa.UniqueConstraint("raw", name="uq_categories_raw"),
        sa.UniqueConstraint("slug", name="uq_categories_slug"),
    )
    op.create_table(
        "epochs",
        sa.Column("hash", EXACT, nullable=False),
        sa.Column("began_at", MICROS, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_epochs"),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("slug", EXACT, nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("name", name="uq_sources_name"),
        sa.UniqueConstraint("slug", name="uq_sources_slug"),
    )
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("info_code", EXACT, nullable=False),
        sa.Column("entry_id", EXACT, nullable=True),
        sa.Column("permalink", EXACT, nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", MICROS, nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("is_legal", sa.Boolean(), nullable=False),
        sa.Column("is_purged", sa.Boolean(), nullable=False),
        sa.Column("merged_into", ID, nullable=True),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("published_at", MICROS, nullable=True),
        sa.Column("updated_at", MICROS, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("origin_url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("html_bytes", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_articles_category_id"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["articles.id"], name="fk_articles_merged_into"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("entry_id", name="uq_articles_entry_id"),
        sa.UniqueConstraint("info_code", name="uq_articles_info_code"),
        sa.UniqueConstraint("permalink", name="uq_articles_permalink"),
    )
    op.create_index("ix_articles_merged_into", "articles", ["merged_into"])
    op.create_index("ix_articles_rules_version", "articles", ["rules_version", "id"])
    op.create_index(
        "ix_articles_state_published_at", "articles", ["state", "published_at", "id"]
    )

    op.create_table(
        "imported_files",
        sa.Column("archive", EXACT, nullable=False),
        sa.Column("path", EXACT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("info_code", EXACT, nullable=True),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("is_html", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_imported_files_category_id"
        ),
        sa.PrimaryKeyConstraint("archive", "path", name="pk_imported_files"),
    )
    op.create_index("ix_imported_files_info_code", "imported_files", ["info_code"])

    op.create_table(
        "streams",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("source_id", ID, nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MICROS, nullable=False),
        sa.Column("window_hash", sa.LargeBinary(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("page_entries", sa.Integer(), nullable=False),
        sa.Column("page_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_streams_category_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_streams_source_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_streams"),
        sa.UniqueConstraint("category_id", name="uq_streams_category_id"),
        sa.UniqueConstraint("source_id", name="uq_streams_source_id"),
    )
    op.create_index("ix_streams_kind", "streams", ["kind"])

    op.create_table(
        "addresses",
        sa.Column("path", EXACT, nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("stream_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_addresses_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name="fk_addresses_stream_id"
        ),
        sa.PrimaryKeyConstraint("path", name="pk_addresses"),
    )
    op.create_table(
        "article_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("replaced_at", MICROS, nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_versions_article_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article_versions"),
    )
    op.create_index(
        "ix_article_versions_article_id", "article_versions", ["article_id", "id"]
    )

    op.create_table(
        "attributions",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_attributions_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_attributions_source_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_attributions"),
    )
    op.create_index("ix_attributions_source_id", "attributions", ["source_id", "rule"])

    op.create_table(
        "stream_entries",
        sa.Column("stream_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("published_at", MICROS, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_stream_entries_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name="fk_stream_entries_stream_id"
        ),
        sa.PrimaryKeyConstraint("stream_id", "article_id", name="pk_stream_entries"),
    )
    op.create_index("ix_stream_entries_article_id", "stream_entries", ["article_id"])
    op.create_index(
        "ix_stream_entries_newest",
        "stream_entries",
        ["stream_id", "state", "published_at", "article_id"],
    )
    op.create_index(
        "ix_stream_entries_stream_id_revision",
        "stream_entries",
        ["stream_id", "revision"],
    )

    # The change line starts at nothing, and so does the stream that holds everything.
    op.execute("INSERT INTO site (id, revision) VALUES (1, 0)")
    streams = sa.table("streams", *(sa.column(name) for name in SITE_STREAM))
    op.bulk_insert(streams, [SITE_STREAM])


def downgrade() -> None:
    op.drop_table("stream_entries")
    op.drop_table("attributions")
    op.drop_table("article_versions")
    op.drop_table("addresses")
    op.drop_table("streams")
    op.drop_table("imported_files")
    op.drop_table("articles")
    op.drop_table("sources")
    op.drop_table("site")
    op.drop_table("epochs")
    op.drop_table("categories")
