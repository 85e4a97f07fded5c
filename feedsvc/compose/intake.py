"""The composition root of what programs send: the parsers are loaded by the first of it."""

from feedsvc.compose.storing import storing_rules
from feedsvc.model.article import ArticleDraft
from feedsvc.model.clock import utc_now
from feedsvc.model.submission import Submission
from feedsvc.services.earlier import EarlierTexts
from feedsvc.services.publishing.intake import Intake
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database


def create_intake(settings: Settings, database: Database) -> Intake:
    """Intake of articles into a database."""
    return Intake(database, storing_rules(settings), settings.zone, _draft, utc_now)


def create_earlier(database: Database) -> EarlierTexts:
    """Earlier texts of articles, whose lines are read when somebody looks at them."""
    return EarlierTexts(database, _lines)


def _lines(html: str) -> list[str]:
    # Here, since few people look.
    from feedsvc.content.lines import lines_of  # noqa: PLC0415

    return lines_of(html)


def _draft(submission: Submission) -> ArticleDraft:
    # Here, since few servers are ever sent an article.
    from feedsvc.content.draft import draft  # noqa: PLC0415

    return draft(submission)
