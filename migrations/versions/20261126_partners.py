"""partners

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("key", EXACT, nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        # UTC microseconds since 1970.
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_partners"),
        sa.UniqueConstraint("name", name="uq_partners_name"),
    )
    op.create_table(
        "loads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", EXACT, nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["partners.key"], name="fk_loads_key"),
        sa.PrimaryKeyConstraint("day", "key", name="pk_loads"),
    )
    op.create_index("ix_loads_key", "loads", ["key"])


def downgrade() -> None:
    op.drop_table("loads")
    op.drop_table("partners")
