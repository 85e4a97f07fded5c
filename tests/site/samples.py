"""Samples: invented articles and the environment that renders them, for tests of pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import (
    Attribution,
    CreditPart,
    Role,
    Rule,
    credit_parts,
)
from feedsvc.model.category import Category, Source
from feedsvc.model.document import Script
from feedsvc.model.feed import Entry
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.slug import slug_of_name
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.site.view import presentation
from feedsvc.site.view.presentation import Site

WEB = Path(presentation.__file__).parents[1]
BEIJING = ZoneInfo("Asia/Shanghai")
SITE = Site("滨江财经", "每一篇文章都注明来源。", "zh-CN", BEIJING)
LINKS = Links("https://news.example.com", "https://old.example.com", "滨江财经")
OUTLET = Category(
    "binjiangribao", slug_of_name("binjiangribao"), "滨江日报", is_outlet=True
)
TRADITIONAL = replace(SITE, language="zh-Hant")
TRADITIONAL_LINKS = LINKS.in_script(Script.TRADITIONAL)
ROLLING = Category("gundong", slug_of_name("gundong"), "滚动", is_outlet=False)
PUBLISHED = datetime(2021, 12, 30, 23, 55, 44, tzinfo=UTC)  # next day in Beijing
ARTICLE = Article(
    id=1,
    info_code=InfoCode("NW202112310000000001"),
    entry_id="urn:uuid:5b0c7f0e-0000-5000-8000-000000000001",
    permalink="/binjiangribao/2021/12/31/NW202112310000000001.html",
    title="滨江前十一月工业增加值增长8.3%",
    summary="据市统计局消息，全市工业增加值同比增长8.3%。",
    html="<p>据市统计局消息，全市工业增加值同比增长8.3%。</p>",
    origin_url="https://upstream.example.org/a/1.html",
    published_at=PUBLISHED,
    updated_at=PUBLISHED,
    revision=7,
    categories=(OUTLET, ROLLING),
    attributions=(
        Attribution(
            Role.PUBLISHER, "滨江日报", "来源", Rule.GIVEN, "https://bj.example.org/"
        ),
        Attribution(Role.PUBLISHER, "省通讯社", "来源", Rule.GIVEN),
        Attribution(Role.AUTHOR, "周一鸣", "记者", Rule.GIVEN, label="记者"),
    ),
    source=Source("滨江日报", "滨江日报", slug_of_name("滨江日报"), is_listed=True),
)


def credit_of(article: Article, language: str = "zh-CN") -> tuple[CreditPart, ...]:
    """The credit line of a sample."""
    return credit_parts(article.attributions, outlet=None, language=language)


ENTRY = Entry(
    id=ARTICLE.entry_id,
    url=LINKS.absolute(ARTICLE.permalink),
    title=ARTICLE.title,
    published=PUBLISHED,
    updated=PUBLISHED,
    summary=ARTICLE.summary,
    html=ARTICLE.html,
    terms=(),
    credit=credit_of(ARTICLE),
    original_url=None,
)


def headline(title: str, *, hours_before: int = 0) -> Headline:
    """A headline of the outlet without a publisher of its own."""
    return Headline(
        id=2,
        info_code=InfoCode("NW202112310000000002"),
        permalink="/binjiangribao/2021/12/31/NW202112310000000002.html",
        title=title,
        summary="",
        published_at=PUBLISHED - timedelta(hours=hours_before),
        category=OUTLET,
        publishers=(),
    )


def stream(kind: StreamKind, slug: str, title: str) -> Stream:
    """A stream of some kind."""
    return Stream(1, StreamRef(kind, slug), title, title, 1, PUBLISHED)


def environment(site: Site = SITE) -> Environment:
    """A bare Jinja environment with our templates, without Flask."""
    made = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True)
    links = TRADITIONAL_LINKS if site == TRADITIONAL else LINKS
    presentation.install(made, site, links)
    return made


def render(template: str, site: Site = SITE, /, **context: object) -> str:
    """A page as a view would render it."""
    return environment(site).get_template(template).render(**context)


CARD = "https://news.example.com/cards/NW202112310000000001/0123456789abcdef.png"


def render_article(article: Article = ARTICLE, site: Site = SITE) -> str:
    """An article's page."""
    credit = credit_of(article, site.language)
    return render(
        "article.html",
        site,
        article=article,
        credit=credit,
        picture=CARD,
        is_revised=False,
    )


ENGLISH = replace(SITE, language="en")
