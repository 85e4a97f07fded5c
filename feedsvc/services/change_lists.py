"""Lists of changes: what a mirror needs to follow the site, told or waited for."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from feedsvc.model.change_list import Changed, Changes, Place, Subject, Thing, Told
from feedsvc.store.articles import dossiers
from feedsvc.store.changes import change_line, change_list
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.streams import category_listing, source_names

_MAX_BYTES = 8 * 1024 * 1024  # of articles in one answer, if there are two
_LOOK_S = 0.25
_LOOK_UP: Mapping[Subject, Callable[[Snapshot, list[int]], Mapping[int, Thing]]] = {
    Subject.ARTICLE: dossiers.by_ids,
    Subject.CATEGORY: category_listing.by_streams,
    Subject.SOURCE: source_names.by_streams,
}


class ChangeLists:
    """Lists of changes, and a few places to wait for the next."""

    def __init__(self, database: Database, waiters: int) -> None:
        """Prepare.

        Args:
            database: whose changes are told.
            waiters: how many may wait at once; each holds its thread.
        """
        self._database = database
        self._waiters = threading.BoundedSemaphore(waiters)

    def after(self, place: Place, *, limit: int) -> Changes:
        """The next changes behind a place, at most so many, in the order of the line.

        What changed more than once is told of at its last change.
        """
        with self._database.read() as snapshot:
            revision = change_line.current(snapshot)
            found, is_cut = _found(snapshot, place, limit)
            things = _things(snapshot, found)
        told = tuple(Told(one.place, things[one.place]) for one in found)
        end = found[-1].place if is_cut else Place(revision)
        return Changes(told, max(place, end), revision)

    def wait(self, place: Place, seconds: float) -> bool:
        """Wait until the change line has passed a place, or the time is over.

        Returns:
            False, at once, if too many wait already.
        """
        if not self._waiters.acquire(blocking=False):
            return False
        try:
            until = time.monotonic() + seconds
            while self._revision() <= place.revision and time.monotonic() < until:
                time.sleep(_LOOK_S)
        finally:
            self._waiters.release()
        return True

    def _revision(self) -> int:
        with self._database.find() as connection:
            return change_line.current(connection)


def _found(snapshot: Snapshot, place: Place, limit: int) -> tuple[list[Changed], bool]:
    """The next changes, as many as an answer can hold, and whether there may be more."""
    streams = change_list.streams_after(snapshot, place, limit=limit)
    articles = change_list.articles_after(snapshot, place, limit=limit)
    every: list[Changed] = [*streams, *articles]
    found = sorted(every, key=lambda one: one.place)[:limit]
    room = _MAX_BYTES
    for number, one in enumerate(found):
        room -= one.html_bytes
        if number and room < 0:
            return found[:number], True
    return found, len(found) == limit


def _things(snapshot: Snapshot, found: Sequence[Changed]) -> dict[Place, Thing]:
    """Each change's article, category or source, as it is now."""
    things: dict[Place, Thing] = {}
    for kind, look_up in _LOOK_UP.items():
        places = {one.id: one.place for one in found if one.subject is kind}
        known = look_up(snapshot, list(places)) if places else {}
        things |= {places[id_]: thing for id_, thing in known.items()}
    return things
