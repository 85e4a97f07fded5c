"""Published posts that are put aside: in drafts, out of the folders, or hidden by name."""

import pytest

from feedsvc.errors import ArchiveNotFound, DecisionRefused
from feedsvc.services.publishing.archive.summary import Finding
from tests.support.newsroom import Newsroom, info
from tests.support.trees import NW, Tree, code, name

CODE, POST = code(1), name(1)
STEM = POST.rpartition("/")[2]
NAMED = "_posts/2022-05-01-gang-kou.md"


def begin(newsroom: Newsroom, path: str = POST, body: str = "正文。") -> None:
    """Import the post, with another one beside it."""
    newsroom.tree.post(path, body)
    newsroom.tree.post(name(2))
    newsroom.import_()


def move(newsroom: Newsroom, old: str, new: str) -> None:
    """Move a file as `mv` does, which keeps its time."""
    target = newsroom.tree.root / new
    target.parent.mkdir(parents=True, exist_ok=True)
    (newsroom.tree.root / old).rename(target)


def states(newsroom: Newsroom) -> list[str]:
    """The articles' states, the post's first, as feeds have them too."""
    found = newsroom.rows("SELECT info_code, state FROM articles ORDER BY info_code")
    for article, state in found:
        is_shown = "shown" in newsroom.entries(article).values()
        assert is_shown == (state == "published")
    return [state for _, state in found]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (f"_drafts/{STEM}", "in a folder of drafts"),
        (f"more/{STEM}", "named like a post, but in no folder of posts"),
        (f"_posts/_{STEM}", "hidden by its name"),
        (f"_posts/_old/{STEM}", "in a folder hidden by its name"),
    ],
)
def test_a_post_put_aside_is_withdrawn_until_it_is_back(
    newsroom: Newsroom, path: str, reason: str
):
    """Said each time; a second import moves nothing; moved back it is shown again."""
    begin(newsroom)
    move(newsroom, POST, path)
    for _ in range(2):
        summary = newsroom.import_()
        assert (summary.unpublished, summary.rejected, summary.unchanged) == (1, 0, 1)
        assert newsroom.findings[Finding.UNPUBLISHED][path].startswith(reason)
        assert states(newsroom) == ["retracted", "published"]
    before = newsroom.revision()
    newsroom.import_()
    assert newsroom.revision() == before
    with pytest.raises(DecisionRefused, match="lies where nothing is published"):
        newsroom.decisions.restore(info(CODE))
    move(newsroom, path, POST)
    assert newsroom.import_().unpublished == 0
    assert states(newsroom) == ["published", "published"]
    before = newsroom.revision()
    newsroom.import_()
    assert newsroom.revision() == before


@pytest.mark.parametrize("body", ["正文。", f"正文。\n\n<{NW}AB-12>"])
def test_a_draft_without_a_day_is_known_by_what_it_says(newsroom: Newsroom, body: str):
    """A share link identifies it, or category, date and title together."""
    begin(newsroom, NAMED, body)
    move(newsroom, NAMED, "_drafts/gang-kou.md")
    newsroom.import_()
    assert sorted(states(newsroom)) == ["published", "retracted"]


def test_beside_a_published_file_it_holds_nothing_back(newsroom: Newsroom):
    """The article is withheld only while no published file of it is there."""
    begin(newsroom)
    draft = newsroom.tree.post(f"_drafts/{STEM}", "草稿。", title="草稿")
    hidden = newsroom.tree.post(f"_posts/.{STEM}", "草稿。", title="草稿")
    summary = newsroom.import_()
    assert (summary.unchanged, summary.unpublished, summary.passed_over) == (2, 0, 1)
    assert newsroom.article(CODE, "title, state") == ("港口扩建", "published")
    (newsroom.tree.root / POST).unlink()
    newsroom.import_()
    assert states(newsroom) == ["retracted", "published"]
    newsroom.tree.post(POST, title="港口再扩建")
    newsroom.import_()
    assert newsroom.article(CODE, "title, state") == ("港口再扩建", "published")
    (newsroom.tree.root / POST).unlink()
    draft.unlink()
    hidden.unlink()
    newsroom.import_()
    assert states(newsroom) == ["published", "published"]


def test_drafts_of_nothing_are_nobodys_business(newsroom: Newsroom):
    """Neither stored nor named, nor published when their day comes."""
    newsroom.tree.post(name(2))
    newsroom.tree.post(f"_drafts/{STEM}", category="geheim")
    newsroom.tree.write("_drafts/idea.md", "ein Gedanke")
    summary = newsroom.import_()
    assert (summary.read, summary.new, newsroom.findings) == (1, 1, {})
    assert states(newsroom) == ["published"]
    assert newsroom.value("SELECT count(*) FROM categories") == 1


def test_the_last_post_may_be_put_aside(newsroom: Newsroom):
    """A folder that never held posts is still refused."""
    newsroom.tree.post(POST)
    newsroom.import_()
    with pytest.raises(ArchiveNotFound):
        newsroom.import_(newsroom.tree.root / "_posts", name="mistaken")
    move(newsroom, POST, f"_drafts/{STEM}")
    newsroom.import_()
    assert states(newsroom) == ["retracted"]


def test_a_release_takes_back_what_the_one_before_still_shows(newsroom: Newsroom):
    """Files in other places of another archive keep their articles published."""
    begin(newsroom)
    release = Tree(newsroom.tree.root.parent / "release-2")
    release.post(name(2))
    release.post(f"more/{STEM}")
    newsroom.import_(release.root, name="release-2")
    assert states(newsroom)[0] == "published"
    release.post(f"_drafts/{STEM}")
    newsroom.import_(release.root, name="release-2")
    assert states(newsroom)[0] == "retracted"
    newsroom.import_()
    assert states(newsroom)[0] == "retracted"
    newsroom.tree.post(POST, title="港口再扩建")
    newsroom.import_()
    assert states(newsroom)[0] == "published"
    newsroom.import_(release.root, name="release-2")
    assert states(newsroom)[0] == "published"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_post_that_breaks_as_it_is_withheld(newsroom: Newsroom, *, is_known: bool):
    """The flag counts, known by its path or its name; mended, the post is shown again."""
    path = NAMED if is_known else POST
    begin(newsroom, path)
    broken = path if is_known else f"_posts/new/{STEM}"
    newsroom.tree.write(broken, b"---\ntitle: \xff\npublished: false\n---\n")
    for _ in range(2):
        summary = newsroom.import_()
        assert (summary.rejected, summary.is_whole) == (1, False)
        assert newsroom.findings[Finding.REJECTED] == {
            broken: "not UTF-8 at byte 11; save it as UTF-8; "
            "withheld, for it says published: false"
        }
        assert sorted(states(newsroom)) == ["published", "retracted"]
    newsroom.tree.write(broken, b"---\ntitle: \xff\n---\n")
    newsroom.import_()
    assert sorted(states(newsroom)) == ["published", "retracted"]
    newsroom.tree.post(broken)
    newsroom.import_()
    assert states(newsroom) == ["published", "published"]
