"""The composition root of what programs send: the parsers are loaded by the first of it."""

from feedsvc.compose.storing import storing_rules
from feedsvc.model.article import ArticleDraft
from feedsvc.model.clock import utc_now
from feedsvc.model.submission import Submission
from feedsvc.services.publishing.intake import Intake
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_intake(settings: Settings, database: Database) -> Intake:
    """Intake of articles into a database."""
    return Intake(database, storing_rules(settings), settings.zone, _draft, utc_now)


def _draft(submission: Submission) -> ArticleDraft:
    # Here, since few servers are ever sent an article.
    from feedsvc.content.draft import draft  # noqa: PLC0415

    return draft(submission)
