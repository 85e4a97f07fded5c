"""Clicks: counts of followed share links. Nothing says who followed one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedsvc.model.channel import Channel
from feedsvc.model.info_code import InfoCode


class Kind(StrEnum):
    """Person or robot, as far as a user agent tells."""

    HUMAN = "human"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Opened:
    """A share link that somebody opened, as the request told it.

    Lives in memory until the next flush, and is never written anywhere.

    Attributes:
        article_id: of the article that it led to; None if it led to none.
        code: the unknown code it asked for; None if that was malformed or known.
        query: of the link.
        agent, referer: headers of the request; empty if it had none.
    """

    article_id: int | None
    code: InfoCode | None
    query: str
    agent: str
    referer: str


@dataclass(frozen=True, slots=True)
class Click:
    """Key of one count: clicks that share it are added up.

    Attributes:
        day: of the site's zone.
        article_id: of the article that the link led to.
    """

    day: date
    article_id: int
    channel: Channel
    kind: Kind


@dataclass(frozen=True, slots=True)
class Miss:
    """Key of one count of links that led nowhere.

    Attributes:
        day: of the site's zone.
        code: the code asked for; None if malformed, or over the day's limit.
    """

    day: date
    code: InfoCode | None
    kind: Kind
