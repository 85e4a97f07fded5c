"""Documents: the feed that an address leads to, by whatever redirects lead there."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from feedsvc.edge.feed_urls import find_document, respelt
from feedsvc.errors import NotFound
from feedsvc.language import tags
from feedsvc.model.answer import Moved
from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.site.context import services

_PORTS = {"http": 80, "https": 443}


def moved(document: Document) -> Document:
    """The document of the streams that have other addresses now.

    Raises:
        StreamNotFound: one of them never had this address.
        NotFound: there is no such page of it.
    """
    find = services().share_links.find_stream
    streams = normalised(find(ref) or ref for ref in document.streams)
    found = replace(document, streams=streams)
    services().syndication.current(found)  # raises for a part that never existed
    return found


def find_at(url: str) -> Document | None:
    """The document at a URL of this site, or that this site redirects it to.

    It may be an archive's page or a search. The site is the same by http and by https.
    """
    if _site(url) != _site(services().links.base_url):
        return None
    document = _named(urlsplit(url).path, urlsplit(url).query)
    if document is None or not _has_script(document.script):
        return None
    if document.query:  # it exists, whatever it finds
        return document
    try:
        services().syndication.current(document)
    except NotFound:
        try:
            return moved(document)
        except NotFound:
            return None
    return document


def _named(encoded: str, query: str) -> Document | None:
    """The document that an encoded path and a query name, whether or not it exists."""
    path = unquote(encoded).replace("\0", "\ufffd")
    for spelt in filter(None, (path, respelt(path))):
        if document := find_document(spelt, query):
            return document
    old = services().share_links.at(path)  # a feed of the static site
    if isinstance(old, Moved) and old.is_feed:
        return Document((old.stream,), Format.ATOM)
    return None


def _has_script(script: Script) -> bool:
    return script is Script.AS_WRITTEN or tags.is_simplified_chinese(
        services().language
    )


def _site(url: str) -> tuple[str, int] | None:
    """Host and port of a URL, which are no default port's; None where it is no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.hostname, 0 if port in (None, _PORTS[parts.scheme]) else port
