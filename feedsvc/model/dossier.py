"""Dossiers: an article in any state, with what a newsroom has to know of it."""

from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.article import ArticleState
from feedsvc.model.attribution import Attribution
from feedsvc.model.category import Category
from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An article in any state.

    Attributes:
        id: the store's own number; never shown.
        entry_id, permalink, published_at, updated_at: None while it is incomplete.
        revision: the store's change line when it last changed.
        decided_at: since when it has been in its state.
        reason: of a withdrawal, for the newsroom alone.
        is_legal: withdrawn because the law asked for it.
        is_purged: its text was erased for good.
        merged_into: the article that answers for it.
        addresses: further decoded paths that lead to it.
        categories: the one of the permalink first.
        credits: as shown on every surface.
        evidence: publishers that the text names too.
    """

    id: int
    info_code: InfoCode
    entry_id: str | None
    state: ArticleState
    revision: int
    decided_at: datetime
    reason: str | None
    is_legal: bool
    is_purged: bool
    merged_into: InfoCode | None
    permalink: str | None
    addresses: tuple[str, ...]
    title: str
    summary: str
    html: str
    language: str | None
    origin_url: str | None
    published_at: datetime | None
    updated_at: datetime | None
    has_time: bool
    categories: tuple[Category, ...]
    credits: tuple[Attribution, ...]
    evidence: tuple[Attribution, ...]

    @property
    def is_published(self) -> bool:
        """True if readers see it."""
        return self.state is ArticleState.PUBLISHED
