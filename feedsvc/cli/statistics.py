"""Statistics at the terminal: clicks on share links."""

import argparse

from rich.markup import escape
from rich.table import Table

from feedsvc.cli.reporting import print_table
from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.model.statistics import Count
from feedsvc.settings import Settings


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the top articles, the channels, and the codes that no article has."""
    statistics = fit_use_cases(settings).statistics
    report = statistics.report(days=arguments.days, top=arguments.top)
    first, last = report.days[0][0], report.days[-1][0]
    total = report.total
    print(f"{first} to {last}: {total.human} clicks by people, {total.bot} by robots")
    articles = _table("code", "article")
    for article in report.articles:
        title = "(withdrawn)" if article.title is None else printable(article.title)
        articles.add_row(*_numbers(article.count), article.info_code, escape(title))
    channels = _table("channel")
    for channel, count in report.channels:
        channels.add_row(*_numbers(count), channel.value)
    unknown = _table("unknown code")
    for code, count in report.unknown:
        unknown.add_row(*_numbers(count), code)
    if report.other_unknown.total:
        unknown.add_row(*_numbers(report.other_unknown), "(others, or no code at all)")
    for table in (articles, channels, unknown):
        if table.row_count:
            print()
            print_table(table)
    return 0


def _table(*columns: str) -> Table:
    table = Table("people", "robots", *columns)
    for column in table.columns[:2]:
        column.justify = "right"
    return table


def _numbers(count: Count) -> tuple[str, str]:
    return str(count.human), str(count.bot)
