"""categories of tokens

One change, reversible, importing nothing from `feedsvc`. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("categories", sa.Text(), nullable=True))


def downgrade() -> None:
    # Without its bounds a token would open more than it was made for.
    op.execute("DELETE FROM tokens WHERE categories IS NOT NULL")
    op.drop_column("tokens", "categories")
