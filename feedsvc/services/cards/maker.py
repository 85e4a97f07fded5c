"""The maker of cards: draws one or copies a picture, under a lease of its own.

Serves no request, and does not know which card is asked for next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.cards.drawing import draw, shows
from feedsvc.log import log
from feedsvc.model.article import Article
from feedsvc.model.card import CardName, CardText, copy_name, drawn_name
from feedsvc.model.medium import digest_of
from feedsvc.services.cards.content import card_text, picture_urls
from feedsvc.services.cards.hosts import MAX_PICTURE_BYTES, Hosts, fitted
from feedsvc.store import cards, media
from feedsvc.store.articles import articles
from feedsvc.store.cards import Attempt, Claim, Outcome
from feedsvc.store.database.engine import Database

_PATIENCE = timedelta(seconds=30)  # to wait for another process that began a card
_RETRY_AFTER = timedelta(hours=6)  # to wait before a failed picture is tried again


@dataclass(frozen=True, slots=True)
class CardPolicy:
    """Policy for making cards.

    Attributes:
        site: the site's title.
        language: BCP 47, of what cards say.
        ahead: articles younger than this get theirs unasked.
        copies: whether articles' own pictures are fetched.
        max_bytes: of all cards; the oldest are deleted first.
    """

    site: str
    language: str
    ahead: timedelta
    copies: bool
    max_bytes: int


class Maker:
    """Maker of cards for two threads: one draws, one does the rest."""

    def __init__(
        self,
        database: Database,
        hosts: Hosts,
        policy: CardPolicy,
        clock: Callable[[], datetime],
    ) -> None:
        """Begin with nothing under way."""
        self._database = database
        self._hosts = hosts
        self._policy = policy
        self._clock = clock
        self._is_over: Callable[[], bool] = lambda: False

    def stop_when(self, is_over: Callable[[], bool]) -> None:
        """Begin no further picture once this function returns true."""
        self._is_over = is_over

    def is_worth_copying(
        self, copies: Iterable[CardName], tried: Mapping[str, Attempt]
    ) -> bool:
        """True if one of an article's pictures was not tried yet, or long ago."""
        now = self._clock()
        before = {Outcome.FAILED: now - _RETRY_AFTER, Outcome.BEGUN: now - _PATIENCE}
        attempts = (tried.get(str(name)) for name in copies)
        return any(a is None or a.at < before.get(a.outcome, a.at) for a in attempts)

    def make(self, article_id: int) -> None:
        """The copy if it can be had, else the drawing, in the script of the article.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        article = self._published(article_id)
        if article is None or (self._policy.copies and self._copy(article)):
            return
        text = card_text(article, self._policy.site, self._policy.language)
        self.draw(article_id, text)

    def draw(self, article_id: int, text: CardText) -> None:
        """Draw a card, unless it is drawn or being drawn.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        name = str(drawn_name(text))
        if self._claim(article_id, name):
            if text.title and not shows(text):
                log("card-without-title", article=article_id, language=text.language)
            self._keep(article_id, name, draw(text))

    def copy(self, article_id: int) -> None:
        """Fetch the first picture of an article that is available.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        article = self._published(article_id)
        if article is not None:
            self._copy(article)

    def trim(self) -> None:
        """Delete the oldest cards over the limit.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        while trimmed := self._trim_some():
            log("trimmed-cards", cards=trimmed)

    def _trim_some(self) -> int:
        with self._database.write() as connection:
            return cards.trim(connection, self._policy.max_bytes)

    def _published(self, article_id: int) -> Article | None:
        with self._database.read() as snapshot:
            return next(iter(articles.by_ids(snapshot, [article_id])), None)

    def _copy(self, article: Article) -> bool:
        """Copy one of the article's pictures; True if one is copied or being copied."""
        with self._database.read() as snapshot:
            tried = cards.attempts(snapshot, article.id)
        for url in picture_urls(article):
            name = str(copy_name(url))
            attempt = tried.get(name)
            if attempt and attempt.outcome is Outcome.MADE:
                return True
            if self._is_over() or self._hosts.is_silent(url):
                continue
            if self._claim(article.id, name):
                picture = self._picture(url)
                self._keep(article.id, name, picture)
                if picture:
                    return True
            elif attempt is None or attempt.outcome is Outcome.BEGUN:
                return True
        return False

    def _picture(self, url: str) -> bytes:
        """The picture, fitted; empty if it cannot be had."""
        digest = digest_of(url) if url.startswith("/") else None
        if digest is None:  # or on another site that keeps media as this one does
            return self._hosts.fetch(url)
        with self._database.read() as snapshot:
            return fitted(media.whole(snapshot, digest, MAX_PICTURE_BYTES), url)

    def _claim(self, article_id: int, name: str) -> bool:
        now = self._clock()
        wish = Claim(article_id, name, now, now - _PATIENCE, now - _RETRY_AFTER)
        with self._database.write() as connection:
            return cards.claim(connection, wish)

    def _keep(self, article_id: int, name: str, body: bytes) -> None:
        with self._database.write() as connection:
            cards.keep(connection, article_id, name, body)
