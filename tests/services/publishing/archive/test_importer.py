"""An archive becoming articles."""

import json
from pathlib import Path
from random import Random

import pytest

from feedsvc.errors import ArchiveNotFound
from tests.support.newsroom import Newsroom
from tests.support.trees import NW, code, html, name


def rejected(newsroom: Newsroom) -> dict[str, str]:
    """The rejected files of the last import, each with the reason."""
    return {path: why for path, why, is_rejected in newsroom.problems if is_rejected}


def code_of(newsroom: Newsroom, path: str) -> str:
    """The code that an imported file claimed."""
    found: str = newsroom.value(
        "SELECT info_code FROM imported_files WHERE path = :path", path=path
    )
    return found


def test_the_sample_is_what_its_labels_say(newsroom: Newsroom, archive: Path):
    """Every labelled article is stored as its label says, and there is no other."""
    newsroom.import_(archive)
    labels = json.loads((archive / "labels.json").read_text("utf-8"))
    assert newsroom.problems == []
    for label in labels:
        code_ = code_of(newsroom, label["file"])
        for column in {"info_code", "title", "permalink", "origin_url"} & label.keys():
            assert newsroom.article(code_, column) == label[column]
        assert label["category"] in newsroom.entries(code_)
        credits_ = newsroom.credits(code_)
        publishers = [name for role, name, _source in credits_ if role == "publisher"]
        assert publishers == [label["publisher"]] * bool(label["publisher"])
    assert newsroom.value("SELECT count(*) FROM articles") == len(labels)


def test_the_twins_of_the_sample_fold(newsroom: Newsroom, archive: Path):
    """A malformed twin and one of another folder; both lead to the one article."""
    newsroom.import_(archive)
    for label in json.loads((archive / "labels.json").read_text("utf-8")):
        for twin in label.get("same_article", ()):
            assert code_of(newsroom, twin) == label["info_code"]
            page = f"/{twin.removesuffix('.md')}.html"
            is_page = twin.startswith("old_post/")
            assert (page in newsroom.addresses(label["info_code"])) is is_page


def test_what_an_import_says_it_did(newsroom: Newsroom):
    """New articles, files of the same article and rejected ones, which sum up to all."""
    newsroom.tree.posts(2)
    newsroom.tree.post(name(1, "old_post"))
    newsroom.tree.write("_posts/2022-05-01-broken.md", "---\n没有元数据")
    newsroom.tree.category("haifeng")
    summary = newsroom.import_()
    assert (summary.new, summary.same_article, summary.rejected) == (2, 1, 1)
    assert summary.read == 4


def test_a_file_and_share_link_that_disagree(newsroom: Newsroom):
    """The file's code counts, the two are not folded, and a person is told."""
    newsroom.tree.post(name(1), f"甲文。\n\n<{NW}{code(2)}>")
    newsroom.tree.post(name(2), "乙文。")
    newsroom.import_()
    told = [(path, is_rejected) for path, _why, is_rejected in newsroom.problems]
    assert told == [(name(1), False)]
    assert newsroom.article(code(1), "html") == "<p>甲文。</p>"
    assert newsroom.article(code(2), "html") == "<p>乙文。</p>"


def test_two_articles_of_one_permalink(newsroom: Newsroom):
    """The second is rejected, and told whose address it wanted; the first stays."""
    newsroom.tree.post("_posts/2022-05-01-story.md", f"<{NW}{code(1)}>")
    newsroom.import_()
    newsroom.tree.post("more/_posts/2022-05-01-story.md", f"<{NW}{code(2)}>")
    assert newsroom.import_().rejected == 1
    path = "/jianggang/2022/05/01/story.html"
    reason = f"its address {path} belongs to {code(1)}"
    assert rejected(newsroom) == {"more/_posts/2022-05-01-story.md": reason}
    assert newsroom.rows("SELECT info_code FROM articles") == [(code(1),)]


def test_two_articles_of_one_permalink_in_one_import(newsroom: Newsroom):
    """One of them gets it, the other is reported again and again."""
    for number, folder in enumerate(("_posts", "more/_posts"), start=1):
        newsroom.tree.post(f"{folder}/2022-05-01-story.md", f"<{NW}{code(number)}>")
    assert newsroom.import_().rejected == 1
    first = rejected(newsroom)
    assert newsroom.import_().rejected == 1
    assert rejected(newsroom) == first


def test_a_date_to_come(newsroom: Newsroom):
    """The article is stored, and on no surface."""
    newsroom.tree.post(name(1), date="2022-07-01 08:00:00 +0800")
    newsroom.import_()
    assert newsroom.article(code(1)) == "scheduled"
    assert newsroom.entries(code(1)) == {}


def test_several_sources_and_roles_are_credited(newsroom: Newsroom):
    """Only the publisher becomes a source, with a stream of its own."""
    body = html("（记者 李明）港口扩建。", "江港日报")
    newsroom.tree.post(name(1), body)
    newsroom.import_()
    assert ("publisher", "江港日报", "江港日报") in newsroom.credits(code(1))
    assert newsroom.entries(code(1)) == {
        "": "shown",
        "jianggang": "shown",
        "江港日报": "shown",
    }


def test_category_files_make_categories(newsroom: Newsroom):
    """With a stream, without articles, and never with the title that they give."""
    newsroom.tree.category("haifeng")
    summary = newsroom.import_()
    assert newsroom.rows("SELECT raw, title FROM categories") == [
        ("haifeng", "haifeng")
    ]
    assert summary.read == 0
    assert "haifeng" in newsroom.validators()


def test_archives_are_told_apart_by_name(newsroom: Newsroom, tmp_path: Path):
    """The same path in two archives is two files; a winner is found among both."""
    newsroom.tree.post(name(1), "摘要。")
    newsroom.import_(name="one")
    newsroom.tree.post(name(1), html("全文。"))
    copy = newsroom.tree.root.rename(tmp_path / "other")
    newsroom.import_(copy, name="two")
    assert newsroom.article(code(1), "html") == "<p>全文。</p>"
    files = newsroom.rows("SELECT archive, path FROM imported_files ORDER BY archive")
    assert files == [("one", name(1)), ("two", name(1))]


def test_the_name_is_the_folder_by_default(newsroom: Newsroom):
    """Its absolute path, so that two archives never meet by accident."""
    newsroom.tree.posts(1)
    newsroom.import_(name="")
    assert newsroom.value("SELECT archive FROM imported_files") == str(
        newsroom.tree.root
    )


def test_no_folder_of_posts(newsroom: Newsroom):
    """An empty folder is refused, and so is none at all."""
    with pytest.raises(ArchiveNotFound, match="no such folder"):
        newsroom.import_()
    newsroom.tree.root.mkdir()
    with pytest.raises(ArchiveNotFound, match="holds no posts"):
        newsroom.import_()


@pytest.mark.parametrize(
    "raw",
    [r"a\0b", r"\uFFFEc", "名" * 5_000],
    ids=["NUL", "noncharacter", "endless"],
)
def test_a_hostile_category_file_harms_nobody(newsroom: Newsroom, raw: str):
    """The posts beside it come in, on every database."""
    newsroom.tree.posts(1)
    newsroom.tree.write("category/hostile.html", f'---\ncategory: "{raw}"\n---\n')
    newsroom.import_()
    assert newsroom.article(code(1)) == "published"
    names = newsroom.rows("SELECT raw FROM categories")
    assert all(len(raw) <= 500 and "\0" not in raw for (raw,) in names)


def test_a_path_too_long_to_remember_is_rejected(newsroom: Newsroom):
    """On every database alike, whatever the one at hand could index."""
    newsroom.tree.posts(1)
    folders = "/".join(
        "".join(chr(0x4E00 + n + 80 * m) for n in range(80)) for m in range(5)
    )
    path = f"{folders}/_posts/2022-05-01-{code(2)[2:]}.md"
    newsroom.tree.post(path)
    newsroom.import_()
    assert rejected(newsroom) == {path: "its path is over 1024 bytes"}
    assert newsroom.article(code(1)) == "published"


def test_names_at_their_longest_are_stored(newsroom: Newsroom):
    """Characters that neither encoding nor an index makes shorter."""
    random = Random(1)  # noqa: S311 - nothing secret
    words = [
        "".join(chr(random.randrange(0x20000, 0x2A000)) for _ in range(n))
        for n in (500, 60)
    ]
    newsroom.tree.post(f"_posts/2022-05-01-{words[1]}.md", category=words[0])
    newsroom.import_()
    assert rejected(newsroom) == {}
    assert newsroom.value("SELECT state FROM articles") == "published"
