"""Running: the database brought up to date, the service, its worker, and its doctor."""

import argparse

from feedsvc.app import create_app
from feedsvc.cli.serving import Server, run_worker
from feedsvc.cli.use_cases import create_use_cases, fit_use_cases
from feedsvc.services import upgrading
from feedsvc.settings import Settings
from feedsvc.store.engine import Database


def upgrade(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Run every migration that is missing."""
    revision = upgrading.upgrade(Database(settings.database_url))
    print(f"The database is at {revision}.")
    return 0


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer requests until told to stop."""
    settings = settings.listening(
        host=arguments.host, port=arguments.port, threads=arguments.threads
    )
    deciding = fit_use_cases(settings).deciding
    return Server(create_app(settings), deciding, settings.serve).run()


def worker(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what falls due until told to stop."""
    return run_worker(fit_use_cases(settings).deciding)


def doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Say of each thing whether it is fit; 1 if one is not."""
    is_fit = True
    for check in create_use_cases(settings).operations.doctor():
        is_fit = is_fit and check.is_good
        print(f"{'ok  ' if check.is_good else 'BAD '} {check.name}: {check.detail}")
    return 0 if is_fit else 1
