"""The composition root of checks and copies, which need the database and nothing else."""

from feedsvc.compose.base import open_database
from feedsvc.model.clock import utc_now
from feedsvc.services.operations import Operations
from feedsvc.settings import Settings


def create_operations(settings: Settings) -> Operations:
    """Checks and copies of the database; nothing is opened yet."""
    return Operations(open_database(settings), utc_now)
