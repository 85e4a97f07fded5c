"""followers

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # UTC microseconds since 1970.
    op.add_column("followers", sa.Column("held_until", sa.BigInteger(), nullable=True))
    op.create_index("ix_streams_revision", "streams", ["revision"])


def downgrade() -> None:
    op.drop_index("ix_streams_revision", "streams")
    op.drop_column("followers", "held_until")
