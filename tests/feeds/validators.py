"""What public validators complain of, as rules over a parsed document of ours.

A rule yields its complaints, so that none means valid. The grammar in
`tests/data/feeds/atom.rng` proves the rest of what the W3C Feed Validator asks of Atom:
elements that are missing, double, misplaced or undefined, blank titles and names, the
type of every text, media types, sizes, and relations that are registered.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

from lxml import etree

from tests.feeds.samples import GOLDEN

Complaints: TypeAlias = Iterator[str]

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_DANGER = re.compile(r"<(script|iframe|object|embed|style|meta|link|form)\b|\son\w+=")
_REFERENCE = re.compile(r'\s(?:src|href)="([^"]*)"')
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_RFC_822 = re.compile(
    rf"({_DAYS}), \d\d ({_MONTHS}) \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}"
)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def parse(document: bytes) -> etree._Element:
    """The root, as a strict parser reads it."""
    parser = etree.XMLParser(recover=False, resolve_entities=False, huge_tree=True)
    return etree.fromstring(document, parser)


def find(root: etree._Element, path: str) -> list[Any]:
    """XPath with the usual prefixes; `a` is Atom's."""
    return cast("list[Any]", root.xpath(path, namespaces=NAMES))


# --- Atom: the W3C Feed Validator, by the names of its messages


def grammar(feed: etree._Element) -> Complaints:
    """RFC 4287 §4, as a RELAX NG grammar."""
    schema = etree.RelaxNG(etree.parse(GOLDEN / "atom.rng"))
    if not schema.validate(feed):
        yield str(schema.error_log)


def self_link(feed: etree._Element) -> Complaints:
    """MissingSelf, RelativeSelf: one address to subscribe to."""
    if len(find(feed, "a:link[@rel='self']")) != 1:
        yield "not one self"


def unique_ids(feed: etree._Element) -> Complaints:
    """DuplicateEntries, and RFC 6721 §3: an id says one thing."""
    for path in ("a:entry/a:id/text()", "at:deleted-entry/@ref"):
        yield from (id_ for id_, n in Counter(find(feed, path)).items() if n > 1)


def alternates(feed: etree._Element) -> Complaints:
    """DuplicateAtomLink: one alternate a type."""
    for parent in find(feed, ". | a:entry | a:entry/a:source"):
        types = Counter(find(parent, "a:link[@rel='alternate']/@type"))
        yield from (type_ for type_, n in types.items() if n > 1)


def absolute_addresses(root: etree._Element) -> Complaints:
    """InvalidFullLink, RelativeSelf, ContainsRelRef: no address depends on a base."""
    addresses = find(root, "//@href | //@url | //@ref")
    addresses += find(root, "//a:id/text() | //a:icon/text() | //a:uri/text()")
    addresses += find(root, "//channel//link/text() | //channel/image/url/text()")
    yield from (address for address in addresses if not urlsplit(address).scheme)
    for text in find(root, "//a:content/text() | //content:encoded/text()"):
        yield from (url for url in _REFERENCE.findall(text) if ":" not in url)


def security(root: etree._Element) -> Complaints:
    """SecurityRisk: no script nor frame in the sample's content."""
    for text in find(root, "//a:content/text() | //content:encoded/text()"):
        yield from (match[0] for match in _DANGER.finditer(text))


def archive(feed: etree._Element) -> Complaints:
    """FeedRelInCompleteFeed, MissingCurrentInArchive, ArchiveIncomplete."""
    rels = set(find(feed, "a:link/@rel | channel/a:link/@rel"))
    if find(feed, "//fh:complete") and rels & {"prev-archive", "next-archive"}:
        yield "a complete feed with an archive"
    if find(feed, "//fh:archive"):
        if "current" not in rels:
            yield "an archive page that does not lead to the current document"
        if not rels & {"prev-archive", "next-archive"}:
            yield "an archive page that leads nowhere"


def prefixes(root: etree._Element) -> Complaints:
    """NonstdPrefix, UnknownNamespace, AvoidNamespacePrefix, MediaRssNamespace."""
    for element in root.iter(etree.Element):
        for prefix, name in element.nsmap.items():
            if prefix is not None and NAMES.get(prefix) != name:
                yield f"{prefix} is {name}"
    unused = "at" in root.nsmap and not find(root, "at:deleted-entry")
    if unused or (root.tag != "rss" and "atom" in root.nsmap):
        yield "a prefix that is not needed"


def semantics(feed: etree._Element) -> Complaints:
    """DuplicateItemSemantics: `dc:source` is read as one more source if it follows."""
    yield from map(str, find(feed, "//a:source/following-sibling::dc:source"))


# --- RSS: the RSS Advisory Board's best-practices profile


def channel(rss: etree._Element) -> Complaints:
    """What a channel must have, each once, and its image in agreement."""
    for name in ("title", "link", "description", "language", "ttl", "lastBuildDate"):
        if len(texts := find(rss, f"channel/{name}")) != 1 or not texts[0].text:
            yield name
    for name in ("title", "link"):
        if find(rss, f"channel/image[not({name} = ../{name})]"):
            yield f"image/{name}"


def channel_self_link(rss: etree._Element) -> Complaints:
    """`atom:link` names the feed itself, once, with its type."""
    links = find(rss, "channel/a:link[@rel='self'][@type='application/rss+xml']")
    if len(links) != 1:
        yield "not one self"


def items_last(rss: etree._Element) -> Complaints:
    """MisplacedItem: nothing of the channel stands behind an item."""
    yield from map(str, find(rss, "channel/item/following-sibling::*[not(self::item)]"))


def pace(rss: etree._Element) -> Complaints:
    """`ttl` and `sy:` say one thing."""
    [minutes] = find(rss, "channel/ttl/text()")
    [period] = find(rss, "channel/sy:updatePeriod/text()")
    [frequency] = find(rss, "channel/sy:updateFrequency/text()")
    if period != "hourly" or int(minutes) * int(frequency) != 60:
        yield f"{minutes} minutes, but {frequency} times {period}"


def guids(rss: etree._Element) -> Complaints:
    """One an item, unique, saying whether it is an address, and truly."""
    found = find(rss, "channel/item/guid")
    if len(found) != len(find(rss, "channel/item")):
        yield "not one each"
    yield from (text for text, n in Counter(g.text for g in found).items() if n > 1)
    for guid in found:
        is_link = guid.getparent().findtext("link") == guid.text
        if guid.get("isPermaLink") != ("true" if is_link else "false"):
            yield str(guid.text)


def english_dates(rss: etree._Element) -> Complaints:
    """RFC 822, four digits to the year, in English, and on the right day of the week."""
    dates = find(rss, "channel/lastBuildDate/text() | channel/item/pubDate/text()")
    if len(dates) != len(find(rss, "channel/item")) + 1:
        yield "not one each"
    for date in dates:
        days = _DAYS.split("|")
        if not (match := _RFC_822.fullmatch(date)):
            yield date
        elif days[parsedate_to_datetime(date).weekday()] != match[1]:
            yield f"{date} is another day"


def descriptions(rss: etree._Element) -> Complaints:
    """One, never empty, before the one `content:encoded`."""
    for item in find(rss, "channel/item"):
        tags = [child.tag for child in item]
        encoded = f"{{{NAMES['content']}}}encoded"
        if tags.count("description") != 1 or not item.findtext("description"):
            yield "no description"
        if tags.count(encoded) > 1:
            yield "two contents"
        if encoded in tags and tags.index(encoded) < tags.index("description"):
            yield "content before description"


def enclosures(rss: etree._Element) -> Complaints:
    """At most one an item: http, its type, and its length; zero if nobody knows that."""
    yield from map(str, find(rss, "channel/item/enclosure[2]"))
    for enclosure in find(rss, "channel/item/enclosure"):
        if set(enclosure.keys()) != {"url", "length", "type"}:
            yield str(enclosure.keys())
        if not enclosure.get("url").isascii() or not _is_length(enclosure):
            yield str(enclosure.items())


def _is_length(enclosure: etree._Element) -> bool:
    """True for bytes in digits; only files of this site have more than zero."""
    length = enclosure.get("length") or ""
    is_ours = (enclosure.get("url") or "").startswith("https://news.example/")
    return length.isdecimal() and (is_ours or length == "0")


def authors(rss: etree._Element) -> Complaints:
    """`author` and `managingEditor` want e-mail addresses, so `dc:creator` it is."""
    yield from map(str, find(rss, "//item/author | channel/managingEditor"))
    yield from map(str, find(rss, "channel/item[not(dc:creator)]"))


def sources(rss: etree._Element) -> Complaints:
    """At most one an item, with its feed's address."""
    yield from map(str, find(rss, "channel/item/source[2] | //item/source[not(@url)]"))


def origins(rss: etree._Element) -> Complaints:
    """DuplicateItemSemantics: an item has `source` or `dc:source`, and each but once."""
    yield from map(str, find(rss, "//item[count(source | dc:source) > 1]"))


# --- OPML 2.0: the W3C Feed Validator


def outlines(opml: etree._Element) -> Complaints:
    """MissingAttribute, MissingOutlineType, MissingXmlURL, MissingTitleAttr."""
    for outline in find(opml, "//outline"):
        names = set(outline.keys())
        if "text" not in names or (names > {"text"} and "type" not in names):
            yield str(outline.items())
        if outline.get("type") == "rss" and not {"xmlUrl", "title"} <= names:
            yield str(outline.items())


# --- JSON Feed 1.1


_LISTS = {"authors", "items", "tags", "attachments", "hubs"}
_STRINGS = {
    "version", "title", "home_page_url", "feed_url", "next_url", "description",
    "user_comment", "icon", "favicon", "language", "id", "url", "external_url",
    "content_html", "content_text", "summary", "image", "date_published",
    "date_modified",
}  # fmt: skip


def members(feed: dict[str, Any]) -> Complaints:
    """Each member that the specification names has its type; ours begin with `_`."""
    for thing in (feed, *feed["items"]):
        for name, value in thing.items():
            is_typed = (
                (name in _STRINGS and isinstance(value, str))
                or (name in _LISTS and isinstance(value, list))
                or (name.startswith("_") and isinstance(value, dict))
            )
            if not is_typed:
                yield f"{name}: {value!r}"


def required(feed: dict[str, Any]) -> Complaints:
    """`version`, `title`, `items`; an item's `id` and content of one kind; unique ids."""
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"]:
        yield "version or title"
    for item in feed["items"]:
        if not item["id"] or len({"content_html", "content_text"} & set(item)) != 1:
            yield str(item)
    if len({item["id"] for item in feed["items"]}) != len(feed["items"]):
        yield "an id twice"


def nested(feed: dict[str, Any]) -> Complaints:
    """An author has one of its members, attachments and hubs have address and type."""
    for thing in (feed, *feed["items"]):
        for author in thing.get("authors", ()):
            if not author.get("name"):
                yield str(author)
        for attachment in thing.get("attachments", ()):
            if not {"url", "mime_type"} <= set(attachment):
                yield str(attachment)
    for hub in feed.get("hubs", ()):
        if set(hub) != {"type", "url"} or not all(hub.values()):
            yield str(hub)


def dates(feed: dict[str, Any]) -> Complaints:
    """RFC 3339, both on each item."""
    for item in feed["items"]:
        for name in ("date_published", "date_modified"):
            if not _RFC_3339.fullmatch(item[name]):
                yield item[name]


def next_page(feed: dict[str, Any]) -> Complaints:
    """`next_url` leads elsewhere."""
    if feed.get("next_url") == feed["feed_url"]:
        yield "in a circle"


Rule: TypeAlias = Callable[[Any], Complaints]
XML_RULES: tuple[Rule, ...] = (absolute_addresses, archive, prefixes)
ATOM_RULES: tuple[Rule, ...] = (
    grammar, self_link, unique_ids, alternates, semantics, *XML_RULES,
)  # fmt: skip
RSS_RULES: tuple[Rule, ...] = (
    channel, channel_self_link, items_last, pace, guids, english_dates, descriptions,
    enclosures, authors, sources, origins, *XML_RULES,
)  # fmt: skip
JSON_RULES: tuple[Rule, ...] = (members, required, nested, dates, next_page)
