"""Pictures and files of an archive come in with its posts, stay, and are erased."""

import re
from dataclasses import replace
from datetime import datetime
from hashlib import shake_256
from itertools import count

import pytest

from feedsvc.services.operations import Operations
from tests.support.newsroom import Newsroom, info
from tests.support.posts import Silent
from tests.support.trees import Tree, code, name

PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 2_500  # three pieces
URL = "url: https://old.example\nbaseurl: /blog\n"
_PATH = re.compile(r'="(/media/[0-9a-f]{64}/[^"]*)"')


def paths(newsroom: Newsroom, number: int = 1) -> list[str]:
    """Names of the media in an article's body, in order."""
    return _PATH.findall(newsroom.article(code(number), "html"))


def names(newsroom: Newsroom, number: int = 1) -> list[str]:
    """The same, less what their content decides."""
    return [path.rpartition("/")[2] for path in paths(newsroom, number)]


def told(newsroom: Newsroom, number: int = 1) -> list[str]:
    """What the last import said of an article's files."""
    return [
        reason
        for path, reason, _ in newsroom.problems
        if path == name(number) and "come in" in reason
    ]


def write_archive(tree: Tree) -> None:
    """Posts that refer to files in many ways."""
    tree.write("_config.yml", URL)
    tree.write("assets/img/图 1.png", PNG + b"1")
    tree.write("assets/b.png", PNG + b"2")
    tree.write("_posts/pics/c.gif", b"GIF89a")
    tree.write("files/Report.PDF", PDF)
    tree.write("files/sound.mp3", b"ID3\x04.")
    tree.write("assets/unused.png", PNG + b"3")
    tree.post(
        name(1),
        "![一](/assets/img/%E5%9B%BE%201.png) ![二]({{ site.baseurl }}/assets/b.png)\n"
        '![三]({{ "/assets/b.png" | absolute_url }}) <img src="pics/c.gif">\n'
        "[报告](/files/Report.PDF#page=2) [关于](/about/) [页](/a.html)\n\n"
        '<audio controls><source src="../../files/sound.mp3"></audio>',
        more="image: /assets/b.png\n",
    )
    tree.post(name(2), "![二](https://old.example/blog/assets/b.png)")


def test_what_a_post_refers_to_comes_in_once(newsroom: Newsroom):
    """However it is written; importing again does nothing."""
    write_archive(newsroom.tree)
    summary = newsroom.import_()
    assert not told(newsroom)
    assert names(newsroom) == [
        "tu-1.png", "b.png", "b.png", "c.gif", "report.pdf#page=2", "sound.mp3",
    ]  # fmt: skip
    assert paths(newsroom, 2) == [paths(newsroom)[1]]
    assert (summary.media, newsroom.value("SELECT count(*) FROM media")) == (5, 5)
    kept = newsroom.rows(
        "SELECT c.body FROM media m JOIN media_chunks c ON c.digest = m.digest"
        " WHERE m.media_type = 'application/pdf' ORDER BY c.position"
    )
    assert b"".join(bytes(body) for (body,) in kept) == PDF
    assert len(kept) == 3
    before = newsroom.everything(), newsroom.value("SELECT revision FROM site")
    assert (again := newsroom.import_()).unchanged == 2
    assert again.media == 0
    for path in ("assets/b.png", "files/Report.PDF"):
        newsroom.tree.touch(path)
    assert newsroom.import_().unchanged == 2
    assert newsroom.import_().unchanged == 2
    assert (
        newsroom.everything(),
        newsroom.value("SELECT revision FROM site"),
    ) == before
    newsroom.run("UPDATE articles SET rules_version = 0")
    assert newsroom.rederivation.run(lambda _done: None) == (2, 0)


def test_a_picture_that_changes_or_comes_moves_its_article(newsroom: Newsroom):
    """It has another address then; the one before still leads to what it was."""
    tree = newsroom.tree
    tree.write("_config.yml", URL)
    tree.write("a.png", PNG)
    tree.post(name(1), "![一](/a.png) ![二](/b.png)")
    tree.post(name(2), "无图。")
    newsroom.import_()
    [first] = paths(newsroom)
    assert 'src="https://old.example/b.png"' in newsroom.article(code(1), "html")
    assert told(newsroom) == [
        "A file does not come in, for the archive has none: /b.png at line 8."
    ]
    updated = newsroom.article(code(1), "updated_at")
    tree.write("a.png", PNG + b"new")
    tree.write("b.png", PNG + b"late")
    assert newsroom.import_().changed == 1
    assert not told(newsroom)
    assert names(newsroom) == ["a.png", "b.png"]
    assert first not in paths(newsroom)
    assert newsroom.article(code(1), "updated_at") > updated
    assert newsroom.value("SELECT count(*) FROM media") == 3
    where = "SELECT m.size FROM media_paths p JOIN media m ON m.digest = p.digest WHERE path"
    assert newsroom.value(f"{where} = '/blog/a.png'") == len(PNG) + 3
    (tree.root / "b.png").unlink()
    assert newsroom.import_().changed == 1
    newsroom.archives.rename("archive", "other")
    assert newsroom.import_(name="other").unchanged == 2


def test_what_may_not_come_in_is_told_with_its_reason(newsroom: Newsroom):
    """Each stays at its old address, so that nothing is worse than before."""
    tree = newsroom.tree
    tree.write("_config.yml", URL)
    tree.write("page.png", "<html><script>alert(1)</script>")
    tree.write("empty.png", "")
    tree.write("_data/a.png", PNG)
    tree.write(".git/a.png", PNG)
    tree.write("paper.txt", "---\ntitle: x\n---\n")
    tree.write("folder.png/a.txt", "x")
    (tree.root.parent / "secret.png").write_bytes(PNG)
    (tree.root / "out.png").symlink_to("../secret.png")
    (tree.root / "loop.png").symlink_to("loop.png")
    reasons = {
        "/page.png": "no picture that browsers show",
        "/empty.png": "empty",
        "/_data/a.png": "hidden by its name",
        "/.git/a.png": "hidden by its name",
        "/out.png": "a link that leads out of the archive",
        "/loop.png": "for the archive has none",
        "/folder.png": "for the archive has none",
        "/../secret.png": "for the archive has none",
        "/%2e%2e/secret.png": "for the archive has none",
        f"/{'a' * 300}.png": "for the archive has none",
        # An index of PostgreSQL takes 2,704 bytes, and packs what repeats itself.
        f"/{shake_256(b'').hexdigest(4_000)}.png": "its path is over 1024 bytes",
    }
    for number, address in enumerate(reasons, 1):
        tree.post(name(number), f"![x]({address})")
    tree.post(name(20), "[x](/paper.txt) [y](/page.png)")
    newsroom.import_()
    for number, (address, reason) in enumerate(reasons.items(), 1):
        line = f"A file does not come in, {reason}: {address[:80]} at line 8."
        assert told(newsroom, number) == [line]
        html = newsroom.article(code(number), "html")
        assert '<img src="https://old.example/' in html

    # A download may be anything: it is sent as that, and never as a page or a picture.
    assert names(newsroom, 20) == ["page.bin"]
    assert newsroom.rows("SELECT media_type FROM media") == [
        ("application/octet-stream",)
    ]


def test_what_can_only_be_downloaded_is_not_shown(newsroom: Newsroom):
    """Not even in a link to it, nor when the article is made anew."""
    newsroom.tree.write("_config.yml", URL)
    newsroom.tree.write("a.bmp", b"BM" + bytes(60))
    newsroom.tree.write("b.png", b"BM" + bytes(61))
    newsroom.tree.post(name(1), "[![x](/a.bmp)](/a.bmp) [![x](/b.png)](/b.png)")
    newsroom.import_()
    before = newsroom.article(code(1), "html")
    assert names(newsroom) == ["a.bmp", "b.bin"]
    assert re.findall('src="([^"]*)', before) == [
        "https://old.example/a.bmp", "https://old.example/b.png",
    ]  # fmt: skip
    newsroom.run("UPDATE articles SET rules_version = 0")
    newsroom.rederivation.run(lambda _done: None)
    assert newsroom.article(code(1), "html") == before


def test_a_file_that_can_be_read_later_comes_in_then(newsroom: Newsroom):
    """Whatever its time says; and one that goes while it is read is left out until then."""
    tree = newsroom.tree
    tree.write("../real.png", PNG)
    (tree.root / "out.png").symlink_to("../real.png")
    tree.write("gone.png", PNG + b"gone")
    for number, path in ((1, "out"), (2, "gone"), (3, "gone")):
        tree.post(name(number), f"![x](/{path}.png)")
    calls = count()

    def clock() -> datetime:
        """The time; the file goes when what was read is about to be stored."""
        if next(calls) == 4:
            (tree.root / "gone.png").rename(tree.root / "away.png")
        return newsroom.now

    replace(newsroom.importer(), clock=clock).run(tree.root, Silent(), name="archive")
    assert newsroom.value("SELECT count(*) FROM media") == 0
    assert names(newsroom, 3) == ["gone.png"]
    (tree.root / "away.png").rename(tree.root / "gone.png")
    (tree.root / "out.png").unlink()
    (tree.root.parent / "real.png").rename(tree.root / "out.png")
    assert newsroom.import_().changed == 1
    assert names(newsroom) == ["out.png"]
    assert newsroom.value("SELECT count(*) FROM article_media") == 3
    assert newsroom.import_().unchanged == 3


def test_purging_erases_what_no_other_article_uses(newsroom: Newsroom):
    """Versions of before among it; a retraction alone leaves all where it was."""
    tree = newsroom.tree
    for path, more in (("a.png", b"a"), ("b.png", b"b")):
        tree.write(path, PNG + more)
    tree.post(name(1), "![一](/a.png) ![二](/b.png)")
    tree.post(name(2), "![二](/b.png)")
    tree.post(name(3), "![二](/b.png)", more="published: false\n")
    newsroom.import_()
    tree.write("a.png", PNG + b"later")
    newsroom.import_()
    assert newsroom.value("SELECT count(*) FROM media") == 3
    newsroom.decisions.retract(info(code(1)), reason="x", is_legal=False)
    assert newsroom.value("SELECT count(*) FROM media") == 3
    newsroom.decisions.purge(info(code(1)))
    assert newsroom.rows("SELECT path FROM media_paths") == [("/b.png",)]
    assert newsroom.value("SELECT count(*) FROM media_chunks") == 1
    newsroom.import_()
    assert newsroom.value("SELECT count(*) FROM media") == 1
    newsroom.decisions.purge(info(code(2)))
    assert newsroom.value("SELECT count(*) FROM media") == 0
    newsroom.archives.forget("archive")
    assert newsroom.value("SELECT count(*) FROM imported_media") == 0


def test_what_was_lost_comes_back_with_the_next_reading(newsroom: Newsroom):
    """As after a migration that was undone and done again; the article stays as it is."""
    newsroom.tree.write("a.png", PNG)
    newsroom.tree.post(name(1), "![一](/a.png)")
    newsroom.import_()
    before = newsroom.everything()
    for table in ("media_chunks", "media_paths", "article_media", "media"):
        newsroom.run(f"DELETE FROM {table}")  # noqa: S608 - the test's own words
    newsroom.run("UPDATE archives SET fingerprint = NULL")
    assert newsroom.import_().unchanged == 1
    assert newsroom.value("SELECT count(*) FROM media_chunks") == 1
    assert newsroom.everything() == before


def test_the_doctor_finds_what_is_damaged_or_missing(newsroom: Newsroom):
    """By the bytes of every file; the articles that use it are named."""
    for path, more in (("a.png", b"a"), ("b.png", b"b")):
        newsroom.tree.write(path, PNG + more)
    newsroom.tree.post(name(1), "![一](/a.png)")
    newsroom.tree.post(name(2), "![二](/b.png)")
    newsroom.import_()
    doctor = Operations(newsroom.database, lambda: newsroom.now)
    assert "media" not in {check.name for check in doctor.doctor(is_full=True)}
    newsroom.run("UPDATE media_chunks SET body = :body", body=PNG + b"a")
    found = {check.name: check.detail for check in doctor.doctor(is_full=True)}
    assert code(2) in found["media"]
    assert code(1) not in found["media"]
    newsroom.run("DELETE FROM media_chunks")
    found = {check.name: check.detail for check in doctor.doctor(is_full=True)}
    assert code(1) in found["media"]


@pytest.mark.parametrize("cap", [0, 8])
def test_a_cap_keeps_files_out(newsroom: Newsroom, cap: int):
    """Zero lets none in, and says nothing of each."""
    newsroom.tree.write("_config.yml", URL)
    newsroom.tree.write("a.png", PNG + b"x")
    newsroom.tree.post(name(1), "![一](/a.png)")
    newsroom.importer(max_media_bytes=cap).run(newsroom.tree.root, Silent())
    assert newsroom.value("SELECT count(*) FROM media") == 0
    assert "https://old.example/a.png" in newsroom.article(code(1), "html")


def test_a_check_counts_and_keeps_no_bytes(newsroom: Newsroom):
    """As `import --check` does, in a store of its own."""
    newsroom.tree.write("a.png", PNG)
    newsroom.tree.post(name(1), "![一](/a.png)")
    importer = newsroom.importer(keeps_media=False)
    summary = importer.run(newsroom.tree.root, Silent())
    assert (summary.media, summary.media_bytes) == (1, len(PNG))
    assert newsroom.value("SELECT count(*) FROM media_chunks") == 0
