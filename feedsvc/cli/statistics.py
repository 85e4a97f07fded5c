"""`feedsvc stats`: clicks on share links."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import number
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.model.statistics import Count


@click.command()
@click.option(
    "--days",
    type=number(1, 366),
    default="30",
    show_default=True,
    help="Days to count, with today.",
)
@click.option(
    "--top",
    type=number(1, 1_000),
    default="20",
    show_default=True,
    help="Articles and unknown codes to list.",
)
@with_use_cases
def stats(use_cases: "UseCases", *, days: int, top: int) -> int:
    """Show how often share links were opened.

    By article, channel and unknown code. Days are those of the site's time zone.
    """
    report = use_cases.statistics.report(days=days, top=top)
    first, last = report.days[0][0], report.days[-1][0]
    total = report.total
    print(f"{first} to {last}: {total.human} clicks by people, {total.bot} by robots")
    articles = [
        (
            *_numbers(article.count),
            article.info_code,
            "(withdrawn)" if article.title is None else article.title,
        )
        for article in report.articles
    ]
    channels = [(*_numbers(count), channel.value) for channel, count in report.channels]
    unknown: list[tuple[str, ...]] = [
        (*_numbers(count), code) for code, count in report.unknown
    ]
    if report.other_unknown.total:
        others = "(others, or no code at all)"
        unknown.append((*_numbers(report.other_unknown), others))
    _print(("code", "article"), articles)
    _print(("channel",), channels)
    _print(("unknown code",), unknown)
    return 0


def _print(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table, unless it is empty."""
    if rows:
        print()
        print_table(("people", "robots", *columns), rows, numbers=2)


def _numbers(count: "Count") -> tuple[str, str]:
    return str(count.human), str(count.bot)
