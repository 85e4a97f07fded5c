"""several categories

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL: every file of the archive is read again, once.
    op.add_column("archives", sa.Column("fingerprint", sa.LargeBinary(), nullable=True))
    # Raw names, as JSON.
    op.add_column(
        "imported_files", sa.Column("further_categories", sa.Text(), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("imported_files", "further_categories")
    op.drop_column("archives", "fingerprint")
