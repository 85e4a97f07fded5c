"""imports

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    "new", "changed", "unchanged", "same_article", "rejected", "incomplete",
    "unpublished", "passed_over", "media", "media_bytes",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("archive", EXACT, nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("born", sa.BigInteger(), nullable=False),
        # UTC microseconds since 1970.
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_archive", "imports", ["archive", "id"])
    op.create_table(
        "import_findings",
        sa.Column("id", ID, nullable=False),
        sa.Column("archive", EXACT, nullable=False),
        sa.Column("first_import", sa.BigInteger(), nullable=False),
        sa.Column("last_import", sa.BigInteger(), nullable=False),
        sa.Column("path", EXACT, nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_findings"),
    )
    op.create_index(
        "ix_import_findings_last_import", "import_findings", ["last_import"]
    )


def downgrade() -> None:
    op.drop_table("import_findings")
    op.drop_table("imports")
