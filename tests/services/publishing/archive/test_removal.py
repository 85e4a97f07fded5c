"""Articles of removed files, where an operator wants them to go with their files."""

import shutil
from pathlib import Path

from feedsvc.services.publishing.archive.removal import Removal
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, html, name


def removal(newsroom: Newsroom, archive: str = "archive") -> Removal:
    """Removal of the tree's files, a second after whatever was done before."""
    newsroom.pass_time(1)
    root = newsroom.tree.root
    return Removal(newsroom.database, lambda: newsroom.now, archive, root)


def remove(newsroom: Newsroom, path: str) -> Path:
    """Take a file away."""
    file = newsroom.tree.root / path
    file.unlink()
    return file


def test_an_article_goes_and_comes_back_with_its_file(newsroom: Newsroom):
    """With a tombstone and a reason; the same file again shows it as it was."""
    newsroom.tree.posts(3)
    newsroom.import_()
    file = remove(newsroom, name(1))
    text = (newsroom.tree.root / name(2)).read_text("utf-8").replace("第2篇", "第1篇")
    assert removal(newsroom).retract([name(1), name(2), "nowhere.md"]) == [name(1)]
    reason = f"archive: {name(1)} was removed"
    assert newsroom.article(code(1), "state, state_reason") == ("retracted", reason)
    assert newsroom.entries(code(1))["jianggang"] == "withdrawn"
    assert newsroom.article(code(2)) == "published"
    assert newsroom.import_().unchanged == 2
    file.write_text(text, "utf-8")
    newsroom.import_()
    assert newsroom.article(code(1)) == "published"
    assert newsroom.entries(code(1)) == {"": "shown", "jianggang": "shown"}


def test_all_that_are_gone_are_found(newsroom: Newsroom):
    """One by one, below a folder that is gone, or wherever they lay."""
    newsroom.tree.posts(2)
    for number in (3, 4):
        newsroom.tree.post(name(number, "sport/_posts"))
    newsroom.tree.post(name(5, "sport2/_posts"))
    newsroom.import_()
    shutil.rmtree(newsroom.tree.root / "sport")
    gone = [name(number, "sport/_posts") for number in (3, 4)]
    assert removal(newsroom).retract(["sport"]) == gone
    remove(newsroom, name(2))
    remove(newsroom, name(5, "sport2/_posts"))
    assert removal(newsroom).retract_all() == [name(2), name(5, "sport2/_posts")]
    assert removal(newsroom).retract_all() == []
    assert newsroom.article(code(1)) == "published"


def test_what_another_file_stands_for_stays(newsroom: Newsroom, tmp_path: Path):
    """A twin, or a copy in another archive."""
    newsroom.tree.post(name(1), html("全文。"))
    newsroom.tree.post(name(1, "old_post"))
    newsroom.tree.post(name(2))
    newsroom.import_()
    copy = shutil.copytree(newsroom.tree.root, tmp_path / "copy")
    (copy / name(1)).unlink()
    (copy / name(1, "old_post")).unlink()
    newsroom.import_(copy, name="copy")
    for number in (1, 2):
        remove(newsroom, name(number))
    assert removal(newsroom).retract_all() == []
    assert newsroom.article(code(1)) == newsroom.article(code(2)) == "published"


def test_the_file_that_is_left_speaks(newsroom: Newsroom):
    """It is read again, and its article says what it says from then on."""
    newsroom.tree.post(name(1), title="先")
    newsroom.tree.post(name(1, "old_post"), title="后")
    newsroom.import_()
    remove(newsroom, name(1))
    left = name(1, "old_post")
    assert removal(newsroom).recall([name(1), left, "nowhere"]) == [left]
    assert newsroom.import_().changed == 1
    assert newsroom.article(code(1), "title") == "后"


def test_a_persons_decision_stands(newsroom: Newsroom):
    """Nothing is changed about what is withdrawn, and what is restored stays so."""
    newsroom.tree.posts(2)
    newsroom.import_()
    newsroom.decisions.retract(info(code(1)), reason="误报", is_legal=True)
    remove(newsroom, name(1))
    remove(newsroom, name(2))
    assert removal(newsroom).retract_all() == [name(2)]
    assert newsroom.article(code(1), "state_reason, is_legal") == ("误报", True)
    newsroom.decisions.restore(info(code(2)))
    assert removal(newsroom).retract_all() == []
    assert newsroom.article(code(2)) == "published"
