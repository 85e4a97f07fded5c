"""Cards as pages need them: an article's card and its bytes; it makes none, but asks."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from feedsvc.model.answer import DeadEnd, Published, first_answer
from feedsvc.model.article import Article
from feedsvc.model.card import CardKind, CardName, copy_name, drawn_name
from feedsvc.model.share_link import ShareLink
from feedsvc.services.cards.content import card_text, picture_urls
from feedsvc.services.cards.workshop import Workshop
from feedsvc.store import cards
from feedsvc.store.articles import answers, articles
from feedsvc.store.cards import Attempt, Outcome
from feedsvc.store.database.engine import Database

# A robot that has read the page asks for its picture at once; drawing takes a fraction
# of this time.
_PATIENCE_S = 2.0
_POLL_S = 0.05
_WAITING = 2  # at once, in each script: other requests need the server's threads too


@dataclass(frozen=True, slots=True)
class Held:
    """A published article, as it was written, and the bytes of one of its cards.

    Attributes:
        body: None unless there is a card of that name.
    """

    article: Article
    body: bytes | None


@dataclass(frozen=True, slots=True)
class CardLookup:
    """Cards of articles, in one script.

    Attributes:
        site: the site's title.
        language: BCP 47, of what cards say.
        copies: whether articles' own pictures are shown.
        workshop: None if no process makes cards: then none is promised.
    """

    database: Database
    site: str
    language: str
    copies: bool
    workshop: Workshop | None = None
    _waiting: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(_WAITING), init=False, compare=False
    )

    def held(self, link: ShareLink, name: str) -> Held | DeadEnd:
        """Read what there is under a card's address, from one snapshot.

        Args:
            link: what the address gives as the article's code.
            name: as the address gives it.
        """
        with self.database.read() as snapshot:
            codes = tuple(link.codes)
            answer = first_answer(codes, answers.by_codes(snapshot, codes).get)
            if not isinstance(answer, Published):
                return answer
            [article] = articles.by_ids(snapshot, [answer.article_id])
            return Held(article, cards.find(snapshot, article.id, name))

    def card(self, article: Article) -> CardName | None:
        """The card that an article has, or will have by the time it is asked for.

        Args:
            article: as shown, in this script.
        """
        text = card_text(article, self.site, self.language)
        drawn = drawn_name(text)
        copies = self._copies(article)
        with self.database.read() as snapshot:
            tried = cards.attempts(snapshot, article.id)
        made = next((name for name in (*copies, drawn) if _is_made(tried, name)), None)
        if self.workshop is None or (made and made.kind is CardKind.COPY):
            return made
        if self.workshop.maker.is_worth_copying(copies, tried):
            self.workshop.queue.want_copy(article.id)
        if made is None:
            self.workshop.queue.want_drawing(article.id, text)
        return drawn

    def picture(
        self, article: Article, name: str, body: bytes | None = None
    ) -> tuple[CardKind, bytes] | None:
        """A card of an article; None if it is none of this article, or cannot be had yet.

        Waits a little for one that is being drawn.

        Args:
            article: as shown, in this script.
            name: as a URL gives it.
            body: what is kept under that name, if it was read already.
        """
        text = card_text(article, self.site, self.language)
        names = (drawn_name(text), *self._copies(article))
        known = next((known for known in names if str(known) == name), None)
        if known is None:
            return None
        body = body or self._find(article.id, name)
        is_drawn = known.kind is CardKind.DRAWN
        if body is None and is_drawn and self.workshop:
            is_coming = self.workshop.queue.want_drawing(article.id, text)
            body = self._await(article.id, name) if is_coming else None
        return None if body is None else (known.kind, body)

    def _copies(self, article: Article) -> tuple[CardName, ...]:
        urls = picture_urls(article) if self.copies else ()
        return tuple(map(copy_name, urls))

    def _await(self, article_id: int, name: str) -> bytes | None:
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            give_up = time.monotonic() + _PATIENCE_S
            while (body := self._find(article_id, name)) is None:
                if time.monotonic() >= give_up:
                    return None
                time.sleep(_POLL_S)
            return body
        finally:
            self._waiting.release()

    def _find(self, article_id: int, name: str) -> bytes | None:
        with self.database.read() as snapshot:
            return cards.find(snapshot, article_id, name)


def _is_made(tried: Mapping[str, Attempt], name: CardName) -> bool:
    attempt = tried.get(str(name))
    return attempt is not None and attempt.outcome is Outcome.MADE
