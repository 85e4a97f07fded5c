"""The introduction of a site: an empty store keeps what the site says of itself.

Feeds' and articles' ids may come from these facts, so a store with articles in it keeps
those that it has, or none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feedsvc.archive.jekyll.site import config_at
from feedsvc.model.site_facts import SiteFacts
from feedsvc.store.articles import site_facts
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Introduction:
    """Introduction of archives' sites.

    Attributes:
        clock: gives the time now, aware UTC.
    """

    database: Database
    clock: Callable[[], datetime]

    def meet(self, root: Path) -> None:
        """Keep what the site at `root` says of itself, if the store is empty."""
        with self.database.read() as connection:
            if site_facts.is_fixed(connection):
                return
        config = config_at(root)
        facts = SiteFacts(
            title=config.title,
            description=" ".join(config.description.split()),
            language=config.language,
            timezone=config.zone.key if config.zone else "",
            origin=config.url,
        )
        with begin_change(self.database, self.clock()) as change:
            if not site_facts.is_fixed(change.connection):
                site_facts.replace(change, facts)
