"""`feedsvc serve`: the site, and the work beside it."""

import argparse

from feedsvc.cli.doctor import base_address
from feedsvc.compose.background import create_background
from feedsvc.compose.commands import fit_use_cases
from feedsvc.compose.site import create_app
from feedsvc.log import warn
from feedsvc.runtime.jobs import log_to_stderr, work_beside
from feedsvc.runtime.server import Server, free_port
from feedsvc.settings import Settings


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
    app = create_app(settings, use_cases.database, background)
    work = work_beside(use_cases.decisions, background)
    return Server(app, work, settings.serve).run()


def _warn_of_address(settings: Settings) -> None:
    """Warn in the log about the base address, before the first link goes out."""
    if (check := base_address(settings)).is_warning:
        warn("base-address-unset", detail=check.detail)
