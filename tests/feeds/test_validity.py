"""Every document is valid, whatever stands in the articles.

Warnings of the W3C Feed Validator that are not ours to avoid:

- DuplicateUpdated: two articles of one second have one date.
- BadCharacters: an article holds C1 controls, or what the border put U+FFFD for.
- ImplausibleDate: an archive reaches back before there were feeds.
- SecurityRiskAttr: it does not know `loading` and `referrerpolicy`, which every image has.
- UnknownNamespace: it does not know RFC 6721, so the prefix is declared only where used.
- ArchiveIncomplete: an archive of a single page has no other to lead to.
- ContainsHTML (RSS): a title that speaks of `<b>` looks like one with markup.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from feedsvc.feeds import render
from feedsvc.model.feed import Feed, Format
from tests.feeds import validators
from tests.feeds.generated import NASTY_TEXTS, feeds, nasty_feed, short_feeds
from tests.feeds.samples import FEEDS, document
from tests.feeds.validators import ATOM_RULES, JSON_RULES, NAMES, RSS_RULES, Rule

RULES = {Format.ATOM: ATOM_RULES, Format.RSS: RSS_RULES, Format.JSON: JSON_RULES}
EVERY_RULE = [
    pytest.param(format_, rule, id=f"{format_}-{rule.__name__}")
    for format_, rules in RULES.items()
    for rule in rules
]


def parsed(raw: bytes, format_: Format) -> Any:
    """The document as a strict parser reads it."""
    if format_ is Format.JSON:
        return json.loads(raw.decode("utf-8"))
    return validators.parse(raw)


def complaints(raw: bytes, format_: Format) -> list[str]:
    """What any rule of the format complains of."""
    root = parsed(raw, format_)
    return [f"{rule.__name__}: {it}" for rule in RULES[format_] for it in rule(root)]


@pytest.mark.parametrize(("format_", "rule"), EVERY_RULE)
@pytest.mark.parametrize("name", FEEDS)
def test_a_sample_keeps_every_rule(name: str, format_: Format, rule: Rule):
    """Current, archived, complete, short and nasty ones."""
    assert list(rule(parsed(document(name, format_), format_))) == []


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize("text", NASTY_TEXTS.values(), ids=NASTY_TEXTS.keys())
def test_no_text_makes_a_document_invalid(text: str, format_: Format):
    """Rule 20: in any field, at any length."""
    assert complaints(render(nasty_feed(text), format_), format_) == []


@pytest.mark.parametrize("format_", Format)
@settings(max_examples=30)
@given(feed=feeds | short_feeds)
def test_no_feed_makes_a_document_invalid(format_: Format, feed: Feed):
    """Any credits, images, sources, tombstones, with content or without."""
    assert complaints(render(feed, format_), format_) == []


@pytest.mark.parametrize("name", ["credits", "archive", "summary"])
@pytest.mark.parametrize("format_", [Format.ATOM, Format.RSS])
def test_cleaned_content_is_no_risk(name: str, format_: Format):
    """Our own markup adds no script, no frame and no handler."""
    assert list(validators.security(parsed(document(name, format_), format_))) == []


Break = Callable[[Any], object]


def _drop(path: str) -> Break:
    def drop(root: Any) -> None:
        for element in validators.find(root, path):
            element.getparent().remove(element)

    return drop


def _repeat(path: str) -> Break:
    """A second one of what stands there, at the end of its parent."""

    def repeat(root: Any) -> None:
        [element, *_] = validators.find(root, path)
        element.getparent().append(deepcopy(element))

    return repeat


def _set(path: str, name: str, value: str) -> Break:
    return lambda root: validators.find(root, path)[0].set(name, value)


def _write(path: str, text: str) -> Break:
    return lambda root: setattr(validators.find(root, path)[0], "text", text)


BROKEN: list[tuple[Rule, Break]] = [
    (validators.grammar, _drop("a:entry/a:title")),
    (validators.grammar, _repeat("a:link[@rel='self']")),  # behind an entry
    (validators.self_link, _drop("a:link[@rel='self']")),
    (validators.unique_ids, _repeat("a:entry")),
    (validators.unique_ids, _repeat("at:deleted-entry")),
    (validators.alternates, _repeat("a:link[@rel='alternate']")),
    (validators.absolute_addresses, _set("//a:link", "href", "/x")),
    (validators.archive, _drop("a:link[@rel='current']")),
    (validators.archive, _drop("a:link[contains(@rel, '-archive')]")),
    (validators.prefixes, _drop("at:deleted-entry")),
    (validators.semantics, _repeat("//dc:source")),
    (validators.channel, _drop("channel/language")),
    (validators.channel, _write("channel/image/link", "https://news.example/")),
    (validators.channel_self_link, _repeat("channel/a:link")),
    (validators.items_last, _repeat("channel/ttl")),
    (validators.pace, _write("channel/ttl", "16")),
    (validators.guids, _set("//guid", "isPermaLink", "true")),
    (validators.guids, _repeat("//item")),
    (validators.english_dates, _write("//pubDate", "vendredi 1 mars 24")),
    (validators.english_dates, _write("//pubDate", "Sat, 01 Mar 2024 08:00:00 +0800")),
    (validators.descriptions, _repeat("//item/description")),
    (validators.enclosures, _repeat("//enclosure")),
    (validators.authors, _drop("//dc:creator")),
    (validators.sources, _repeat("//item/source")),
]


@pytest.mark.parametrize(
    ("rule", "break_"),
    BROKEN,
    ids=[f"{number}-{rule.__name__}" for number, (rule, _) in enumerate(BROKEN)],
)
def test_the_rules_see_what_is_wrong(rule: Rule, break_: Break):
    """A rule that never complains would prove nothing."""
    format_ = Format.ATOM if rule in ATOM_RULES else Format.RSS
    root = parsed(document("archive", format_), format_)
    assert not list(rule(root))
    break_(root)
    assert list(rule(root))


def test_the_prefixes_are_the_usual_ones():
    """The validators here and the elements there name the same things."""
    declared = parsed(document("archive", Format.RSS), Format.RSS).nsmap
    assert declared.items() <= NAMES.items()
