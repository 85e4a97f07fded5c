"""`feedsvc source`: sources listed, and what people decide about them."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import FILLED, Parsed, by_option
from feedsvc.cli.records import print_record
from feedsvc.cli.session import with_use_cases
from feedsvc.cli.text import printable
from feedsvc.model.decision import Decider
from feedsvc.model.page import page_url

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases

_SAME = " already"


def _page(text: str) -> str:
    try:
        return page_url(text)
    except ValueError as error:
        raise ValueError(f"{text!r} {error}") from None


@click.group(no_args_is_help=False)
def source() -> None:
    """Tend the sources that articles are credited to."""


@source.command("list")
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def list_sources(use_cases: "UseCases", *, is_json: bool) -> int:
    """List sources: slug, title, name, page, other names, and former slugs."""
    for found in use_cases.sources.all():
        aliases = "、".join(alias.name for alias in found.aliases)
        former = " ".join(found.former)
        page = found.url or ""
        columns = (found.slug, found.title, found.name, page, aliases, former)
        print_record(found, columns, is_json=is_json)
    return 0


@source.command()
@click.argument("name", type=FILLED)
@click.argument("other", type=FILLED)
@by_option
@with_use_cases
def alias(use_cases: "UseCases", *, name: str, other: str, by: str) -> int:
    """Let NAME mean the source OTHER.

    Credits in either name lead to it, past and future ones; its feed holds both.
    """
    is_new = use_cases.sources.alias(name, other, Decider(by))
    _say(f"{name} means {other}", is_new=is_new)
    return 0


@source.command()
@click.argument("name", type=FILLED)
@click.argument("into", type=FILLED)
@by_option
@with_use_cases
def merge(use_cases: "UseCases", *, name: str, into: str, by: str) -> int:
    """Make the source NAME part of the source INTO.

    Its page and feeds redirect there permanently, and so do later credits.
    """
    is_new = use_cases.sources.merge(name, into, Decider(by))
    _say(f"{name} is part of {into}", is_new=is_new)
    return 0


@source.command()
@click.argument("name", type=FILLED)
@click.argument("title", type=FILLED)
@by_option
@with_use_cases
def rename(use_cases: "UseCases", *, name: str, title: str, by: str) -> int:
    """Show the source NAME as TITLE, at an address of that title.

    The old address redirects permanently. Credits keep the name that articles use.
    """
    is_new = use_cases.sources.rename(name, title, Decider(by))
    _say(f"{name} is called {title}", is_new=is_new)
    return 0


@source.command()
@click.argument("name", type=FILLED)
@click.argument("page", type=Parsed("url", _page), required=False)
@click.option("--none", "is_none", is_flag=True, help="It has no page of its own.")
@by_option
def url(*, name: str, page: str | None, is_none: bool, by: str) -> int:
    """Give a source a page of its own, to which its credits lead."""
    if (page is None) != is_none:
        raise click.UsageError("Give a URL, or --none.")
    return _link(name, page, by)


@with_use_cases
def _link(use_cases: "UseCases", name: str, page: str | None, by: str) -> int:
    is_new = use_cases.sources.link(name, page, Decider(by))
    _say(f"{name}: {page or 'no page'}", is_new=is_new)
    return 0


def _say(sentence: str, *, is_new: bool) -> None:
    print(printable(sentence) + ("" if is_new else _SAME))
