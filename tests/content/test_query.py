"""Queries: what a text that somebody types looks for."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.content.query import MAX_CLAUSES, read
from feedsvc.model.search import MAX_QUERY, Clause, Field, normalised_query

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("降息 房贷", [("降息", None), ("房贷", None)]),
        ('"货币 政策" 降息', [("货币 政策", None), ("降息", None)]),
        ("“货币，政策”", [("货币 政策", None)]),
        ('"never closed', [("never closed", None)]),
        ("covid-19", [("covid", None), ("19", None)]),
        ("source:上海证券报", [("上海证券报", Field.SOURCE)]),
        ("SOURCE：上海證券報", [("上海证券报", Field.SOURCE)]),
        ('author:"Li Ming" x', [("li ming", Field.AUTHOR), ("x", None)]),
        ("category:a-b", [("a", Field.CATEGORY), ("b", Field.CATEGORY)]),
        ("code:nw-1_2", [("nw 1 2", Field.CODE)]),
        ("title:", [("title", None)]),
        ("colour:red", [("colour", None), ("red", None)]),
        (
            "date:2021-13-01",
            [("date", None), ("2021", None), ("13", None), ("01", None)],
        ),
        (
            "https://x.test/html_News/NewsShare.html?infoCode=nw2021&from=1",
            [("nw2021", Field.CODE)],
        ),
        ("P-0123456789ABCDEF0123", [("p 0123456789abcdef0123", Field.CODE)]),
        ("x x x", [("x", None)]),
    ],
)
def test_words_and_names(text: str, clauses: list[tuple[str, Field | None]]) -> None:
    """Anything that is not of the language is words."""
    wanted = read(normalised_query(text), ZONE)
    assert wanted is not None
    assert wanted.clauses == tuple(Clause(*clause) for clause in clauses)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("date:2021-12-31", (2021, 12, 30), (2021, 12, 31)),
        ("date:2021-12", (2021, 11, 30), (2021, 12, 31)),
        ("date:2021", (2020, 12, 31), (2021, 12, 31)),
        ("from:2021-03 to:2021-4-5", (2021, 2, 28), (2021, 4, 5)),
        ("from:2021 from:2022 date:2022-01-01", (2021, 12, 31), (2022, 1, 1)),
    ],
)
def test_days_are_those_of_the_site(
    text: str, since: tuple[int, int, int], until: tuple[int, int, int]
) -> None:
    """The last one included; in Shanghai it begins at 16:00 UTC."""
    wanted = read(text, ZONE)
    assert wanted is not None
    assert wanted.clauses == ()
    assert wanted.since == datetime(*since, 16, tzinfo=UTC)
    assert wanted.until == datetime(*until, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "，。", '""', "source:，", "😀"])
def test_no_words_want_nothing(text: str) -> None:
    """Not everything there is."""
    assert read(normalised_query(text), ZONE) is None


@given(st.text(max_size=300))
def test_no_text_is_an_error_or_too_long(text: str) -> None:
    """Bounded in length and in number, and read again as the same."""
    once = normalised_query(text)
    assert len(once) <= MAX_QUERY
    assert normalised_query(once) == once
    wanted = read(once, ZONE)
    assert wanted is None or len(wanted.clauses) <= MAX_CLAUSES
