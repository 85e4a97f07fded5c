"""The register of archives: where each lies, and what its files depended on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.archive.jekyll.site import CONFIG_FILES, Site
from feedsvc.services.publishing.archive.presence import storable
from feedsvc.services.publishing.placement import StoringRules, recognise_outlets
from feedsvc.store.articles import archives
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database


@dataclass(slots=True)
class Entry:
    """The register's entry of the archive that is being imported.

    Attributes:
        roots: folder of each archive, by name, as it was before.
        is_known: this archive was imported from this folder before.
        is_other_site: what all its files depend on has changed since they were read.
    """

    database: Database
    clock: Callable[[], datetime]
    name: str
    site: Site
    roots: Mapping[str, str | None] = field(init=False)
    is_known: bool = field(init=False)
    is_other_site: bool = field(init=False)

    def __post_init__(self) -> None:
        with self.database.read() as connection:
            self.roots = archives.roots(connection)
            fingerprint = archives.fingerprint(connection, self.name)
        self.is_known = self.roots.get(self.name) == str(self.site.root.resolve())
        self.is_other_site = fingerprint != self.site.fingerprint

    @property
    def notes(self) -> Iterator[tuple[str, str]]:
        """Path and sentence of what a person should know of the whole site."""
        yield from self.site.problems
        if self.is_other_site and self.site.config.zone == self.site.zone:
            said = f"dates without a zone are in {self.site.zone.key}, as it says"
            yield CONFIG_FILES[0], said

    def enter(self) -> None:
        """Remember the archive's folder, so other imports can look at its files."""
        real = str(self.site.root.resolve())
        root = real if real == storable(real) else None
        with begin_change(self.database, self.clock()) as change:
            archives.locate(change, self.name, root)

    def finish(self, rules: StoringRules) -> None:
        """Remember that an import has finished, and what it depended on.

        Only now is it known which outlets the articles credit.
        """
        with begin_change(self.database, self.clock()) as change:
            recognise_outlets(change, rules)
            archives.finish(change, self.name, self.site.fingerprint)
