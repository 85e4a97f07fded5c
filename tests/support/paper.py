"""The paper: an invented site with one article of each standing, for tests of the web.

Read-only once it is filled: tests that change something fill a database of their own.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import Slug, slug_of_name
from feedsvc.model.stream import StreamKind, StreamRef
from tests.support.posts import Post, Silent, use_cases, write_archive

ROLLING = "gundong"  # more articles than two pages of a listing hold
OUTLET = "binjiangribao"
SPACED = "BinJiang Cai Jing"  # a raw name that no slug can be
RENAMED = "jiuming"
NEW_SLUG = "xinming"
EMPTY = "kongbai"
SOURCE = slug_of_name("滨江日报")
BUSY_DAY = "2026-10-31"

ROLLING_ARTICLES = 95
FILLED_AT = datetime(2026, 11, 10, tzinfo=UTC)


def _code(number: int) -> InfoCode:
    return InfoCode(f"NW2026110100000{number:05}")


def _story(number: int, title: str, **fields: str) -> Post:
    post = Post(
        stem=f"2026-11-01-{_code(number)}",
        title=title,
        date="2026-11-01 07:55:44 +0800",
    )
    return replace(post, **fields)


STORY, RETRACTED, REMOVED, MERGED, SCHEDULED, INCOMPLETE, IN_SPACED, IN_RENAMED = map(
    _code, range(8)
)
STORY_PATH = f"/{OUTLET}/2026/11/01/{STORY}.html"
SPACED_PATH = f"/binjiang/cai/jing/2026/11/01/{IN_SPACED}.html"
STORY_TITLE = "滨江“十四五”开局：<产值> & 就业双增长"
SECRET = "不该再出现的标题"
SECRET_IMAGE = "https://img.example/secret.jpg"

_OUTLET = {"category": OUTLET, "tags": "滨江日报新闻"}
_WITHDRAWN = {
    "body": f'<p>{SECRET}的正文。</p><p><img src="{SECRET_IMAGE}"></p>',
    **_OUTLET,
}
STORY_BODY = (
    '<p class="em_media">（文章来源：<a href="https://bj.example/">滨江</a>日报）</p>\n'
    "<p>滨江日报记者/周一鸣</p>\n"
    '<p>全市<b>工业</b>增加值同比增长8.3%。</p>\n<p><img src="https://img.example/a.jpg"></p>\n\n'
    f"<http://old.example/html_News/NewsShare.html?infoCode={STORY}>"
)

# A feed of every kind, less the format.
FEEDS = {
    "site": "/{}",
    "category": f"/categories/{ROLLING}/{{}}",
    "outlet": f"/categories/{OUTLET}/{{}}",
    "source": f"/sources/{SOURCE}/{{}}",
    "empty": f"/categories/{EMPTY}/{{}}",
    "page": f"/categories/{ROLLING}/pages/1/{{}}",
    "open-page": "/pages/2/{}",
    "selection": f"/feeds/{{}}?category={OUTLET}&category={ROLLING}&source={SOURCE}",
    "summary": "/{}?content=summary",
    "traditional": f"/zh-Hant/categories/{OUTLET}/{{}}",
    "traditional-page": "/zh-Hant/pages/1/{}",
}
# Which only a tag tells from what they were: two of their parts may change in a second.
UNDATED = ("page", "open-page", "selection", "traditional-page")


def posts() -> list[Post]:
    """Every post of the site."""
    named = [
        _story(0, STORY_TITLE, body=STORY_BODY, **_OUTLET),
        _story(1, SECRET, **_WITHDRAWN),
        _story(2, SECRET, **_WITHDRAWN),
        _story(3, "滨江开局的另一稿", **_OUTLET),
        _story(4, "明天才有的新闻", date="2199-01-01 00:00:00 +0800", **_OUTLET),
        _story(5, "", date="+0800", **_OUTLET),
        _story(6, "财经早餐", category=SPACED, tags="滨江财经新闻"),
        _story(7, "改名之前的新闻", category=RENAMED, tags="旧名新闻"),
    ]
    return [*named, *(_rolling(number) for number in range(ROLLING_ARTICLES))]


def _rolling(number: int) -> Post:
    """Two days of digests, ten of them published in one and the same second."""
    day = BUSY_DAY if number < 60 else "2026-10-30"
    minute = 0 if number < 10 else number % 60
    return Post(
        stem=f"{day}-2026103100001{number:05}",
        title=f"滚动快讯第{number}条",
        date=f"{day} 09:{minute:02}:00 +0800",
    )


def fill(database_url: str, folder: Path) -> None:
    """Import the site into a migrated database, and decide what a person would."""
    archive = write_archive(folder, posts(), categories=[EMPTY])
    cases = use_cases(database_url, lambda: FILLED_AT)
    cases.importer.run(archive, Silent())
    cases.decisions.retract(RETRACTED, reason="错误", is_legal=False)
    cases.decisions.retract(REMOVED, reason="court order", is_legal=True)
    cases.decisions.merge(MERGED, STORY)
    old = StreamRef(StreamKind.CATEGORY, slug_of_name(RENAMED))
    cases.categories.rename(old, Slug(NEW_SLUG), None)
    cases.database.dispose()
