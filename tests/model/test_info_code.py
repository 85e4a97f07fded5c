"""Info codes: one spelling, from files, share links and permalinks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.info_code import (
    InfoCode,
    find_day,
    find_info_code,
    from_permalink,
    from_share_query,
    from_share_url,
)

CODES = st.from_regex(r"[A-Za-z0-9_-]{4,64}", fullmatch=True)
ANYTHING = st.text(st.characters(exclude_categories=()))


@given(CODES | ANYTHING)
def test_normalising_a_code_twice_changes_nothing(text: str):
    """What is no code stays none."""
    code = find_info_code(text)
    assert code is None or find_info_code(code) == code


@given(CODES)
def test_a_code_survives_its_share_link_in_either_case(text: str):
    """What people share leads back to the code."""
    url = f"https://news.example/HTML_news/newsshare.HTML?x=1&INFOCODE={text}"
    assert from_share_url(url) == text.upper()


@pytest.mark.parametrize(
    "text",
    ["", "abc", "ß" * 4, "\uff2e\uff37\uff12\uff10", "a b c", "x" * 65, "ab\n12"],
)
def test_what_is_no_code(text: str):
    """Too short, too long, not ASCII, or other signs."""
    assert find_info_code(text) is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("infoCode=&infoCode=abcd", "ABCD"),
        ("infoCode=..%2F..&infocode=abcd", "ABCD"),
        ("other=abcd", None),
        ("infoCode=%00abcd", None),
        ("&".join(["a=1"] * 100), None),
    ],
)
def test_queries(query: str, code: str | None):
    """The first well-formed value of the parameter, among at most 64."""
    assert from_share_query(query) == code


@given(ANYTHING)
def test_any_text_is_a_share_link_or_not(text: str):
    """And none is an exception."""
    from_share_query(text)
    from_share_url(text)
    from_share_url(f"//{text}")


@given(st.text(st.characters(codec="utf-8")))
def test_a_permalink_s_code_is_a_code(permalink: str):
    """In the grammar, so that a share link can carry it."""
    code = from_permalink(permalink)
    assert find_info_code(code) == code


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("NW202111310000000000", None), ("NW202112310000000000", date(2021, 12, 31)),
        ("NW20211231", date(2021, 12, 31)), ("NW2021123", None), ("NW00000101", None),
        ("20211231", None), ("P-20211231", None), ("NW20200229X", date(2020, 2, 29)),
    ],
)  # fmt: skip
def test_a_code_names_a_day(code: str, day: date | None):
    """By its first digits, where they are a date."""
    assert find_day(InfoCode(code)) == day
