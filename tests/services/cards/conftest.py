"""Fixtures of cards: a newsroom, and somebody who makes its cards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from feedsvc.model.article import Article
from feedsvc.model.share_link import ShareLink
from feedsvc.outbound.client import Outbound
from feedsvc.services.cards.lookup import CardLookup, Held
from feedsvc.services.cards.maker import CardPolicy
from feedsvc.services.cards.workshop import Workshop, open_workshop
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code

SITE, LANGUAGE = "江港新闻", "zh-CN"
POLICY = CardPolicy(
    site=SITE,
    language=LANGUAGE,
    ahead=timedelta(0),
    copies=True,
    max_bytes=1_000_000,
)
LOOPBACK = IPv4Network("127.0.0.0/8")


@dataclass(frozen=True, slots=True)
class Studio:
    """A newsroom with the services that make and show its cards."""

    newsroom: Newsroom
    workshop: Workshop
    copies: bool

    @property
    def cards(self) -> CardLookup:
        """What pages ask."""
        return CardLookup(
            self.newsroom.database,
            SITE,
            LANGUAGE,
            self.copies,
            self.workshop,
        )

    def article(self, number: int = 1) -> Article:
        """A published article as the store has it."""
        held = self.cards.held(ShareLink.from_code(code(number)), "")
        assert isinstance(held, Held)
        return held.article

    def work(self) -> None:
        """Do whatever was asked for, as the threads would."""
        while self.workshop.queue.copy_next(wait_s=0) or self.workshop.queue.draw_next(
            wait_s=0
        ):
            pass


@pytest.fixture
def newsroom(database_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """Services over a database of the test's own, on each engine in turn."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield newsroom


@pytest.fixture
def open_studio(newsroom: Newsroom) -> Callable[..., Studio]:
    """Opens a studio; what is given differs from its policy. Loopback is trusted."""

    def open_(
        trusted: tuple[IPv4Network, ...] = (LOOPBACK,), **policy: object
    ) -> Studio:
        workshop = open_workshop(
            newsroom.database,
            Outbound(user_agent="feedsvc (+https://news.test)", trusted=trusted),
            replace(POLICY, **policy),  # type: ignore[arg-type]
            lambda: newsroom.now,
        )
        return Studio(newsroom, workshop, bool(policy.get("copies", True)))

    return open_


@pytest.fixture
def studio(open_studio: Callable[..., Studio]) -> Studio:
    """A studio as it comes."""
    return open_studio()
