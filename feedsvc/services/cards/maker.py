"""Making: cards drawn and pictures copied, by threads that serve no request.

Drawing takes milliseconds and somebody may be waiting; a picture comes from another
site, which may take seconds. So each has a queue and a thread of its own. What is asked
for lives in memory alone: whoever looks at the page again asks again.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from feedsvc.cards.drawing import draw
from feedsvc.cards.fitting import fit
from feedsvc.errors import DatabaseUnusable, Failure, FetchFailed, PictureUnusable
from feedsvc.model.article import Article
from feedsvc.model.card import CardName, CardText, copy_name, drawn_name
from feedsvc.outbound.client import Outbound
from feedsvc.services.cards.content import card_text, picture_urls
from feedsvc.services.cards.queue import Requests
from feedsvc.services.following import Following
from feedsvc.store import cards
from feedsvc.store.articles import articles
from feedsvc.store.cards import Attempt, Claim, Outcome
from feedsvc.store.database.engine import Database

_log = logging.getLogger("feedsvc.cards")

_FOLLOWER = "cards"
_PASSED = 100  # changes with nothing recent, at once: whoever stops us waits for them
_PATIENCE = timedelta(seconds=30)  # with who began a card and has not ended
_RETRY_AFTER = timedelta(hours=6)  # a picture that could not be had
# A host that gave no answer so often, one time after the other, is left alone so long.
_SILENT_TIMES, _SILENCE = 3, timedelta(minutes=10)
_SILENT = (Failure.UNREACHABLE, Failure.TOO_SLOW)
_PICTURE_BYTES = 8 * 1024 * 1024
_PICTURE_S = 5.0


@dataclass(frozen=True, slots=True)
class CardPolicy:
    """How cards are made.

    Attributes:
        site: the site's title.
        language: BCP 47, of what cards say.
        ahead: articles younger than this get theirs unasked.
        copies: whether articles' own pictures are fetched.
        max_bytes: of all that is kept; the oldest go first.
    """

    site: str
    language: str
    ahead: timedelta
    copies: bool
    max_bytes: int


class Making:
    """The use case, for two threads: one draws for those who wait, one does the rest."""

    def __init__(
        self,
        database: Database,
        outbound: Outbound,
        policy: CardPolicy,
        clock: Callable[[], datetime],
    ) -> None:
        """Begin with nothing asked for."""
        self._database = database
        self._outbound = outbound
        self._policy = policy
        self._clock = clock
        self._drawings: Requests[tuple[int, CardText]] = Requests()
        self._copies: Requests[int] = Requests()
        self._following = Following(database, _FOLLOWER, clock)
        self._ahead: deque[int] = deque()  # of the step, what is still to be made
        # Hosts that gave no answer: how often in a row, and when last.
        self._silent: dict[str, tuple[int, datetime]] = {}
        self._is_over: Callable[[], bool] = lambda: False

    def stop_when(self, is_over: Callable[[], bool]) -> None:
        """Begin no further picture once this is true."""
        self._is_over = is_over

    def want_drawing(self, article_id: int, text: CardText) -> bool:
        """Ask for a card to be drawn; returns at once, false if too many are waiting."""
        return self._drawings.put((article_id, text))

    def want_copy(self, article_id: int) -> None:
        """Ask for an article's own picture to be fetched; returns at once."""
        self._copies.put(article_id)

    def is_worth_copying(
        self, copies: Iterable[CardName], tried: Mapping[str, Attempt]
    ) -> bool:
        """Whether one of an article's pictures was not tried yet, or long ago."""
        now = self._clock()
        before = {Outcome.FAILED: now - _RETRY_AFTER, Outcome.BEGUN: now - _PATIENCE}
        attempts = (tried.get(str(name)) for name in copies)
        return any(a is None or a.at < before.get(a.outcome, a.at) for a in attempts)

    def draw_next(self, *, wait_s: float) -> bool:
        """Draw the card that was asked for first; false if none was, after a wait.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        wanted = self._drawings.take(wait_s)
        if wanted is not None:
            self._draw(*wanted)
        return wanted is not None

    def copy_next(self, *, wait_s: float) -> bool:
        """Fetch the picture that was asked for first; false if none was, after a wait.

        Raises:
            DatabaseUnusable: it could not be kept.
        """
        article_id = self._copies.take(wait_s)
        if article_id is None:
            return False
        article = self._published(article_id)
        if article is not None:
            self._copy(article)
        return True

    def make_ahead(self) -> bool:
        """Make the card of one more recent article; false if there is none to be made.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        if not self._ahead:
            return self._begin_step()
        if not self._following.hold():
            self._ahead.clear()  # whoever has the step now makes them
            return True
        article_id = self._ahead.popleft()
        try:
            self._make(article_id)
        except DatabaseUnusable:
            self._ahead.appendleft(article_id)
            raise
        return True

    def _begin_step(self) -> bool:
        """Go on to the next change with recent articles; false if there is none yet."""
        since = self._clock() - self._policy.ahead
        for _ in range(_PASSED):
            self._following.finish()
            step = self._following.next_step()
            if step is None:
                return False
            self._ahead.extend(
                article.id
                for article in step.articles
                if article.is_shown and article.published_at >= since
            )
            if self._ahead:
                break
        return True

    def trim(self) -> None:
        """Delete the oldest cards of what is too much.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        while trimmed := self._trim_some():
            _log.info("event=trimmed-cards cards=%d", trimmed)

    def _trim_some(self) -> int:
        with self._database.write() as connection:
            return cards.trim(connection, self._policy.max_bytes)

    def _make(self, article_id: int) -> None:
        """The copy if it can be had, else the drawing, in the script of the article."""
        article = self._published(article_id)
        if article is None or (self._policy.copies and self._copy(article)):
            return
        text = card_text(article, self._policy.site, self._policy.language)
        self._draw(article_id, text)

    def _published(self, article_id: int) -> Article | None:
        with self._database.read() as snapshot:
            return next(iter(articles.by_ids(snapshot, [article_id])), None)

    def _draw(self, article_id: int, text: CardText) -> None:
        name = str(drawn_name(text))
        if self._claim(article_id, name):
            self._keep(article_id, name, draw(text))

    def _copy(self, article: Article) -> bool:
        """Whether one of the article's pictures is copied, or somebody else is at it."""
        with self._database.read() as snapshot:
            tried = cards.attempts(snapshot, article.id)
        for url in picture_urls(article):
            name = str(copy_name(url))
            attempt = tried.get(name)
            if attempt and attempt.outcome is Outcome.MADE:
                return True
            if self._is_over() or self._is_silent(url):
                continue
            if self._claim(article.id, name):
                picture = self._fetch(url)
                self._keep(article.id, name, picture)
                if picture:
                    return True
            elif attempt is None or attempt.outcome is Outcome.BEGUN:
                return True
        return False

    def _is_silent(self, url: str) -> bool:
        """Whether a picture's host gave no answer just now: others wait behind it."""
        since = self._clock() - _SILENCE
        self._silent = {h: s for h, s in self._silent.items() if s[1] > since}
        times, _ = self._silent.get(urlsplit(url).netloc, (0, since))
        return times >= _SILENT_TIMES

    def _fetch(self, url: str) -> bytes:
        """The picture, fitted; empty if it cannot be had."""
        host = urlsplit(url).netloc
        times, _ = self._silent.pop(host, (0, None))
        try:
            return fit(
                self._outbound.get(
                    url,
                    max_bytes=_PICTURE_BYTES,
                    deadline_s=_PICTURE_S,
                    accept="image/*",
                )
            )
        except (FetchFailed, PictureUnusable) as error:
            if error.reason in _SILENT:
                self._silent[host] = (times + 1, self._clock())
            # Neither a password nor a query, which may hold a secret, is for the log.
            shown = quote(url.partition("?")[0].rpartition("@")[2], safe=":/%")
            _log.info("event=no-picture url=%s reason=%s", shown, quote(error.reason))
            return b""

    def _claim(self, article_id: int, name: str) -> bool:
        now = self._clock()
        wish = Claim(article_id, name, now, now - _PATIENCE, now - _RETRY_AFTER)
        with self._database.write() as connection:
            return cards.claim(connection, wish)

    def _keep(self, article_id: int, name: str, body: bytes) -> None:
        with self._database.write() as connection:
            cards.keep(connection, article_id, name, body)
