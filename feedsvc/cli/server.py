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
@click.option(
    "--processes",
    type=number(1, 64),
    help="Processes that share the address; one for each usable core by default.",
)
@with_settings
def serve(
    settings: "Settings",
    *,
    host: str | None,
    port: int | None,
    threads: int | None,
    processes: int | None,
) -> int:
    """Serve the site and run the background work."""
    from feedsvc.compose.base import known_settings
    from feedsvc.compose.commands import fit_use_cases
    from feedsvc.log import to_stderr
    from feedsvc.runtime.memory import bound_arenas
    from feedsvc.runtime.processes import serve_alone, serve_together
    from feedsvc.runtime.server import free_port

    settings = settings.listening(
        host=host, port=port, threads=threads, processes=processes
    )
    if settings.serve.port == 0:  # links need to know it
        settings = settings.listening(port=free_port(settings.serve.host))
    database = fit_use_cases(settings).database
    settings = known_settings(settings, database)
    database.dispose()
    to_stderr()
    bound_arenas()
    _warn_of_address(settings)
    count = settings.serve.process_count
    return serve_alone(settings) if count == 1 else serve_together(settings, count)


def _warn_of_address(settings: "Settings") -> None:
    """Warn in the log about the base address, before the first link goes out."""
    from feedsvc.cli.fitness import base_address
    from feedsvc.log import warn

    if (check := base_address(settings)).is_warning:
        warn("base-address-unset", detail=check.detail)
