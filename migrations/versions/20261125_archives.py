"""archives

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# UTC microseconds since 1970.
MICROS = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column("name", EXACT, nullable=False),
        sa.Column("root", sa.Text(), nullable=True),
        sa.Column("imported_at", MICROS, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_archives"),
    )
    # Their folders become known when they are next imported.
    op.execute(
        "INSERT INTO archives (name) SELECT DISTINCT archive FROM imported_files"
    )
    op.add_column(
        "imported_files",
        sa.Column("arrival", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_index(
        "ix_imported_files_outcome", "imported_files", ["outcome", "archive", "path"]
    )


def downgrade() -> None:
    op.drop_index("ix_imported_files_outcome", "imported_files")
    op.drop_column("imported_files", "arrival")
    op.drop_table("archives")
