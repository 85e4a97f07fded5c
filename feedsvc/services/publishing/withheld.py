"""Withheld articles: taken back because a file asks for it, and given back.

What was never shown is not withdrawn: a scheduled article stays one that nobody knows of.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from feedsvc.model.article import ArticleState
from feedsvc.model.claim import Claim
from feedsvc.store import claims as claim_store
from feedsvc.store import decisions, streams
from feedsvc.store.change import Change
from feedsvc.store.drafts import StoredArticle
from feedsvc.store.engine import Database
from feedsvc.store.revision import begin_change

Exists = Callable[[Claim], bool]


def withhold(change: Change, article: StoredArticle, holder: Claim) -> StoredArticle:
    """Take an article back from readers for a file of it; returns it as it is then."""
    is_shown = article.state is ArticleState.PUBLISHED
    is_waiting = article.state is ArticleState.SCHEDULED and not article.is_withheld
    if not is_shown and not is_waiting:
        return article
    state = ArticleState.RETRACTED if is_shown else ArticleState.SCHEDULED
    reason = f"{holder.archive}: {holder.path} asks not to be published"
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


def release_vanished(
    database: Database, now: datetime, archive: str, exists: Exists
) -> None:
    """Forget files of an archive that asked to be withheld and are gone.

    The other files of their codes are read again by the next walk, and say whether the
    article may be shown. Where no other file is there, what was withheld stays so.
    """
    with database.read() as connection:
        withheld = claim_store.withheld_in(connection, archive)
        gone = {claim.info_code for claim in withheld if not exists(claim)}
        claims = claim_store.of_codes(connection, gone) if gone else {}
    present = {code: [*filter(exists, known)] for code, known in claims.items()}
    released = [
        code
        for code, there in present.items()
        if any(claim.is_published for claim in there)
    ]
    if not released:
        return
    with begin_change(database, now) as change:
        for code in released:
            for claim in claims[code]:
                if claim in present[code]:
                    claim_store.recall(change, [claim])
                elif claim.archive == archive and not claim.is_published:
                    claim_store.drop(change, claim)
