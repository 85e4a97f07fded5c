"""source names

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DECIDED = ("title", "url", "decided_by")


def upgrade() -> None:
    for name in DECIDED:
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=True))
    # UTC microseconds since 1970.
    op.add_column("sources", sa.Column("decided_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "source_aliases",
        sa.Column("name", EXACT, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_source_aliases_source_id"
        ),
        sa.PrimaryKeyConstraint("name", name="pk_source_aliases"),
    )
    op.create_index("ix_source_aliases_source_id", "source_aliases", ["source_id"])


def downgrade() -> None:
    op.drop_table("source_aliases")
    for name in (*DECIDED, "decided_at"):
        op.drop_column("sources", name)
