"""Standings: where a feed's articles stand, and whether its clients have them so."""

from dataclasses import dataclass

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from tests.support.newsroom import Newsroom
from tests.support.pollers import DeltaReader, Told, Walker

_TOLD = 50  # tombstones at most
_TOLD_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Standing:
    """State of a feed's articles in the store, by entry id.

    Attributes:
        withdrawn: from every stream of it.
        lately: those that every current document tells of, with tombstones.
    """

    shown: set[str]
    hidden: set[str]
    withdrawn: set[str]
    lately: set[str]


def standing_of(newsroom: Newsroom, document: Document) -> Standing:
    """State of the articles of a document's streams."""
    slugs = {ref.slug for ref in document.streams}
    rows = newsroom.rows(
        "SELECT a.entry_id, coalesce(c.slug, s.slug, ''), e.state, e.revision"
        " FROM stream_entries e JOIN articles a ON a.id = e.article_id"
        " JOIN streams st ON st.id = e.stream_id"
        " LEFT JOIN categories c ON c.id = st.category_id"
        " LEFT JOIN sources s ON s.id = st.source_id"
    )
    found: dict[str, set[str]] = {}
    gone: dict[str, int] = {}
    for entry_id, slug, state, revision in rows:
        if slug in slugs:
            found.setdefault(entry_id, set()).add(state)
            if state == "withdrawn":
                gone[entry_id] = max(revision, gone.get(entry_id, 0))
    shown = {id_ for id_, states in found.items() if "shown" in states}
    latest = sorted(gone.values(), reverse=True)
    beyond = latest[_TOLD] if len(latest) > _TOLD else 0
    since = max(newsroom.now.timestamp() - _TOLD_S, beyond)
    return Standing(
        shown,
        hidden=found.keys() - shown,
        withdrawn={id_ for id_, states in found.items() if states == {"withdrawn"}},
        lately={id_ for id_, revision in gone.items() if revision > since},
    )


def check_whole(document: Document, whole: Told, standing: Standing) -> None:
    """Check that a document shows what it may, and tells of recent withdrawals."""
    assert whole.entries.keys() <= standing.shown
    if document.format is Format.ATOM:
        untold = standing.lately - whole.gone
        assert not untold, f"{len(untold)} withdrawn without a tombstone"
    if whole.is_complete:
        assert whole.entries.keys() == standing.shown, "complete, and is not"


def check_reader(
    status: int, reader: DeltaReader, whole: Told, standing: Standing
) -> None:
    """Check that a client has all of the document, and the way to the rest."""
    has = reader.has.entries
    wrong = [id_ for id_, entry in whole.entries.items() if has.get(id_) != entry]
    missing = [id_ for id_ in wrong if id_ not in has]
    assert not wrong, f"{status}: {len(missing)} missing, {len(wrong)} wrong"
    gone = standing.withdrawn if status == 304 else has.keys() - standing.shown
    assert not has.keys() & gone, f"{status}: keeps what is gone"
    assert reader.links == whole.links, status
    if status == 226:
        untold = standing.shown - reader.has.at_whole - has.keys()
        assert not untold, f"{len(untold)} came, and no delta told of them"


def check_walker(walker: Walker, whole: Told, known: set[str]) -> None:
    """Every article, once on pages; but for those that a kept page cannot know of."""
    pages = walker.pages.values()
    assert known <= set().union(walker.current, *pages), "walked past some"
    assert sum(map(len, pages)) == len(set().union(*pages)), "on two pages"
    assert walker.current == set(whole.entries)
