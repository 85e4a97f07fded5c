"""Prior state: what is known of codes before articles are stored under them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from feedsvc.errors import ArticlePurged, CategoryForbidden, FeedsvcError
from feedsvc.model.article import ArticleDraft, ArticleState
from feedsvc.model.claim import API
from feedsvc.model.info_code import InfoCode
from feedsvc.model.submission import Submission
from feedsvc.model.token import Token
from feedsvc.store.articles import dossiers, imported_files
from feedsvc.store.articles.writes import StoredArticle, stored_by_codes
from feedsvc.store.database.engine import Snapshot


@dataclass(frozen=True, slots=True)
class Prior:
    """State of some codes, each only if there is one.

    Attributes:
        hashes: of what was sent before.
        categories: raw names.
    """

    stored: Mapping[InfoCode, StoredArticle]
    hashes: Mapping[str, bytes]
    categories: Mapping[InfoCode, Collection[str]]

    def refusal(self, sent: Submission, by: Token) -> FeedsvcError | None:
        """The reason not to store an article for the holder of a token."""
        code = code_of(sent)
        stored = self.stored.get(code)
        named = [name for name in (sent.category, *sent.further_categories) if name]
        if forbidden := by.forbidden([*named, *self.categories.get(code, ())]):
            return CategoryForbidden(forbidden)
        if by.categories and not named:
            return CategoryForbidden([])
        return ArticlePurged(code) if stored and stored.is_purged else None


def look_up(snapshot: Snapshot, codes: Sequence[InfoCode]) -> Prior:
    """The state of these codes."""
    known = imported_files.known_among(snapshot, API, codes)
    return Prior(
        stored_by_codes(snapshot, codes),
        {code: file.hash for code, file in known.items()},
        dossiers.categories_by_codes(snapshot, codes),
    )


def code_of(sent: Submission) -> InfoCode:
    """The code of a submission, which is its key."""
    return InfoCode(sent.key)


def is_waiting(stored: StoredArticle | None) -> bool:
    """True if an article was never shown, and may get another date."""
    return stored is not None and stored.state is ArticleState.SCHEDULED


def told_of_date(
    sent: Submission, stored: StoredArticle | None, zone: tzinfo
) -> tuple[str, ...]:
    """A sentence about a date that the article keeps."""
    known = stored.published_at if stored else None
    if known is None or is_waiting(stored) or sent.published_at == known:
        return ()
    kept = known.astimezone(zone).isoformat(timespec="seconds")
    return (f"The article keeps its date of publication, {kept}.",)


def told_of_state(stored: StoredArticle) -> tuple[str, ...]:
    """A sentence for the sender of an article that readers do not get."""
    if stored.state is ArticleState.RETRACTED:
        return ("It is withdrawn, and readers get it once it is restored.",)
    if stored.state is ArticleState.MERGED:
        return ("Another article answers for it, until it is restored.",)
    return ()


def told_of_retired(draft: ArticleDraft, retired: Collection[str]) -> tuple[str, ...]:
    """A sentence for the sender of an article in categories that were retired."""
    named = "、".join(name for name in draft.categories if name in retired)
    return (
        (f"Nobody sees these categories, which were retired: {named}.",)
        if named
        else ()
    )
