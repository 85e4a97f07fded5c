"""withheld articles

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

_WITHHELD = sa.text("NOT is_published")


def upgrade() -> None:
    op.add_column(
        "articles",
        sa.Column(
            "is_withheld", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.add_column(
        "imported_files",
        sa.Column(
            "is_published", sa.Boolean(), nullable=False, server_default=sa.true()
        ),
    )
    op.create_index(
        "ix_imported_files_withheld",
        "imported_files",
        ["archive", "path"],
        sqlite_where=_WITHHELD,
        postgresql_where=_WITHHELD,
    )
    _read_again()


def downgrade() -> None:
    # Withheld articles stay withdrawn: the program that goes by the older schema takes
    # them for retracted.
    op.drop_index("ix_imported_files_withheld", "imported_files")
    # After another upgrade, files that ask to be withheld must be found again.
    _read_again()
    files = sa.table("imported_files", sa.column("outcome"))
    op.execute(
        files.update()
        .where(files.c.outcome.in_(("unpublished", "passed over")))
        .values(outcome="rejected")
    )
    op.drop_column("imported_files", "is_published")
    op.drop_column("articles", "is_withheld")


def _read_again() -> None:
    """Have the next import parse every file, to look for `published: false`."""
    files = sa.table("imported_files", sa.column("mtime_ns"))
    op.execute(files.update().values(mtime_ns=-1))
