"""cards

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# SQLite only gives out row ids for INTEGER PRIMARY KEY.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# UTC microseconds since 1970.
MICROS = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("made_at", MICROS, nullable=False),
        sa.Column("body_bytes", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_cards_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "name", name="pk_cards"),
    )
    op.create_index("ix_cards_made_at", "cards", ["made_at", "body_bytes"])
    op.create_table(
        "followers",
        sa.Column("name", EXACT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_followers"),
    )


def downgrade() -> None:
    op.drop_table("followers")
    op.drop_index("ix_cards_made_at", "cards")
    op.drop_table("cards")
