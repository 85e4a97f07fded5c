"""Placement: the title that a category shows."""

from datetime import UTC, datetime
from itertools import permutations

from feedsvc.content.draft import draft
from feedsvc.model.article import ArticleDraft
from feedsvc.model.submission import Submission
from feedsvc.services.publishing.placement import best_titles


def entitled(title: str, day: int, category: str = "jianggang") -> ArticleDraft:
    """A draft that gives its category a title."""
    submission = Submission(
        origin="archive",
        key=str(day),
        title="标题",
        body="",
        published_at=datetime(2022, 5, day, tzinfo=UTC),
        category=category,
        category_title=title,
        permalink=f"/{day}.html",
    )
    return draft(submission)


def test_the_newest_title_is_shown():
    """The order of drafts does not matter."""
    old, new = entitled("江港旧报", 1), entitled("江港日报", 2)
    for order in permutations([old, new]):
        at, title = best_titles(order)["jianggang"]
        assert (at, title) == (datetime(2022, 5, 2, tzinfo=UTC), "江港日报")


def test_titles_of_one_moment_are_told_apart_by_themselves():
    """The greater one is shown, whichever comes first."""
    drafts = [entitled("甲报", 1), entitled("乙报", 1)]
    shown = {best_titles(order)["jianggang"][1] for order in permutations(drafts)}
    assert shown == {max("甲报", "乙报")}


def test_drafts_without_title_or_category_entitle_nothing():
    """Tags that are empty, or a post of no category."""
    assert not best_titles([entitled("", 1), entitled("甲报", 1, category="")])
