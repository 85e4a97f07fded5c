"""Addresses of feeds: which document a path and a query name, whatever they hold."""

from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.edge.feed_urls import find_document, find_stream, split_script
from feedsvc.model.document import MAX_PARTS, Document, Script
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.stream import SITE, StreamKind, StreamRef

A, B = (StreamRef(StreamKind.CATEGORY, slug) for slug in "ab")
SOURCE = StreamRef(StreamKind.SOURCE, "c")
SELECTION = Document((A, B, SOURCE), Format.ATOM)
PIECES = st.sampled_from(
    ["/", "//", "feeds", "categories", "sources", "pages", "zh-Hant", "a", "0", "1", "01",
     "9" * 30, "１", "²", "atom.xml", "rss.xml", "feed.json", "\x00", "\udcff", "é"]
)  # fmt: skip
QUERIES = st.sampled_from(
    ["category", "source", "content", "summary", "=", "&", ";", "%", "%00", "%ff", "a",
     "+", "\udcff", "é"]
)  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=3)).map("".join),
    st.lists(QUERIES | st.text(max_size=3)).map("".join),
)
def test_no_address_breaks_it(path: str, query: str) -> None:
    """Anything is a document or it is not; what it names, a database can be asked for."""
    find_stream(path)
    document = find_document(path, query)
    if document is not None:
        assert 1 <= len(document.streams) <= MAX_PARTS
        assert document.page is None or 0 < document.page < 10**9


@given(st.lists(QUERIES | st.text(max_size=3)).map("".join))
def test_no_query_names_what_no_database_holds(query: str) -> None:
    """PostgreSQL refuses a NUL, as it does in a path."""
    document = find_document("/feeds/atom.xml", f"category=x%00y&{query}")
    assert document is None or all("\0" not in ref.slug for ref in document.streams)


@pytest.mark.parametrize(
    "path",
    ["/atom.xml/", "/x/atom.xml", "/categories/atom.xml", "/categories/a/b/rss.xml",
     "/categories//rss.xml", "/ATOM.xml", "atom.xmlx", "", "/feeds/", "/feeds/x/atom.xml",
     "//atom.xml", "/zh-hant/atom.xml", "/zh-Hantatom.xml", "/zh-Hant/zh-Hant/atom.xml"],
)  # fmt: skip
def test_only_a_feeds_own_address_is_one(path: str) -> None:
    """Rule 15: nothing else that ends like a feed is taken for one."""
    assert find_document(path, "") is None


@pytest.mark.parametrize(
    "number", ["0", "00", "01", "-1", "+1", "1.0", "1 ", "", "x", "１", "²", "9" * 10]
)
@pytest.mark.parametrize("folder", ["", "/categories/a"])
def test_a_page_has_one_number(folder: str, number: str) -> None:
    """RFC 5005 §4: from 1, in ASCII, no zero before it, and none that no archive has."""
    assert find_document(f"{folder}/pages/{number}/atom.xml", "") is None


def test_a_page_is_a_document() -> None:
    """Of the site, a category or a source."""
    found = find_document("/pages/1/atom.xml", "")
    assert found == Document((SITE,), Format.ATOM, 1)
    found = find_document("/categories/a/pages/999999999/rss.xml", "x=y")
    assert found == Document((A,), Format.RSS, 999_999_999)


def test_a_stream_may_be_called_pages() -> None:
    """The word is not reserved."""
    ref = StreamRef(StreamKind.CATEGORY, "pages")
    found = find_document("/categories/pages/feed.json", "")
    assert found == Document((ref,), Format.JSON)
    found = find_document("/categories/pages/pages/2/feed.json", "")
    assert found == Document((ref,), Format.JSON, 2)


@given(
    st.permutations(["category=b", "category=a", "source=c", "category=a", "utm=1"]),
    st.text(max_size=5).map(lambda text: urlencode([("x" + text, text)])),
)
def test_a_dressed_up_selection_is_the_same(fields: list[str], more: str) -> None:
    """Rule 15: order, repeats and unknown parameters are nothing."""
    assert find_document("/feeds/atom.xml", "&".join([*fields, more])) == SELECTION


@pytest.mark.parametrize("query", ["", "x=1", "category=", "source", "Category=a"])
def test_a_selection_of_nothing_is_everything(query: str) -> None:
    """Whose address is that of the whole site's feed."""
    assert find_document("/feeds/rss.xml", query) == Document((SITE,), Format.RSS)


def test_a_selection_of_one_is_that_stream() -> None:
    """One document, so one address: the stream's own."""
    assert find_document("/feeds/rss.xml", "source=c") == Document(
        (SOURCE,), Format.RSS
    )


def test_a_selection_is_bounded() -> None:
    """Twenty at most, repeats not counted; one more is no document."""
    fields = [f"category=c{number}" for number in range(MAX_PARTS)]
    found = find_document("/feeds/atom.xml", "&".join([*fields, *fields]))
    assert found is not None
    assert len(found.streams) == MAX_PARTS
    assert find_document("/feeds/atom.xml", "&".join([*fields, "source=c"])) is None


def test_a_query_without_end_is_not_read() -> None:
    """It names nothing, and costs nothing."""
    found = find_document("/feeds/atom.xml", "category=a&" * 100_000)
    assert found == Document((SITE,), Format.ATOM)


@pytest.mark.parametrize(
    ("query", "is_summary"),
    [
        ("content=summary", True),
        ("x=1&content=summary&y", True),
        ("content=full", False),
        ("content=Summary", False),
        ("content", False),
    ],
)
def test_a_feed_may_be_short(query: str, is_summary: bool) -> None:  # noqa: FBT001
    """Only by the one word for it."""
    found = find_document("/categories/a/atom.xml", query)
    assert found == Document((A,), Format.ATOM, is_summary=is_summary)


def test_a_script_is_a_prefix() -> None:
    """Of every path there is."""
    assert split_script("/zh-Hant/categories/") == (Script.TRADITIONAL, "/categories/")
    assert split_script("/zh-Hant") == (Script.TRADITIONAL, "/")
    assert split_script("/zh-Hanti") == (Script.AS_WRITTEN, "/zh-Hanti")
    found = find_document("/zh-Hant/feed.json", "")
    assert found == Document((SITE,), Format.JSON, script=Script.TRADITIONAL)


@given(
    st.lists(
        st.builds(
            StreamRef,
            st.sampled_from([StreamKind.CATEGORY, StreamKind.SOURCE]),
            st.text("ab& +%=中", min_size=1, max_size=4),
        ),
        min_size=2,
        max_size=4,
        unique=True,
    ),
    st.sampled_from(Format),
    st.booleans(),
    st.sampled_from(Script),
)
def test_an_address_leads_back(
    refs: list[StreamRef],
    format_: Format,
    is_summary: bool,  # noqa: FBT001
    script: Script,
) -> None:
    """What `self` says is the document that says it (rule 15)."""
    query = urlencode([(ref.kind.value, ref.slug) for ref in refs])
    prefix = f"/{script}" if script else ""
    asked = f"{query}&content=summary" if is_summary else query
    document = find_document(f"{prefix}/feeds/{quote(format_)}", asked)
    assert document is not None
    url = urlsplit(Links("https://news.example").document(document))
    assert find_document(url.path, url.query) == document
