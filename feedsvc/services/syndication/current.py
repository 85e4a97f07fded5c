"""A document as it stands: by what it is known, and the ways to have it.

Knows no store: what is not kept is rendered by whoever looked it up.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from feedsvc.model.document import Document
from feedsvc.model.feed import Edition, Validators
from feedsvc.services.syndication.cache import EditionCache

_TAG = re.compile(r"(0|[1-9][0-9]{0,17})-(.+)")


@dataclass(frozen=True, slots=True)
class Key:
    """Name of an edition in a cache; `since` tells deltas apart."""

    document: Document
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Current:
    """A document as it stood when it was looked up.

    Whoever asks compares the validators, and may be refused, before anything is rendered.

    Attributes:
        validators: of the whole edition.
    """

    document: Document
    validators: Validators
    _editions: EditionCache[Key, Edition]
    _deltas: EditionCache[Key, Edition]
    _render: Callable[[Document, int | None], Edition]

    @property
    def is_rendered(self) -> bool:
        """True if the whole edition is at hand, and need not be rendered."""
        return self._editions.holds(Key(self.document), self.validators.tag)

    def edition(self) -> Edition:
        """The whole; a newer one if it is rendered now, and something has changed.

        Raises:
            NotFound: the stream, or this page of it, is gone meanwhile.
        """
        return self._kept(self._editions, since=None)

    def delta(self, known_tags: Iterable[str]) -> Edition | None:
        """Changes since the latest edition that the client has (RFC 3229).

        Args:
            known_tags: opaque entity tags, as the client sent them.

        Returns:
            None where only the whole document can tell: an archive page, a search, an unknown tag,
            a departure that has no tombstone to say it, or more news than the document
            holds.

        Raises:
            NotFound: the stream is gone meanwhile.
        """
        since = _latest_revision(known_tags, self.validators.tag)
        if since is None or self.document.page is not None or self.document.query:
            return None
        found = self._kept(self._deltas, since=since)
        return found if found.body else None

    def since(self, revision: int) -> Edition | None:
        """Edition for those who know the document at a revision; None if nothing is new.

        It is the whole where only that can tell, and for those who know none: 0.

        Raises:
            NotFound: the stream is gone meanwhile.
        """
        known = self.validators
        if revision >= known.revision:
            return None
        tag = f"{revision}-{known.tag.partition('-')[2]}"
        delta = self.delta([tag]) if revision else None
        return delta or self.edition()

    def _kept(self, cache: EditionCache[Key, Edition], *, since: int | None) -> Edition:
        known = self.validators
        found = cache.get(
            Key(self.document, since),
            known.tag,
            lambda: self._render(self.document, since),
        )
        if found.tag != known.tag or found.validators == known:
            return found
        # Its epoch began anew since it was made.
        return replace(found, validators=known)


def _latest_revision(known_tags: Iterable[str], current_tag: str) -> int | None:
    """The latest revision among tags of earlier editions of the same document."""
    now = _TAG.fullmatch(current_tag)
    if now is None:
        return None
    known = (_TAG.fullmatch(tag) for tag in known_tags)
    revisions = (
        int(match[1]) for match in known if match is not None and match[2] == now[2]
    )
    return max((number for number in revisions if number < int(now[1])), default=None)
