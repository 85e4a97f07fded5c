"""Policy: the contents of a stream's feed, before any format writes them.

Nothing here depends on now, so that two processes given the same rows say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from feedsvc.content.html import with_base
from feedsvc.content.traditional import feed_to_traditional
from feedsvc.language.language import of as language_of
from feedsvc.model.article import Article
from feedsvc.model.attribution import credit_parts
from feedsvc.model.category import Source
from feedsvc.model.document import Document, Script
from feedsvc.model.feed import (
    Entry,
    EntrySource,
    Feed,
    Format,
    Paging,
    Term,
    Tombstone,
    WrittenEntry,
)
from feedsvc.model.image import Image, find_images
from feedsvc.model.links import Links
from feedsvc.model.medium import digest_of
from feedsvc.model.originals import original_url
from feedsvc.model.recording import Recording, find_recordings
from feedsvc.model.stream import SITE, Stream, StreamKind, StreamRef

_ICON_PATH = "/static/icon.png"
_PAGE_TTL_S = 300
NO_SIZES: Mapping[bytes, int] = MappingProxyType({})
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_Enclosed = TypeVar("_Enclosed", Image, Recording)


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as its feeds present it; every field reaches their bytes.

    Attributes:
        max_age_s: the shortest time that a reader is asked to wait; divides an hour.
    """

    links: Links
    title: str
    description: str
    language: str
    zone: ZoneInfo
    max_age_s: int

    def feed(
        self,
        document: Document,
        streams: Sequence[Stream],
        articles: Sequence[Article],
        tombstones: Sequence[Tombstone],
        sizes: Mapping[bytes, int] = NO_SIZES,
    ) -> Feed:
        """Feed of a document.

        Args:
            document: which one.
            streams: those that it shows, in its order.
            articles: those it holds, newest first.
            tombstones: of retracted articles, latest first.
            sizes: of the media that the articles name, by digest.
        """
        first, is_stream = streams[0], document.is_stream
        links = self.links.in_script(document.script)
        feed = Feed(
            id=self._id(document, streams),
            title=self._title(document, streams),
            subtitle=self._subtitle(first) if is_stream else "",
            page_url=_page_url(document, links),
            urls={
                format_: self.links.document(replace(document, format=format_))
                for format_ in Format
            },
            updated=self._updated(document, streams, articles, tombstones),
            language=self.language,
            author=self.title,
            icon_url=self.links.absolute(_ICON_PATH),
            license_url=links.terms_page(),
            ttl_s=self.ttl_s(document, streams),
            entries=tuple(
                self._entry(article, document.script, sizes) for article in articles
            ),
            paging=self._paging(document, first) if is_stream else None,
            tombstones=tuple(
                replace(item, when=item.when.astimezone(self.zone))
                for item in tombstones
            ),
            has_content=not document.is_summary,
            hub_url=links.hub_url if document.is_topic else "",
        )
        is_as_written = document.script is Script.AS_WRITTEN
        return feed if is_as_written else feed_to_traditional(feed)

    def beside(
        self, feed: Feed, document: Document, written: Iterable[WrittenEntry]
    ) -> Feed:
        """The feed of a document that has other entries too, which are written already."""
        if document.page is None and not document.query:
            return feed
        moments = (entry.updated for entry in written)
        return replace(feed, updated=max((feed.updated, *moments)))

    def ttl_s(self, document: Document, streams: Sequence[Stream]) -> int:
        """Seconds that a reader may wait: as long as the busiest of the streams allows.

        An archive page's bytes must not move with the pace of what comes after it.
        """
        if document.page is not None:
            return _PAGE_TTL_S
        return max(self.max_age_s, min(stream.ttl_s for stream in streams))

    def _id(self, document: Document, streams: Sequence[Stream]) -> str:
        if document.query:
            id_ = self.links.search_id(document.query)
        elif len(streams) > 1:
            id_ = self.links.selection_id(streams)
        else:
            id_ = self.links.feed_id(streams[0].ref.kind, streams[0].name)
        return self.links.variant_id(
            id_, script=document.script, is_summary=document.is_summary
        )

    def _subtitle(self, stream: Stream) -> str:
        return self.description if stream.ref == SITE else stream.description

    def _title(self, document: Document, streams: Sequence[Stream]) -> str:
        if document.query:
            found = language_of(self.language).words.search_found
            return f"{found.format(query=document.query)} - {self.title}"
        named = (
            stream.title
            for stream in streams
            if stream.title and stream.retired_at is None
        )
        titles = language_of(self.language).joined(named)
        return f"{titles} - {self.title}" if titles else self.title

    def _updated(
        self,
        document: Document,
        streams: Sequence[Stream],
        articles: Sequence[Article],
        tombstones: Sequence[Tombstone],
    ) -> datetime:
        """Time of the last change of a current document, or of a page's or search's members."""
        if document.page is None and not document.query:
            moments = [stream.changed_at for stream in streams]
        else:
            moments = [article.updated_at for article in articles]
            moments += [tombstone.when for tombstone in tombstones]
        return max(moments, default=_NEVER).astimezone(self.zone)

    def _paging(self, document: Document, stream: Stream) -> Paging:
        """Back and forward through full pages: readers keep them for good (§4)."""

        def url(page: int | None) -> str:
            return self.links.document(replace(document, page=page))

        here = document.page or stream.open_page
        is_archive = document.page is not None
        return Paging(
            current_url=url(None),
            prev_url=url(here - 1) if here > 1 else None,
            next_url=url(here + 1) if is_archive and stream.is_full(here + 1) else None,
            is_archive=is_archive,
            is_complete=not is_archive and stream.open_page == 1,
        )

    def _entry(
        self, article: Article, script: Script, sizes: Mapping[bytes, int]
    ) -> Entry:
        links, source = self.links.in_script(script), article.source
        # Readers know no base: an enclosure and its picture are one absolute address.
        html = with_base(article.html, links.base_url)
        return Entry(
            id=article.entry_id,
            url=links.absolute(article.permalink),
            title=article.title,
            published=article.published_at.astimezone(self.zone),
            updated=article.updated_at.astimezone(self.zone),
            summary=article.summary,
            html=html,
            terms=tuple(Term(item.raw, item.title) for item in article.categories),
            credit=credit_parts(
                article.attributions, outlet=article.outlet, language=self.language
            ),
            original_url=original_url(article.origin_url, links),
            source=self._source(source, script) if source else None,
            has_time=article.has_time,
            language=article.language,
            images=_measured(find_images(html), sizes),
            recordings=_measured(find_recordings(html), sizes),
        )

    def _source(self, source: Source, script: Script) -> EntrySource:
        ref, links = StreamRef(StreamKind.SOURCE, source.slug), self.links
        id_ = links.feed_id(ref.kind, source.name)
        links = links.in_script(script)
        return EntrySource(
            id=links.variant_id(id_, script=script, is_summary=False),
            title=source.title,
            url=links.stream_page(ref),
            feed_url=links.feed(ref, Format.RSS),
        )


def _page_url(document: Document, links: Links) -> str:
    """Address of the page for people that shows what a document does, or everything."""
    if document.query:
        return links.search_page(document.query)
    return links.stream_page(document.streams[0] if document.is_stream else SITE)


def _measured(
    found: Iterable[_Enclosed], sizes: Mapping[bytes, int]
) -> tuple[_Enclosed, ...]:
    """Images or recordings, with the length of those that are media of this site."""
    return tuple(
        replace(one, length=sizes.get(digest)) if digest else one
        for one in found
        for digest in (digest_of(one.url),)
    )
