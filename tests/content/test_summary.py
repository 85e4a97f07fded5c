"""Summaries of what an article says first."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.content.draft import render
from feedsvc.content.summary import MAX_LENGTH


def test_the_digest_is_the_summary():
    """Where there is one; its white space is folded."""
    assert render("> 甲\n> 乙。\n\n<p>丙。</p>").summary == "甲 乙。"


def test_without_a_digest_the_first_lines_are():
    """A byline says nothing about the matter."""
    assert render("<p>记者 李明</p><p>甲。</p><p>乙。</p>").summary == "甲。 乙。"


def test_a_long_text_is_cut_behind_a_sentence():
    """Where one ends near the limit, else at it, with an ellipsis."""
    assert render("甲" * 150 + "。" + "乙" * 100).summary == "甲" * 150 + "。"
    assert render("甲" * 300).summary == "甲" * (MAX_LENGTH - 1) + "…"


def test_nothing_says_nothing():
    """An empty body has an empty summary."""
    assert render("").summary == ""


@given(st.text(st.characters(exclude_categories=()), max_size=600))
def test_a_summary_is_one_short_line(body: str):
    """At most 200 characters, whatever the body."""
    summary = render(body).summary
    assert len(summary) <= MAX_LENGTH
    assert summary == " ".join(summary.split())
