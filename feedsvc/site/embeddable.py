"""Embeddable pages: the frame that stands for an address of ours, however damaged.

No other host is ever asked.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from feedsvc.edge.embed_urls import find_frame
from feedsvc.edge.feed_urls import KINDS, selection_in, split_script
from feedsvc.model.answer import Moved, Published
from feedsvc.model.embed import Frame, Look
from feedsvc.model.originals import host_of
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import StreamRef
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import missed

_MAX_URL_CHARS = 2_048
_STREAM = re.compile(r"/(categories|sources)/([^/]+?)[^\w-]*(?:/.*)?", re.DOTALL)
# Pages without a frame of their own stand for the site.
_SITE = re.compile(r"/|/(?:categories|sources|feeds|partners|terms)/?|/days/[\d-]+/?")


def frame_at(url: str) -> Frame:
    """Frame for an address of ours; a stream's, whether or not there is such a stream.

    Raises:
        ApiProblem: no address, not one of ours, or one without an article behind it.
    """
    parts = _own(url)
    # PostgreSQL cannot store NUL: it is replaced by a character that no address has.
    path = unquote(parts.path).replace("\0", "\ufffd") or "/"
    if frame := find_frame(path, parts.query):
        return frame
    script, path = split_script(path)
    look = Look(language=script.value)
    if _SITE.fullmatch(path):
        return Frame(selection_in(parts.query) or (), "", look)
    if match := _STREAM.fullmatch(path):
        return Frame((StreamRef(KINDS[match[1]], match[2]),), "", look)
    [answer] = services().share_links.answers([ShareLink.from_text(url)])
    if isinstance(answer, Published):
        return Frame((), answer.code, Look(has_summary=True, language=script.value))
    found = services().share_links.at(path)
    if isinstance(found, Moved):
        return Frame((found.stream,), "", look)
    raise _nothing()


def _own(url: str) -> SplitResult:
    """Parts of an address on this site, under its name of today or of before."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise ApiProblem(400, "url must be an address.") from None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ApiProblem(400, "url must be a whole address, with http:// or https://.")
    links = services().links
    own = {host_of(base) for base in (links.base_url, links.legacy_url) if base}
    if host_of(url.strip()) not in own or len(url) > _MAX_URL_CHARS:
        raise ApiProblem(404, "url must be the address of a page of this site.")
    return parts


def _nothing() -> ApiProblem:
    if wait_s := missed():
        detail = "Too many addresses that lead nowhere."
        return ApiProblem(429, detail, retry_after_s=wait_s)
    return ApiProblem(404, "There is no published article at url.")
