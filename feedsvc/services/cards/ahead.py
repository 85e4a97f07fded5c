"""Cards ahead of time: cards of recent articles are made before they are requested."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from feedsvc.errors import DatabaseUnusable
from feedsvc.services.cards.maker import Maker
from feedsvc.services.following import Following

_PASSED = 100  # changes with nothing recent, in one go: a stop has to wait for them


class Ahead:
    """Follower of the change line that makes cards of new articles, for one thread."""

    def __init__(
        self,
        following: Following,
        maker: Maker,
        young: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Go on from the follower's place; articles younger than `young` get cards."""
        self._following = following
        self._maker = maker
        self._young = young
        self._clock = clock
        # Articles of the step whose cards are still to be made.
        self._articles: deque[int] = deque()

    def make_next(self) -> bool:
        """Make the card of one more recent article; false if there is none to be made.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        if not self._articles:
            return self._begin_step()
        if not self._following.hold():
            self._articles.clear()  # the process that has the step now makes them
            return True
        article_id = self._articles.popleft()
        try:
            self._maker.make(article_id)
        except DatabaseUnusable:
            self._articles.appendleft(article_id)
            raise
        return True

    def _begin_step(self) -> bool:
        """Go on to the next change with recent articles; false if there is none yet."""
        since = self._clock() - self._young
        for _ in range(_PASSED):
            self._following.finish()
            step = self._following.next_step()
            if step is None:
                return False
            self._articles.extend(
                article.id
                for article in step.articles
                if article.is_shown and article.published_at >= since
            )
            if self._articles:
                break
        return True
