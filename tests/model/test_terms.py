"""Terms: what a text is found by, and what a query needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import terms

FOLDED = st.text(st.sampled_from("上海证券a股5g手机bк猪 "), max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海证券", {"上海", "海证", "证券", "券"}),
        ("猪", {"猪"}),
        ("bank of china", {"bank", "of", "china"}),
        ("a股 2021年底", {"a", "a股", "股", "2021", "2021年", "年底", "底"}),
        ("", set()),
    ],
)
def test_the_terms_of_a_text(text: str, found: set[str]) -> None:
    """Words where there are spaces, neighbours where there are none."""
    assert terms.terms(text) == found


@given(FOLDED, FOLDED, FOLDED)
def test_a_text_has_the_terms_of_all_that_stands_in_it(
    before: str, text: str, behind: str
) -> None:
    """The index leads to all that a pattern matches."""
    document = " ".join((before + text + behind).split())
    asked = " ".join(text.split())
    if not asked or not terms.pattern(asked).search(document):
        return
    having = terms.terms(document)
    for term in terms.needed(asked):
        assert any(
            one == term or (terms.is_prefix(term) and one.startswith(term))
            for one in having
        )


@given(FOLDED)
def test_a_bucket_holds_all_that_begin_with_a_character(text: str) -> None:
    """So that one character is looked up in one bucket."""
    for term in terms.terms(text):
        assert term.startswith(terms.bucket(term))
        own = terms.of_field("t", term)
        assert terms.bucket(own) == terms.of_field("t", terms.bucket(term))


@pytest.mark.parametrize(
    ("asked", "text", "is_found"),
    [
        ("bank", "the bank said", True),
        ("bank", "embankment", False),
        ("5g手机", "15g手机", False),
        ("5g手机", "新5g手机", True),
        ("上海", "在上海a", True),
        ("money bank", "money banks", False),
    ],
)
def test_a_word_is_no_part_of_a_word(asked: str, text: str, *, is_found: bool) -> None:
    """A script without spaces has no words to be part of."""
    assert (terms.pattern(asked).search(text) is not None) is is_found
