"""Statistics: what was counted of share links, summed up for people."""

from dataclasses import dataclass
from datetime import date

from feedsvc.model.channel import Channel
from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True)
class Count:
    """Number of clicks, by kind of visitor."""

    human: int = 0
    bot: int = 0

    @property
    def total(self) -> int:
        """Sum over all kinds of visitor."""
        return self.human + self.bot


@dataclass(frozen=True, slots=True)
class ArticleClicks:
    """Clicks counted for an article.

    Attributes:
        title: None where the article was withdrawn: nothing of it is shown.
        permalink: decoded.
    """

    info_code: InfoCode
    title: str | None
    permalink: str
    count: Count


@dataclass(frozen=True, slots=True)
class Report:
    """Clicks counted over some days.

    Attributes:
        days: every day, the oldest first, those without a click too.
        channels: most clicks first.
        articles: most clicks first; the top only.
        unknown: codes that no article has, most asked for first; the top only.
        unknown_total: of all links that led nowhere, malformed ones too.
    """

    days: tuple[tuple[date, Count], ...]
    channels: tuple[tuple[Channel, Count], ...]
    articles: tuple[ArticleClicks, ...]
    unknown: tuple[tuple[InfoCode, Count], ...]
    unknown_total: Count

    @property
    def total(self) -> Count:
        """All clicks of all days."""
        return Count(
            sum(count.human for _, count in self.days),
            sum(count.bot for _, count in self.days),
        )

    @property
    def other_unknown(self) -> Count:
        """Links that led nowhere, other than those listed in `unknown`."""
        return Count(
            self.unknown_total.human - sum(count.human for _, count in self.unknown),
            self.unknown_total.bot - sum(count.bot for _, count in self.unknown),
        )
