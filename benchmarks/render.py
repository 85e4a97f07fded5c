"""Cost of our repairs: a cold render of 50 entries against feedgen alone.

Both write all they can of the same entries: credits, source, images as enclosures and
Media RSS. feedgen has no place for an image's description nor for whole links. Feed to
identity bytes, same entries, same process, same run; SQL and gzip are not here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from statistics import median
from time import perf_counter

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from benchmarks.result import Result
from feedsvc.feeds import render
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.feed import Entry, EntrySource, Feed, Format, Term
from feedsvc.model.image import Image

_ENTRIES = 50
_ROUNDS = 60
_ZONE = timezone(timedelta(hours=8))
_NOON = datetime(2024, 3, 1, 12, tzinfo=_ZONE)
_SENTENCES = (
    "城东新区三座水厂昨日同时通水，约四十万居民的饮水由此换成了山泉。",
    "负责人说，管网更新用了两年，比计划早了三个月，预算节省近一成。",
    "记者在现场看到，老街坊排着队接第一壶水，有人当场泡起了茶。",
    "按照安排，下一批 12 个小区将在年底前完成改造，费用由市里承担。",
)


def sample_feed(entries: int = _ENTRIES) -> Feed:
    """A feed of invented news, some 3 KB of HTML an entry."""
    base = "https://news.example"
    return Feed(
        id=f"{base}/feed/chengdong.xml",
        title="城东晚报",
        subtitle="城东晚报的新闻",
        page_url=f"{base}/categories/chengdong/",
        urls={kind: f"{base}/categories/chengdong/{kind}" for kind in Format},
        updated=_NOON,
        language="zh-CN",
        author="财经新闻",
        icon_url=f"{base}/static/icon.png",
        license_url=f"{base}/terms/",
        ttl_s=900,
        entries=tuple(_entry(base, number) for number in range(entries)),
    )


def _entry(base: str, number: int) -> Entry:
    paragraphs = (
        f"<p>　　{_SENTENCES[(number + line) % 4]}{_SENTENCES[(number * line) % 4]}</p>"
        for line in range(15)
    )
    path = f"{base}/chengdong/2024/03/01/NW{number:018d}"
    moment = _NOON - timedelta(minutes=number)
    return Entry(
        id=path,
        url=f"{path}.html",
        title=f"{_SENTENCES[number % 4][:18]}（{number}）",
        published=moment,
        updated=moment,
        summary=_SENTENCES[number % 4] * 2,
        html="\n".join(paragraphs),
        terms=(Term("chengdong", "城东晚报"),),
        credit=(
            CreditPart(Role.PUBLISHER, "来源", (Party("城东晚报"),)),
            CreditPart(Role.AUTHOR, "记者", (Party("罗小满"),)),
        ),
        original_url=f"https://paper.example/{number}.html",
        source=EntrySource(
            id=f"{base}/sources/chengdong",
            title="城东晚报",
            url=f"{base}/sources/chengdong/",
            feed_url=f"{base}/sources/chengdong/rss.xml",
        ),
        images=tuple(
            Image(f"https://img.example/{number}/{n}.jpg", "image/jpeg", "图", 580, 387)
            for n in range(number % 3)
        ),
    )


def feedgen_alone(feed: Feed, format_: Format) -> bytes:
    """Render the entries by feedgen's own means, as its documentation shows them."""
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.load_extension("media")
    generator.id(feed.id)
    generator.title(feed.title)
    generator.description(feed.subtitle)
    generator.language(feed.language)
    generator.updated(feed.updated)
    generator.author({"name": feed.author})
    generator.link(href=feed.urls[format_], rel="self")
    generator.link(href=feed.page_url, rel="alternate")
    for entry in feed.entries:
        _add_to_feedgen(generator, entry, format_)
    write = generator.atom_str if format_ is Format.ATOM else generator.rss_str
    return bytes(write())


def _add_to_feedgen(generator: FeedGenerator, entry: Entry, format_: Format) -> None:
    names = [part.parties[0].name for part in entry.credit]
    publisher, author = names[0] if names else "", names[-1] if names else ""
    item = generator.add_entry(order="append")
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate", type="text/html")
    if entry.original_url:
        item.link(href=entry.original_url, rel="via")
    item.author({"name": author})
    if format_ is Format.RSS:
        item.dc.dc_creator(author)
    item.dc.dc_source(publisher)
    if entry.source:
        item.source(url=entry.source.feed_url, title=entry.source.title)
    item.category([{"term": term.name, "label": term.title} for term in entry.terms])
    item.published(entry.published)
    item.updated(entry.updated)
    item.summary(entry.summary)
    item.content(entry.html, type="html")
    _add_images_to_feedgen(item, entry.images, format_)


def _add_images_to_feedgen(
    item: FeedEntry, images: tuple[Image, ...], format_: Format
) -> None:
    for image in images if format_ is Format.ATOM else images[:1]:
        item.enclosure(url=image.url, length="0", type=image.media_type)
    for image in images:
        item.media.content(
            url=image.url,
            medium="image",
            type=image.media_type,
            width=str(image.width),
            height=str(image.height),
            group=None,
        )
    for image in images[:1]:
        item.media.thumbnail(url=image.url, group=None)


def measure() -> tuple[Result, ...]:
    """Measure the formats that feedgen knows."""
    feed = sample_feed()
    return tuple(_compared(feed, format_) for format_ in (Format.ATOM, Format.RSS))


def _compared(feed: Feed, format_: Format) -> Result:
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_milliseconds(render, feed, format_))
        theirs.append(_milliseconds(feedgen_alone, feed, format_))
    return Result(
        what=f"rendering of {len(feed.entries)} entries, {format_}",
        ours=median(ours),
        unit="ms",
        against="feedgen alone",
        theirs=median(theirs),
        ratio=median(ours) / median(theirs),
        goal="at most 1.3",
    )


def _milliseconds(
    work: Callable[[Feed, Format], bytes], feed: Feed, format_: Format
) -> float:
    start = perf_counter()
    work(feed, format_)
    return (perf_counter() - start) * 1000
