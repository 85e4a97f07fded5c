"""What XML cannot carry goes first."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.content.text import xml_legal

ANYTHING = st.text(st.characters(exclude_categories=()))


@given(ANYTHING)
def test_what_is_left_is_text_that_xml_carries(text: str):
    """Control characters, lone surrogates, U+FFFE: lxml refuses each of them."""
    element = etree.Element("p")
    element.text = xml_legal(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))))
def test_ordinary_text_is_left_alone(text: str):
    """Every assigned character but control characters."""
    assert xml_legal(text) == text


def test_white_space_that_xml_allows_stays():
    """Tab, line feed and carriage return."""
    assert xml_legal("\x00a\tb\nc\rd\x0b\ufffe") == "a\tb\nc\rd"
