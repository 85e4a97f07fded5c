"""Withheld articles: taken back because a file asks for it, and given back.

What was never shown is not withdrawn: a scheduled article stays one that nobody knows of.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from feedsvc.model.article import ArticleState
from feedsvc.model.claim import Claim
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.winning import is_aside, withholder, wording
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles import decisions
from feedsvc.store.articles.writes import StoredArticle, stored_by_codes
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import streams

Exists = Callable[[Claim], bool]


def withhold(change: Change, article: StoredArticle, holder: Claim) -> StoredArticle:
    """Take an article back from readers for a file of it; returns it as it is then."""
    is_shown = article.state is ArticleState.PUBLISHED
    is_waiting = article.state is ArticleState.SCHEDULED and not article.is_withheld
    if not is_shown and not is_waiting:
        return article
    state = ArticleState.RETRACTED if is_shown else ArticleState.SCHEDULED
    reason = f"{holder.archive}: {holder.path} {wording(holder)}"
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


def settle(database: Database, now: datetime, archive: str, exists: Exists) -> None:
    """Have files read again whose articles do not stand as an archive's files ask by now.

    A file came or went without any other changing: one that withheld its article and is
    gone, one that was put aside and is now the only one, or no longer.
    """
    with database.read() as connection:
        withheld = claim_store.withheld_in(connection, archive)
    codes = {
        claim.info_code for claim in withheld if is_aside(claim) or not exists(claim)
    }
    for some in chunks(sorted(codes)):
        recalled, dropped = _unsettled(database, archive, some, exists)
        if recalled or dropped:
            with begin_change(database, now) as change:
                claim_store.recall(change, recalled)
                for claim in dropped:
                    claim_store.drop(change, claim)


def _unsettled(
    database: Database, archive: str, codes: list[InfoCode], exists: Exists
) -> tuple[list[Claim], list[Claim]]:
    """Files of these codes that are to be read again, and those to be forgotten."""
    with database.read() as connection:
        claims = claim_store.of_codes(connection, codes)
        stored = stored_by_codes(connection, codes)
    recalled: list[Claim] = []
    dropped: list[Claim] = []
    for code in codes:
        there = [claim for claim in claims.get(code, ()) if exists(claim)]
        if vanished := _vanished(claims.get(code, []), there, archive):
            dropped += vanished
            recalled += there
        elif article := stored.get(code):
            recalled += _due(article, there, archive)
    return recalled, dropped


def _vanished(claims: list[Claim], there: list[Claim], archive: str) -> list[Claim]:
    """Files that asked to be withheld, are gone, and leave one that is published.

    Where no other file is there, what was withheld stays so.
    """
    if not any(claim.is_published for claim in there):
        return []
    return [
        claim
        for claim in claims
        if claim.archive == archive and not claim.is_published and claim not in there
    ]


def _due(article: StoredArticle, there: list[Claim], archive: str) -> list[Claim]:
    """Files that are to be read again, for an article stands otherwise than they ask."""
    holder = withholder(there, lambda _claim: True)
    if holder is None:
        return [
            claim
            for claim in there
            if article.is_withheld and claim.is_published and claim.is_complete
        ]
    is_open = article.state in {ArticleState.PUBLISHED, ArticleState.SCHEDULED}
    is_due = is_open and not article.is_withheld
    return [holder] if is_due and holder.archive == archive else []
