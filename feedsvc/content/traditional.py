"""Traditional Chinese: what is stored in Simplified, as zh-Hant readers read it.

OpenCC's Taiwan forms (裡面, 麵包, 群眾) without Taiwan's words: those would rename what
the news is about (浪潮信息, 奔驰). Identities stay: ids, raw names, slugs, codes, URLs.
Knows neither who asks for Traditional Chinese nor under which address.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import opencc

from feedsvc.content.html import CLEANER
from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import Attribution, CreditPart, Party, Role
from feedsvc.model.category import Category
from feedsvc.model.feed import Entry, EntrySource, Feed, Term
from feedsvc.model.image import Image
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.stream import Stream
from feedsvc.model.text import xml_legal

LANGUAGE = "zh-Hant"
# What decides the characters, for validators.
CONVERTER = f"OpenCC {opencc.__version__}, s2t, t2tw"

# Cleaned HTML quotes every attribute with `"`, and a `>` may stand between quotes.
# An end may be missing, so that no `<` is ever part of a text; so nothing is tried twice
# but the last quote that nothing closes, and any input costs one pass.
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>?)')
_BETWEEN = "<"
_ATTRIBUTE = re.compile(r'([^\s"=]+)="([^"]*)"')
_READ = {"alt", "title"}

_PEOPLE = {Role.AUTHOR, Role.EDITOR, Role.ILLUSTRATOR}
# The same in both scripts, where OpenCC reads another word: 余 for 餘, 范 for 範.
_SURNAMES = frozenset("周于余范岳涂游郁种朴咸后干")
_LONGEST_NAME = 3  # characters; 游戏日报 is nobody called 游


def to_traditional(text: str) -> str:
    """Plain text in Traditional Chinese, without what XML forbids.

    Safe in any thread; the first call of a process takes 50 ms.
    """
    standard, taiwan = _converters()
    # A NUL would end the text here, and a lone surrogate the call.
    converted: str = taiwan.convert(standard.convert(xml_legal(text)))
    return converted


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    """OpenCC's s2tw in two steps: the same text in half the time, load and memory."""
    return opencc.OpenCC("s2t"), opencc.OpenCC("t2tw")


def html_to_traditional(html: str) -> str:
    """Cleaned HTML with its text, `alt` and `title` converted, and cleaned again.

    A tag ends a word: what is linked is a name, and is converted by itself.
    """
    pieces = _TAG.split(xml_legal(html))
    texts = to_traditional(_BETWEEN.join(pieces[::2]))
    pieces[::2] = texts.split(_BETWEEN)
    pieces[1::2] = [_tag(tag) for tag in pieces[1::2]]
    return CLEANER.clean("".join(pieces))


def _tag(tag: str) -> str:
    return tag if tag.isascii() else _ATTRIBUTE.sub(_attribute, tag)


def _attribute(attribute: re.Match[str]) -> str:
    name, value = attribute.groups()
    return f'{name}="{to_traditional(value)}"' if name in _READ else attribute[0]


def name_to_traditional(name: str, role: Role) -> str:
    """The name in a credit; a person's surname stays what it is."""
    is_person = role in _PEOPLE and len(name) <= _LONGEST_NAME
    kept = name[:1] if is_person and name[:1] in _SURNAMES else ""
    return kept + to_traditional(name[len(kept) :])


def feed_to_traditional(feed: Feed) -> Feed:
    """The feed in Traditional Chinese, and saying so."""
    return replace(
        feed,
        title=to_traditional(feed.title),
        subtitle=to_traditional(feed.subtitle),
        author=to_traditional(feed.author),
        language=LANGUAGE,
        entries=tuple(map(_entry, feed.entries)),
    )


def _entry(entry: Entry) -> Entry:
    return replace(
        entry,
        title=to_traditional(entry.title),
        summary=to_traditional(entry.summary),
        html=html_to_traditional(entry.html),
        terms=tuple(map(_term, entry.terms)),
        credit=credit_to_traditional(entry.credit),
        source=entry.source and _source(entry.source),
        images=tuple(map(_image, entry.images)),
    )


def _term(term: Term) -> Term:
    return replace(term, title=to_traditional(term.title))


def _source(source: EntrySource) -> EntrySource:
    return replace(source, title=to_traditional(source.title))


def _image(image: Image) -> Image:
    return replace(image, alt=to_traditional(image.alt))


def credit_to_traditional(credit: Iterable[CreditPart]) -> tuple[CreditPart, ...]:
    """A credit line, labels and names."""
    return tuple(
        replace(
            part,
            label=to_traditional(part.label),
            parties=tuple(_party(party, part.role) for party in part.parties),
        )
        for part in credit
    )


def _party(party: Party, role: Role) -> Party:
    return replace(party, name=name_to_traditional(party.name, role))


def article_to_traditional(article: Article) -> Article:
    """The article; its credits keep the text that they were read from."""
    return replace(
        article,
        title=to_traditional(article.title),
        summary=to_traditional(article.summary),
        html=html_to_traditional(article.html),
        categories=tuple(map(category_to_traditional, article.categories)),
        attributions=tuple(map(_attribution, article.attributions)),
    )


def _attribution(credit: Attribution) -> Attribution:
    return replace(credit, name=name_to_traditional(credit.name, credit.role))


def category_to_traditional(category: Category) -> Category:
    """The category by its title; the raw name is its identity."""
    return replace(category, title=to_traditional(category.title))


def stream_to_traditional(stream: Stream) -> Stream:
    """The stream by its title; the name is its identity."""
    return replace(stream, title=to_traditional(stream.title))


def headline_to_traditional(headline: Headline) -> Headline:
    """One article of a list."""
    return replace(
        headline,
        title=to_traditional(headline.title),
        summary=to_traditional(headline.summary),
        category=category_to_traditional(headline.category),
        publishers=tuple(map(to_traditional, headline.publishers)),
    )


def listing_to_traditional(listing: Listing) -> Listing:
    """One page of a stream's headlines."""
    return replace(
        listing,
        stream=stream_to_traditional(listing.stream),
        headlines=tuple(map(headline_to_traditional, listing.headlines)),
    )


def day_to_traditional(day: Day) -> Day:
    """One page of a day's headlines."""
    return replace(day, headlines=tuple(map(headline_to_traditional, day.headlines)))


def index_entry_to_traditional(entry: IndexEntry) -> IndexEntry:
    """A category or source in the index."""
    return replace(entry, stream=stream_to_traditional(entry.stream))
