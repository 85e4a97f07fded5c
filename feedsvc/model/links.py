"""Links: every public URL that feedsvc hands out is made here, from the configured base.

No request reaches this module, so no request can reach a URL. Paths are kept decoded in
the store; RFC 3986 §3.3 pchar stays bare, everything else is percent-encoded UTF-8.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import Stream, StreamKind, StreamRef

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
    """

    base_url: str
    legacy_url: str = ""
    site_title: str = ""

    def absolute(self, path: str) -> str:
        """The URL of a decoded path under the base."""
        return self.base_url + encode_path(path)

    def share(self, code: InfoCode) -> str:
        """The short share URL of an article."""
        return self.absolute(f"/s/{code}")

    def stream_page(self, ref: StreamRef) -> str:
        """The human page of a stream."""
        return self.absolute(stream_path(ref))

    def feed(self, ref: StreamRef, file_name: str) -> str:
        """A stream's feed; `file_name` is `atom.xml`, `rss.xml` or `feed.json`."""
        return self.absolute(stream_path(ref) + file_name)

    def day_page(self, day: date) -> str:
        """The human page of one day of the site's zone."""
        return self.absolute(f"/days/{day.isoformat()}/")

    def entry_id(self, code: InfoCode, legacy_path: str | None) -> str:
        """An article's Atom id: what jekyll-feed published, or a UUID of its info code.

        jekyll-feed gave `post.id`, the served path less `.html`, as an absolute URL.
        """
        if self.legacy_url and legacy_path:
            return self.legacy_url + encode_path(legacy_path.removesuffix(".html"))
        return uuid.uuid5(_NAMESPACE, f"article\n{code}").urn

    def feed_id(self, stream: Stream) -> str:
        """A stream's Atom id, the same in every format; free of `base_url`."""
        if not self.legacy_url:
            name = "\n".join((self.site_title, stream.ref.kind, stream.name))
            return uuid.uuid5(_NAMESPACE, f"feed\n{name}").urn
        paths = {
            StreamKind.SITE: "/feed.xml",
            StreamKind.CATEGORY: f"/feed/{stream.name}.xml",
            StreamKind.SOURCE: f"/sources/{stream.name}",
        }
        return self.legacy_url + encode_path(paths[stream.ref.kind])


def stream_path(ref: StreamRef) -> str:
    """The decoded path of a stream's page, with the slash that its feeds stand behind."""
    if ref.kind is StreamKind.SITE:
        return "/"
    return f"/{_FOLDERS[ref.kind]}/{ref.slug}/"
