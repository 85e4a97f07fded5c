"""Addresses of feeds: the document that a path and a query name. Knows no service."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from feedsvc.model.document import MAX_PARTS, Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.search import normalised_query
from feedsvc.model.stream import SITE, StreamKind, StreamRef

KINDS = {"categories": StreamKind.CATEGORY, "sources": StreamKind.SOURCE}

_FORMATS = {format_.value: format_ for format_ in Format}
_SELECTION = "/feeds"
_SEARCH = "/search"
_PARTS = {kind.value: kind for kind in KINDS.values()}
_PAGES = "/pages/"
_MAX_PAGE_DIGITS = 9
_MAX_FIELDS = 200
_WORDS = (
    Script.TRADITIONAL.value,
    *KINDS,
    _SELECTION.strip("/"),
    _SEARCH.strip("/"),
    _PAGES.strip("/"),
)
_SPELT = {word.lower(): word for word in _WORDS}


def split_script(path: str) -> tuple[Script, str]:
    """A path's script, and the path without its prefix."""
    prefix = f"/{Script.TRADITIONAL}"
    if path == prefix or path.startswith(f"{prefix}/"):
        return Script.TRADITIONAL, path.removeprefix(prefix) or "/"
    return Script.AS_WRITTEN, path


def find_document(path: str, query: str) -> Document | None:
    """Document that an address names, whether or not its streams exist.

    Of the query only `content` is read, for a selection `category` and `source`, and for
    a search `q`; other parameters change nothing.
    """
    script, path = split_script(path)
    folder, _, name = path.rpartition("/")
    format_ = _FORMATS.get(name)
    if format_ is None:
        return None
    fields = fields_of(query) if query else []
    is_summary = ("content", "summary") in fields
    if folder == _SELECTION:
        parts = selected(fields)
        return Document(parts, format_, None, is_summary, script) if parts else None
    if folder == _SEARCH:
        text = normalised_query(dict(reversed(fields)).get("q", ""))
        search = Document((SITE,), format_, None, is_summary, script, text)
        return search if text else None
    folder, page = _split_page(folder)
    ref = find_stream(folder)
    if ref is None or page == 0:
        return None
    return Document((ref,), format_, page, is_summary, script)


def respelt(path: str) -> str | None:
    """A feed's path with capitals and slashes corrected; None if they are right.

    Slugs stay as they are: raw names may differ in capitals alone.
    """
    if not path.lower().rstrip("/").endswith(tuple(_FORMATS)):
        return None
    *folders, name = (word for word in path.split("/") if word)
    slug = next((n for n, word in enumerate(folders) if word.lower() in KINDS), -1) + 1
    words = [
        word if n == slug and n else _SPELT.get(word.lower(), word)
        for n, word in enumerate(folders)
    ]
    spelt = "/".join(("", *words, name.lower()))
    return spelt if spelt != path else None


def find_stream(folder: str) -> StreamRef | None:
    """The stream that a folder is the address of: `/categories/{slug}`, or nothing."""
    if not folder:
        return SITE
    kind, _, slug = folder.removeprefix("/").partition("/")
    if kind not in KINDS or not slug or "/" in slug:
        return None
    return StreamRef(KINDS[kind], slug)


def fields_of(query: str) -> list[tuple[str, str]]:
    """Fields of a query; none of one with too many."""
    try:
        return parse_qsl(query, max_num_fields=_MAX_FIELDS)
    except ValueError:
        return []


def selection_in(query: str) -> tuple[StreamRef, ...] | None:
    """Streams of the selection that a query names; None if there are too many."""
    return selected(fields_of(query))


def selected(fields: Iterable[tuple[str, str]]) -> tuple[StreamRef, ...] | None:
    """The streams of a selection in one order; everything if it names none.

    PostgreSQL cannot store NUL: it is replaced by a character that no address has.
    """
    parts = normalised(
        StreamRef(_PARTS[name], slug.replace("\0", "\ufffd"))
        for name, slug in fields
        if name in _PARTS and slug
    )
    return (parts or (SITE,)) if len(parts) <= MAX_PARTS else None


def _split_page(folder: str) -> tuple[str, int | None]:
    """A folder without `/pages/{n}`, and n; 0 where that is no page's number."""
    before, found, number = folder.rpartition(_PAGES)
    if not found:
        return folder, None
    is_number = number.isascii() and number.isdecimal() and number[0] != "0"
    return before, int(number) if is_number and len(number) <= _MAX_PAGE_DIGITS else 0
