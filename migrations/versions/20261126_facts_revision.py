"""facts revision

One change, reversible, importing nothing from `feedsvc`. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # 1: before every change that a mirror may have followed.
    column = sa.Column(
        "facts_revision", sa.BigInteger(), nullable=False, server_default="1"
    )
    op.add_column("streams", column)
    op.create_index("ix_streams_facts_revision", "streams", ["facts_revision", "id"])
    op.create_index("ix_articles_revision", "articles", ["revision", "id"])


def downgrade() -> None:
    op.drop_index("ix_articles_revision", "articles")
    op.drop_index("ix_streams_facts_revision", "streams")
    op.drop_column("streams", "facts_revision")
