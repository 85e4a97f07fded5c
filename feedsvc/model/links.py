"""Links: every public URL that feedsvc hands out is made here, from the configured base.

Nothing of a request reaches this module but slugs and the words of a search, which are
percent-encoded, so nothing of it can reach a URL as it came. Paths are kept decoded in the store; RFC 3986 §3.3 pchar stays bare, everything else is
percent-encoded UTF-8.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from feedsvc.model.card import CardName
from feedsvc.model.document import Document, Script
from feedsvc.model.embed import Frame, Look
from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import Stream, StreamKind, StreamRef

HUB_PATH = "/hub"
_PCHAR = "/!$&'()*+,;=:@~"
# Fixed for ever: ids made from it are the same after a rebuild and on a mirror.
_NAMESPACE = uuid.UUID("6f2f7d1c-5f0e-5c3b-9a52-6f1b8a0c2d11")
_FOLDERS = {StreamKind.CATEGORY: "categories", StreamKind.SOURCE: "sources"}


def encode_path(path: str) -> str:
    """A decoded path as it stands in a URL."""
    return quote(path, safe=_PCHAR)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one site.

    Attributes:
        base_url: `scheme://host[:port]`, no slash behind.
        legacy_url: the same of the static site whose ids live on, or empty.
        site_title: names the site in ids where there is no legacy URL.
        prefix: of every path, where pages and feeds are in another script.
        terms_url: of a page of the site's own with its terms of reuse, or empty.
        hub_url: of the hub that feeds name (WebSub), or empty.
    """

    base_url: str
    legacy_url: str = ""
    site_title: str = ""
    prefix: str = ""
    terms_url: str = ""
    hub_url: str = ""

    def absolute(self, path: str) -> str:
        """The URL of a decoded path under the base."""
        return self.base_url + self.prefix + encode_path(path)

    def share(self, code: InfoCode) -> str:
        """The short share URL of an article."""
        return self.absolute(f"/s/{code}")

    def corrections(self, code: InfoCode) -> str:
        """The human page of an article's corrections."""
        return self.absolute(f"/corrections/{code}/")

    def card(self, code: InfoCode, name: CardName) -> str:
        """The picture of an article's preview card."""
        return self.absolute(f"/cards/{code}/{name}")

    def stream_page(self, ref: StreamRef) -> str:
        """The human page of a stream."""
        return self.absolute(stream_path(ref))

    def feed(self, ref: StreamRef, file_name: str) -> str:
        """A stream's feed; `file_name` is `atom.xml`, `rss.xml` or `feed.json`."""
        return self.absolute(stream_path(ref) + file_name)

    def frame(self, frame: Frame) -> str:
        """The one address of a frame; options that are as usual are left out."""
        look, usual = frame.look, Look(has_summary=bool(frame.code))
        options = (
            ("limit", str(look.limit), look.limit != usual.limit and not frame.code),
            (
                "summary",
                str(int(look.has_summary)),
                look.has_summary != usual.has_summary,
            ),
            ("image", "1", look.has_image),
            ("theme", look.theme.value, look.theme is not usual.theme),
            ("accent", look.accent, bool(look.accent)),
            ("lang", look.language, bool(look.language)),
            ("key", frame.key, bool(frame.key)),
        )
        query = [(name, value) for name, value, is_given in options if is_given]
        if frame.code:
            path = f"/embed/articles/{frame.code}"
        elif len(frame.streams) == 1 and frame.streams[0].kind in _FOLDERS:
            path = f"/embed{stream_path(frame.streams[0])}".rstrip("/")
        else:
            parts = [(ref.kind.value, ref.slug) for ref in frame.streams if ref.slug]
            path, query = "/embed/feeds", [*parts, *query]
        url = self.base_url + encode_path(path)
        return f"{url}?{urlencode(query)}" if query else url

    def loader(self) -> str:
        """The script that partners' pages may load; never changed once published."""
        return f"{self.base_url}/embed/v1/feedsvc.js"

    def oembed(self, url: str, format_: str) -> str:
        """The oEmbed answer for one of our pages, `json` or `xml`."""
        query = urlencode({"url": url, "format": format_})
        return f"{self.base_url}/oembed?{query}"

    def day_page(self, day: date) -> str:
        """The human page of one day of the site's zone."""
        return self.absolute(f"/days/{day.isoformat()}/")

    def search_page(self, query: str = "", *, before: InfoCode | None = None) -> str:
        """The page of a search; without a query, the one that asks for it."""
        fields = (("q", query), ("before", before))
        given = [(name, value) for name, value in fields if value]
        page = self.absolute("/search")
        return f"{page}?{urlencode(given)}" if given else page

    def terms_page(self) -> str:
        """The human page with the terms of reuse."""
        return self.terms_url or self.absolute("/terms/")

    def entry_id(self, code: InfoCode, legacy_path: str | None) -> str:
        """An article's Atom id: what jekyll-feed published, or a UUID of its info code.

        jekyll-feed gave `post.id`, the served path less `.html`, as an absolute URL.
        """
        if self.legacy_url and legacy_path:
            return self.legacy_url + encode_path(legacy_path.removesuffix(".html"))
        return uuid.uuid5(_NAMESPACE, f"article\n{code}").urn

    def feed_id(self, kind: StreamKind, name: str) -> str:
        """The Atom id of a stream, the same in every format; free of `base_url`.

        Args:
            kind: what groups its articles.
            name: the category's raw name or the source's name; empty for the site.
        """
        if not self.legacy_url:
            return self._feed_uuid(kind, name)
        paths = {
            StreamKind.SITE: "/feed.xml",
            StreamKind.CATEGORY: f"/feed/{name}.xml",
            StreamKind.SOURCE: f"/sources/{name}",
        }
        return self.legacy_url + encode_path(paths[kind])

    def selection_id(self, streams: Iterable[Stream]) -> str:
        """The Atom id of a selection of streams, whatever their order."""
        names = sorted(f"{stream.ref.kind} {stream.name}" for stream in streams)
        return self._feed_uuid("selection", *names)

    def search_id(self, query: str) -> str:
        """The Atom id of a search."""
        return self._feed_uuid("search", query)

    def variant_id(self, id_: str, *, script: Script, is_summary: bool) -> str:
        """The Atom id of a feed's variant: RFC 4287 §4.2.6 wants one of its own.

        Args:
            id_: of the feed as written and whole, which keeps it.
            script, is_summary: what the variant changes; its entries' ids stay.
        """
        variant = [script.value, "summary" if is_summary else ""]
        if not any(variant):
            return id_
        return uuid.uuid5(_NAMESPACE, "\n".join(("variant", id_, *variant))).urn

    def document(self, document: Document) -> str:
        """The canonical URL of a feed document: what its `self` link says."""
        query = [("content", "summary")] if document.is_summary else []
        if document.query:
            path, query = "/search/", [("q", document.query), *query]
        elif document.is_selection:
            parts = [(ref.kind.value, ref.slug) for ref in document.streams]
            path, query = "/feeds/", [*parts, *query]
        else:
            path = stream_path(document.streams[0])
        if document.page is not None:
            path += f"pages/{document.page}/"
        url = self.in_script(document.script).absolute(path + document.format)
        return f"{url}?{urlencode(query)}" if query else url

    def in_script(self, script: Script) -> "Links":
        """The addresses of the same site in another script."""
        prefix = f"/{script}" if script else ""
        return self if prefix == self.prefix else replace(self, prefix=prefix)

    def _feed_uuid(self, *names: str) -> str:
        name = "\n".join((self.site_title, *names))
        return uuid.uuid5(_NAMESPACE, f"feed\n{name}").urn


def stream_path(ref: StreamRef) -> str:
    """The decoded path of a stream's page, with the slash that its feeds stand behind."""
    if ref.kind is StreamKind.SITE:
        return "/"
    return f"/{_FOLDERS[ref.kind]}/{ref.slug}/"
