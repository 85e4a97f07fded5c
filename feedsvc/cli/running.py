"""Running: the database brought up to date, the service, its worker, and its doctor."""

import argparse
import logging
from itertools import chain

from feedsvc import __version__
from feedsvc.app import create_app, create_background, create_making
from feedsvc.cards.lettering import unusable_face
from feedsvc.cli.background import (
    log_to_stderr,
    run_worker,
    work_alone,
    work_beside,
)
from feedsvc.cli.serving import Server, free_port
from feedsvc.cli.text import printable
from feedsvc.cli.use_cases import create_use_cases, fit_use_cases
from feedsvc.services import upgrading
from feedsvc.services.operations import Check
from feedsvc.settings import Settings, configuration_file
from feedsvc.store.engine import Database

_log = logging.getLogger("feedsvc.serve")

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


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
    if settings.serve.port == 0:  # links need to know it
        settings = settings.listening(port=free_port(settings.serve.host))
    use_cases = fit_use_cases(settings)
    log_to_stderr()
    _warn_of_address(settings)
    background = create_background(settings, use_cases.database)
    app = create_app(settings, background)
    work = work_beside(use_cases.deciding, background)
    return Server(app, work, settings.serve).run()


def worker(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what falls due until told to stop."""
    use_cases = fit_use_cases(settings)
    log_to_stderr()
    making = create_making(settings, use_cases.database)
    return run_worker(work_alone(use_cases.deciding, making))


def doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say of each thing whether it is fit; 1 if one is not."""
    use_cases = create_use_cases(settings)
    if arguments.trust_clock or arguments.mend:
        use_cases.operations.require_fit()
    if arguments.trust_clock:
        use_cases.operations.trust_clock()
    if arguments.mend:
        use_cases.operations.mend()
    for name, value in _where(use_cases.database):
        print(f"ok   {name}: {value}")
    is_fit = True
    checks = [_base_url(settings), _typefaces()]
    for check in chain(checks, use_cases.operations.doctor(is_full=arguments.full)):
        is_fit = is_fit and check.is_good
        print(
            f"{_mark(check)} {printable(f'{check.name}: {check.detail}')}", flush=True
        )
    return 0 if is_fit else 1


def _where(database: Database) -> tuple[tuple[str, str], ...]:
    """What this is, and what it works on; nothing here is a judgement."""
    file = configuration_file()
    return (
        ("version", __version__),
        ("configuration", printable(str(file)) if file else "no file"),
        ("place", printable(database.place)),
    )


def _base_url(settings: Settings) -> Check:
    here = settings.links.base_url
    if settings.base_url or settings.serve.host in _LOOPBACK:
        return Check("base address", is_good=True, detail=here)
    detail = f"links say {here}, which nobody else can follow: set base_url"
    return Check("base address", is_good=True, detail=detail, is_warning=True)


def _warn_of_address(settings: Settings) -> None:
    """In the log, before the first link goes out."""
    if (check := _base_url(settings)).is_warning:
        _log.warning("event=base-address-unset detail=%r", check.detail)


def _typefaces() -> Check:
    if unusable := unusable_face():
        detail = f"{unusable}: no card is drawn until feedsvc is installed anew"
        return Check("typefaces", is_good=True, detail=detail, is_warning=True)
    return Check("typefaces", is_good=True, detail="all there")


def _mark(check: Check) -> str:
    if not check.is_good:
        return "BAD "
    return "WARN" if check.is_warning else "ok  "
