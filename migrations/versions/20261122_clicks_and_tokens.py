"""clicks and tokens

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
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
        "clicks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_clicks_article_id"
        ),
        sa.PrimaryKeyConstraint(
            "day", "article_id", "channel", "kind", name="pk_clicks"
        ),
    )
    op.create_table(
        "misses",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", EXACT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "code", "kind", name="pk_misses"),
    )
    op.create_table(
        "tokens",
        sa.Column("prefix", EXACT, nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MICROS, nullable=False),
        sa.Column("expires_at", MICROS, nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_tokens"),
    )


def downgrade() -> None:
    op.drop_table("tokens")
    op.drop_table("misses")
    op.drop_table("clicks")
