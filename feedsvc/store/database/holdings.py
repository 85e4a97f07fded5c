"""Holdings: the number of rows of each kind, for the operator."""

from sqlalchemy import Connection, func, select

from feedsvc.store.database.tables import articles


def articles_by_state(connection: Connection) -> list[tuple[str, int]]:
    """Each state that articles are in, and how many."""
    # along ix_articles_state_published_at
    query = select(articles.c.state, func.count()).group_by(articles.c.state)
    rows = connection.execute(query.order_by(articles.c.state))
    return [(state, n) for state, n in rows]
