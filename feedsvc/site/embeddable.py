"""Embeddable pages: the frame that stands for an address of ours, however damaged.

No other host is ever asked.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urlsplit

from feedsvc.edge.embed_urls import find_frame
from feedsvc.edge.feed_urls import KINDS, selection_in, split_script
from feedsvc.errors import StreamNotFound
from feedsvc.language import tags
from feedsvc.language.language import of as language_of
from feedsvc.model.answer import Moved, Published
from feedsvc.model.article import Article
from feedsvc.model.document import Script, normalised
from feedsvc.model.embed import Frame, Look
from feedsvc.model.links import Links
from feedsvc.model.originals import host_of
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import SITE, StreamRef
from feedsvc.services.scripts import Scripts
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import missed

_MAX_URL_CHARS = 2_048
_STREAM = re.compile(r"/(categories|sources)/([^/]+?)[^\w-]*(?:/.*)?", re.DOTALL)
# Pages without a frame of their own stand for the site.
_SITE = re.compile(
    r"/|/(?:categories|sources|feeds|partners|search|terms)/?|/days/[\d-]+/?"
)


@dataclass(frozen=True, slots=True)
class Embeddable:
    """A frame with what stands beside it.

    Attributes:
        frame: under its names of today.
        page: URL of the page that it stands for.
        title: in the frame's script; empty for the whole site.
        items: how many headlines it has now.
        article: as it was written; None for a list.
    """

    frame: Frame
    page: str
    title: str
    items: int = 0
    article: Article | None = None

    @property
    def scripts(self) -> Scripts:
        """Script of the frame."""
        is_traditional = self.frame.look.language == Script.TRADITIONAL and (
            services().script.script is Script.TRADITIONAL
            or tags.is_simplified_chinese(services().language)
        )
        return Scripts(Script.TRADITIONAL if is_traditional else Script.AS_WRITTEN)

    @property
    def site(self) -> str:
        """Title of the site."""
        return self.scripts.text(services().title)

    @property
    def name(self) -> str:
        """Title, and whose it is."""
        return f"{self.title} - {self.site}" if self.title else self.site


def find_embeddable(frame: Frame) -> Embeddable | None:
    """A frame that has something to show, or may have it later; else None."""
    if frame.code:
        return _article(frame)
    try:
        return _streams(frame) if frame.streams else None
    except StreamNotFound:
        find = services().share_links.find_stream
        refs = normalised(find(ref) or ref for ref in frame.streams)
    try:
        return _streams(replace(frame, streams=refs))
    except StreamNotFound:
        return None


def _article(frame: Frame) -> Embeddable | None:
    [answer] = services().share_links.answers([ShareLink.from_code(frame.code)])
    if not isinstance(answer, Published):
        return None
    article = services().embeds.article(answer.article_id)
    if article is None:
        return None
    found = Embeddable(replace(frame, code=answer.code), "", "", 1, article)
    page = _links(found).absolute(article.permalink)
    return replace(found, page=page, title=found.scripts.text(article.title))


def _streams(frame: Frame) -> Embeddable:
    streams, articles = services().embeds.newest(frame.streams, frame.look.limit)
    found = Embeddable(frame, "", "", len(articles))
    # A category and a source may share a title.
    named = dict.fromkeys(stream.title for stream in streams if stream.title)
    shown_in = language_of(frame.look.language or services().language)
    titles = shown_in.joined(named)
    page = _links(found).stream_page(streams[0].ref if len(streams) == 1 else SITE)
    return replace(found, page=page, title=found.scripts.text(titles))


def _links(found: Embeddable) -> Links:
    return services().links.in_script(found.scripts.script)


def frame_at(url: str) -> Frame:
    """Frame for an address of ours, whether or not there is anything to show in it.

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
