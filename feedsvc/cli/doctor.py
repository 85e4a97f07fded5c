"""`feedsvc doctor`: checks of the database, schema and background work."""

import argparse
from itertools import chain

from feedsvc import __version__
from feedsvc.cards.lettering import unusable_face
from feedsvc.cli.text import printable
from feedsvc.compose.commands import create_use_cases
from feedsvc.services.operations import Check
from feedsvc.settings import Settings, configuration_file
from feedsvc.store.database.engine import Database

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


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
    checks = [base_address(settings), _typefaces()]
    for check in chain(checks, use_cases.operations.doctor(is_full=arguments.full)):
        is_fit = is_fit and check.is_good
        print(
            f"{_mark(check)} {printable(f'{check.name}: {check.detail}')}", flush=True
        )
    return 0 if is_fit else 1


def _where(database: Database) -> tuple[tuple[str, str], ...]:
    """Version and places that feedsvc works on; nothing here is a judgement."""
    file = configuration_file()
    return (
        ("version", __version__),
        ("configuration", printable(str(file)) if file else "no file"),
        ("place", printable(database.place)),
    )


def base_address(settings: Settings) -> Check:
    """Check that the links we hand out can be followed from elsewhere."""
    here = settings.links.base_url
    if settings.base_url or settings.serve.host in _LOOPBACK:
        return Check("base address", is_good=True, detail=here)
    detail = f"links say {here}, which nobody else can follow: set base_url"
    return Check("base address", is_good=True, detail=detail, is_warning=True)


def _typefaces() -> Check:
    if unusable := unusable_face():
        detail = f"{unusable}: no card is drawn until feedsvc is installed anew"
        return Check("typefaces", is_good=True, detail=detail, is_warning=True)
    return Check("typefaces", is_good=True, detail="all there")


def _mark(check: Check) -> str:
    if not check.is_good:
        return "BAD "
    return "WARN" if check.is_warning else "ok  "
