"""Settings that a command works by, and the services on a fit database.

Imported and loaded when the command runs, after its arguments were found right.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.settings import Settings

_P = ParamSpec("_P")


def with_settings(
    command: "Callable[Concatenate[Settings, _P], int]",
) -> Callable[_P, int]:
    """Give a command the settings."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> int:
        from feedsvc.settings import load_settings

        return command(load_settings(), *args, **kwargs)

    return run


def with_use_cases(
    command: "Callable[Concatenate[UseCases, _P], int]",
) -> Callable[_P, int]:
    """Give a command the services, on a database that is safe and migrated."""

    @wraps(command)
    @with_settings
    def run(settings: "Settings", /, *args: _P.args, **kwargs: _P.kwargs) -> int:
        from feedsvc.compose.commands import fit_use_cases

        return command(fit_use_cases(settings), *args, **kwargs)

    return run
