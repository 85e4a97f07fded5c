"""decisions about categories

One change, reversible, importing nothing from `feedsvc`. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "categories",
        sa.Column("description", sa.Text(), nullable=False, server_default=""),
    )
    # UTC microseconds since 1970.
    op.add_column("categories", sa.Column("retired_at", sa.BigInteger(), nullable=True))
    op.add_column("categories", sa.Column("decided_by", sa.Text(), nullable=True))
    op.add_column("categories", sa.Column("decided_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in ("decided_at", "decided_by", "retired_at", "description"):
        op.drop_column("categories", name)
