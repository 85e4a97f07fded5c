"""media by path

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With what is asked for, or SQLite takes the primary key's, which has it too.
    columns = ["archive", "path", "post"]
    op.create_index("ix_imported_media_path", "imported_media", columns)


def downgrade() -> None:
    op.drop_index("ix_imported_media_path", "imported_media")
