"""credit labels

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "attributions",
        sa.Column("label", sa.Text(), nullable=False, server_default=""),
    )
    # No surface shows it, so a step back loses nothing that `rederive` does not find again.
    op.create_table(
        "evidence",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_evidence_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_evidence"),
    )


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_column("attributions", "label")
