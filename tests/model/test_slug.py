"""Slugs: unique for each raw name, and the same whatever else is stored."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.slug import slug_of_name, slug_of_title

ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "names",
    [
        ("TechWeb", "Techweb", "techweb"),
        ("石头", "是投"),
        ("😀", "😁", ""),
        ("a b", "a  b"),
        ("a(b)", "a-b", "%2e%2e%2f"),
    ],
)
def test_names_that_look_alike_stay_apart(names: tuple[str, ...]):
    """Case, sound, spaces and signs all make another category."""
    assert len({slug_of_name(name) for name in names}) == len(names)


def test_a_name_that_is_its_own_slug_keeps_it():
    """Old addresses of most categories read on."""
    assert slug_of_name("zhuzhouribao") == "zhuzhouribao"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("广州日报", "guang-zhou-ri-bao-"),
        ("重庆", "chong-qing-"),
        ("廣州日報", "guang-zhou-ri-bao-"),
        ("36氪", "36-ke-"),
        ("TechWeb中国", "techweb-zhong-guo-"),
    ],
)
def test_chinese_is_read_by_the_phrase(name: str, start: str):
    """As its readers say it, in both scripts."""
    assert slug_of_name(name).startswith(start)


@given(ANYTHING.filter(bool))
def test_any_name_has_a_slug_that_needs_no_encoding(name: str):
    """Never empty, and one path segment."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of_name(name))


@given(st.text("abc-1 ").filter(bool))
def test_a_slug_is_never_another_name_s(name: str):
    """Not even where a name is written like a hashed slug."""
    slug = slug_of_name(name)
    assert slug == name or slug_of_name(slug) != slug


@given(st.text(st.characters(codec="utf-8")))
def test_slugging_a_title_twice_changes_nothing(title: str):
    """So a stored slug can be compared with a made one."""
    assert slug_of_title(slug_of_title(title)) == slug_of_title(title)
