"""`feedsvc doctor`: checks of the database, schema and background work."""

from itertools import chain
from typing import TYPE_CHECKING

import click

from feedsvc import __version__
from feedsvc.cli.session import with_settings
from feedsvc.cli.text import printable

if TYPE_CHECKING:
    from feedsvc.services.operations import Check
    from feedsvc.settings import Settings
    from feedsvc.store.database.engine import Database


@click.command()
@click.option(
    "--full", is_flag=True, help="Read the whole database too; takes minutes."
)
@click.option("--mend", is_flag=True, help="First set times in the future to now.")
@click.option(
    "--trust-clock",
    is_flag=True,
    help="First accept the clock, though it is years ahead of every known time.",
)
@with_settings
def doctor(settings: "Settings", *, full: bool, mend: bool, trust_clock: bool) -> int:
    """Check the database, schema and background work.

    The exit status is 1 if something is BAD; WARN does not change it.
    """
    from feedsvc.cli.fitness import base_address, typefaces
    from feedsvc.compose.operations import create_operations

    operations = create_operations(settings)
    if trust_clock or mend:
        operations.require_fit()
    if trust_clock:
        operations.trust_clock()
    if mend:
        operations.mend()
    for name, value in _where(operations.database):
        print(f"ok   {name}: {value}")
    is_fit = True
    checks = [base_address(settings), typefaces()]
    for check in chain(checks, operations.doctor(is_full=full)):
        is_fit = is_fit and check.is_good
        said = printable(f"{check.name}: {check.detail}")
        print(f"{_mark(check)} {said}", flush=True)
    return 0 if is_fit else 1


def _where(database: "Database") -> tuple[tuple[str, str], ...]:
    """Version and places that feedsvc works on; nothing here is a judgement."""
    from feedsvc.settings import configuration_file

    file = configuration_file()
    return (
        ("version", __version__),
        ("configuration", printable(str(file)) if file else "no file"),
        ("place", printable(database.place)),
    )


def _mark(check: "Check") -> str:
    if not check.is_good:
        return "BAD "
    return "WARN" if check.is_warning else "ok  "
