"""archive pages

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The slowest pace, until the stream changes again.
    op.add_column(
        "streams",
        sa.Column("ttl_s", sa.Integer(), nullable=False, server_default="1800"),
    )
    op.create_index(
        "ix_stream_entries_stream_id_page", "stream_entries", ["stream_id", "page"]
    )


def downgrade() -> None:
    op.drop_index("ix_stream_entries_stream_id_page", "stream_entries")
    op.drop_column("streams", "ttl_s")
