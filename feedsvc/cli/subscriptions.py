"""`feedsvc subscriptions`: who is pushed new articles, listed, and ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from feedsvc.cli.parameters import Parsed, number
from feedsvc.cli.records import as_json
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.tables import print_table
from feedsvc.cli.text import printable, shown
from feedsvc.model.subscription import Subscription

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.model.document import Document

_GREATEST = 2**31 - 1
_COLUMNS = ("number", "subscribed", "until", "state", "topic", "callback")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A subscription as a program reads it; its secret stays where it is."""

    number: int
    topic: str
    callback: str
    subscribed_at: datetime
    lease_until: datetime
    is_signed: bool
    is_due: bool
    attempts: int
    failing_since: datetime | None
    ended_at: datetime | None
    last_status: str | None


def _topic(text: str) -> "Document":
    from feedsvc.edge.feed_urls import find_document

    parts = urlsplit(text)
    document = find_document(parts.path, parts.query)
    if document is None or not document.is_topic:
        raise ValueError(f"{text!r} is not the address of a feed")
    return document


@click.group(invoke_without_command=True)
@click.option("--topic", type=Parsed("url", _topic), help="To this feed alone.")
@click.option("--failing", is_flag=True, help="Only those that fail, or have ended.")
@click.option("--after", type=number(0, _GREATEST), default="0", help="Larger numbers.")
@click.option(
    "--limit",
    type=number(1, 3_000),
    default="100",
    show_default=True,
    help="Subscriptions to list.",
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@click.pass_context
def subscriptions(  # noqa: PLR0913 - a parameter for each option
    context: click.Context,
    *,
    topic: "Document | None",
    failing: bool,
    after: int,
    limit: int,
    is_json: bool,
) -> int:
    """List those who have subscribed at the site's hub, by number."""
    if context.invoked_subcommand:
        return 0
    return _list(
        topic=topic, failing=failing, after=after, limit=limit, is_json=is_json
    )


@with_use_cases
def _list(  # noqa: PLR0913 - a parameter for each option
    use_cases: "UseCases",
    *,
    topic: "Document | None",
    failing: bool,
    after: int,
    limit: int,
    is_json: bool,
) -> int:
    found = use_cases.register.page(
        after=after, limit=limit, document=topic, is_failing=failing
    )
    listed = [(each, use_cases.links.document(document)) for each, document in found]
    if is_json:
        for each, url in listed:
            print(as_json(_listed(each, url)))
        return 0
    zone = use_cases.zone
    rows = (
        (
            str(each.id),
            shown(each.subscribed_at, zone),
            shown(each.lease_until, zone),
            ", ".join(_state(each)),
            url,
            each.callback,
        )
        for each, url in listed
    )
    print_table(_COLUMNS, rows, numbers=1)
    return 0


@subscriptions.command()
@click.argument(
    "numbers", metavar="N...", type=number(1, _GREATEST), nargs=-1, required=True
)
@with_use_cases
def drop(use_cases: "UseCases", *, numbers: Sequence[int]) -> int:
    """End subscriptions, by their numbers, and tell their subscribers."""
    status = 0
    for each in numbers:
        dropped = use_cases.register.drop(each)
        if dropped is None:
            print(f"There is no subscription {each}.")
            status = 1
        else:
            print(f"Subscription {each} has ended: {printable(dropped.callback)}")
    return status


def _listed(found: Subscription, url: str) -> _Listed:
    return _Listed(
        number=found.id,
        topic=url,
        callback=found.callback,
        subscribed_at=found.subscribed_at,
        lease_until=found.lease_until,
        is_signed=found.secret is not None,
        is_due=found.due_at is not None,
        attempts=found.attempts,
        failing_since=found.failing_since,
        ended_at=found.ended_at,
        last_status=found.last_status,
    )


def _state(found: Subscription) -> Iterator[str]:
    if found.ended_at:
        yield "ended"
    elif found.failing_since:
        yield f"fails ({found.attempts})"
    elif found.due_at:
        yield "due"
    else:
        yield "ok"
    if found.last_status:
        yield found.last_status
