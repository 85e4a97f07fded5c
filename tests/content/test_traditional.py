"""Traditional Chinese: words by their meaning, and nothing but words."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import document_fromstring

from feedsvc.content.draft import render
from feedsvc.content.html import clean
from feedsvc.content.traditional import (
    feed_to_traditional,
    html_to_traditional,
    name_to_traditional,
    to_traditional,
    value_to_traditional,
)
from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import (
    Attribution,
    CreditPart,
    Party,
    Role,
    Rule,
    credit_parts,
)
from feedsvc.model.category import Category
from feedsvc.model.feed import Entry, EntrySource, Feed, Format, Term
from feedsvc.model.image import Image
from feedsvc.model.info_code import InfoCode
from feedsvc.model.listing import Day, IndexEntry, Listing
from feedsvc.model.slug import Slug
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.model.text import xml_legal

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
FRAGMENTS = (
    "<p>皇后头发干燥",
    "</p>",
    "&nbsp;",
    "&amp;lt;后&lt;b&gt;",
    '<a href="http://a.example/发展?x=1&y=后" title="一只&quot;船只">里面</a>',
    '<img src="//a.example/图.jpg" alt="后 > <b>里</b>" width="后" title="台 alt=">',
    "<table><tr><td colspan=2>表<td>钟",
    "<blockquote>余额",
    "<b><i>发</b></i>",
    "<pre>\n面\n</pre>",
    "<!-- 后 -->",
    "<br/>",
    "plain",
    "𠮷😀",
)
BODIES = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join).map(clean)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("皇后之后", "皇后之後"),
        ("公里里面", "公里裡面"),
        ("理发发展", "理髮發展"),
        ("干燥的干部干预", "乾燥的幹部干預"),
        ("只有一只船只", "只有一隻船隻"),
        ("方面面包", "方面麵包"),
        ("台风登陆台湾", "颱風登陸臺灣"),
        ("古人云云计算", "古人云雲計算"),
        ("松树与宽松", "松樹與寬鬆"),
        ("回复恢复复杂", "回覆恢復複雜"),
        ("制造制度", "製造制度"),
        ("群众峰会吃饭", "群眾峰會吃飯"),
    ],
)
def test_a_character_of_two_words_follows_its_word(simplified: str, traditional: str):
    """后 is an empress and an afterwards, 里 a mile and an inside."""
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("浪潮信息", "浪潮信息"),
        ("数据港", "數據港"),
        ("奔驰与特朗普", "奔馳與特朗普"),
        ("新西兰的软件", "新西蘭的軟件"),
        ("汇丰银行", "滙豐銀行"),
        ("钟南山与范冰冰", "鍾南山與范冰冰"),
    ],
)
def test_names_are_spelled_anew_and_not_translated(simplified: str, traditional: str):
    """Taiwan's own words would rename companies that are listed under these."""
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("name", "role", "traditional"),
    [
        ("于小溪", Role.AUTHOR, "于小溪"),
        ("余发", Role.EDITOR, "余發"),
        ("范丽", Role.ILLUSTRATOR, "范麗"),
        ("罗小满", Role.AUTHOR, "羅小滿"),
        ("游戏日报", Role.AUTHOR, "遊戲日報"),
        ("余额网", Role.PUBLISHER, "餘額網"),
        ("", Role.AUTHOR, ""),
    ],
)
def test_a_person_keeps_the_surname(name: str, role: Role, traditional: str):
    """余 the surname never was 餘 the surplus; an outlet has no surname."""
    assert name_to_traditional(name, role) == traditional


@pytest.mark.parametrize("surname", "于余范岳涂游郁种朴咸后干")
def test_a_kept_surname_needs_keeping(surname: str):
    """A better table of OpenCC's would make it needless."""
    assert to_traditional(f"{surname}小溪") != f"{surname}小溪"
    assert name_to_traditional(f"{surname}小溪", Role.AUTHOR) == f"{surname}小溪"


@given(st.text(st.characters(exclude_categories=())))
@example("\x00后\ud800\x1f里面")
def test_text_stays_as_long_as_it_was(text: str):
    """No text is cut, refused or made markup; only what XML forbids goes."""
    converted = to_traditional(text)
    assert len(converted) == len(xml_legal(text))
    assert converted.count("<") == text.count("<")


@given(st.text(st.characters(codec="ascii")) | st.just("Ünïcödé – 😀 「」"))
def test_what_has_no_han_is_left_alone(text: str):
    """Text and cleaned HTML alike, byte for byte."""
    assert to_traditional(text) == xml_legal(text)
    cleaned = clean(text)
    assert html_to_traditional(cleaned) == cleaned


@pytest.mark.parametrize(
    ("html", "traditional"),
    [
        ("<p>头发</p>", "<p>頭髮</p>"),
        ("<p>发&nbsp;&amp;&lt;b&gt;里面</p>", "<p>發&nbsp;&amp;&lt;b&gt;裡面</p>"),
        (
            '<a href="http://a.example/发?后=1&amp;b=2" title="后面" rel="noopener">发</a>',
            '<a href="http://a.example/发?后=1&amp;b=2" title="後面" rel="noopener">發</a>',
        ),
        ('<abbr title="a > 后面">发</abbr>', '<abbr title="a > 後面">發</abbr>'),
        ('<abbr title="alt=后面">发</abbr>', '<abbr title="alt=後面">發</abbr>'),
        ("上海<b>证券</b>报", "上海<b>證券</b>報"),
        ("", ""),
    ],
)
def test_only_what_is_read_is_converted(html: str, traditional: str):
    """Text, `alt` and `title`; addresses and entities stand."""
    expected = clean(traditional)
    assert html_to_traditional(clean(html)) == expected


def test_an_image_is_read_but_its_address_is_not():
    """Nor are its other attributes, whatever they hold."""
    html = clean(
        '<img src="http://a.example/图里.jpg" alt="图里" title="后面" width="里">'
    )
    expected = html.replace('alt="图里"', 'alt="圖裡"').replace("后面", "後面")
    assert html_to_traditional(html) == expected


def skeleton(html: str) -> list[tuple[object, ...]]:
    """Tags in order, with all that must not be converted."""
    read = {"alt", "title"}
    return [
        (element.tag, *(pair for pair in element.items() if pair[0] not in read))
        for element in document_fromstring(f"<div>{html}</div>").iter(etree.Element)
    ]


def words(html: str) -> list[str]:
    """What a reader reads, piece by piece."""
    root = document_fromstring(f"<div>{html}</div>")
    elements = list(root.iter(etree.Element))
    read = [element.get(name, "") for element in elements for name in ("alt", "title")]
    return list(map(str, [*root.itertext(), *read]))


@given(BODIES)
def test_tags_and_addresses_stay_and_every_word_is_converted(html: str):
    """A second parser sees the same tree with other words."""
    converted = html_to_traditional(html)
    assert skeleton(converted) == skeleton(html)
    assert words(converted) == [to_traditional(text) for text in words(html)]


@given(BODIES)
def test_what_is_converted_is_clean(html: str):
    """Cleaning it again changes nothing."""
    converted = html_to_traditional(html)
    assert clean(converted) == converted


@given(
    st.text(st.sampled_from('<>"/=& abp后里\x00\ud800') | st.characters(codec="utf-8"))
)
@example('<p title="后')
@example('<p title="后><script>alert(1)</script>')
@example("后<script>alert(1)</script>")
def test_torn_html_is_cleaned_too(html: str):
    """What was never cleaned comes out harmless and legal."""
    converted = html_to_traditional(html)
    assert "<script" not in converted
    assert xml_legal(converted) == converted


@pytest.mark.parametrize(
    "html", ["<" * 500_000, '<a "' * 200_000, '<"后>' * 200_000, '<a b="后" ' * 100_000]
)
def test_html_built_to_be_costly_is_read_in_one_pass(html: str):
    """Were it not, this test would take hours."""
    assert "script" not in html_to_traditional(html)


def test_threads_share_one_converter():
    """Many at once say what one alone says."""
    texts = [f"第{number}位皇后的头发干燥" * 50 for number in range(64)]
    expected = [to_traditional(text) for text in texts]
    with ThreadPoolExecutor(16) as pool:
        for _ in range(4):
            assert list(pool.map(to_traditional, texts)) == expected


def test_real_articles_keep_their_links(archive: Path):
    """Over the sample: the same tags and addresses, and no word left."""
    posts = [*archive.glob("_posts/*.md"), *archive.glob("old_post/*.md")]
    assert posts
    for post in posts:
        html = render(post.read_text(encoding="utf-8", errors="replace")).html
        converted = html_to_traditional(html)
        assert skeleton(converted) == skeleton(html)
        assert words(converted) == [to_traditional(text) for text in words(html)]


CATEGORY = Category("jiangcheng 后", Slug("jiangcheng"), "江城发展", is_outlet=True)
STREAM = Stream(
    id=1,
    ref=StreamRef(StreamKind.CATEGORY, "jiangcheng"),
    name="jiangcheng 后",
    title="江城发展",
    revision=7,
    changed_at=NOON,
)
HEADLINE = Headline(
    id=3,
    info_code=InfoCode("NW1"),
    permalink="/jiangcheng/里面/NW1.html",
    title="皇后之后",
    summary="头发里面",
    published_at=NOON,
    category=CATEGORY,
    publishers=("江城发展",),
)
ARTICLE = Article(
    id=3,
    info_code=InfoCode("NW1"),
    entry_id="https://a.example/里面/NW1",
    permalink="/jiangcheng/里面/NW1.html",
    title="皇后之后",
    summary="头发里面",
    html='<p><a href="https://a.example/后" rel="noopener">之后</a></p>',
    origin_url="https://a.example/发",
    published_at=NOON,
    updated_at=NOON,
    revision=7,
    categories=(CATEGORY,),
    attributions=(
        Attribution(
            Role.AUTHOR, "余发", "记者/余发", Rule.BYLINE, "https://a.example/发"
        ),
    ),
    source=None,
)
FEED = Feed(
    id="https://a.example/feed/后",
    title="江城发展",
    subtitle="每日发展",
    page_url="https://a.example/发/",
    urls={Format.ATOM: "https://a.example/发/atom.xml"},
    updated=NOON,
    language="zh-CN",
    author="江城发展",
    icon_url="https://a.example/发.png",
    license_url="https://a.example/里/terms/",
    ttl_s=600,
    entries=(
        Entry(
            id="https://a.example/里面/NW1",
            url="https://a.example/里面/NW1.html",
            title="皇后之后",
            published=NOON,
            updated=NOON,
            summary="头发里面",
            html="<p>之后</p>",
            terms=(Term("jiangcheng 后", "江城发展"),),
            credit=(
                CreditPart(
                    Role.PUBLISHER,
                    "来源",
                    (Party("江城发展", "https://a.example/发"),),
                ),
            ),
            original_url="https://a.example/发",
            source=EntrySource(
                "https://a.example/后", "江城发展", "https://a.example/发", ""
            ),
            images=(Image("https://a.example/发.jpg", "image/jpeg", "里面", 1, 2),),
        ),
    ),
)


def test_a_feed_is_converted_but_for_its_identities():
    """All that people read, and nothing that machines compare."""
    [entry] = FEED.entries
    [part] = entry.credit
    assert entry.source
    assert feed_to_traditional(FEED) == replace(
        FEED,
        title="江城發展",
        subtitle="每日發展",
        author="江城發展",
        language="zh-Hant",
        entries=(
            replace(
                entry,
                title="皇后之後",
                summary="頭髮裡面",
                html="<p>之後</p>",
                terms=(Term("jiangcheng 后", "江城發展"),),
                credit=(
                    replace(
                        part,
                        label="來源",
                        parties=(Party("江城發展", "https://a.example/发"),),
                    ),
                ),
                source=replace(entry.source, title="江城發展"),
                images=(replace(entry.images[0], alt="裡面"),),
            ),
        ),
    )


def test_an_entry_of_no_outlet_has_no_source():
    """Nothing is made of nothing."""
    entry = replace(FEED.entries[0], source=None, images=(), credit=(), terms=())
    [converted] = feed_to_traditional(replace(FEED, entries=(entry,))).entries
    assert converted.source is None


def test_an_article_keeps_its_addresses_and_evidence():
    """A credit's raw text is what was read, in the script that it was read in."""
    assert value_to_traditional(ARTICLE) == replace(
        ARTICLE,
        title="皇后之後",
        summary="頭髮裡面",
        html='<p><a href="https://a.example/后" rel="noopener">之後</a></p>',
        categories=(replace(CATEGORY, title="江城發展"),),
        attributions=(replace(ARTICLE.attributions[0], name="余發"),),
    )


def test_lists_are_converted_by_what_they_show():
    """Listings, days and the index share headlines and streams."""
    stream = replace(STREAM, title="江城發展")
    headline = replace(
        HEADLINE,
        title="皇后之後",
        summary="頭髮裡面",
        category=value_to_traditional(CATEGORY),
        publishers=("江城發展",),
    )
    assert value_to_traditional(HEADLINE) == headline
    listing = Listing(STREAM, (HEADLINE,), None, InfoCode("NW1"))
    assert value_to_traditional(listing) == replace(
        listing, stream=stream, headlines=(headline,)
    )
    day = Day(date(2024, 3, 1), (HEADLINE,), None, None, None, None)
    assert value_to_traditional(day) == replace(day, headlines=(headline,))
    entry = IndexEntry(STREAM, 3)
    assert value_to_traditional(entry) == replace(entry, stream=stream)


def test_labels_are_the_same_asked_for_or_converted():
    """The credit line of zh-Hant, whichever way it came."""
    credits_ = [Attribution(role, "甲", "甲", Rule.GIVEN) for role in Role]
    simplified = credit_parts(credits_, outlet=None, language="zh-CN")
    traditional = credit_parts(credits_, outlet=None, language="zh-Hant")
    assert [part.label for part in traditional] == [
        "來源",
        "作者",
        "製圖",
        "圖片來源",
        "責任編輯",
    ]
    assert value_to_traditional(simplified) == traditional
    assert value_to_traditional(traditional) == traditional
