"""The same posts under several archives: copies, moved folders, other mounts."""

import shutil
from pathlib import Path

import pytest

from feedsvc.errors import ArchiveNameTaken, ArchiveUnknown
from tests.support.newsroom import Newsroom
from tests.support.trees import Tree, code, html, name


def title(newsroom: Newsroom, number: int = 1) -> str:
    """What an article's title is."""
    found: str = newsroom.article(code(number), "title")
    return found


@pytest.fixture
def release(newsroom: Newsroom, tmp_path: Path) -> Tree:
    """The tree has been imported as `v/release-9`; this is its copy, `v/release-10`."""
    for number in range(1, 5):
        newsroom.tree.post(name(number), html("全文。"), title="旧题")
    newsroom.import_(name="v/release-9")
    return Tree(Path(shutil.copytree(newsroom.tree.root, tmp_path / "release-10")))


def import_release(newsroom: Newsroom, release: Tree, name: str = "v/release-10"):
    """Import the copy."""
    return newsroom.import_(release.root, name=name)


@pytest.mark.parametrize("archive", ["v/release-10", "v/release-9a"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_correction_in_a_copy_stands(
    newsroom: Newsroom, release: Tree, archive: str, *, is_gone: bool
):
    """Whether its name sorts before or behind, and whether the first is still there."""
    if is_gone:
        shutil.rmtree(newsroom.tree.root)
    release.post(name(1), html("全文。"), title="新题")
    summary = import_release(newsroom, release, archive)
    assert (summary.changed, summary.unchanged, summary.same_article) == (1, 3, 0)
    assert (title(newsroom, 1), title(newsroom, 2)) == ("新题", "旧题")


def test_a_copy_of_some_files_takes_no_others(newsroom: Newsroom, release: Tree):
    """What was not copied stays what it was."""
    shutil.rmtree(newsroom.tree.root)
    for number in (3, 4):
        (release.root / name(number)).unlink()
    release.post(name(1), html("全文。"), title="新题")
    import_release(newsroom, release)
    titles = [title(newsroom, number) for number in range(1, 5)]
    assert titles == ["新题", "旧题", "旧题", "旧题"]


def test_archives_in_turn_never_flip(newsroom: Newsroom, release: Tree):
    """Unchanged files decide nothing, whichever archive comes again."""
    release.post(name(1), html("全文。"), title="新题")
    import_release(newsroom, release)
    before = newsroom.everything(), newsroom.revision(), newsroom.validators()
    for _ in range(2):
        newsroom.import_(name="v/release-9")
        import_release(newsroom, release)
        after = newsroom.everything(), newsroom.revision(), newsroom.validators()
        assert after == before


def test_a_twin_that_changes_calls_no_old_text_back(newsroom: Newsroom, release: Tree):
    """The first archive's own post is as old as it was, though its twin is read."""
    release.post(name(1), html("全文。"), title="新题")
    import_release(newsroom, release)
    newsroom.tree.post(name(1, "old_post"), "摘要。", title="别题")
    newsroom.import_(name="v/release-9")
    assert title(newsroom) == "新题"
    newsroom.tree.touch(name(1))
    newsroom.import_(name="v/release-9")
    assert title(newsroom) == "新题"


def test_whichever_changed_last_speaks(newsroom: Newsroom, release: Tree):
    """Back and forth, and after being read again for its twin's sake."""
    release.post(name(1), html("全文。"), title="新题")
    import_release(newsroom, release)
    newsroom.tree.post(name(1), html("全文。"), title="最新题")
    newsroom.import_(name="v/release-9")
    assert title(newsroom) == "最新题"
    release.post(name(1), html("全文。"), title="定题")
    import_release(newsroom, release)
    newsroom.import_(name="v/release-9")
    assert title(newsroom) == "定题"


def test_the_folder_above_or_below_is_a_copy_too(newsroom: Newsroom, tmp_path: Path):
    """Where its paths sort lower: among archives, paths do not decide."""
    whole = Tree(tmp_path / "repository")
    whole.post(f"site/{name(1)}", title="旧题")
    newsroom.import_(whole.root, name="whole")
    whole.post(f"site/{name(1)}", title="新题")
    newsroom.import_(whole.root / "site", name="site")
    assert title(newsroom) == "新题"


def test_a_moved_file_may_say_less_and_move_elsewhere(
    newsroom: Newsroom, release: Tree
):
    """Once its former self is gone: a digest for HTML, another category for its own."""
    shutil.rmtree(newsroom.tree.root)
    release.post(name(1), "摘要。", category="gangkou")
    assert import_release(newsroom, release).changed == 1
    assert newsroom.article(code(1), "html") == "<p>摘要。</p>"
    shown = {
        where for where, how in newsroom.entries(code(1)).items() if how == "shown"
    }
    assert shown == {"", "gangkou"}


def test_a_folder_that_comes_back_is_as_old_as_it_was(
    newsroom: Newsroom, release: Tree, tmp_path: Path
):
    """As when a volume was not mounted: nothing flips back."""
    away = newsroom.tree.root.rename(tmp_path / "away")
    release.post(name(1), html("全文。"), title="新题")
    import_release(newsroom, release)
    away.rename(newsroom.tree.root)
    newsroom.import_(name="v/release-9")
    assert title(newsroom) == "新题"


def test_losing_to_another_archive_is_counted(newsroom: Newsroom, release: Tree):
    """To which one, and how many; after that archive is forgotten, the loser speaks."""
    release.post(name(1), "摘要。", title="新题")
    summary = import_release(newsroom, release)
    assert summary.lost_to == {"v/release-9": 1}
    archives = newsroom.archives
    assert archives.forget("v/release-9") == 4
    assert title(newsroom) == "旧题"
    import_release(newsroom, release)
    assert title(newsroom) == "新题"
    with pytest.raises(ArchiveUnknown):
        archives.forget("v/release-9")


def test_forgetting_takes_the_categories_of_claims(newsroom: Newsroom, release: Tree):
    """Where other files say where the article belongs; else it stays where it is."""
    release.post(name(1), html("全文。"), category="gangkou")
    (release.root / name(2)).unlink()
    import_release(newsroom, release)
    newsroom.archives.forget("v/release-9")
    shown = {
        where for where, how in newsroom.entries(code(1)).items() if how == "shown"
    }
    assert shown == {"", "gangkou"}
    assert newsroom.entries(code(2)) == {"": "shown", "jianggang": "shown"}


def test_what_is_known_of_archives(newsroom: Newsroom, release: Tree):
    """Folder, whether it is there, files, articles, and when it was imported."""
    release.post(name(1), html("全文。"), title="新题")
    release.write("_posts/2022-05-01-broken.md", "---\n没有元数据")
    release.category("haifeng")
    import_release(newsroom, release)
    newsroom.import_(name="v/release-9")
    shutil.rmtree(newsroom.tree.root)
    last, first = newsroom.archives.all()
    assert (first.name, first.root) == ("v/release-9", str(newsroom.tree.root))
    assert (first.is_there, last.is_there) == (False, True)
    assert (first.files, first.articles, first.rejected) == (4, 0, 0)
    assert (last.files, last.articles, last.rejected) == (5, 4, 1)
    assert first.imported_at is not None
    assert last.imported_at is not None
    assert first.imported_at > last.imported_at


def test_an_archive_of_before_is_there(newsroom: Newsroom, release: Tree):
    """One whose folder nobody wrote down, until it is imported again."""
    newsroom.run("UPDATE archives SET root = NULL, imported_at = NULL")
    shutil.rmtree(newsroom.tree.root)
    release.post(name(1), "摘要。", title="新题")
    import_release(newsroom, release)
    assert title(newsroom) == "旧题"
    assert newsroom.archives.all()[1].is_there is None


def test_renaming_an_archive(newsroom: Newsroom, release: Tree):
    """Its files are known under the new name; names are unique, and known."""
    newsroom.archives.rename("v/release-9", "main")
    assert import_release(newsroom, release, "main").unchanged == 4
    assert [archive.name for archive in newsroom.archives.all()] == ["main"]
    newsroom.import_(name="other")
    with pytest.raises(ArchiveNameTaken):
        newsroom.archives.rename("other", "main")
    with pytest.raises(ArchiveUnknown):
        newsroom.archives.rename("nobody", "somebody")


def test_forgetting_that_was_stopped_goes_on(newsroom: Newsroom, release: Tree):
    """Some files are forgotten already: the rest follows, articles stay."""
    before = newsroom.everything()
    newsroom.run("DELETE FROM imported_files WHERE path = :path", path=name(1))
    assert newsroom.archives.forget("v/release-9") == 3
    assert newsroom.archives.all() == []
    assert newsroom.everything() == before
    assert import_release(newsroom, release).read == 4
    assert newsroom.everything() == before
