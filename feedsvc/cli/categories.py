"""`feedsvc categories` and `feedsvc rename`: categories listed, and given other names."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import SLUG, TEXT
from feedsvc.cli.records import print_record
from feedsvc.cli.session import with_use_cases
from feedsvc.errors import DecisionRefused
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases


@click.command()
@click.option("--renamed", is_flag=True, help="Only those that a person renamed.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def categories(use_cases: "UseCases", *, renamed: bool, is_json: bool) -> int:
    """List categories, with the addresses that they had.

    Slug, title, raw name, and the former slugs, which lead there too.
    """
    for found in use_cases.inventory.categories():
        if not renamed or found.is_titled or found.former:
            former = " ".join(found.former)
            columns = (found.slug, found.title, found.raw, former)
            print_record(found, columns, is_json=is_json)
    return 0


@click.command()
@click.argument("slug")
@click.option("--slug", "new_slug", type=SLUG, help="The new slug.")
@click.option("--title", type=TEXT, help="The new title.")
@with_use_cases
def rename(
    use_cases: "UseCases", *, slug: str, new_slug: Slug | None, title: str | None
) -> int:
    """Give a category another slug or title.

    The old address redirects to the new one permanently. A title that is given here
    wins over the tags of posts.
    """
    new = new_slug or Slug(slug)
    if new == slug and not title:
        raise DecisionRefused(slug, "give --slug, --title or both")
    use_cases.decisions.rename(StreamRef(StreamKind.CATEGORY, slug), new, title)
    print(f"/categories/{new}/")
    return 0
