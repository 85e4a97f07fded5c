"""`feedsvc articles` and `feedsvc article`: articles found, and one of them whole."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import CODE, SINCE, UNTIL, OneOf, number
from feedsvc.cli.records import as_json, print_record
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import printable, shown
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import ArticleRecord, FoundArticle, Standing, Wanted

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases


@click.command()
@click.option("--state", type=OneOf(Standing), help="State of the articles.")
@click.option("--category", metavar="SLUG", help="A slug, or a raw name.")
@click.option("--source", metavar="SLUG", help="A slug, or a name.")
@click.option("--title", metavar="TEXT", help="A part of the title.")
@click.option(
    "--author",
    metavar="NAME",
    help="The full name of anybody whom the article credits.",
)
@click.option("--since", type=SINCE, help="Published from then on.")
@click.option("--until", type=UNTIL, help="Published by the end of that day.")
@click.option("--after", type=CODE, help="Continue after this article.")
@click.option(
    "--limit",
    type=number(1, 10_000),
    default="50",
    show_default=True,
    help="Articles to list.",
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def articles(  # noqa: PLR0913 - a parameter for each option
    use_cases: "UseCases",
    *,
    state: Standing | None,
    category: str | None,
    source: str | None,
    title: str | None,
    author: str | None,
    since: datetime | None,
    until: datetime | None,
    after: InfoCode | None,
    limit: int,
    is_json: bool,
) -> int:
    """Find articles in any state.

    The latest arrivals come first. With --title, articles are read one by one until
    --limit of them are found; every other option uses an index.
    """
    wanted = Wanted(
        limit=limit,
        standing=state,
        category=category,
        source=source,
        title=title,
        author=author,
        since=_in_zone(since, use_cases.zone),
        until=_in_zone(until, use_cases.zone),
        after=after,
    )
    for found in use_cases.inventory.articles(wanted):
        print_record(found, _columns(found, use_cases.zone), is_json=is_json)
    return 0


@click.command()
@click.argument("code", type=CODE)
@click.option("--json", "is_json", is_flag=True, help="One JSON object.")
@with_use_cases
def article(use_cases: "UseCases", *, code: InfoCode, is_json: bool) -> int:
    """Show everything about one article."""
    record = use_cases.inventory.article(code)
    if is_json:
        print(as_json(record))
        return 0
    for name, value in _lines(record, use_cases.zone):
        print(f"{name + ':':<12}{printable(value)}")
    return 0


def _in_zone(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """A moment that names no zone is one of the site's."""
    if moment is None or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=zone)


def _columns(found: FoundArticle, zone: tzinfo) -> tuple[str, ...]:
    return (
        found.info_code,
        found.standing,
        shown(found.published_at, zone),
        found.title,
        _decision(found),
    )


def _decision(found: FoundArticle) -> str:
    """Decision about an article, in words."""
    said = [
        "by law" if found.is_legal else "",
        f"into {found.merged_into}" if found.merged_into else "",
        found.reason or "",
    ]
    return ", ".join(part for part in said if part)


def _lines(record: ArticleRecord, zone: tzinfo) -> Iterator[tuple[str, str]]:
    found = record.article
    yield "code", found.info_code
    yield "title", found.title
    yield "state", f"{found.standing} since {shown(found.decided_at, zone)}"
    if decision := _decision(found):
        yield "decision", decision
    yield "published", shown(found.published_at, zone)
    yield "updated", shown(record.updated_at, zone)
    yield "permalink", record.permalink or "-"
    for path in record.addresses:
        yield "address", path
    yield from record.credits
    for file in record.files:
        yield "file", f"{file.archive}: {file.path} ({file.outcome})"
    for at, why in record.versions:
        yield "replaced", f"{shown(at, zone)} {why}"
