"""subscriptions

One change, reversible, importing nothing from feedsvc. Tested up, down and up again with
data on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# SQLite only gives out row ids for INTEGER PRIMARY KEY.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared and sorted by bytes, whatever PostgreSQL's locale.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "topics",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", EXACT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("key", name="uq_topics_key"),
    )
    op.create_table(
        "topic_streams",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("stream_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name="fk_topic_streams_topic_id"
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name="fk_topic_streams_stream_id"
        ),
        sa.PrimaryKeyConstraint("topic_id", "stream_id", name="pk_topic_streams"),
    )
    op.create_index("ix_topic_streams_stream_id", "topic_streams", ["stream_id"])
    _create_subscriptions()
    _create_intents()


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("callback_digest", sa.LargeBinary(), nullable=False),
        # Times, here and below, are UTC microseconds since 1970.
        sa.Column("subscribed_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("last_status", sa.Text(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("topic_url", sa.Text(), nullable=False),
        sa.Column("callback", sa.Text(), nullable=False),
        sa.Column("host", EXACT, nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name="fk_subscriptions_topic_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint(
            "topic_id",
            "callback_digest",
            name="uq_subscriptions_topic_id_callback_digest",
        ),
    )
    op.create_index("ix_subscriptions_lease_until", "subscriptions", ["lease_until"])
    for name, column, condition in (
        ("due", "due_at", "due_at IS NOT NULL"),
        ("failing", "id", "failing_since IS NOT NULL"),
    ):
        op.create_index(
            f"ix_subscriptions_{name}",
            "subscriptions",
            [column],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _create_intents() -> None:
    op.create_table(
        "intents",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("callback_digest", sa.LargeBinary(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("host", EXACT, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("lease_s", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("verify_token", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("topic_url", sa.Text(), nullable=False),
        sa.Column("callback", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name="fk_intents_topic_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intents"),
        sa.UniqueConstraint(
            "topic_id", "callback_digest", name="uq_intents_topic_id_callback_digest"
        ),
    )
    op.create_index("ix_intents_due_at", "intents", ["due_at"])
    op.create_index("ix_intents_host", "intents", ["host"])


def downgrade() -> None:
    op.drop_table("intents")
    op.drop_table("subscriptions")
    op.drop_table("topic_streams")
    op.drop_table("topics")
