"""`feedsvc sync`: a real one, beside somebody who works on the archive."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedsvc.model.clock import utc_now
from feedsvc.model.import_run import Run, RunState
from feedsvc.services.publishing.archive.runs import Runs
from tests.support import process
from tests.support.client import eventually
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.process import child_environment
from tests.support.trees import Tree, code, name

Command = Callable[..., CompletedProcess[str]]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """An archive of two posts, whose files have the times at which they are written."""
    tree = Tree(tmp_path / "archive")
    tree.posts(2)
    return tree


@contextmanager
def syncing(
    newsroom: Newsroom, *options: str | Path, ends_with: int | None = signal.SIGTERM
) -> Iterator[Path]:
    """Run a sync that has begun to follow; gives its log. It has to end well."""
    folder = newsroom.tree.root.parent
    log = folder / f"sync-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        running = process.start(
            ("sync", *map(str, options)),
            child_environment({"FEEDSVC_DATABASE_URL": newsroom.database.url}),
            folder,
            output=output.fileno(),
            errors=output.fileno(),
        )
        try:
            has_begun = lambda run: bool(run and run[0].seen_at > run[0].began_at)  # noqa: E731
            eventually(lambda: runs(newsroom, of=running.pid), has_begun)
            yield log
            if ends_with is not None:
                os.kill(running.pid, ends_with)
                status = running.wait(30)
                assert (status == 0) is (ends_with == signal.SIGTERM), log.read_text()
        finally:
            running.kill()
            running.wait()


def runs(newsroom: Newsroom, of: int | None = None) -> list[Run]:
    """Imports that are remembered, newest first; those of one process."""
    found = Runs(newsroom.database, utc_now).latest(limit=9)
    return [run for run in found if of in (None, run.process.pid)]


def comes(newsroom: Newsroom, sql: str, *wanted: object) -> None:
    """Wait until a query of the test's own finds these rows."""
    rows = [one if isinstance(one, tuple) else (one,) for one in wanted]
    eventually(lambda: newsroom.rows(sql), lambda found: found == rows)


def states(newsroom: Newsroom, *wanted: tuple[str, str]) -> None:
    """Wait until the articles have these titles and states."""
    comes(newsroom, "SELECT title, state FROM articles ORDER BY info_code", *wanted)


@pytest.fixture
def newsroom(database_url: str, tree: Tree) -> Iterator[Newsroom]:
    """The store that the sync fills, as the test sees it."""
    with newsroom_over(database_url, tree.root) as newsroom:
        yield newsroom


@pytest.fixture
def small(sqlite_url: str, tree: Tree) -> Iterator[Newsroom]:
    """Output on SQLite alone, for commands that no engine could change."""
    with newsroom_over(sqlite_url, tree.root) as newsroom:
        yield newsroom


def test_an_archive_is_followed(newsroom: Newsroom, tree: Tree) -> None:
    """New, changed, moved, hidden and removed posts, in folders that come and go."""
    first, second = ("第1篇", "published"), ("第2篇", "published")
    with syncing(newsroom, tree.root):
        states(newsroom, first, second)
        tree.post(name(3), title="新")
        states(newsroom, first, second, ("新", "published"))
        tree.post(name(3), title="改")
        states(newsroom, first, second, ("改", "published"))
        (tree.root / "sport/_posts").mkdir(parents=True)
        (tree.root / name(3)).rename(tree.root / name(3, "sport/_posts"))
        paths = "SELECT path FROM imported_files WHERE path LIKE 'sport%'"
        comes(newsroom, paths, name(3, "sport/_posts"))
        (tree.root / "sport/_posts").rename(tree.root / "sport/_drafts")
        states(newsroom, first, second, ("改", "retracted"))
        (tree.root / "sport/_drafts").rename(tree.root / "sport/_posts")
        states(newsroom, first, second, ("改", "published"))
        shutil.rmtree(tree.root / "sport")
        (tree.root / name(1)).unlink()
        tree.post(name(4), title="末")
        states(newsroom, first, second, ("改", "published"), ("末", "published"))
    [run] = runs(newsroom)
    assert run.command == "sync"
    assert run.state in {RunState.FINISHED, RunState.INTERRUPTED}  # amid a look
    assert run.counts.new == 4
    assert run.done == run.total


def test_what_posts_depend_on_is_followed(small: Newsroom, tree: Tree) -> None:
    """Pictures, authors, and what the site says of itself."""
    tree.post(name(1), "![图](/img/a.png)", title="图", more="author: zhou\n")
    html = f"SELECT html LIKE '%/media/%' FROM articles WHERE info_code = '{code(1)}'"  # noqa: S608 - our own code
    authors = "SELECT name FROM attributions WHERE role = 'author'"
    with syncing(small, tree.root):
        comes(small, authors, "zhou")
        tree.write("img/a.png", PNG)
        comes(small, html, 1)
        (tree.root / "img").rename(tree.root / "pictures")
        comes(small, html, 0)
        (tree.root / "pictures").rename(tree.root / "img")
        comes(small, html, 1)
        tree.write("_data/authors.yml", "zhou:\n  name: 周可\n")
        comes(small, authors, "周可")
        tree.write("_config.yml", "defaults:\n- values: {author: 林知远}\n")
        comes(small, f"{authors} ORDER BY name", "周可", "林知远")


def test_a_file_that_is_half_written_ends_whole(small: Newsroom, tree: Tree) -> None:
    """Written at leisure, or under another name; what was refused is taken when whole."""
    text = "---\ntitle: 长\ndate: 2022-05-01 08:00:00 +0800\n---\n"
    growing = tree.root / "_posts/2022-05-01-long.md"
    with syncing(small, tree.root) as log:
        with growing.open("w", encoding="utf-8") as file:
            for part in (text[:12], text[12:], "首段。\n\n", "末段。\n"):
                file.write(part)
                file.flush()
                time.sleep(0.05)
        titles = "SELECT title FROM articles WHERE title NOT LIKE '第%'"
        comes(small, titles, "长")
        comes(small, "SELECT count(*) FROM article_versions", 0)
        broken = tree.write("_posts/2022-05-01-broken.md", text[:12])
        eventually(log.read_text, lambda said: "finding=rejected" in said)
        broken.write_text(text.replace("长", "短") + "全文。", encoding="utf-8")
        comes(small, f"{titles} ORDER BY title", "短", "长")
        hidden = tree.write("_posts/.2022-05-01-swap.md.swp", text)
        hidden.rename(tree.root / "_posts/2022-05-01-swap.md")
        comes(small, "SELECT count(*) FROM articles", 5)
    outcomes = "SELECT DISTINCT outcome FROM imported_files"
    assert small.rows(outcomes) == [("new",)]


def test_a_checkout_ends_in_the_new_tree(small: Newsroom, tree: Tree) -> None:
    """Of another branch and back, with folders that come and go; removed ones retract."""

    def git(*words: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@x.example")
        line = ["git", "-C", str(tree.root), *who, *words]
        subprocess.run(line, check=True, capture_output=True)

    for number in range(3, 40):
        tree.post(name(number, "sport/_posts"), title="甲")
    for words in (("init", "-b", "one"), ("add", "."), ("commit", "-m", "x")):
        git(*words)
    git("checkout", "-b", "two")
    shutil.rmtree(tree.root / "sport")
    for number in (2, *range(40, 80)):
        tree.post(name(number, "city/_posts"), title="乙")
    (tree.root / name(2)).unlink()
    git("add", "-A")
    git("commit", "-m", "y")
    counts = "SELECT title, state, count(*) FROM articles GROUP BY 1, 2 ORDER BY 1, 2"
    first = ("第1篇", "published", 1)
    with syncing(small, tree.root, "--retract-removed"):
        comes(small, counts, ("乙", "published", 41), first)
        git("checkout", "one")
        second = ("第2篇", "published", 1)
        gone = ("乙", "retracted", 40)
        comes(small, counts, gone, ("甲", "published", 37), first, second)
        for branch in ("two", "one", "two"):
            git("checkout", branch)
        gone = ("甲", "retracted", 37)
        comes(small, counts, ("乙", "published", 41), gone, first)


def test_an_archive_may_be_away_or_be_replaced(small: Newsroom, tree: Tree) -> None:
    """Nothing is retracted of one that is not mounted; a link may lead to the next one."""
    link, away = tree.root.with_name("current"), tree.root.with_name("away")
    link.symlink_to(tree.root)
    both = ("第1篇", "published"), ("第2篇", "published")
    with syncing(small, link, "--retract-removed") as log:
        states(small, *both)
        tree.root.rename(away)
        eventually(log.read_text, lambda said: "event=archive-away" in said)
        (away / name(3)).write_bytes((away / name(2)).read_bytes())
        away.rename(tree.root)
        states(small, *both, ("第2篇", "published"))
        following = Tree(tree.root.with_name("next"))
        following.post(name(1), title="下一版")
        link.unlink()
        link.symlink_to(following.root)
        states(small, ("下一版", "published"), *(("第2篇", "retracted"),) * 2)


def test_one_sync_follows_an_archive(
    newsroom: Newsroom, feedsvc: Command, tree: Tree
) -> None:
    """Another is refused and told which; one that was killed is no hindrance."""
    settings = {"FEEDSVC_DATABASE_URL": newsroom.database.url}
    with syncing(newsroom, tree.root, ends_with=signal.SIGKILL):
        refused = feedsvc("sync", tree.root, settings=settings)
        assert refused.returncode == 1
        [run] = runs(newsroom)
        said = refused.stderr.splitlines()[-1]
        assert said.startswith(f"feedsvc: {tree.root}: process {run.process.pid} on ")
    assert runs(newsroom)[0].state is RunState.KILLED
    with syncing(newsroom, tree.root):
        tree.post(name(3))
        comes(newsroom, "SELECT count(*) FROM articles", 3)
    nowhere = feedsvc("sync", tree.root / "nowhere", settings=settings)
    said = f"feedsvc: {tree.root}/nowhere: no such folder"
    assert (nowhere.returncode, nowhere.stderr.splitlines()[-1]) == (1, said)
