"""Finding at the terminal: articles, one article, and files."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from feedsvc.cli.text import printable
from feedsvc.compose.commands import fit_use_cases
from feedsvc.model.inventory import ArticleRecord, FoundArticle, Wanted
from feedsvc.settings import Settings


def articles(arguments: argparse.Namespace, settings: Settings) -> int:
    """List the articles that are asked for."""
    wanted = Wanted(
        limit=arguments.limit,
        standing=arguments.state,
        category=arguments.category,
        source=arguments.source,
        title=arguments.title,
        author=arguments.author,
        since=_in_zone(arguments.since, settings),
        until=_in_zone(arguments.until, settings),
        after=arguments.after,
    )
    for found in fit_use_cases(settings).inventory.articles(wanted):
        _say(found, arguments, _columns(found, settings))
    return 0


def article(arguments: argparse.Namespace, settings: Settings) -> int:
    """Tell everything of one article."""
    record = fit_use_cases(settings).inventory.article(arguments.code)
    if arguments.json:
        print(_as_json(record))
        return 0
    for name, value in _lines(record, settings):
        print(f"{name + ':':<12}{printable(value)}")
    return 0


def files(arguments: argparse.Namespace, settings: Settings) -> int:
    """List files by their outcome."""
    archive, path = arguments.after
    found = fit_use_cases(settings).inventory.files(
        arguments.outcome, after=(archive, path), limit=arguments.limit
    )
    for file in found:
        _say(file, arguments, (file.archive, file.path, file.reason or ""))
    return 0


def categories(arguments: argparse.Namespace, settings: Settings) -> int:
    """List categories, with what they were called."""
    for found in fit_use_cases(settings).inventory.categories():
        if not arguments.renamed or found.is_titled or found.former:
            former = " ".join(found.former)
            _say(found, arguments, (found.slug, found.title, found.raw, former))
    return 0


def _in_zone(moment: datetime | None, settings: Settings) -> datetime | None:
    """A moment that names no zone is one of the site's."""
    if moment is None or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=settings.zone)


def _say(
    found: object, arguments: argparse.Namespace, columns: tuple[str, ...]
) -> None:
    """One line, for a program or for a person."""
    plain = "\t".join(printable(column) for column in columns)
    print(_as_json(found) if arguments.json else plain.rstrip("\t"))


def _as_json(found: object) -> str:
    def text(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps(asdict(found), default=text)  # type: ignore[call-overload]  # ours


def _columns(found: FoundArticle, settings: Settings) -> tuple[str, ...]:
    return (
        found.info_code,
        found.standing,
        _shown(found.published_at, settings),
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


def _lines(record: ArticleRecord, settings: Settings) -> Iterator[tuple[str, str]]:
    found = record.article
    yield "code", found.info_code
    yield "title", found.title
    yield "state", f"{found.standing} since {_shown(found.decided_at, settings)}"
    if decision := _decision(found):
        yield "decision", decision
    yield "published", _shown(found.published_at, settings)
    yield "updated", _shown(record.updated_at, settings)
    yield "permalink", record.permalink or "-"
    for path in record.addresses:
        yield "address", path
    yield from record.credits
    for file in record.files:
        yield "file", f"{file.archive}: {file.path} ({file.outcome})"
    for at, why in record.versions:
        yield "replaced", f"{_shown(at, settings)} {why}"


def _shown(moment: datetime | None, settings: Settings) -> str:
    return f"{moment.astimezone(settings.zone):%Y-%m-%d %H:%M}" if moment else "-"
