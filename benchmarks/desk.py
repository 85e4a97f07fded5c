"""A desk that sends articles to a server: the token it needs."""

from pathlib import Path

from tests.support.process import run_feedsvc


def token_to_write(database_url: str, folder: Path) -> str:
    """A token that may write articles of a database."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    create = ("token", "create", "--scope", "write:articles")
    return run_feedsvc(*create, settings=settings, folder=folder).stdout.strip()
