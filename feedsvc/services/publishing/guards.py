"""Guards: conditions on the article that a change is about, held while it is locked."""

from collections.abc import Callable
from typing import TypeAlias

from feedsvc.errors import PreconditionFailed
from feedsvc.model.info_code import InfoCode

# Asked with the article's revision, or None if there is no such article.
Guard: TypeAlias = Callable[[int | None], bool]


def anything(_revision: int | None) -> bool:
    """Guard that lets every change pass."""
    return True


def require(guard: Guard, code: InfoCode, revision: int | None) -> None:
    """Hold an article against a guard.

    Raises:
        PreconditionFailed: the guard refuses; says the revision.
    """
    if not guard(revision):
        raise PreconditionFailed(code, revision)
