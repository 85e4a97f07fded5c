"""Feeds for the tests, in text of our own; their documents lie in `tests/data/feeds`.

`python -m tests.feeds.samples` writes those documents anew: read the difference before
you keep it.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from lxml import etree

from feedsvc.feeds import render
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.feed import (
    Entry,
    EntrySource,
    Feed,
    Format,
    Paging,
    Term,
    Tombstone,
)
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "feeds"
CHINA = timezone(timedelta(hours=8))
NOON = datetime(2024, 3, 1, 12, tzinfo=CHINA)

PICTURE = Image("https://img.example/a.jpg", "image/jpeg", "站台", 640, 480)
CHART = Image("https://img.example/图表.png?b=1&c=2", "image/png", "", None, None)
SOUND = Recording("https://news.example/media/ab/a.mp3", "audio/mpeg", 81_920)
FILM = Recording("https://img.example/片.mp4?x=1", "video/mp4")
SOURCE = EntrySource(
    id="urn:uuid:7d1c5f0e-0000-5c3b-9a52-6f1b8a0c2d99",
    title="江城日报",
    url="https://news.example/sources/jiang-cheng-ri-bao-0a1b2c/",
    feed_url="https://news.example/sources/jiang-cheng-ri-bao-0a1b2c/rss.xml",
)
FULL = Entry(
    id="urn:uuid:0b5cf1de-6b3e-5b3f-9d7e-2d3c8e5a0001",
    url="https://news.example/jiangcheng/2024/03/01/NW202403010000000001.html",
    title="江城“地铁 4 号线”今晨通车 <试运营> & 免费三天",
    published=NOON - timedelta(hours=4, microseconds=-250_000),
    updated=NOON - timedelta(hours=1),
    summary="首班车六点发出，A&B 两端同时开行，票价 < 5 元。",
    html='<p>首班车六点发出，票价 &lt; 5 元。</p>\n<p><img src="https://img.example/a.jpg" alt="站台"></p>',
    terms=(Term("jiangchengRibao", "江城日报"), Term("交通", "交通")),
    credit=(
        CreditPart(
            Role.PUBLISHER,
            "来源",
            (Party("江城日报", "https://jiangcheng.example/?from=a&to=b"),),
        ),
        CreditPart(Role.AUTHOR, "记者", (Party("罗小满"), Party("李<明>"))),
        CreditPart(Role.ILLUSTRATOR, "制图", (Party("王小溪"),)),
        CreditPart(Role.EDITOR, "责任编辑", (Party("王小溪"),)),
    ),
    original_url="https://paper.example/2024/0301/a1.html?page=1&part=2",
    source=SOURCE,
    images=(PICTURE, CHART, PICTURE),
)
PUBLISHER_ONLY = Entry(
    id="https://news.example/jiangcheng/2024/03/01/NW202403010000000002.html",
    url="https://news.example/jiangcheng/2024/03/01/NW202403010000000002.html",
    title="早市",
    published=NOON - timedelta(hours=5),
    updated=NOON - timedelta(hours=5),
    summary="",
    html="<p>春笋上市 ]]> 每斤 <b>6</b> 元</p>",
    terms=(),
    credit=(CreditPart(Role.PUBLISHER, "来源", (Party("江城日报"), Party("晚报"))),),
    original_url=None,
)
UNCREDITED = replace(
    PUBLISHER_ONLY,
    id="urn:uuid:0b5cf1de-6b3e-5b3f-9d7e-2d3c8e5a0003",
    url="https://news.example/jiangcheng/2024/03/01/NW202403010000000003.html",
    title="",
    summary="无标题的短讯",
    html="",
    credit=(),
)
# Each of these has brought down a feed somewhere.
NASTY = replace(
    FULL,
    id="urn:uuid:0b5cf1de-6b3e-5b3f-9d7e-2d3c8e5a0004",
    title="控制符\x00与\x1b，孤立代理\ud83d，非字符\uffff，从右到左\u202e，😀",
    summary="\x0b",
    html='<a href="java\x03script:alert(1)">]]></a>\r\n<!-- -- --><p>\x85\u2028</p>',
    terms=(Term("坏\x08类", "坏\x08类"),),
    credit=(
        CreditPart(Role.PUBLISHER, "来\x02源", (Party("报\udfff", "http://a\x01"),)),
    ),
    source=replace(SOURCE, title="报\udfff <b>", url=SOURCE.url + "\x1f"),
    images=(replace(PICTURE, url="https://img.example/\x00|\udc80", alt="\ufffe<i>"),),
)


def feed_of(*entries: Entry) -> Feed:
    """A category's feed of these entries."""
    page = "https://news.example/categories/jiangcheng--ribao/"
    return Feed(
        id="urn:uuid:7d1c5f0e-0000-5c3b-9a52-6f1b8a0c2d11",
        title="江城日报",
        subtitle="江城日报的新闻",
        page_url=page,
        urls={kind: page + kind for kind in reversed(Format)},
        updated=NOON,
        language="zh-CN",
        author="财经新闻",
        icon_url="https://news.example/static/icon.png",
        license_url="https://news.example/terms/",
        ttl_s=900,
        entries=entries,
        hub_url="https://news.example/hub",
    )


GRAVES = (
    Tombstone("urn:uuid:0b5cf1de-6b3e-5b3f-9d7e-2d3c8e5a0009", NOON),
    Tombstone("https://news.example/gone?a=1&b=2", NOON - timedelta(days=1)),
)
_PAGE = feed_of().page_url
# Folders: `sample` puts a format's file name behind each.
CURRENT = Paging(_PAGE, prev_url=f"{_PAGE}archive/3/")
ARCHIVE = Paging(
    _PAGE,
    prev_url=f"{_PAGE}archive/1/",
    next_url=f"{_PAGE}archive/3/",
    is_archive=True,
)
COMPLETE = Paging(_PAGE, is_complete=True)
FEEDS = {
    "credits": replace(
        feed_of(FULL, PUBLISHER_ONLY, UNCREDITED), paging=CURRENT, tombstones=GRAVES
    ),
    "nasty": replace(feed_of(NASTY), hub_url=""),
    "empty": replace(feed_of(), subtitle="", icon_url="", author="", paging=COMPLETE),
    "archive": replace(
        feed_of(FULL),
        urls={kind: f"{_PAGE}archive/2/{kind}" for kind in Format},
        paging=ARCHIVE,
        tombstones=GRAVES[:1],
        hub_url="",
    ),
    "recordings": feed_of(
        replace(
            FULL,
            images=(replace(PICTURE, length=2_048), CHART),
            recordings=(SOUND, FILM, SOUND),
        )
    ),
    "summary": replace(
        feed_of(FULL, PUBLISHER_ONLY),
        urls={kind: f"{_PAGE}{kind}?content=summary" for kind in Format},
        has_content=False,
    ),
}


def sample(name: str, format_: Format) -> Feed:
    """A sample feed, its archive addressed in the format that it is rendered in."""
    feed = FEEDS[name]
    paging = feed.paging
    if paging is None:
        return feed
    return replace(
        feed,
        paging=replace(
            paging,
            current_url=paging.current_url + format_,
            prev_url=paging.prev_url and paging.prev_url + format_,
            next_url=paging.next_url and paging.next_url + format_,
        ),
    )


def document(name: str, format_: Format) -> bytes:
    """A sample feed, rendered."""
    return render(sample(name, format_), format_)


def golden(name: str, format_: Format) -> Path:
    """Where the document of a sample feed lies."""
    return GOLDEN / f"{name}.{format_}"


def readable(raw: bytes, format_: Format) -> bytes:
    """The document with line breaks, for people and for diff."""
    if format_ is Format.JSON:
        text = json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
        return f"{text}\n".encode()
    tree = etree.fromstring(raw).getroottree()
    etree.indent(tree)
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True) + b"\n"


if __name__ == "__main__":
    for name in FEEDS:
        for format_ in Format:
            text = readable(document(name, format_), format_)
            golden(name, format_).write_bytes(text)
