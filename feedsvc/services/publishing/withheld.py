"""Withheld articles: taken back because a source asks for it, and given back.

An article that was never shown is not withdrawn: a scheduled one stays unknown.
"""

from dataclasses import replace

from feedsvc.model.article import ArticleState
from feedsvc.store.articles import decisions
from feedsvc.store.articles.writes import StoredArticle
from feedsvc.store.changes.change import Change
from feedsvc.store.streams import streams


def withhold(change: Change, article: StoredArticle, reason: str) -> StoredArticle:
    """Withhold an article for the sake of its source; returns its new state."""
    is_shown = article.state is ArticleState.PUBLISHED
    is_waiting = article.state is ArticleState.SCHEDULED and not article.is_withheld
    if not is_shown and not is_waiting:
        return article
    state = ArticleState.RETRACTED if is_shown else ArticleState.SCHEDULED
    decisions.withhold(change, article.id, state, reason=reason)
    if is_shown:
        streams.withdraw(change, article.id)
    return replace(article, state=state, is_withheld=True)


def release(change: Change, article: StoredArticle) -> None:
    """Give a withheld article back, at once or on its day."""
    at = article.published_at
    is_due = at is not None and at <= change.now
    state = ArticleState.PUBLISHED if is_due else ArticleState.SCHEDULED
    decisions.restore(change, article.id, state)
