"""Running: the database brought up to date, the service, its worker, and its doctor."""

import argparse

from feedsvc.app import create_app, create_background, create_making
from feedsvc.cli.background import (
    log_to_stderr,
    run_worker,
    work_alone,
    work_beside,
)
from feedsvc.cli.serving import Server
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
    use_cases = fit_use_cases(settings)
    background = create_background(settings, use_cases.database)
    app = create_app(settings, background)
    work = work_beside(use_cases.deciding, background)
    log_to_stderr()
    return Server(app, work, settings.serve).run()


def worker(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what falls due until told to stop."""
    use_cases = fit_use_cases(settings)
    making = create_making(settings, use_cases.database)
    log_to_stderr()
    return run_worker(work_alone(use_cases.deciding, making))


def doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Say of each thing whether it is fit; 1 if one is not."""
    is_fit = True
    for check in create_use_cases(settings).operations.doctor():
        is_fit = is_fit and check.is_good
        print(f"{'ok  ' if check.is_good else 'BAD '} {check.name}: {check.detail}")
    return 0 if is_fit else 1
