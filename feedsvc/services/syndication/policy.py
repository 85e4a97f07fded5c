"""Policy: what a stream's feed says, before any format says it.

Nothing here depends on now, so that two processes given the same rows say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.model.article import Article
from feedsvc.model.attribution import credit_parts
from feedsvc.model.feed import Entry, Feed, Format, Term
from feedsvc.model.links import Links
from feedsvc.model.stream import Stream, StreamKind

_PACE_ENTRIES = 20
_SLOWEST_TTL = timedelta(hours=1)
_ICON_PATH = "/static/icon.png"


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as its feeds present it; every field reaches their bytes.

    Attributes:
        max_age_s: the shortest that a reader is asked to wait.
    """

    links: Links
    title: str
    description: str
    language: str
    zone: ZoneInfo
    max_age_s: int

    def feed(self, stream: Stream, articles: Sequence[Article]) -> Feed:
        """The feed of a stream whose window holds `articles`, newest first."""
        return Feed(
            id=self.links.feed_id(stream),
            title=self._title(stream),
            subtitle=self.description if stream.ref.kind is StreamKind.SITE else "",
            page_url=self.links.stream_page(stream.ref),
            urls={format_: self.links.feed(stream.ref, format_) for format_ in Format},
            updated=stream.changed_at.astimezone(self.zone),
            language=self.language,
            author=self.title,
            icon_url=self.links.absolute(_ICON_PATH),
            ttl_s=self._ttl_s([article.published_at for article in articles]),
            entries=tuple(self._entry(article) for article in articles),
        )

    def _title(self, stream: Stream) -> str:
        return f"{stream.title} - {self.title}" if stream.title else self.title

    def _entry(self, article: Article) -> Entry:
        return Entry(
            id=article.entry_id,
            url=self.links.absolute(article.permalink),
            title=article.title,
            published=article.published_at.astimezone(self.zone),
            updated=article.updated_at.astimezone(self.zone),
            summary=article.summary,
            html=article.html,
            terms=tuple(Term(item.raw, item.title) for item in article.categories),
            credit=credit_parts(
                article.attributions, outlet=article.outlet, language=self.language
            ),
            origin_url=article.origin_url,
        )

    def _ttl_s(self, published: Sequence[datetime]) -> int:
        """How long a reader may wait: what the last arrivals took on average."""
        recent = published[:_PACE_ENTRIES]
        if len(recent) < 2:
            return int(_SLOWEST_TTL.total_seconds())
        pace = (recent[0] - recent[-1]) / (len(recent) - 1)
        return max(self.max_age_s, int(min(pace, _SLOWEST_TTL).total_seconds()))
