"""counts

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "streams", sa.Column("shown", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE streams SET shown = (SELECT count(*) FROM stream_entries e"
        " WHERE e.stream_id = streams.id AND e.state = 'shown')"
    )


def downgrade() -> None:
    op.drop_column("streams", "shown")
