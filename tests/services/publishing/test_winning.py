"""Which file of a code the article says, and which title its category shows."""

from datetime import UTC, datetime
from itertools import permutations
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.submission import submission_of
from feedsvc.content.draft import draft
from feedsvc.model.article import ArticleDraft
from feedsvc.model.claim import Claim
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.winning import (
    best_titles,
    categories_of,
    claim_of,
    merged_claims,
    winner,
)

CODE = InfoCode("NW202205010800000001")


def claim(
    path: str = "_posts/a.md",
    *,
    archive: str = "archive",
    category: str = "jianggang",
    is_complete: bool = True,
    is_html: bool = True,
) -> Claim:
    """A claim that is as good as can be but for what is said."""
    return Claim(archive, path, CODE, category, is_complete, is_html)


def entitled(title: str, day: int, category: str = "jianggang") -> ArticleDraft:
    """A draft of the tenth that gives its category a title."""
    post = RawPost(
        path=f"_posts/2022-05-{day:02d}-202205010800000001.md",
        title="标题",
        date=f"2022-05-{day:02d}",
        category=category,
        tags=title,
        body="",
    )
    return draft(submission_of(post, zone=ZoneInfo("UTC")))


def everywhere(_claim: Claim) -> bool:
    """Every file is still there."""
    return True


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (claim("old_post/a.md", is_html=False), claim(is_complete=False)),
        (claim("old_post/a.md"), claim(is_html=False)),
        (claim("_posts/a.md"), claim("old_post/z.md")),
        (claim("site/_posts/a.md"), claim("site/old_post/z.md")),
        (claim("_posts/b.md"), claim("_posts/a.md")),
        (claim(archive="b"), claim(archive="a")),
    ],
    ids=["complete", "html", "posts", "nested posts", "path", "archive"],
)
def test_the_better_file_wins(better: Claim, worse: Claim):
    """Complete, then HTML, then `_posts`, then the greater path, in whatever order."""
    assert winner([better, worse], everywhere) == better
    assert winner([worse, better], everywhere) == better


def test_the_order_of_claims_does_not_matter():
    """Every permutation of several claims has the same winner."""
    claims = [
        claim(),
        claim("old_post/a.md"),
        claim("_posts/z.md", is_complete=False),
        claim("_posts/y.md", is_html=False),
    ]
    winners = {winner(order, everywhere) for order in permutations(claims)}
    assert winners == {claims[0]}


def test_a_file_that_is_gone_yields_among_equals():
    """The equal that is still there wins, though the other is first by folder."""
    gone, there = claim("_posts/a.md"), claim("old_post/a.md")
    assert winner([gone, there], lambda one: one is not gone) == there


def test_a_better_file_that_is_gone_still_speaks():
    """The site dropped its files after three days; what they said stays."""
    gone, there = claim(), claim("_posts/z.md", is_complete=False)
    assert winner([gone, there], lambda one: one is not gone) == gone


def test_what_was_just_read_replaces_what_was_known():
    """By archive and path; other claims stay."""
    known = [claim(is_html=False), claim("old_post/a.md")]
    merged = merged_claims(known, [claim()])
    assert set(merged) == {claim(), claim("old_post/a.md")}


def test_every_claim_gives_its_category():
    """And an empty one gives none."""
    claims = [claim(category="甲"), claim(category="乙"), claim(category="")]
    assert categories_of(claims) == {"甲", "乙"}


def test_a_claim_says_what_its_draft_is():
    """An undated digest is neither complete nor HTML."""
    post = RawPost("_posts/-202205010800000001.md", "", "", "jianggang", "", "摘要。")
    made = draft(submission_of(post, zone=ZoneInfo("UTC")))
    read = claim_of("archive", post.path, made)
    assert read == claim(post.path, is_complete=False, is_html=False)
    assert PurePosixPath(read.path).parent.name == "_posts"


def test_the_newest_title_is_shown():
    """Whichever draft comes first."""
    old, new = entitled("江港旧报新闻", 1), entitled("江港日报新闻", 2)
    for order in permutations([old, new]):
        at, title, is_outlet = best_titles(order)["jianggang"]
        assert (at, title) == (datetime(2022, 5, 2, tzinfo=UTC), "江港日报")
        assert is_outlet


def test_titles_of_one_moment_are_told_apart_by_themselves():
    """The greater one is shown, whichever comes first."""
    drafts = [entitled("甲报", 1), entitled("乙报", 1)]
    shown = {best_titles(order)["jianggang"][1] for order in permutations(drafts)}
    assert shown == {max("甲报", "乙报")}


def test_drafts_without_title_or_category_entitle_nothing():
    """Tags that are empty, or a post of no category."""
    assert not best_titles([entitled("", 1), entitled("甲报", 1, category="")])
