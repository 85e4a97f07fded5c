"""Options of the finding commands: articles, one article, files."""

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from feedsvc.cli.arguments import Add, between
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import Standing

_limit = partial(between, least=1, most=10_000)
_DAY = timedelta(days=1)


def add_finding(add: Add, code: Callable[[str], InfoCode]) -> None:
    """Add the commands; `code` reads an info code."""
    _add_articles(add, code)
    article = add("article", "tell everything of one article")
    article.add_argument("code", type=code, metavar="CODE")
    article.add_argument("--json", action="store_true", help="for programs")
    article.set_defaults(command="finding:article")

    files = add("files", "list files by what they came to when they were last read")
    files.add_argument(
        "--outcome",
        default="rejected",
        metavar="WORD",
        help="a word of the import's summary; `rejected` if not said",
    )
    files.add_argument(
        "--after",
        nargs=2,
        default=("", ""),
        metavar=("ARCHIVE", "PATH"),
        help="go on behind this file",
    )
    _add_output(files)
    files.set_defaults(command="finding:files")

    categories = add(
        "categories",
        "list categories, with the addresses that they had",
        "Slug, title, raw name, and the slugs that lead there since it was renamed.",
    )
    categories.add_argument(
        "--renamed", action="store_true", help="only those that a person renamed"
    )
    categories.add_argument("--json", action="store_true", help="a line each")
    categories.set_defaults(command="finding:categories")


def _add_articles(add: Add, code: Callable[[str], InfoCode]) -> None:
    articles = add(
        "articles",
        "find articles, in whatever state they are",
        "Those that came last come first. --title looks through one article after the "
        "other until --limit are found; all else goes by an index.",
    )
    articles.add_argument("--state", type=Standing, choices=list(Standing))
    articles.add_argument("--category", metavar="SLUG", help="or its raw name")
    articles.add_argument("--source", metavar="SLUG", help="or its name")
    articles.add_argument("--title", metavar="TEXT", help="a part of it")
    articles.add_argument(
        "--author", metavar="NAME", help="anybody whom the article credits, in full"
    )
    articles.add_argument(
        "--since", type=_since, metavar="DATE", help="published from then on"
    )
    articles.add_argument(
        "--until", type=_until, metavar="DATE", help="published by the end of that day"
    )
    articles.add_argument(
        "--after", type=code, metavar="CODE", help="go on behind this article"
    )
    _add_output(articles)
    articles.set_defaults(command="finding:articles")


def add_decisions(add: Add, add_action: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that carry decisions along.

    Args:
        add: adds a command.
        add_action: adds an action to what is given first.
    """
    decisions = add("decisions", "carry decisions from one database to another")
    actions = decisions.add_subparsers(metavar="ACTION", required=True)
    export = add_action(
        actions,
        "export",
        "write every decision as it stands, a line of JSON each",
        "FILE must not exist; - is standard output.",
    )
    export.add_argument("file", metavar="FILE")
    export.set_defaults(command="decisions:export")
    repeat = add_action(
        actions,
        "import",
        "repeat the decisions of a file; - is standard input",
        "It may be run again; what cannot be applied is named, and makes the status 1.",
    )
    repeat.add_argument("file", metavar="FILE")
    repeat.set_defaults(command="decisions:repeat")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_limit, default=50, metavar="N", help="or 50")
    parser.add_argument("--json", action="store_true", help="a line each, for programs")


def _since(text: str) -> datetime:
    """A day or a moment; naive where the text names no zone, and so of the site's."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        said = f"{text!r} is no date such as 2026-11-25"
        raise argparse.ArgumentTypeError(said) from None


def _until(text: str) -> datetime:
    """The end of a day, or a moment."""
    moment = _since(text)
    is_day = len(text) <= len("2026-11-25")
    try:
        return moment + _DAY if is_day else moment
    except OverflowError:
        raise argparse.ArgumentTypeError(f"{text!r} is too late") from None
