"""Texts: none of a value's is forgotten, and each is of a kind."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import Attribution, CreditPart, Party, Role
from feedsvc.model.category import Category, Source
from feedsvc.model.feed import Entry, EntrySource, Feed, Paging, Term, Tombstone
from feedsvc.model.image import Image
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.stream import Stream, StreamRef
from feedsvc.model.text_kinds import Kind, kinds, map_text, texts_of

SHOWN = (Feed, Article, Listing, Day, IndexEntry)
PARTS = (
    *(Attribution, Category, CreditPart, Entry, EntrySource, Headline, Image, Paging),
    *(Party, Source, Stream, StreamRef, Term, Tombstone),
)
# Fields whose values hold texts of their own.
HOLDERS = re.compile(
    "attributions|categor(y|ies)|credit|entries|headlines|images|paging|parties|recordings"
    "|source|stream|terms|tombstones|Stream.ref"
)
# Texts that machines compare, or that are kept as they were read.
IDENTITIES = re.compile(
    r"(\w+_)?(id|urls?|code)|before|older|language|media_type|permalink|raw|ref|slug"
    r"|(Source|Stream|Term)\.name"
)


def texts(value: object) -> Iterator[str]:
    """Every text of a value as `dataclasses.asdict` finds them."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield value


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.one_of([st.from_type(shown) for shown in SHOWN]))
def test_every_text_is_changed(value: object):
    """Every field with a text is changed, so a new one is covered too."""
    changed = map_text(value, lambda text, _kind, _role: f"{text}后")
    fields = dataclasses.asdict(value)  # type: ignore[call-overload]
    expected = [f"{text}后" for text in texts(fields)]
    assert list(texts(dataclasses.asdict(changed))) == expected  # type: ignore[call-overload]
    assert sorted(texts_of(changed)) == sorted(expected)
    assert map_text(value, lambda text, _kind, _role: text) == value


@pytest.mark.parametrize("owner", [*SHOWN, *PARTS])
def test_every_text_says_its_kind_or_is_an_identity(owner: type):
    """A new field that nobody thought about is none of these names."""
    for name, kind in kinds(owner).items():
        if kind is Kind.IDENTITY:
            known = [name, f"{owner.__name__}.{name}"]
            assert any(map(HOLDERS.fullmatch, known)) or any(
                map(IDENTITIES.fullmatch, known)
            )


def test_a_name_comes_with_the_role_of_its_credit():
    """Names come with a role; other texts come with none."""
    seen: list[tuple[str, Kind, str]] = []

    def see(text: str, kind: Kind, role: str) -> str:
        seen.append((text, kind, role))
        return text

    part = CreditPart(Role.EDITOR, "编辑", (Party("余发", "https://a.example/"),))
    source = EntrySource("urn:a", "江城", "https://a.example/", "")
    now = datetime(2024, 3, 1, tzinfo=UTC)
    entry = Entry(
        "urn:b", "", "题", now, now, "", "<p>", (), (part,), None, source=source
    )
    map_text(entry, see)
    assert ("余发", Kind.NAME, "editor") in seen
    assert ("<p>", Kind.HTML, "") in seen
    assert ("江城", Kind.WORDS, "") in seen
    assert ("urn:b", Kind.IDENTITY, "") in seen
