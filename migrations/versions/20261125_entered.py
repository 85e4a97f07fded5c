"""entered

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The documents' earlier contents are unknown: the next change of each will report
    # all of them as new, so it tells too much once, and never too little.
    op.add_column("streams", sa.Column("held", sa.LargeBinary(), nullable=True))
    op.add_column(
        "stream_entries",
        sa.Column("entered", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_index(
        "ix_stream_entries_stream_id_state_revision",
        "stream_entries",
        ["stream_id", "state", "revision"],
    )
    op.drop_index("ix_stream_entries_stream_id_revision", "stream_entries")


def downgrade() -> None:
    op.create_index(
        "ix_stream_entries_stream_id_revision",
        "stream_entries",
        ["stream_id", "revision"],
    )
    op.drop_index("ix_stream_entries_stream_id_state_revision", "stream_entries")
    op.drop_column("stream_entries", "entered")
    op.drop_column("streams", "held")
