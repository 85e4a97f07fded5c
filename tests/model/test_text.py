"""What XML cannot carry goes first."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.model.text import xml_legal

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


@given(ANYTHING)
def test_no_discouraged_control_is_left(text: str):
    """XML 1.0 §2.2: U+007F to U+009F, which show nothing."""
    assert not set(xml_legal(text)) & set(map(chr, range(0x7F, 0xA0)))


def test_a_next_line_still_parts_words():
    """The others stand for nothing, and leave nothing."""
    assert xml_legal("a\x85b\x7fc\x9fd") == "a bcd"


def test_white_space_that_xml_allows_stays():
    """Tab, line feed and carriage return."""
    assert xml_legal("\x00a\tb\nc\rd\x0b\ufffe") == "a\tb\nc\rd"
