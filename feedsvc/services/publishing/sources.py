"""Sources as people tend them: names that mean the same, titles, and pages of their own.

A credit keeps the words that its article uses; what these decisions change is the source
behind it, for articles that are stored and for those that will be.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import DecisionRefused, StreamNotFound
from feedsvc.model.attribution import source_key
from feedsvc.model.decision import Decider
from feedsvc.model.inventory import FoundSource
from feedsvc.model.slug import Slug, slugs_of_name
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.text import folded, xml_legal
from feedsvc.services.publishing.placement import (
    StoringRules,
    place_anew,
    recognise_outlets,
)
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import slugs, source_names, sources, streams
from feedsvc.store.streams.source_names import KnownSource

_PLACED_AT_ONCE = 100  # so few that PostgreSQL looks each up by its index
_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Sources:
    """Decisions about sources, each a transaction; False where all is so already.

    Attributes:
        clock: the time now, aware UTC.
    """

    database: Database
    rules: StoringRules
    clock: Callable[[], datetime]

    def all(self) -> list[FoundSource]:
        """Every source, by its slug."""
        with self.database.read() as snapshot:
            return source_names.all_found(snapshot)

    def by_slug(self, slug: str) -> FoundSource:
        """The source of a slug that it has, or had.

        Raises:
            StreamNotFound: none has it, or ever had.
        """
        ref = StreamRef(StreamKind.SOURCE, slug)
        with self.database.read() as snapshot:
            if "\0" not in slug:  # which PostgreSQL refuses
                if moved := streams.find_moved(snapshot, ref):
                    ref = moved
                if stream := streams.find(snapshot, ref):
                    return source_names.by_streams(snapshot, [stream.id])[stream.id]
        raise StreamNotFound(StreamKind.SOURCE, slug)

    def alias(self, name: str, into: str, by: Decider) -> bool:
        """Let a name mean a source; if a source has the name, it becomes part of this.

        Raises:
            StreamNotFound: there is no source `into`.
            DecisionRefused: the name means another one, or that would be a circle.
        """
        key = self._key(name)
        with begin_change(self.database, self.clock(), by=by.name) as change:
            target = self._get(change, into)
            found = source_names.find(change.connection, key)
            if found is not None and found.id == target.id:
                if key == found.name:
                    raise DecisionRefused(name, f"is what {into} means: a circle")
                return False
            if found is not None:
                self._merge(change, key, found, target)
            decided_at = by.decided_at(change.now)
            source_names.add_alias(
                change, found.name if found else key, target.id, by.name, decided_at
            )
            recognise_outlets(change, self.rules)
        return True

    def merge(self, name: str, into: str, by: Decider) -> bool:
        """Make a source part of another one; its addresses lead there.

        Raises:
            StreamNotFound: one of the sources is not there.
            DecisionRefused: the name means another one, or that would be a circle.
        """
        with self.database.read() as snapshot:
            if source_names.find(snapshot, self._key(name)) is None:
                raise StreamNotFound(StreamKind.SOURCE, name)
        return self.alias(name, into, by)

    def rename(
        self,
        name: str,
        title: str,
        by: Decider,
        *,
        slug: Slug | None = None,
        former: Sequence[Slug] = (),
    ) -> bool:
        """Show a source by another title, at an address of that; the old one leads there.

        Args:
            name: any that the source has.
            title: which means this source from now on.
            slug: for its address, if not that of the title.
            former: further slugs that are to lead to it.

        Raises:
            StreamNotFound: there is no such source.
            DecisionRefused: the title or a slug is another source's.
        """
        key, shown = self._key(title), folded(xml_legal(title))
        with begin_change(self.database, self.clock(), by=by.name) as change:
            source = self._get(change, name)
            owner = source_names.find(change.connection, key)
            if owner is not None and owner.id != source.id:
                raise DecisionRefused(
                    title, f"means {owner.name}; merge the two instead"
                )
            is_new = self._move(
                change, source, slug or _slug(change, source, key), former
            )
            decided_at = by.decided_at(change.now)
            if owner is None:
                source_names.add_alias(change, key, source.id, by.name, decided_at)
            if source.title != shown:
                values = {"title": shown}
                source_names.decide(change, source, values, by.name, decided_at)
            recognise_outlets(change, self.rules)
            return is_new or source.title != shown

    def link(self, name: str, url: str | None, by: Decider) -> bool:
        """Give a source a page of its own, to which its credits lead; None for none.

        Args:
            url: of `page_url`.

        Raises:
            StreamNotFound: there is no such source.
        """
        with begin_change(self.database, self.clock(), by=by.name) as change:
            source = self._get(change, name)
            if source.url == url:
                return False
            decided_at = by.decided_at(change.now)
            source_names.decide(change, source, {"url": url}, by.name, decided_at)
        return True

    def _key(self, name: str) -> str:
        """The key of a name that a decision is about."""
        key = source_key(xml_legal(name))
        if not 0 < len(key) <= _LONGEST:
            raise DecisionRefused(name, f"is no name of 1 to {_LONGEST} characters")
        if key in self.rules.aliases:
            meant = self.rules.aliases[key]
            raise DecisionRefused(name, f"means {meant} by import.source_aliases")
        return key

    def _get(self, change: Change, name: str) -> KnownSource:
        found = source_names.find(change.connection, self.rules.key_of(name))
        if found is None:
            raise StreamNotFound(StreamKind.SOURCE, name)
        return found

    def _merge(
        self, change: Change, key: str, source: KnownSource, target: KnownSource
    ) -> None:
        if key not in (source.name, source_key(source.title or "")):
            raise DecisionRefused(key, f"means {source.name} already")
        codes = source_names.codes_of(change.connection, source.id)
        source_names.merge(change, source, target)
        for start in range(0, len(codes), _PLACED_AT_ONCE):
            place_anew(change, codes[start : start + _PLACED_AT_ONCE])
        sources.refresh_listing(change, [target.id])

    def _move(
        self, change: Change, source: KnownSource, slug: Slug, former: Sequence[Slug]
    ) -> bool:
        """Move a source to another slug, if it is another, and let others lead there."""
        stream = source.stream
        further = [had for had in former if had not in (slug, stream.ref.slug)]
        for wanted in (slug, *further):
            if wanted != stream.ref.slug and not slugs.is_free(
                change.connection, wanted, stream
            ):
                raise DecisionRefused(wanted, "is the address of another source")
        if slug != stream.ref.slug:
            slugs.move(change, stream, slug)
            change.touch(stream.id)
        is_led = slugs.lead_here(change, stream, further)
        return is_led or slug != stream.ref.slug


def _slug(change: Change, source: KnownSource, key: str) -> Slug:
    """The best slug of a title that the source may take."""
    stream = source.stream
    return next(
        slug
        for slug in slugs_of_name(key)
        if slug == stream.ref.slug or slugs.is_free(change.connection, slug, stream)
    )
