"""Media of articles: they go into the store with them, once each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft
from feedsvc.model.medium import Attachment, Medium
from feedsvc.services.publishing.origins import Sources
from feedsvc.services.publishing.verdict import Case, Verdict
from feedsvc.store import media
from feedsvc.store.articles.writes import hash_of_draft
from feedsvc.store.changes.change import Change


@dataclass(frozen=True, slots=True)
class Attached:
    """Outcome of attaching.

    Attributes:
        kept: media that were not in the store before.
        unread: keys of drafts and paths of files that are no longer what they were when
            the drafts were made; they are not in the store.
    """

    kept: tuple[Medium, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


def still_said(
    decided: Iterable[tuple[Case, Verdict]],
) -> dict[int, ArticleDraft]:
    """Drafts with media that say what their article says already, by its id.

    What came in with it may have been erased since, by a migration that was undone.
    """
    return {
        case.stored.id: draft
        for case, verdict in decided
        if (draft := verdict.says) and draft.media and case.stored
        if case.stored.content_hash == hash_of_draft(draft)
    }


def attach(
    change: Change, drafts: Mapping[int, ArticleDraft], sources: Sources
) -> Attached:
    """Keep the media of drafts, and remember which articles use them.

    Args:
        drafts: by the id of the article that says what they say.
    """
    wanted = {
        medium.digest: (draft, file, medium)
        for draft in drafts.values()
        for file, medium in _media(draft)
    }
    known = media.known(change.connection, wanted)
    kept = []
    for digest in sorted(wanted.keys() - known):
        draft, file, medium = wanted[digest]
        if _keep(change, draft.origin, file.path, medium, sources):
            kept.append(medium)
    there = known | {medium.digest for medium in kept}
    _remember(change, drafts, there)
    unread = (
        (draft.key, file.path)
        for draft in drafts.values()
        for file, medium in _media(draft)
        if medium.digest not in there
    )
    return Attached(tuple(kept), tuple(unread))


def _media(draft: ArticleDraft) -> Iterator[tuple[Attachment, Medium]]:
    for file in draft.attachments:
        if file.medium is not None:
            yield file, file.medium


def _keep(
    change: Change, origin: str, path: str, medium: Medium, sources: Sources
) -> bool:
    try:
        return media.keep(change.connection, medium, sources.read(origin, path))
    except UnreadablePost:
        media.discard(change.connection, [medium.digest])
        return False


def _remember(
    change: Change, drafts: Mapping[int, ArticleDraft], there: set[bytes]
) -> None:
    """Note uses and former paths of the media that are there."""
    uses: list[tuple[int, bytes]] = []
    paths: dict[str, tuple[bytes, str]] = {}
    for article_id, draft in drafts.items():
        for file, medium in _media(draft):
            if medium.digest in there:
                uses.append((article_id, medium.digest))
                paths |= dict.fromkeys(file.addresses, (medium.digest, file.name))
    media.use(change.connection, uses)
    media.lead(change.connection, paths)
