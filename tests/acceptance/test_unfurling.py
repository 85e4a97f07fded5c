"""Preview cards over HTTP, as other people's tools find them: rules R16 to R21 and R23."""

import gzip
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image

from tests.support import paper
from tests.support.client import ask, eventually
from tests.support.posts import Post, Silent, use_cases, write_archive
from tests.support.readers import read_page, texts
from tests.support.server import serving
from tests.unfurl.previews import read, unfurl

READ_BY_ROBOTS = 16 * 1024  # bytes of a page, at the least
CARD_SIZE = (1200, 630)
CARD_BYTES = 300_000
RANGES = ("bytes=0-", "bytes=0-32767", "bytes=999999999-")
AGENTS = (
    "*", "facebookexternalhit/1.1", "Twitterbot/1.0", "WhatsApp/2.23", "TelegramBot",
    "Slackbot-LinkExpanding 1.0", "Sogou web spider", "Bytespider", "MicroMessenger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What an article's card has to say.

    Attributes:
        start: words of the text that its description begins with.
        origin_url: where it was taken from, if that is another site.
    """

    code: str
    path: str
    title: str
    start: str
    published: str
    credit: str = ""
    publisher: str = ""
    origin_url: str | None = None


def _digest_of(post: Post, start: str) -> Told:
    """What a post of the rolling category has to say."""
    digits = post.stem[11:]
    return Told(
        code=f"NW{digits}",
        path=f"/{paper.ROLLING}/2026/11/02/{digits}.html",
        title=post.title,
        start=start,
        published="2026-11-02T08:00:00+08:00",
    )


ORIGIN = "https://upstream.example/a/1.html"
PLAIN_TEXT = "滨江港十月吞吐量同比增长一成二，集装箱航线增至四十条。"
PLAIN = Post(
    stem="2026-11-02-202611020000000101",
    title="滨江港吞吐量创新高",
    date="2026-11-02 08:00:00",
    body=f"{PLAIN_TEXT}\n\n<{ORIGIN}>",
)
HOSTILE = Post(
    stem="2026-11-02-202611020000000102",
    title="</title></script><script>alert(1)</script>&amp;'\"<!--" + "&<>" * 25,
    date=PLAIN.date,
    body="<p>一段&lt;b&gt;普通的正文，&amp;amp;照原样显示。</p>"
    + "<p>&lt;&amp;</p>" * 99,
)
ARTICLES = {
    "story": Told(
        code=paper.STORY,
        path=paper.STORY_PATH,
        title=paper.STORY_TITLE,
        start="全市工业增加值同比增长8.3%",
        published="2026-11-01T07:55:44+08:00",
        credit="来源：滨江日报 · 记者：周一鸣",
        publisher="滨江日报",
    ),
    "digest": replace(_digest_of(PLAIN, PLAIN_TEXT), origin_url=ORIGIN),
    "hostile": _digest_of(HOSTILE, "一段<b>普通的正文，&amp;照原样显示。"),
}
EVERY = pytest.mark.parametrize("told", ARTICLES.values(), ids=ARTICLES)
LINKS = {
    "legacy": "/html_News/NewsShare.html?infoCode={0.code}&from=timeline",
    "short": "/s/{0.code}",
    "landed": "{0.path}?isappinstalled=0&utm_source=x",
}
EACH_LINK = pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)


@pytest.fixture(scope="module")
def site(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The paper and two articles more; which engine is behind it, no robot can see."""
    folder = tmp_path_factory.mktemp("unfurling")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    cases = use_cases(url, lambda: paper.FILLED_AT)
    more = write_archive(folder / "more", [PLAIN, HOSTILE])
    cases.importer.run(more, Silent())
    cases.database.dispose()
    with serving({"FEEDSVC_DATABASE_URL": url}, folder) as base_url:
        yield base_url


@pytest.fixture(scope="module")
def unfurled(site: str) -> Mapping[str, Any]:
    """What the npm unfurler makes of every link to every article, by target."""
    targets = [
        link.format(told) for link in LINKS.values() for told in ARTICLES.values()
    ]
    previews = unfurl([site + target for target in targets])
    return dict(zip(targets, previews, strict=True))


@EVERY
@EACH_LINK
def test_a_link_unfurls_to_its_card(
    site: str, unfurled: Mapping[str, Any], link: str, told: Told
) -> None:
    """R18: however it came, the article's own words under its undecorated address."""
    shown = unfurled[link.format(told)]
    url = site + told.path
    assert shown["landed"] in {url, site + link.format(told)}
    assert (shown["ogUrl"], shown["ogType"]) == (url, "article")
    assert (shown["ogTitle"], shown["ogSiteName"]) == (told.title, "财经新闻")
    assert shown["articlePublishedTime"] == told.published
    assert shown["ogLocale"] == "zh_CN"


@EVERY
def test_a_description_begins_with_the_news(site: str, told: Told) -> None:
    """R18: the first 80 characters are of the text, not a byline or a credit."""
    description = read(ask(site, told.path).body).tag("og:description")
    assert description[:80].startswith(told.start)


@EVERY
@EACH_LINK
def test_a_card_has_one_image(
    site: str, unfurled: Mapping[str, Any], link: str, told: Told
) -> None:
    """R19: two would show side by side; its address is whole, and it has a text."""
    (image,) = unfurled[link.format(told)]["ogImage"]
    assert urlsplit(image["url"]).hostname
    assert image["alt"]
    tags = read(ask(site, told.path).body)
    assert tags.tag("og:image") == image["url"]


@EVERY
def test_the_image_is_what_the_card_says(
    site: str, unfurled: Mapping[str, Any], told: Told
) -> None:
    """R19: our own copy, small, with the size that it says; and the same one everywhere."""
    shown = unfurled[LINKS["short"].format(told)]
    assert shown["twitterCard"] == "summary_large_image"
    (image,) = shown["ogImage"]
    assert (int(image["width"]), int(image["height"])) == CARD_SIZE
    url = image["url"]
    assert url.startswith(f"{site}/")
    answer = eventually(lambda: ask(site, url), lambda answer: answer.status == 200)
    media_type = answer.headers["Content-Type"]
    assert media_type in {"image/png", "image/jpeg"}
    assert len(answer.body) < CARD_BYTES
    with Image.open(BytesIO(answer.body)) as picture:
        assert picture.size == CARD_SIZE
        assert picture.get_format_mimetype() == media_type
    for range_ in RANGES:
        assert ask(site, url, {"Range": range_}).status in {200, 206}
    found = read(ask(site, told.path).body)
    assert found.article
    assert found.article["image"] == found.items["image"] == url


@EVERY
def test_chinese_apps_read_the_same(site: str, told: Told) -> None:
    """R20: Open Graph's tags again as `itemprop`, for QQ; for Weibo its own type."""
    found = read(ask(site, told.path).body)
    assert found.items["name"] == found.tag("og:title")
    assert found.items["description"] == found.tag("og:description")
    assert found.items["image"] == found.tag("og:image")
    page = read_page(site, told.path)
    assert texts(page, "//meta[@name='weibo:type']/@content") == ["article"]


@EVERY
def test_search_engines_read_the_same(site: str, told: Told) -> None:
    """R21: a NewsArticle, whatever its title, that agrees with Open Graph's tags."""
    found = read(ask(site, told.path).body)
    assert found.article
    assert found.article["@type"] == "NewsArticle"
    assert found.article["headline"] == found.tag("og:title")
    assert found.article["description"] == found.tag("og:description")
    assert found.article["url"] == found.tag("og:url")
    assert found.article["datePublished"] == found.tag("article:published_time")


@EVERY
def test_an_article_is_its_own_canonical(site: str, told: Told) -> None:
    """R18, R21: og:url and the canonical link name a page that answers, and no other."""
    decorated = told.path + "?from=groupmessage&fbclid=x"
    page = read_page(site, decorated)
    (canonical,) = texts(page, "//link[@rel='canonical']/@href")
    assert canonical == read(ask(site, decorated).body).tag("og:url")
    assert ask(site, canonical).status == 200


@EVERY
def test_credits_are_given_and_none_invented(site: str, told: Told) -> None:
    """R23: the source as data where there is one, its address where one was given."""
    article = read(ask(site, told.path).body).article
    assert article
    named = [party["name"] for party in article.get("sourceOrganization", [])]
    assert named == ([told.publisher] if told.publisher else [])
    assert article.get("creditText", "") == told.credit
    assert article.get("isBasedOn") == told.origin_url
    assert "财经新闻" not in {party["name"] for party in article.get("author", [])}


@EVERY
def test_the_first_bytes_are_enough(site: str, told: Told) -> None:
    """R17: nothing of the card stands behind 16 KB, a stylesheet or a script."""
    page = ask(site, told.path).body
    weight = re.search(rb'<(?:script|style|link rel="stylesheet")', page)
    assert weight
    head, whole = read(page[: min(weight.start(), READ_BY_ROBOTS)]), read(page)
    assert (head.tags, head.items) == (whole.tags, whole.items)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"), ("gzip, deflate", "gzip"), ("deflate", None),
        ("identity", None), ("br", None), ("deflate, gzip;q=0", None),
    ],
)  # fmt: skip
def test_a_page_comes_in_an_encoding_that_is_understood(
    site: str, accepted: str, encoding: str | None
) -> None:
    """R17: gzip for those who take it, and the page as it is for everybody else."""
    plain = ask(site, paper.STORY_PATH).body
    answer = ask(site, paper.STORY_PATH, {"Accept-Encoding": accepted})
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, encoding)
    assert (gzip.decompress(answer.body) if encoding else answer.body) == plain


@pytest.mark.parametrize("range_", RANGES)
def test_a_range_is_never_refused(site: str, range_: str) -> None:
    """R17: robots that ask for the first bytes get them, or the whole page."""
    plain = ask(site, paper.STORY_PATH).body
    answer = ask(site, paper.STORY_PATH, {"Range": range_})
    assert answer.status in {200, 206}
    assert plain.startswith(answer.body)
    for link in LINKS.values():
        target = link.format(ARTICLES["story"])
        assert ask(site, target, {"Range": range_}).status in {200, 206, 301}


@pytest.mark.parametrize("agent", AGENTS)
def test_robots_are_let_in(site: str, agent: str) -> None:
    """R16: share links, articles and cards are open to whoever makes previews."""
    answer = ask(site, "/robots.txt")
    assert answer.status == 200
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    story = ARTICLES["story"]
    targets = [link.format(story) for link in LINKS.values()]
    for target in (*targets, story.path, f"/cards/{story.code}/{'0' * 16}.png"):
        assert robots.can_fetch(agent, site + target)
