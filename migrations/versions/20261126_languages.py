"""languages and dates without a time

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # BCP 47; NULL: the site's.
    op.add_column("articles", sa.Column("language", sa.Text(), nullable=True))
    # True if its date has a time of day, and until its file is read again.
    op.add_column(
        "articles",
        sa.Column("has_time", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    op.drop_column("articles", "has_time")
    op.drop_column("articles", "language")
