"""Rederivation: html and credits made anew from the kept text, when the rules improve.

It moves revisions, since readers see something else, but never `updated_at`: the article
itself did not change. Batches are transactions; a killed run is simply run again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.content.draft import RULES_VERSION
from feedsvc.model.article import Rendered
from feedsvc.model.attribution import Attribution, Role
from feedsvc.model.correction import correct
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.pool import in_order
from feedsvc.services.publishing.archive.reading import render_all
from feedsvc.services.publishing.placement import (
    StoringRules,
    recognise_outlets,
    show_anew,
)
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.articles import corrections, outdated
from feedsvc.store.articles.outdated import Outdated
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database

_BATCH_ARTICLES = 500
_SAMPLE = 20  # changes that a preview shows


@dataclass(frozen=True, slots=True)
class CreditChange:
    """Credits that an article would gain and lose, as (role, name) pairs."""

    info_code: InfoCode
    gained: tuple[tuple[Role, str], ...]
    lost: tuple[tuple[Role, str], ...]


@dataclass(slots=True)
class Preview:
    """Effect that a rederivation would have on credits.

    Attributes:
        made: articles that it would make anew.
        changed: those of them whose credits would change.
        gained, lost: credits by role.
        sample: the first changes.
    """

    made: int = 0
    changed: int = 0
    gained: Counter[Role] = field(default_factory=Counter)
    lost: Counter[Role] = field(default_factory=Counter)
    sample: list[CreditChange] = field(default_factory=list)

    def count(self, change: CreditChange) -> None:
        """Count the change of an article, if it is one."""
        self.made += 1
        if not change.gained and not change.lost:
            return
        self.changed += 1
        self.gained.update(role for role, _ in change.gained)
        self.lost.update(role for role, _ in change.lost)
        if len(self.sample) < _SAMPLE:
            self.sample.append(change)


@dataclass(frozen=True, slots=True)
class Rederivation:
    """Rederivation of every stored article, in batches.

    Attributes:
        clock: gives the time of each batch, aware UTC.
        workers: number of processes.
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
                different += show_anew(change, self.rules, batch)
            made += len(batch)
            progress(made)
        with begin_change(self.database, self.clock()) as change:
            recognise_outlets(change, self.rules)
        return made, different

    def preview(self, progress: Callable[[int], None]) -> Preview:
        """Compare credits as stored with those of today's rules; nothing is written.

        Args:
            progress: told how many articles are done.
        """
        preview = Preview()
        for batch in self._batches():
            with self.database.read() as connection:
                ids = [article.id for article, _ in batch]
                stored, _ = credit_store.by_articles(connection, ids)
                codes = [article.info_code for article, _ in batch]
                said = corrections.by_codes(connection, codes)
            for article, rendered in batch:
                would_be = correct(rendered, said.get(article.info_code, ()))
                preview.count(_change(article, stored.get(article.id, ()), would_be))
            progress(preview.made)
        return preview

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


def _change(
    article: Outdated, stored: Iterable[Attribution], rendered: Rendered
) -> CreditChange:
    before = dict.fromkeys((credit.role, credit.name) for credit in stored)
    after = dict.fromkeys((c.role, c.name) for c in rendered.attributions)
    return CreditChange(
        article.info_code,
        gained=tuple(pair for pair in after if pair not in before),
        lost=tuple(pair for pair in before if pair not in after),
    )
