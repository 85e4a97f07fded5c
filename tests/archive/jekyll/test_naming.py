"""Naming: rules for names of files and folders, as Jekyll applies them."""

import pytest

from feedsvc.archive.jekyll.naming import code_of_stem, is_post, place_of


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("2021-12-08-202112080000000001", "NW202112080000000001"),
        ("2021-12-08-nw202112080000000001", "NW202112080000000001"),
        ("-202112080000000001", "NW202112080000000001"),
        ("202112080000000001", "NW202112080000000001"),
        ("2021-12-08-story", None),
        ("2021-12-08-" + "\uff12" * 18, None),
        ("2021-12-08-20211208000000001", None),
        ("2021-12-08-2021120800000000011", None),
    ],
)
def test_file_names(stem: str, code: str | None):
    """Eighteen digits, with or without a date and NW."""
    assert code_of_stem(stem) == code


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("_posts/a.md", True),
        ("site/_posts/2022/a.md", True),
        ("site/old_post/z.md", False),
        ("my_posts/a.md", False),
    ],
)
def test_posts_lie_in_their_folder(path: str, is_one: bool):  # noqa: FBT001
    """A folder of posts counts at any depth."""
    assert is_post(path) is is_one


@pytest.mark.parametrize(
    ("aside", "former"),
    [
        ("_drafts/story.md", "_posts/2022-05-01-story.md"),
        ("_posts/_2022-05-01-story.md", "_posts/2022-05-01-story.md"),
        ("_drafts/my_drafts.md", "_posts/2022-05-01-my_drafts.md"),
    ],
)
def test_what_was_put_aside_lies_where_it_lay(aside: str, former: str):
    """The place is the folder, and the name less the hiding mark and the day."""
    assert place_of(aside) == place_of(former)
    assert place_of(aside) != place_of(f"site/{former}")
