"""Words: all that the site says of its own, in one language, read from its file.

One frozen structure, so a language that misses a text is not read at all. Templates fill
in the braces.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the terms: its subject, and what it asks."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """Words of the page of statistics.

    Attributes:
        channels: by `model.channel.Channel`, those that are no brands.
    """

    title: str
    lead: str
    period: str
    periods: str
    people: str
    robots: str
    unknown: str
    subscriptions: str
    failing: str
    by_day: str
    day: str
    tooltip: str
    as_table: str
    by_channel: str
    by_article: str
    by_code: str
    code_why: str
    other_codes: str
    withdrawn: str
    nothing: str
    channels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Imports:
    """Words of the pages of imports.

    Attributes:
        counts: by the fields of `model.import_run.Counts`.
        states: by `model.import_run.RunState`.
        findings: by the kinds of reports on files.
    """

    title: str
    lead: str
    one: str
    older: str
    stored: str
    left_out: str
    reports: str
    took: str
    took_over: str
    progress: str
    not_kept: str
    no_reports: str
    nothing: str
    counts: Mapping[str, str]
    states: Mapping[str, str]
    findings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Attributes:
                feed_note: for people who open a feed itself; {0} is its page.
        labels: of a credit, by the name of its role.
        zones: names of zones that people use instead of CLDR's, by IANA's.
        feed_notes: the purpose of each format, by its name.
        problems: text for an HTTP status; 400 and 500 stand for their class.
        networks: those of `view/networks` whose names differ from the English ones.
        themes: of frames, by their values.
        clauses: the terms of reuse.
        search_help: what may be searched for: an example, and what it finds.
    """

    colon: str
    inferred: str
    feed_note: str
    labels: Mapping[str, str]
    zones: Mapping[str, str]

    skip_to_content: str
    navigation: str
    home: str
    latest: str
    newest: str
    older: str
    older_page: str
    page_navigation: str
    day_navigation: str
    categories: str
    sources: str
    category: str
    source: str
    updated: str
    corrections: str
    corrections_of: str
    corrected: str
    before: str
    after: str
    original: str
    share: str
    share_address: str
    copy: str
    copy_short: str
    copied: str
    scan: str
    day_news: str
    previous_day: str
    next_day: str
    site_feeds: str
    rights: str
    terms: str
    terms_for: str

    subscribe: str
    subscribe_how: str
    pushed: str
    hub: str
    hub_how: str
    feed_address: str
    feed_help: str
    feed_notes: Mapping[str, str]
    feed_file: str
    feed_file_why: str
    add_to: str
    preview: str
    summaries: str
    script: str
    all_feeds: str
    feed_reader: str
    opml: str
    opml_how: str
    selection: str
    selection_how: str
    variants: str
    variants_summaries: str
    variants_how: str
    count: str
    jump_to: str
    jump_within: str
    other_letters: str
    no_articles: str
    empty_site: str
    empty_site_owner: str
    empty_site_import: str
    empty_site_folder: str
    empty_site_check: str
    no_older_articles: str
    no_groups: str
    look_elsewhere: str

    search: str
    search_for: str
    search_found: str
    search_none: str
    search_none_how: str
    search_no_older: str
    search_feeds: str
    search_how: str
    search_help: tuple[Clause, ...]

    partners: str
    partners_lead: str
    choose: str
    choose_how: str
    choose_article: str
    choose_article_none: str
    choose_filter: str
    filter: str
    filter_found: str
    filter_none: str
    choose_too_many: str
    choose_unknown: str
    look: str
    look_limit: str
    look_summary: str
    look_image: str
    look_theme: str
    look_accent: str
    look_language: str
    make_embed: str
    make_feed: str
    embed_preview: str
    embed_code: str
    embed_code_how: str
    embed_address: str
    embed_feeds: str
    embed_this: str
    whole_texts: str
    content: str
    merged: str
    themes: Mapping[str, str]

    frame_more: str
    partner_key: str
    partner_key_unknown: str
    frame_closed: str
    frame_unknown: str

    not_found: str
    not_found_why: str
    gone: str
    gone_legal: str
    gone_since: str
    retired: str
    problem: str
    locked: str
    problems: Mapping[int, str]

    networks: Mapping[str, str]
    clauses: tuple[Clause, ...]
    statistics: Statistics
    imports: Imports


def read(name: str, text: str) -> Words:
    """The words in the text of a language's file.

    Raises:
        ValueError: a text is missing, or is not asked for; the file is named.
    """
    try:
        return _words(tomllib.loads(text))
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"{name}: {error}") from error


def _words(said: dict[str, Any]) -> Words:
    clauses = tuple(Clause(**clause) for clause in said.pop("clauses"))
    search_help = tuple(Clause(**row) for row in said.pop("search_help"))
    problems = {int(status): text for status, text in said.pop("problems").items()}
    statistics = Statistics(**said.pop("statistics"))
    imports = Imports(**said.pop("imports"))
    return Words(
        clauses=clauses,
        search_help=search_help,
        problems=problems,
        statistics=statistics,
        imports=imports,
        **said,
    )
