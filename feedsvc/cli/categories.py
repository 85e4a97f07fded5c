"""`feedsvc category`: categories listed, and what people decide about them.

`feedsvc categories` and `feedsvc rename` are its commands by the names that they had first.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import SLUG, TEXT, by_option
from feedsvc.cli.records import print_record
from feedsvc.cli.session import with_use_cases
from feedsvc.errors import DecisionRefused
from feedsvc.model.decision import Decider
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases
    from feedsvc.services.publishing.categories import Categories


@click.group(no_args_is_help=False)
def category() -> None:
    """Tend the categories that articles are in."""


@click.command()
@click.option("--renamed", is_flag=True, help="Only those that a person renamed.")
@click.option("--json", "is_json", is_flag=True, help="One JSON object per line.")
@with_use_cases
def categories(use_cases: "UseCases", *, renamed: bool, is_json: bool) -> int:
    """List categories, with the addresses that they had.

    Slug, title, raw name, the former slugs, which lead there too, and whether it was
    retired.
    """
    for found in use_cases.categories.all():
        if not renamed or found.is_titled or found.former:
            former = " ".join(found.former)
            state = "retired" if found.retired_at else ""
            columns = (found.slug, found.title, found.raw, former, state)
            print_record(found, columns, is_json=is_json)
    return 0


@click.command()
@click.argument("slug")
@click.option("--slug", "new_slug", type=SLUG, help="The new slug.")
@click.option("--title", type=TEXT, help="The new title.")
@by_option
@with_use_cases
def rename(
    use_cases: "UseCases",
    *,
    slug: str,
    new_slug: Slug | None,
    title: str | None,
    by: str,
) -> int:
    """Give a category another slug or title.

    The old address redirects to the new one permanently. A title that is given here
    wins over the tags of posts.
    """
    new = new_slug or Slug(slug)
    if new == slug and not title:
        raise DecisionRefused(slug, "give --slug, --title or both")
    _decided_by(use_cases, by).rename(_ref(slug), new, title)
    print(f"/categories/{new}/")
    return 0


@category.command()
@click.argument("slug")
@click.argument("text", type=TEXT, required=False)
@click.option("--none", "is_none", is_flag=True, help="It has no description.")
@by_option
def describe(*, slug: str, text: str | None, is_none: bool, by: str) -> int:
    """Say on a category's page and in its feeds what it is about."""
    if (text is None) != is_none:
        raise click.UsageError("Give a text, or --none.")
    return _describe(slug, text or "", by)


@with_use_cases
def _describe(use_cases: "UseCases", slug: str, text: str, by: str) -> int:
    _decided_by(use_cases, by).describe(_ref(slug), text)
    print(f"/categories/{slug}/")
    return 0


@category.command()
@click.argument("slug")
@by_option
@with_use_cases
def retire(use_cases: "UseCases", *, slug: str, by: str) -> int:
    """Close a category: its page and its feeds answer 410.

    Its articles stay where they are, and so do share links to them.
    """
    is_new = _decided_by(use_cases, by).retire(_ref(slug))
    print(f"{slug} is retired" + ("" if is_new else " already"))
    return 0


@category.command()
@click.argument("slug")
@by_option
@with_use_cases
def restore(use_cases: "UseCases", *, slug: str, by: str) -> int:
    """Open a retired category again, with all of its articles."""
    is_new = _decided_by(use_cases, by).restore(_ref(slug))
    print(f"/categories/{slug}/" if is_new else f"{slug} is not retired")
    return 0


category.add_command(categories, "list")
category.add_command(rename)


def _ref(slug: str) -> StreamRef:
    return StreamRef(StreamKind.CATEGORY, slug)


def _decided_by(use_cases: "UseCases", by: str) -> "Categories":
    return replace(use_cases.categories, by=Decider(by))
