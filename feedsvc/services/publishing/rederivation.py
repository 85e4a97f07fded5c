"""Rederivation: html and credits made anew from the kept text, when the rules improve.

It moves revisions, since readers see something else, but never `updated_at`: the article
itself did not change. Batches are transactions; a killed run is simply run again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from feedsvc.content.draft import RULES_VERSION
from feedsvc.model.article import Rendered
from feedsvc.services.publishing.archive.pool import in_order
from feedsvc.services.publishing.archive.reading import render_all
from feedsvc.services.publishing.placement import (
    StoringRules,
    credit,
    place_anew,
    recognise_outlets,
)
from feedsvc.store.articles import outdated
from feedsvc.store.articles.outdated import Outdated
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database

_BATCH_ARTICLES = 500


@dataclass(frozen=True, slots=True)
class Rederivation:
    """Rederivation of every stored article, in batches.

    Attributes:
        clock: gives the time of each batch, aware UTC.
        workers: processes; 0 for one a core.
    """

    database: Database
    rules: StoringRules
    clock: Callable[[], datetime]
    workers: int = 0

    def run(self, progress: Callable[[int], None]) -> tuple[int, int]:
        """Make every outdated article anew.

        Args:
            progress: told how many articles are done.

        Returns:
            How many were made, and how many of them read differently.
        """
        made = different = 0
        for batch in self._batches():
            with begin_change(self.database, self.clock()) as change:
                changed = outdated.rerender(change, batch)
                credit(change, self.rules, changed)
                codes = [item.info_code for item, _ in batch if item.id in changed]
                place_anew(change, codes)
            made += len(batch)
            different += len(changed)
            progress(made)
        with begin_change(self.database, self.clock()) as change:
            recognise_outlets(change, self.rules)
        return made, different

    def _batches(self) -> Iterator[list[tuple[Outdated, Rendered]]]:
        batch: list[tuple[Outdated, Rendered]] = []
        rendering = in_order(render_all, self._articles(), workers=self.workers)
        for article, rendered in rendering:
            batch.append((article, rendered))
            if len(batch) == _BATCH_ARTICLES:
                yield batch
                batch = []
        if batch:
            yield batch

    def _articles(self) -> Iterator[Outdated]:
        last = 0
        while True:
            with self.database.read() as connection:
                found = outdated.after(
                    connection, last, rules_version=RULES_VERSION, limit=_BATCH_ARTICLES
                )
            if not found:
                return
            yield from found
            last = found[-1].id
