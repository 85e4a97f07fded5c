"""Documents: one selection is one document, and no two share a variant or an address."""

from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.stream import SITE, StreamKind, StreamRef

A, B = (StreamRef(StreamKind.CATEGORY, slug) for slug in "ab")
SOURCE = StreamRef(StreamKind.SOURCE, "a")
LINKS = Links("https://news.example")
REFS = st.builds(
    StreamRef,
    st.sampled_from([StreamKind.CATEGORY, StreamKind.SOURCE]),
    st.text("ab-", min_size=1, max_size=3),
)
VARIANTS = [
    Document((A,), *rest) for rest in product(Format, (None, 1, 11), (False, True), Script)
]  # fmt: skip


def test_order_and_repeats_are_nothing() -> None:
    """A selection is a set: one object for every cache (rule 15)."""
    for order in permutations((B, SOURCE, A, B)):
        assert normalised(order) == (A, B, SOURCE)


@given(st.lists(REFS, max_size=6))
def test_what_is_normalised_stays(refs: list[StreamRef]) -> None:
    """Once is enough."""
    assert normalised(normalised(refs)) == normalised(refs)
    assert set(normalised(refs)) == set(refs)


def test_every_variant_has_a_name_of_its_own() -> None:
    """Rule 7: no format, page, script or shortness is taken for another by its tag."""
    assert len({document.variant for document in VARIANTS}) == len(VARIANTS)
    assert all(document.variant.isascii() for document in VARIANTS)


def test_every_document_has_an_address_of_its_own() -> None:
    """Rule 15: one `self` a document."""
    documents = [
        *VARIANTS,
        Document((SITE,), Format.ATOM),
        Document((A, B), Format.ATOM),
    ]
    assert len(set(map(LINKS.document, documents))) == len(documents)


def test_an_address_says_only_what_it_must() -> None:
    """The plain feed has no query, and a selection its streams in order."""
    assert LINKS.document(VARIANTS[0]) == "https://news.example/categories/a/atom.xml"
    selection = Document(
        (A, B, SOURCE), Format.RSS, is_summary=True, script=Script.TRADITIONAL
    )
    assert LINKS.document(selection) == (
        "https://news.example/zh-Hant/feeds/rss.xml"
        "?category=a&category=b&source=a&content=summary"
    )
    page = Document((SITE,), Format.JSON, 3)
    assert LINKS.document(page) == "https://news.example/pages/3/feed.json"
