"""Claims: the rule that picks whose words an article has."""

from dataclasses import replace
from itertools import permutations

import pytest

from feedsvc.model.claim import (
    API,
    Claim,
    categories_of,
    merged_claims,
    replaced,
    winner,
    withholder,
)
from feedsvc.model.info_code import InfoCode

CODE = InfoCode("NW202205010800000001")


def claim(
    key: str = "b/a.md",
    *,
    origin: str = "archive",
    category: str = "jianggang",
    is_complete: bool = True,
    is_html: bool = True,
    precedence: int = 1,
) -> Claim:
    """A claim that is as good as can be but for what is said."""
    return Claim(
        origin, key, CODE, category, is_complete, is_html, precedence=precedence
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (claim(precedence=0, is_html=False), claim("z.md", is_complete=False)),
        (claim(precedence=0), claim("z.md", is_html=False)),
        (claim("a.md"), claim("z.md", precedence=0)),
        (claim("b.md"), claim("a.md")),
        (claim(origin="b"), claim(origin="a")),
        (claim("x", origin=API, is_html=False), claim()),
    ],
    ids=["complete", "html", "precedence", "key", "origin", "sent"],
)
def test_the_better_claim_wins(better: Claim, worse: Claim):
    """Complete, then HTML, then what its source prefers, then the greater key."""
    assert winner([better, worse]) == better
    assert winner([worse, better]) == better


def test_the_order_of_claims_does_not_matter():
    """Every permutation of several claims has the same winner."""
    claims = [
        claim(),
        claim("a/a.md", precedence=0),
        claim("b/z.md", is_complete=False),
        claim("b/y.md", is_html=False),
    ]
    winners = {winner(order) for order in permutations(claims)}
    assert winners == {claims[0]}


def test_a_file_that_is_gone_yields_among_equals():
    """The equal that is still there wins, though the other is preferred."""
    gone, there = replace(claim(), is_there=False), claim("a/a.md", precedence=0)
    assert winner([gone, there]) == there


def test_a_better_file_that_is_gone_still_speaks():
    """The site dropped its files after three days; what they said stays."""
    gone = replace(claim(), is_there=False)
    assert winner([gone, claim("b/z.md", is_complete=False)]) == gone


def test_what_was_just_read_replaces_what_was_known():
    """A claim is replaced by origin and key; other claims stay."""
    known = [claim(is_html=False), claim("a/a.md", precedence=0)]
    merged = merged_claims(known, [claim()])
    assert set(merged) == {claim(), claim("a/a.md", precedence=0)}


def test_every_claim_gives_its_category():
    """An empty category adds none."""
    claims = [claim(category="甲"), claim(category="乙"), claim(category="")]
    assert categories_of(claims) == {"甲", "乙"}


def test_what_lies_in_another_origin_now_is_replaced():
    """Known by its name, and only while nobody put it aside there."""
    gone = replace(claim(origin="old"), is_there=False, name="a.md")
    moved = replace(claim("c/a.md"), name="a.md")
    assert replaced([gone, moved]) == {gone}
    assert replaced([gone, replace(moved, is_aside=True)]) == set()
    assert replaced([gone, replace(moved, origin="old")]) == set()


def test_what_was_put_aside_holds_back_its_own_former_copy_alone():
    """Twins that lie elsewhere, or that changed later, stay published."""
    aside = replace(
        claim("d/a.md"), is_published=False, is_aside=True, arrival=2, place="b/a"
    )
    former = replace(claim(origin="old"), arrival=1, place="b/a")
    assert withholder([aside, former]) == aside
    assert withholder([aside, replace(former, place="c/a")]) is None
    assert withholder([aside, replace(former, arrival=3)]) is None


def test_what_was_sent_speaks_for_every_file():
    """Its categories count alone, and no file withholds it."""
    sent = claim("x", origin=API, category="jinmen")
    held = replace(claim("a.md"), is_published=False)
    assert withholder([held, sent]) is None
    assert categories_of([claim(), sent]) == {"jinmen"}
    assert categories_of([claim(), replace(sent, category="")]) == set()
