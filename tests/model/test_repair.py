"""Repair: what is left of a code is found, and nothing else is taken for one."""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.pasted import MAX_URL_BYTES
from feedsvc.model.repair import MAX_VALUE_BYTES, repaired_code
from feedsvc.model.share_link import ShareLink
from tests.support import paper
from tests.support.share_urls import CORPUS, NOT_FOUND

CODES = st.from_regex(r"[A-Z0-9_-]{4,64}", fullmatch=True)
ANYTHING = st.text(st.characters(exclude_categories=()))
SHARE = "/html_News/NewsShare.html"
CODE = str(paper.STORY)
STORED = {CODE, "NW209901010000000001"}


def codes_of(path: str, query: str = "") -> Iterator[InfoCode]:
    """The codes of a request, if it asks for a share link."""
    link = ShareLink.from_request(path, query)
    return link.codes if link else iter(())


def codes_in(text: str) -> Iterator[InfoCode]:
    """The codes of a text that was pasted."""
    return ShareLink.from_text(text).codes


def answering(target: str) -> str:
    """The code that would answer a target, as a server decodes it."""
    path, _, query = target.partition("?")
    found = codes_of(unquote(path, errors="replace"), query)
    return next((code for code in found if code in STORED), NOT_FOUND)


@pytest.mark.parametrize(("target", "expected", "note"), CORPUS)
def test_the_corpus(target: str, expected: str, note: str):
    """R9 to R13: each line comes out as it says."""
    assert answering(target) == expected, note


@pytest.mark.parametrize(("target", "expected", "note"), CORPUS)
def test_the_corpus_pasted(target: str, expected: str, note: str):
    """R8: a pasted URL means what it would lead to, whatever the host and around it."""
    # A server undoes the first encoding of a path; who pastes has it still.
    for text in (
        f"https://old.example{target}",
        f"【快讯】 http://old.example{target}",
    ):
        found = next((code for code in codes_in(text) if code in STORED), NOT_FOUND)
        assert found == expected, note


@given(CODES)
def test_no_two_codes_collide(code: str):
    """R10: repair changes no code that is stored, so no two become one."""
    assert repaired_code(code) == code
    assert repaired_code(code.lower()) == code


@given(ANYTHING)
def test_repairing_twice_changes_nothing(text: str):
    """R10: what comes out is a code, and stays it."""
    code = repaired_code(text)
    assert code is None or (find_info_code(code) == code == repaired_code(code))


GLUED = (
    "。，、；：！？）》」”.,;:)]}>'\"/快看转发株洲日报 \u3000\xa0\u200b\u202e\ufeff😂"
)


@given(ANYTHING)
def test_a_code_is_read_as_its_value_is(text: str):
    """A text that is given as a code means what stands there, then what is left of it."""
    read = (find_info_code(text), repaired_code(text))
    codes = dict.fromkeys(code for code in read if code is not None)
    assert list(ShareLink.from_code(text).codes) == list(codes)


@given(CODES, st.text(GLUED, max_size=9))
def test_what_is_glued_on_comes_off(code: str, glued: str):
    """R11: Chinese words, marks, spaces and invisible characters, in any mixture."""
    assert repaired_code(code + glued) == code


@given(CODES, st.from_regex(r"[A-Za-z0-9_-]{1,9}", fullmatch=True))
def test_what_a_code_could_go_on_with_is_never_cut(code: str, glued: str):
    """R11: extra letters and digits make another code, or none."""
    assert repaired_code(code + glued) in {(code + glued).upper(), None}


@given(CODES, st.data())
def test_a_truncated_code_is_never_completed(code: str, data: st.DataObject):
    """R11: what is left of it is all that is looked up."""
    left = code[: data.draw(st.integers(0, len(code) - 1))]
    assert repaired_code(left) in {left, None}
    assert repaired_code(left + "。") in {left, None}


@given(CODES, st.integers(0, 2))
def test_encoding_is_undone(code: str, times: int):
    """R10: as often as people's software does it."""
    text = code + "。"
    for _ in range(times):
        text = quote(text, safe="")
    assert repaired_code(text) == (code if len(text) <= MAX_VALUE_BYTES else None)


def test_input_is_bounded():
    """R12: 256 bytes of a value are read, or none."""
    marks = "." * (MAX_VALUE_BYTES - len(CODE))
    assert repaired_code(CODE + marks) == CODE
    assert repaired_code(CODE + marks + ".") is None
    padding = "a" * (MAX_URL_BYTES - len(f"http://x/s/{CODE}?"))
    assert list(codes_in(f"http://x/s/{CODE}?{padding}")) == [CODE]
    assert list(codes_in(f"http://x/s/{CODE}?{padding}a")) == []


def test_a_long_query_hides_no_code():
    """R13: what is not ours may be as long as it likes."""
    query = f"nsukey={'a' * 4_000}&infoCode={CODE}%E3%80%82"
    assert list(codes_of(SHARE, query)) == [CODE]


def test_parameters_are_bounded():
    """R12: of more than 64 none is read, at any depth."""
    flood = "&".join(["infoCode=%3F"] * 64)
    assert list(codes_of(SHARE, f"{flood}&infoCode={CODE}")) == []
    assert list(codes_of(SHARE, quote(f"{flood}&infoCode={CODE}"))) == []


def test_the_exact_code_comes_first():
    """R9: a whole code before one that had to be repaired, wherever it stands."""
    other = "NW209901010000000001"
    found = list(codes_of(SHARE, f"infoCode={CODE}%E3%80%82&infoCode={other}"))
    assert found == [other, CODE]


def test_a_hidden_accent_shortens_no_code():
    """R11: a combining accent makes the last letter another; what is before is no code."""
    assert repaired_code("STORE\u0301") is None


@given(ANYTHING, ANYTHING)
def test_any_text_is_a_share_link_or_not(path: str, query: str):
    """R12: and none is an exception."""
    for text in (path, f"/s/{path}", f"{SHARE}{path}", f"https://x/s/{path}"):
        list(codes_of(text, query))
        list(codes_in(text))


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/s/NW1", True), ("/s/", True), ("/S/NW1", True), ("/html_News/NewsShare.html", True),
        ("/html_News/NewsShare.html?infoCode=NW1", True),
        ("/html_News/NewsShare.htm", False), ("/html_News/NewsShare.html5", False),
        ("//html_News///NewsShare.html", True), ("/s//NW1", True),
        ("／html＿News／NewsShare．html", True), ("/html_News/News\u200bShare.html", True),
        ("/news//html_News/NewsShare.html", False), ("/html/_News/NewsShare.html", False),
        ("/news/s/NW1", False), ("/s/NW1/qr.svg", False), ("/s/NW1/qr.png", False),
    ],
)  # fmt: skip
def test_a_share_link_is_known_by_its_path(path: str, is_one: bool):  # noqa: FBT001 - a parameter of the test
    """R9: in any case, and with its query's beginning lost in it."""
    assert (ShareLink.from_request(path, "") is not None) is is_one
