"""The composition root of the commands: settings in, services out, and no web."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from feedsvc.compose.base import known_settings, open_database
from feedsvc.compose.storing import storing_rules
from feedsvc.model.article import Rendered
from feedsvc.model.clock import utc_now
from feedsvc.model.links import Links
from feedsvc.services.histories import Histories
from feedsvc.services.inventory import Inventory
from feedsvc.services.operations import Operations
from feedsvc.services.partners import Partners
from feedsvc.services.publishing.archive.archives import Archives
from feedsvc.services.publishing.archive.runs import Runs
from feedsvc.services.publishing.categories import Categories
from feedsvc.services.publishing.corrections import Corrections
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.sources import Sources
from feedsvc.services.publishing.transfer import Transfer
from feedsvc.services.statistics import Statistics
from feedsvc.services.tokens import Tokens
from feedsvc.services.websub.register import Register
from feedsvc.settings import Settings
from feedsvc.store.articles.outdated import Outdated
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class UseCases:
    """The services that the command line needs, over one database.

    Attributes:
        zone: the site's, in which people give moments and read them.
    """

    zone: tzinfo
    links: Links
    database: Database
    archives: Archives
    runs: Runs
    decisions: Decisions
    categories: Categories
    corrections: Corrections
    sources: Sources
    transfer: Transfer
    inventory: Inventory
    histories: Histories
    operations: Operations
    statistics: Statistics
    tokens: Tokens
    partners: Partners
    register: Register


def create_use_cases(settings: Settings) -> UseCases:
    """The services of these settings; nothing is opened yet."""
    database = open_database(settings)
    decisions = Decisions(database, utc_now)
    rules = storing_rules(settings)
    categories = Categories(database, utc_now)
    corrections = Corrections(database, rules, _render, utc_now)
    sources = Sources(database, rules, utc_now)
    return UseCases(
        zone=settings.zone,
        links=settings.links,
        database=database,
        archives=Archives(database, utc_now),
        runs=Runs(database, utc_now),
        decisions=decisions,
        categories=categories,
        corrections=corrections,
        sources=sources,
        transfer=Transfer(database, decisions, categories, corrections, sources),
        inventory=Inventory(database),
        histories=Histories(database),
        operations=Operations(database, utc_now),
        statistics=Statistics(database, settings.zone, utc_now),
        tokens=Tokens(database, utc_now),
        partners=Partners(database, settings.zone, utc_now),
        register=Register(database, utc_now),
    )


def _render(kept: Sequence[Outdated]) -> list[Rendered]:
    # Here, since it loads the parsers, which few commands need.
    from feedsvc.services.publishing.archive.reading import render_all  # noqa: PLC0415

    return render_all(kept)


def fit_use_cases(settings: Settings) -> UseCases:
    """Use cases on a database that is safe and migrated.

    Raises:
        DatabaseUnusable: it is not; says what to do.
    """
    use_cases = create_use_cases(settings)
    use_cases.operations.require_fit()
    informed = known_settings(settings, use_cases.database)
    if informed == settings:
        return use_cases
    use_cases.database.dispose()
    return create_use_cases(informed)
