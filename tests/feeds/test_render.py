"""What holds in every format."""

import hashlib
import json
import locale
import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from feedsvc.feeds import library_versions, render
from feedsvc.feeds.border import legal
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.feed import Feed, Format
from tests.feeds.generated import feeds
from tests.feeds.samples import (
    FEEDS,
    FULL,
    PUBLISHER_ONLY,
    document,
    feed_of,
    golden,
)

ROOT = Path(__file__).resolve().parents[2]
_STRICT = etree.XMLParser(recover=False, resolve_entities=False, huge_tree=True)
_CONTENT = {
    Format.ATOM: "{http://www.w3.org/2005/Atom}content",
    Format.RSS: "{http://purl.org/rss/1.0/modules/content/}encoded",
}


def contents(written: bytes, format_: Format) -> list[str]:
    """Each entry's HTML, as a strict parser reads it."""
    if format_ is Format.JSON:
        items: list[dict[str, Any]] = json.loads(written.decode("utf-8"))["items"]
        return [item["content_html"] for item in items]
    root = etree.fromstring(written, _STRICT)
    return [element.text or "" for element in root.iter(_CONTENT[format_])]


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize("name", FEEDS)
def test_says_what_the_golden_document_says(name: str, format_: Format):
    """A difference moves the bytes of every feed: raise `RENDERER` with it."""
    written, expected = document(name, format_), golden(name, format_).read_bytes()
    if format_ is Format.JSON:
        assert json.loads(written) == json.loads(expected)
    else:
        assert canonical(written) == canonical(expected)


def canonical(written: bytes) -> str:
    """Canonical XML, less the white space around texts."""
    text: str = etree.canonicalize(
        written.decode(), strip_text=True, with_comments=True
    )
    return text


@pytest.mark.parametrize("format_", Format)
@settings(max_examples=50)
@given(feed=feeds)
def test_any_text_renders_to_a_strictly_legal_document(format_: Format, feed: Feed):
    """Whatever stands in the fields: well-formed, every entry there, its HTML whole."""
    found = contents(render(feed, format_), format_)
    assert len(found) == len(feed.entries)
    for content, entry in zip(found, feed.entries, strict=True):
        assert content.endswith(legal(entry.html))


@pytest.mark.parametrize("format_", Format)
def test_an_illegal_character_is_replaced_and_never_dropped(format_: Format):
    """Dropping it would make a script's address of one that the cleaner let through."""
    [content] = contents(render(FEEDS["nasty"], format_), format_)
    assert "java\ufffdscript:" in content
    assert "javascript:" not in content


@pytest.mark.parametrize("format_", Format)
def test_a_poison_entry_is_left_out_and_logged(
    format_: Format, caplog: pytest.LogCaptureFixture
):
    """The rest of the feed stands."""
    naive = FULL.updated.replace(tzinfo=None)
    poison = replace(FULL, id="urn:poison", updated=naive, published=naive)
    with caplog.at_level(logging.ERROR):
        written = render(feed_of(poison, FULL, PUBLISHER_ONLY), format_)
    assert len(contents(written, format_)) == 2
    assert "urn:poison" in caplog.text


@pytest.mark.parametrize("format_", Format)
def test_an_id_stands_once_in_a_document(format_: Format):
    """Rule 2: of several entries with one id the first stays, in its place."""
    twin = replace(PUBLISHER_ONLY, id=FULL.id, html="<p>twin</p>")
    found = contents(render(feed_of(FULL, PUBLISHER_ONLY, twin), format_), format_)
    assert len(found) == 2
    assert found[0].endswith(FULL.html)
    assert found[1].endswith(PUBLISHER_ONLY.html)


@pytest.mark.parametrize("format_", Format)
def test_the_credit_line_stands_before_the_content(format_: Format):
    """It is ours and escaped; the stored HTML follows untouched."""
    line = (
        '<p>来源：<a href="https://jiangcheng.example/?from=a&amp;to=b">江城日报</a>'
        " · 记者：罗小满、李&lt;明&gt; · 制图：王小溪 · 责任编辑：王小溪</p>"
    )
    assert contents(render(feed_of(FULL), format_), format_) == [line + FULL.html]


def test_the_credit_line_is_punctuated_in_the_language_of_the_feed():
    """English labels take English punctuation."""
    credit = (CreditPart(Role.AUTHOR, "By", (Party("A. Luo"), Party("B. Li"))),)
    feed = replace(feed_of(replace(FULL, credit=credit, html="")), language="en")
    [content] = contents(render(feed, Format.JSON), Format.JSON)
    assert content == "<p>By: A. Luo, B. Li</p>"


def test_the_bytes_are_the_same_in_every_process():
    """Hash seeds differ between workers, and an ETag is shared by all of them."""
    program = (
        "import hashlib; from feedsvc.feeds import render;"
        "from feedsvc.model.feed import Format; from tests.feeds.samples import FEEDS;"
        "print(hashlib.sha256(b''.join("
        "render(f, k) for f in FEEDS.values() for k in Format)).hexdigest())"
    )
    here = b"".join(render(feed, kind) for feed in FEEDS.values() for kind in Format)
    for seed in ("0", "1", "4242"):
        elsewhere = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert elsewhere.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_the_locale_is_never_touched(monkeypatch: pytest.MonkeyPatch):
    """`setlocale` works on the whole process, and the server has many threads."""

    def refuse(*_: object) -> str:
        raise AssertionError("setlocale was called")

    monkeypatch.setattr(locale, "setlocale", refuse)
    for format_ in Format:
        assert render(FEEDS["credits"], format_)


def test_a_renders_validators_know_the_libraries():
    """Another libxml2 may escape differently."""
    assert "feedgen 1." in library_versions()
    assert "libxml2 2." in library_versions()
