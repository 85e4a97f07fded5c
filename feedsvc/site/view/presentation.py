"""Presentation: functions that templates need to show the model.

Pure functions, and `install`, which hands them to a Jinja environment. Nothing depends on
the present moment or on a request: the same article gives the same bytes. Knows neither
Flask nor the services.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nlargest
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from feedsvc.language import tags
from feedsvc.language.language import Language
from feedsvc.language.language import of as language_of
from feedsvc.language.words import Words
from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.card import HEIGHT, WIDTH
from feedsvc.model.category import Category
from feedsvc.model.document import MAX_PARTS
from feedsvc.model.links import Links
from feedsvc.model.listing import IndexEntry
from feedsvc.model.originals import host_of, original_url
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.site.view.alphabet import alphabetical
from feedsvc.site.view.alternates import feed_links, in_script, script_forms
from feedsvc.site.view.dates import (
    clock,
    day_clock,
    day_name,
    day_of,
    full_clock,
    has_update_time,
    local_day,
    stamp,
    was_updated,
    weekday_clock,
    zone_name,
)
from feedsvc.site.view.languages import (
    direction_of_article,
    frame_languages,
    language_of_article,
    language_of_text,
)
from feedsvc.site.view.networks import share_links
from feedsvc.site.view.readers import reader_links

_STATIC = Path(__file__).parents[1] / "static"
# Metas are within the first 16 KB, even if every character has to be escaped.
_META_LIMIT = 160
_LONG_TITLE = 50
_UNSAFE_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its pages name it.

    Attributes:
        description: may be empty.
        language: BCP 47, of its articles; its words are in this one or the nearest.
        zone: in which every time is shown.
    """

    title: str
    description: str
    language: str
    zone: ZoneInfo


def install(
    environment: Environment,
    site: Site,
    links: Links,
    *,
    has_wechat: bool = False,
    has_oembed: bool = True,
) -> None:
    """Give an environment, before it loads a template, all that our templates use.

    Args:
        environment: of Jinja.
        site, links: the site's names and addresses for templates.
        has_oembed: whether pages lead to the frames that stand for them.
        has_wechat: whether articles tell WeChat how to share them.
    """
    language = language_of(site.language)
    t = language.words
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        site=site,
        links=links,
        t=t,
        language=language,
        SITE=SITE,
        MAX_PARTS=MAX_PARTS,
        CARD_SIZE=(WIDTH, HEIGHT),
        assets=asset_paths(),
        feed_links=partial(feed_links, links=links),
        has_wechat=has_wechat,
        is_chinese=tags.is_chinese(site.language),
        has_oembed=has_oembed,
        frame_languages=frame_languages(site.language),
        in_script=partial(in_script, links=links),
        json_ld=partial(json_ld, site=site, links=links),
        original_url=partial(original_url, links=links),
        reader_links=reader_links,
        scripts=script_forms(links, site.language),
        share_links=partial(
            share_links, links=links, names=t.networks, language=site.language
        ),
    )
    environment.filters.update(
        alphabetical=alphabetical,
        by_day=partial(by_day, zone=site.zone),
        category_ref=category_ref,
        clip=clip,
        clock=partial(clock, zone=site.zone, language=language),
        credit_text=partial(credit_text, language=language),
        credited=credited,
        day_clock=partial(day_clock, language=language),
        day_name=partial(day_name, language=language),
        day_of=partial(day_of, zone=site.zone, language=language),
        description=description,
        direction=partial(direction_of_article, site=site.language),
        full_clock=partial(full_clock, zone=site.zone, language=language),
        fullest=fullest,
        has_update_time=partial(has_update_time, zone=site.zone),
        host=host_of,
        is_long=is_long,
        joined=language.joined,
        language=partial(language_of_article, site=site.language),
        local_day=partial(local_day, zone=site.zone),
        number=language.number,
        og_locale=tags.og_locale,
        problem_text=partial(problem_text, t=t),
        stamp=partial(stamp, zone=site.zone),
        was_updated=was_updated,
        short_date=language.short_date,
        text_language=partial(language_of_text, site=site.language),
        weekday_clock=partial(weekday_clock, language=language),
        zone_name=partial(zone_name, zone=site.zone, language=language),
    )


def by_day(headlines: Iterable[Headline], zone: ZoneInfo) -> dict[date, list[Headline]]:
    """Headlines under the days of the site's zone, all in the order given."""
    days: dict[date, list[Headline]] = {}
    for headline in headlines:
        days.setdefault(local_day(headline.published_at, zone), []).append(headline)
    return days


def credited(headline: Headline, *, beside_category: bool) -> tuple[str, ...]:
    """Sources of a headline: its publishers, else its category if that is an outlet.

    The latter is only inferred, and has to be marked so.

    Args:
        headline: its category stands for it where it names no publisher.
        beside_category: the category's title is shown too, and must not be repeated.
    """
    category = headline.category
    own = (category.title,) if category else ()
    names = headline.publishers or (own if category and category.is_outlet else ())
    return () if beside_category and names == own else names


def category_ref(category: Category) -> StreamRef:
    """The stream of a category."""
    return StreamRef(StreamKind.CATEGORY, category.slug)


def fullest(entries: Iterable[IndexEntry], n: int) -> list[IndexEntry]:
    """The entries with the most articles, at most n."""
    return nlargest(n, entries, key=attrgetter("articles"))


def clip(text: str) -> str:
    """A text on one line, cut to the length of a meta."""
    line = " ".join(text.split())
    return line if len(line) <= _META_LIMIT else line[: _META_LIMIT - 1] + "…"


def is_long(title: str) -> bool:
    """True if a title may fill more than the three lines that lists give it."""
    return len(title) > _LONG_TITLE


def description(article: Article) -> str:
    """Text for a preview of an article: its summary, or its title again."""
    return clip(article.summary) or clip(article.title)


def credit_text(credit: Iterable[CreditPart], language: Language) -> str:
    """The credit line as text: 来源：株洲日报 · 记者：罗欣."""
    return " · ".join(
        part.label
        + language.words.colon
        + language.joined(party.name for party in part.parties)
        + part.note
        for part in credit
    )


def json_ld(
    article: Article,
    credit: tuple[CreditPart, ...],
    picture: str | None,
    *,
    site: Site,
    links: Links,
) -> Markup:
    """schema.org's NewsArticle, safe inside `<script>`; unknown values are left out."""
    url = links.absolute(article.permalink)
    known: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "url": url,
        "headline": article.title,
        "description": clip(article.summary),
        "image": picture,
        "datePublished": stamp(
            article.published_at, site.zone, has_time=article.has_time
        ),
        "dateModified": stamp(
            article.updated_at,
            site.zone,
            has_time=has_update_time(article, site.zone),
        ),
        "inLanguage": language_of_article(article, site.language),
        "articleSection": [category.title for category in article.categories],
        "author": _named("Person", credit, Role.AUTHOR),
        "sourceOrganization": _named("Organization", credit, Role.PUBLISHER),
        "creditText": credit_text(credit, language_of(site.language)),
        "isBasedOn": original_url(article.origin_url, links),
        "publisher": _organisation(site, links),
    }
    text = json.dumps(
        {key: value for key, value in known.items() if value}, ensure_ascii=False
    )
    # No text can end the script element: every `<`, `>` and `&` is a JSON escape.
    return Markup(text.translate(_UNSAFE_IN_SCRIPT))  # noqa: S704


def _named(
    type_: str, credit: Iterable[CreditPart], role: Role
) -> list[dict[str, str]]:
    said = (part for part in credit if part.role is role and not part.is_inferred)
    parties = (party for part in said for party in part.parties)
    return [{"@type": type_, "name": party.name} | _url_of(party) for party in parties]


def _url_of(party: Party) -> dict[str, str]:
    return {"url": party.url} if party.url else {}


def _organisation(site: Site, links: Links) -> dict[str, str]:
    return {"@type": "Organization", "name": site.title, "url": links.absolute("/")}


def asset_paths() -> dict[str, str]:
    """Paths of the static files by name; each changes with its content, for caches."""
    return {
        file.name: f"/static/{file.name}?v={_digest(file)}"
        for file in sorted(_STATIC.iterdir())
    }


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def problem_text(status: int, t: Words) -> str:
    """Text that explains an HTTP error status to a person."""
    return t.problems.get(status) or t.problems[500 if status >= 500 else 400]
