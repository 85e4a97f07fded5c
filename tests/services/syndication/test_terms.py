"""Terms (R24): every document says under what license its articles stand."""

from dataclasses import replace
from itertools import product

import pytest

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from tests.services.syndication.press import (
    KINDS,
    PUBLICATION,
    parsed,
    press,
    read,
)
from tests.support.newsroom import Newsroom
from tests.support.trees import name

FORMAT = pytest.mark.parametrize("format_", Format)
OWN = "https://paper.test/legal?page=terms#feeds"
OWN_TERMS = replace(PUBLICATION, links=replace(PUBLICATION.links, terms_url=OWN))


def document_of(kind: str, format_: Format) -> Document:
    """One of the kinds of documents in a format."""
    return replace(KINDS[kind], format=format_)


def test_every_document_has_a_license(stocked: Newsroom) -> None:
    """R24: in every format, a page and a selection too, in the script that it is in."""
    for kind, format_ in product(KINDS, Format):
        found = read(press(stocked), document_of(kind, format_))
        prefix = "/zh-Hant" if kind == "traditional" else ""
        wanted = f"https://news.test{prefix}/terms/"
        assert found.links["license"] == wanted, (kind, format_)


@FORMAT
def test_a_delta_has_a_license(stocked: Newsroom, format_: Format) -> None:
    """R24: who takes nothing but deltas is told, too."""
    document = document_of("current", format_)
    known = press(stocked).current(document).validators.tag
    stocked.tree.post(name(100), date="2022-05-30")
    stocked.import_()
    delta = press(stocked).current(document).delta([known])
    assert delta is not None
    assert parsed(delta.body, format_).links["license"] == "https://news.test/terms/"


def test_a_sites_own_terms_are_another_edition(stocked: Newsroom) -> None:
    """R24, rule 7: the setting reaches the bytes, and so the validators."""
    for kind, format_ in product(KINDS, Format):
        document = document_of(kind, format_)
        own = press(stocked, OWN_TERMS)
        assert read(own, document).links["license"] == OWN, document
        tag = press(stocked).current(document).validators.tag
        assert own.current(document).validators.tag != tag, document
