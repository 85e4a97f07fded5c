"""Settling: files are read again if their articles differ from what files now ask."""

from datetime import datetime

from feedsvc.model.article import ArticleState
from feedsvc.model.claim import Claim, withholder
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.presence import Presence
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles.writes import StoredArticle, stored_by_codes
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.engine import Database


def settle(
    database: Database, now: datetime, archive: str, presence: Presence
) -> list[str]:
    """Have files read again if their articles differ from what files now ask.

    A file may come or go while no other changes: one that withheld its article is gone,
    or one that was put aside is now the only one, or no longer is. Returns the paths of
    the archive's files that are to be read again.
    """
    with database.read() as connection:
        withheld = claim_store.withheld_in(connection, archive)
    codes = {
        claim.info_code
        for claim in presence.look(withheld)
        if claim.is_aside or not claim.is_there
    }
    paths: list[str] = []
    for some in chunks(sorted(codes)):
        recalled, dropped = _unsettled(database, archive, some, presence)
        if recalled or dropped:
            with begin_change(database, now) as change:
                claim_store.recall(change, recalled)
                for claim in dropped:
                    claim_store.drop(change, claim)
        paths += [claim.key for claim in recalled if claim.origin == archive]
    return paths


def _unsettled(
    database: Database, archive: str, codes: list[InfoCode], presence: Presence
) -> tuple[list[Claim], list[Claim]]:
    """Files of these codes that are to be read again, and those to be forgotten."""
    with database.read() as connection:
        claims = claim_store.of_codes(connection, codes)
        stored = stored_by_codes(connection, codes)
    recalled: list[Claim] = []
    dropped: list[Claim] = []
    for code in codes:
        looked = presence.look(claims.get(code, ()))
        there = [claim for claim in looked if claim.is_there]
        if vanished := _vanished(looked, archive):
            dropped += vanished
            recalled += there
        elif article := stored.get(code):
            recalled += _due(article, there, archive)
    return recalled, dropped


def _vanished(claims: list[Claim], archive: str) -> list[Claim]:
    """Files that asked to be withheld and are gone, while a published one is left.

    If no other file is there, the article stays withheld.
    """
    if not any(claim.is_published and claim.is_there for claim in claims):
        return []
    return [
        claim
        for claim in claims
        if claim.origin == archive and not (claim.is_published or claim.is_there)
    ]


def _due(article: StoredArticle, there: list[Claim], archive: str) -> list[Claim]:
    """Files to read again, because their article differs from what they ask."""
    holder = withholder(there)
    if holder is None:
        return [
            claim
            for claim in there
            if article.is_withheld and claim.is_published and claim.is_complete
        ]
    is_open = article.state in {ArticleState.PUBLISHED, ArticleState.SCHEDULED}
    is_due = is_open and not article.is_withheld
    return [holder] if is_due and holder.origin == archive else []
