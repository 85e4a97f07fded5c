"""Posts that lack what would let them be shown: counted, named, and named again."""

import pytest

from feedsvc.services.publishing.archive.summary import Finding
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, name

UNDATED = f"_posts/-{code(1)[2:]}.md"
LACKING = {
    "no title": (name(1), {"title": ""}),
    "no date": (UNDATED, {"date": ""}),
    "the date '昨天' cannot be read": (name(1), {"date": "昨天"}),
    "no title, no date": (UNDATED, {"title": "", "date": ""}),
}


@pytest.mark.parametrize("reason", LACKING)
def test_what_lacks_something_is_counted_and_named(newsroom: Newsroom, reason: str):
    """By path, with what is missing; each import says so again, and reads nothing."""
    path, fields = LACKING[reason]
    newsroom.tree.post(path, **fields)
    newsroom.tree.post(name(2))
    summary = newsroom.import_()
    assert (summary.read, summary.new, summary.incomplete) == (2, 1, 1)
    assert not summary.is_whole
    assert newsroom.findings == {Finding.INCOMPLETE: {path: reason}}
    before = newsroom.revision()
    summary = newsroom.import_()
    assert (summary.read, summary.unchanged, summary.incomplete) == (2, 1, 1)
    assert newsroom.findings == {Finding.INCOMPLETE: {path: reason}}
    assert newsroom.revision() == before


def test_a_twin_that_is_whole_makes_up_for_it(newsroom: Newsroom):
    """Nothing is lost, whichever came first."""
    newsroom.tree.post(name(1), title="")
    assert newsroom.import_().incomplete == 1
    newsroom.tree.post(name(1, "old_post"))
    summary = newsroom.import_()
    assert (summary.read, summary.incomplete) == (2, 0)
    assert newsroom.import_().is_whole
    assert newsroom.findings == {}


def test_what_was_mended_is_no_longer_named(newsroom: Newsroom):
    """It comes in as what it is."""
    newsroom.tree.post(name(1), date="昨天")
    newsroom.import_()
    newsroom.tree.post(name(1))
    summary = newsroom.import_()
    assert (summary.changed, summary.incomplete) == (1, 0)


def test_an_article_that_loses_its_title_says_what_it_said(newsroom: Newsroom):
    """And the import says that the file did not come in."""
    newsroom.tree.post(name(1))
    newsroom.import_()
    newsroom.tree.post(name(1), title="")
    assert newsroom.import_().incomplete == 1
    reason = "no title; its article stays as it was"
    assert newsroom.findings == {Finding.INCOMPLETE: {name(1): reason}}
    assert newsroom.article(code(1), "state, title") == ("published", "港口扩建")


def test_what_a_person_withdrew_is_nobodys_loss(newsroom: Newsroom):
    """It would not be shown if it were whole."""
    newsroom.tree.post(name(1), title="")
    newsroom.import_()
    newsroom.decisions.retract(info(code(1)), reason="多余", is_legal=False)
    assert newsroom.import_().is_whole


def test_a_file_that_was_deleted_is_not_named(newsroom: Newsroom):
    """There is nothing to mend."""
    newsroom.tree.post(name(1), title="")
    newsroom.tree.post(name(2))
    newsroom.import_()
    (newsroom.tree.root / name(1)).unlink()
    assert newsroom.import_().incomplete == 0


def test_what_is_passed_over_is_counted_and_named(newsroom: Newsroom):
    """It is no part of what was read."""
    newsroom.tree.post(name(1))
    newsroom.tree.write("_posts/README.md", "about")
    newsroom.tree.write("_posts/2022-05-01-a.docx", "---\ntitle: a\n---\nh2. a")
    summary = newsroom.import_()
    counts = (summary.read, summary.new, summary.rejected, summary.passed_over)
    assert counts == (2, 1, 1, 1)
    assert set(newsroom.findings[Finding.PASSED_OVER]) == {"_posts/README.md"}
    assert set(newsroom.findings[Finding.REJECTED]) == {"_posts/2022-05-01-a.docx"}
