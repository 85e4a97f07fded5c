"""Categories as people tend them: slugs, titles, what they are about, and their end."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import DecisionRefused, StreamNotFound
from feedsvc.model.category import MAX_DESCRIPTION
from feedsvc.model.decision import Decider
from feedsvc.model.inventory import FoundCategory
from feedsvc.model.slug import Slug
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.model.text import folded, xml_legal
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import categories, category_listing, slugs, streams

_NOBODY = Decider("")


@dataclass(frozen=True, slots=True)
class Categories:
    """Decisions about categories, each a transaction; False where all is so already.

    Attributes:
        clock: the time now, aware UTC.
        by: who decides.
    """

    database: Database
    clock: Callable[[], datetime]
    by: Decider = _NOBODY

    def all(self) -> list[FoundCategory]:
        """Every category, by its slug; retired ones too."""
        with self.database.read() as snapshot:
            return category_listing.all_found(snapshot)

    def by_slug(self, slug: str) -> FoundCategory:
        """The category of a slug that it has, or had.

        Raises:
            StreamNotFound: none has it, or ever had.
        """
        ref = StreamRef(StreamKind.CATEGORY, slug)
        with self.database.read() as snapshot:
            if "\0" not in slug:  # which PostgreSQL refuses
                if moved := streams.find_moved(snapshot, ref):
                    ref = moved
                if stream := streams.find(snapshot, ref):
                    found = category_listing.by_streams(snapshot, [stream.id])
                    return found[stream.id]
        raise StreamNotFound(StreamKind.CATEGORY, slug)

    def rename(
        self,
        ref: StreamRef,
        slug: Slug,
        title: str | None,
        *,
        former: Sequence[Slug] = (),
    ) -> bool:
        """Give a category another slug, or title; its old address leads to the new one.

        Args:
            former: further slugs that are to lead to it.

        Raises:
            StreamNotFound: no such category.
            DecisionRefused: another category has one of these slugs, or had it.
        """
        with self._begin() as change:
            stream = _get(change, ref)
            further = [had for had in former if had not in (slug, ref.slug)]
            for wanted in (slug, *further):
                if wanted != ref.slug and not slugs.is_free(
                    change.connection, wanted, stream
                ):
                    raise DecisionRefused(wanted, "is the address of another category")
            shown = folded(xml_legal(title or "")) or None
            is_new = categories.rename(change, stream, slug, shown, self.by)
            is_led = slugs.lead_here(change, stream, further)
        return is_new or is_led

    def describe(self, ref: StreamRef, text: str) -> bool:
        """Say what a category is about, on its page and in its feeds; nothing, if empty.

        Raises:
            StreamNotFound: no such category.
            DecisionRefused: it is too long.
        """
        told = folded(xml_legal(text))
        if len(told) > MAX_DESCRIPTION:
            reason = f"a description has {MAX_DESCRIPTION} characters at most"
            raise DecisionRefused(ref.slug, reason)
        with self._begin() as change:
            stream = _get(change, ref)
            is_new = stream.description != told
            if is_new:
                categories.decide(change, stream, {"description": told}, self.by)
        return is_new

    def retire(self, ref: StreamRef) -> bool:
        """Close a category: its page and feeds are gone (410); its articles go on.

        Raises:
            StreamNotFound: no such category.
        """
        with self._begin() as change:
            stream = _get(change, ref)
            is_new = stream.retired_at is None
            if is_new:
                values = {"retired_at": self.by.decided_at(change.now)}
                categories.decide(change, stream, values, self.by)
        return is_new

    def restore(self, ref: StreamRef) -> bool:
        """Open a retired category again, with all that it had and what came meanwhile.

        Raises:
            StreamNotFound: no such category.
        """
        with self._begin() as change:
            stream = _get(change, ref)
            is_new = stream.retired_at is not None
            if is_new:
                categories.decide(change, stream, {"retired_at": None}, self.by)
        return is_new

    def _begin(self) -> AbstractContextManager[Change]:
        return begin_change(self.database, self.clock(), by=self.by.name)


def _get(change: Change, ref: StreamRef) -> Stream:
    if ref.kind is not StreamKind.CATEGORY:
        raise StreamNotFound(StreamKind.CATEGORY, ref.slug)
    return streams.get(change.connection, ref)
