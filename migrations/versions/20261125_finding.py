"""finding

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OF_STREAMS = sa.text("stream_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_attributions_name", "attributions", ["name", "article_id"])
    op.create_index("ix_addresses_article_id", "addresses", ["article_id"])
    op.create_index(
        "ix_addresses_stream_id",
        "addresses",
        ["stream_id"],
        sqlite_where=_OF_STREAMS,
        postgresql_where=_OF_STREAMS,
    )


def downgrade() -> None:
    op.drop_index("ix_addresses_stream_id", "addresses")
    op.drop_index("ix_addresses_article_id", "addresses")
    op.drop_index("ix_attributions_name", "attributions")
