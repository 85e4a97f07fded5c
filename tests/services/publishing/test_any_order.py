"""Whatever comes first, and however often, the same state is reached."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import Tree, code, html, name

_DATES = ("2022-05-01 08:00:00 +0800", "2022-05-01 08:00:00")
_few = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class File:
    """A file of the archive; `earlier` is what it said before, if it was there."""

    path: str
    title: str
    date: str
    category: str
    tags: str
    body: str
    earlier: str | None

    def write(self, tree: Tree, body: str) -> None:
        """Let it say something."""
        tree.post(
            self.path,
            body,
            title=self.title,
            date=self.date,
            category=self.category,
            tags=self.tags,
        )


def _path(number: int, folder: str, *, is_dated: bool) -> str:
    return name(number, folder) if is_dated else f"{folder}/-{code(number)[2:]}.md"


_bodies = st.builds(
    lambda text, source, is_html: html(text, source) if is_html else text,
    st.sampled_from(["甲文。", "乙文。", "丙文。（云岭日报）"]),
    st.sampled_from(["", "江港日报", "海风晚报"]),
    st.booleans(),
)
_files = st.builds(
    File,
    path=st.builds(
        _path,
        st.integers(1, 3),
        st.sampled_from(["_posts", "old_post", "more/_posts"]),
        is_dated=st.booleans(),
    ),
    title=st.sampled_from(["港口扩建", "码头扩建", ""]),
    date=st.sampled_from([*_DATES, ""]),
    category=st.sampled_from(["jianggang", "Jiang gang", "haifeng"]),
    tags=st.sampled_from(["", "江港日报新闻", "港口新闻"]),
    body=_bodies,
    earlier=st.none() | _bodies,
)
_archives = st.lists(_files, min_size=1, max_size=7, unique_by=lambda file: file.path)
_arrivals = _archives.flatmap(
    lambda files: st.tuples(
        st.just(files), st.permutations(files), st.lists(st.booleans(), min_size=7)
    )
)


@contextmanager
def empty_newsroom(template_url: str) -> Iterator[Newsroom]:
    """A newsroom over a copy of a migrated database."""
    with TemporaryDirectory() as folder:
        file = shutil.copy(template_url.removeprefix("sqlite:///"), folder)
        with newsroom_over(f"sqlite:///{file}", Path(folder) / "archive") as newsroom:
            yield newsroom


def seen(newsroom: Newsroom) -> object:
    """What readers see: articles, where they stand, and the titles of categories."""
    titles = newsroom.rows("SELECT raw, title, is_outlet FROM categories ORDER BY raw")
    return newsroom.everything(), titles


def bring_in(newsroom: Newsroom, files: Sequence[File], ends: Sequence[bool]) -> None:
    """Let files arrive one by one, with an import behind some of them."""
    for file, is_end in zip(files, ends, strict=False):
        if file.earlier is not None:
            file.write(newsroom.tree, file.earlier)
            newsroom.import_()
        file.write(newsroom.tree, file.body)
        if is_end:
            newsroom.import_()
    newsroom.import_()


@_few
@given(arrival=_arrivals)
def test_any_order_ends_in_the_same_state(sqlite_url: str, arrival):
    """Files that come in any order, some of them in earlier versions, or all at once."""
    files, order, ends = arrival
    with empty_newsroom(sqlite_url) as newsroom:
        bring_in(newsroom, [File(*_final(file)) for file in files], [False] * 7)
        at_once = seen(newsroom)
    with empty_newsroom(sqlite_url) as newsroom:
        bring_in(newsroom, order, ends)
        assert seen(newsroom) == at_once


@_few
@given(files=_archives)
def test_importing_twice_is_importing_once(sqlite_url: str, files: list[File]):
    """Even when every file was touched in between, or is read anew."""
    with empty_newsroom(sqlite_url) as newsroom:
        bring_in(newsroom, files, [False] * 7)
        once = seen(newsroom), newsroom.revision(), newsroom.validators()
        for file in files:
            newsroom.tree.touch(file.path)
        newsroom.import_()
        newsroom.run("UPDATE imported_files SET hash = :none, size = 0", none=b"")
        newsroom.import_()
        again = seen(newsroom), newsroom.revision(), newsroom.validators()
        assert again == once


def _final(file: File) -> tuple[str, str, str, str, str, str, None]:
    """The same file without a past."""
    return (
        file.path, file.title, file.date, file.category, file.tags, file.body, None,
    )  # fmt: skip
