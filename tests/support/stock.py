"""Newsrooms that begin as one that was filled once: far quicker than filling each."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.support.database import shared_database
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.postgres import ReusedDatabases
from tests.support.trees import Tree

Stock = Callable[[Path], AbstractContextManager[Newsroom]]


@contextmanager
def stock(
    request: pytest.FixtureRequest, folder: Path, fill: Callable[[Newsroom], None]
) -> Iterator[Stock]:
    """Opens newsrooms, each with a copy of the database and the tree in a folder of its own.

    The asking fixture's parameter names the engine.
    """
    with shared_database(request, folder) as url:
        with newsroom_over(url, folder / "tree") as filled:
            fill(filled)
        with _copies(request, url) as copy:

            @contextmanager
            def open_(own: Path) -> Iterator[Newsroom]:
                with (
                    copy(own) as copied,
                    newsroom_over(copied, own / "archive") as newsroom,
                ):
                    newsroom.tree = _copied(filled.tree, own / "archive")
                    newsroom.now = filled.now
                    yield newsroom

            yield open_


@contextmanager
def _copies(
    request: pytest.FixtureRequest, url: str
) -> Iterator[Callable[[Path], AbstractContextManager[str]]]:
    """Makes databases like one that nobody changes any more."""
    name = make_url(url).database or ""
    if request.param == "sqlite":
        yield lambda folder: _copied_file(Path(name), folder)
        return
    databases = ReusedDatabases(request.getfixturevalue("postgres_server"), name)
    yield lambda _folder: databases.one()
    databases.close()


@contextmanager
def _copied_file(file: Path, folder: Path) -> Iterator[str]:
    yield f"sqlite:///{shutil.copy(file, folder / 'stocked.db')}"


def _copied(tree: Tree, root: Path) -> Tree:
    shutil.copytree(tree.root, root)
    return tree.at(root)
