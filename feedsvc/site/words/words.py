"""Words: all that the site says of its own, in one language.

One frozen structure, so a language that misses a string does not construct. Knows
nothing of articles; `presentation` or a template fills in the braces.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from feedsvc.model.channel import Channel

_BRANDS = {
    Channel.QQ: "QQ",
    Channel.TELEGRAM: "Telegram",
    Channel.WHATSAPP: "WhatsApp",
    Channel.X: "X",
    Channel.FACEBOOK: "Facebook",
    Channel.INSTAGRAM: "Instagram",
    Channel.LINKEDIN: "LinkedIn",
    Channel.REDDIT: "Reddit",
    Channel.SLACK: "Slack",
    Channel.DISCORD: "Discord",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the terms: its subject, and what it asks."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """Words of the page of statistics.

    Attributes:
        channels: those with a name of their own; the others are brands, in every language.
    """

    title: str
    lead: str
    period: str
    periods: str
    people: str
    robots: str
    unknown: str
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
    channels: Mapping[Channel, str]

    def channel(self, channel: Channel) -> str:
        """A channel's name."""
        return self.channels.get(channel) or _BRANDS[channel]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Attributes:
        months, weekdays: January and Monday first.
        feed_notes: the purpose of each format, by its name.
        problems: text for an HTTP status; 400 and 500 stand for their class.
        networks: those of `view/networks` whose names differ from the English ones.
        themes: of frames, by their values.
        clauses: the terms of reuse.
    """

    og_locale: str
    colon: str
    inferred: str
    list_comma: str
    date: str
    weekday_date: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    beijing_time: str
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

    partners: str
    partners_lead: str
    choose: str
    choose_how: str
    choose_article: str
    choose_article_none: str
    choose_filter: str
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
    problem: str
    locked: str
    problems: Mapping[int, str]

    networks: Mapping[str, str]
    clauses: tuple[Clause, ...]
