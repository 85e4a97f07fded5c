"""corrections

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        # Name, label and URL of each credit, as JSON.
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        # UTC microseconds since 1970.
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_corrections_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "role", name="pk_corrections"),
    )
    op.add_column(
        "articles",
        sa.Column(
            "is_unsourced", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
    )


def downgrade() -> None:
    op.drop_column("articles", "is_unsourced")
    op.drop_table("corrections")
