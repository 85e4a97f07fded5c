"""Facts of the site: said by the archive that the store began with, kept for good."""

from dataclasses import asdict

from sqlalchemy import Connection, delete, exists, insert, inspect, select

from feedsvc.model.site_facts import SiteFacts
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import articles, site_facts


def read(connection: Connection) -> SiteFacts:
    """The facts; there are five rows at most. None are known before the migration."""
    if not inspect(connection).has_table(site_facts.name):
        return SiteFacts()
    rows = connection.execute(select(site_facts.c.name, site_facts.c.value))
    return SiteFacts(**{row.name: row.value for row in rows})


def is_fixed(connection: Connection) -> bool:
    """True once there is an article, whose id may come from the facts; by primary key."""
    return bool(connection.scalar(select(exists(select(articles.c.id)))))


def replace(change: Change, facts: SiteFacts) -> None:
    """Keep these facts in place of others."""
    rows = [{"name": name, "value": value} for name, value in asdict(facts).items()]
    change.connection.execute(delete(site_facts))
    change.connection.execute(insert(site_facts), rows)
