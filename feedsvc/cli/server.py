"""`feedsvc serve`: the site, and the work beside it."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import Parsed, number
from feedsvc.cli.session import with_settings

if TYPE_CHECKING:
    from feedsvc.settings import Settings


def _port(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) > 65_535:
        raise ValueError(f"{text!r} is not a port")
    return int(text)


@click.command()
@click.option("--host", metavar="HOST", help="Address to listen on.")
@click.option(
    "--port", type=Parsed("port", _port), help="Port to listen on; 0 picks a free one."
)
@click.option(
    "--threads", type=number(1, 256), help="Requests that are answered at a time."
)
@with_settings
def serve(
    settings: "Settings", *, host: str | None, port: int | None, threads: int | None
) -> int:
    """Serve the site and run the background work."""
    from feedsvc.compose.background import create_background
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.compose.site import create_app
    from feedsvc.runtime.jobs import log_to_stderr, work_beside
    from feedsvc.runtime.server import Server, free_port

    settings = settings.listening(host=host, port=port, threads=threads)
    if settings.serve.port == 0:  # links need to know it
        settings = settings.listening(port=free_port(settings.serve.host))
    use_cases = fit_use_cases(settings)
    log_to_stderr()
    _warn_of_address(settings)
    background = create_background(settings, use_cases.database)
    app = create_app(settings, use_cases.database, background)
    work = work_beside(use_cases.decisions, background)
    return Server(app, work, settings.serve).run()


def _warn_of_address(settings: "Settings") -> None:
    """Warn in the log about the base address, before the first link goes out."""
    from feedsvc.cli.fitness import base_address
    from feedsvc.log import warn

    if (check := base_address(settings)).is_warning:
        warn("base-address-unset", detail=check.detail)
