"""Credits: what is read as one, and what is not."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.content.draft import render
from feedsvc.model.attribution import Attribution, Role, Rule
from tests.attribution import GOALS, HALVES, read_half, tally


def credits_of(body: str, role: Role | None = None) -> list[str]:
    """The names credited in a body, of one role or of all."""
    return [
        credit.name
        for credit in render(body).attributions
        if role is None or credit.role is role
    ]


@pytest.mark.parametrize(
    ("body", "publishers", "rule"),
    [
        ('<p class="em_media">（文章来源：财联社）</p>', ["财联社"], Rule.MEDIA_LINE),
        (
            '<p class="em_media">(文章来源:甲<span id="x"><a class="keytip" '
            'href="http://a.example/">证券</a></span>报)</p>',
            ["甲证券报"],
            Rule.MEDIA_LINE,
        ),
        (
            '<p class="x em_media">（文章来源：甲日报、乙网／丙社；丁周刊）</p>',
            ["甲日报", "乙网", "丙社", "丁周刊"],
            Rule.MEDIA_LINE,
        ),
        ("来源：甲", ["甲"], Rule.SOURCE_LINE),
        ("文章来源: 甲日报", ["甲日报"], Rule.SOURCE_LINE),
        ("【来源：甲日报】", ["甲日报"], Rule.SOURCE_LINE),
        (
            "<p>正文。</p><p>来源：《甲日报》 乙晚报</p>",
            ["甲日报", "乙晚报"],
            Rule.SOURCE_LINE,
        ),
        ("来源：Example Times", ["Example Times"], Rule.SOURCE_LINE),
        ("来源：甲日报网 2021-12-08", ["甲日报网"], Rule.SOURCE_LINE),
        ("事情发生了。（来源：甲日报）", ["甲日报"], Rule.SOURCE_LINE),
        ("事情发生了。（证券时报）", ["证券时报"], Rule.BRACKET),
        ("事情发生了。 (甲城日报)", ["甲城日报"], Rule.BRACKET),
        ("事情发生了（甲城日报、路透）。", ["甲城日报", "路透"], Rule.BRACKET),
        (
            "> 事情发生了。（央视新闻客户端）\n\n<p>事情。</p>",
            ["央视新闻客户端"],
            Rule.BRACKET,
        ),
        ("<p>一。</p><p>二。（据新华社电）</p>", ["新华社"], Rule.BRACKET),
        ("事情发生了。（21世纪经济报道）", ["21世纪经济报道"], Rule.BRACKET),
        ("事情发生了。（甲城日报记者 李明）", ["甲城日报"], Rule.BRACKET),
    ],
)
def test_publishers(body: str, publishers: list[str], rule: Rule):
    """By media line, source line and closing bracket."""
    found = render(body).attributions
    sources = [credit for credit in found if credit.role is Role.PUBLISHER]
    assert [credit.name for credit in sources] == publishers
    assert {credit.rule for credit in sources} == {rule}


@pytest.mark.parametrize(
    "bracket",
    [
        "第四十九批", "明年", "上", "下", "2021-12-08", "12月8日", "年报", "半年报", "业绩快报",
        "互联网", "国家电网", "公司官网", "完", "见图", "单位：亿元", "张三", "603000", "新闻",
        "以下简称公司", "公司网站", "甲、证券时报",
    ],
)  # fmt: skip
def test_a_closing_bracket_that_names_no_outlet_is_text(bracket: str):
    """Only what has an outlet's form counts, and only if all of it has."""
    assert credits_of(f"事情发生了（{bracket}）。") == []


@pytest.mark.parametrize(
    "body",
    [
        "（证券时报）事情发生了。",
        "事情（证券时报）发生了。",
        "> 一（证券时报）\n>\n> 二。\n\n<p>三。</p>",
        "数据来源：甲",
        "主要收入来源：出口",
        "来源：网络",
        "来源：",
        "来源：他说，这是真的。",
    ],
)
def test_what_only_resembles_a_source_is_text(body: str):
    """A bracket elsewhere, another label, no name."""
    assert credits_of(body, Role.PUBLISHER) == []


def test_the_best_rule_alone_names_the_publishers():
    """A media line outranks a source line, and that a bracket."""
    media = '\n\n<p class="em_media">（文章来源：甲社）</p>'
    source = "\n\n来源：乙社"
    digest = "> 事情发生了。（甲城日报）"
    assert credits_of(digest + source + media) == ["甲社"]
    assert credits_of(digest + source) == ["乙社"]
    assert credits_of(digest) == ["甲城日报"]


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        ("记者 李明", ["李明"]),
        ("（记者 李明）", ["李明"]),
        ("记者：李明、王芳", ["李明", "王芳"]),
        ("本报记者 李明 王芳", ["李明", "王芳"]),
        ("本报记者李明", ["李明"]),
        ("记者 李 明", ["李明"]),
        ("见习记者 李明 甲城报道", ["李明"]),
        ("本报记者 李明 通讯员 王芳", ["李明", "王芳"]),
        ("记者 欧阳明华", ["欧阳明华"]),
        ("记者 阿里·买买提", ["阿里·买买提"]),
        ("作者：John Smith", ["John Smith"]),
        ("文/李明", ["李明"]),
        ("文/记者 李明", ["李明"]),
        ("甲社甲城12月8日电（记者李明、王芳）事情发生了。", ["李明", "王芳"]),
        ("甲社甲城电(记者 李明)事情发生了。", ["李明"]),
    ],
)
def test_bylines(body: str, authors: list[str]):
    """On a line of their own, or in brackets anywhere."""
    found = render(body).attributions
    assert [credit.name for credit in found] == authors
    assert {(credit.role, credit.rule) for credit in found} == {
        (Role.AUTHOR, Rule.BYLINE)
    }


@pytest.mark.parametrize(
    "body",
    [
        "记者昨天从会议获悉，事情发生了。",
        "据记者了解，事情发生了。",
        "据记者 了解",
        "负责人告诉记者，“事情发生了。”",
        "他告诉记者 李明",
        "新华社记者从会上获悉",
        "事情（据记者了解）发生了。",
        "记者：为什么",
        "记者：您怎么看？",
        "记者 手记",
        "记者关注",
        "编辑：好文章要改很多遍吗？",
        "图：甲城夜景",
        "（责任编辑：AB075）",
    ],
)
def test_running_text_credits_nobody(body: str):
    """A reporter who listens, asks or notes is not a byline."""
    assert credits_of(body) == []


@pytest.mark.parametrize(
    ("line", "role", "names"),
    [
        ("制图/王玺 ", Role.ILLUSTRATOR, ["王玺"]),
        ("漫画：王芳", Role.ILLUSTRATOR, ["王芳"]),
        ("图片来源：甲公司官网", Role.IMAGE, ["甲公司官网"]),
        ("图片来源：甲图库、乙图库", Role.IMAGE, ["甲图库", "乙图库"]),
        ("图/记者 王芳", Role.IMAGE, ["王芳"]),
        ("责任编辑：李明", Role.EDITOR, ["李明"]),
        ("事情发生了。（责编：李明）", Role.EDITOR, ["李明"]),
    ],
)
def test_other_roles(line: str, role: Role, names: list[str]):
    """Each label says what its names did."""
    found = render(line).attributions
    assert [(credit.role, credit.name) for credit in found] == [
        (role, name) for name in names
    ]
    assert {credit.rule for credit in found} == {Rule.ROLE_LINE}


def test_one_line_may_hold_several_labels():
    """Each value ends where the next label begins."""
    found = render("来源：甲日报 作者：李明 责任编辑：王芳").attributions
    assert [(credit.role, credit.name) for credit in found] == [
        (Role.PUBLISHER, "甲日报"),
        (Role.AUTHOR, "李明"),
        (Role.EDITOR, "王芳"),
    ]


@pytest.mark.parametrize(
    ("anchor", "url"),
    [
        ('<a href="https://a.example/">甲日报</a>', "https://a.example/"),
        ('<a href="//a.example/">甲<b>日报</b></a>', "https://a.example/"),
        ('<a href="https://a.example/">甲</a>日报', None),
        ('<a href="/a">甲日报</a>', None),
        ('<a href="javascript:x">甲日报</a>', None),
        ('<a class="keytip" href="https://a.example/">甲日报</a>', None),
    ],
)
def test_a_link_counts_only_if_it_spans_the_name(anchor: str, url: str | None):
    """Absolute http(s), and no stock keyword."""
    [credit] = render(f"<p>来源：{anchor}</p>").attributions
    assert credit == Attribution(
        Role.PUBLISHER, "甲日报", "来源：甲日报", Rule.SOURCE_LINE, url
    )


def test_the_media_line_becomes_data_and_leaves_the_text():
    """One that could not be read stays, for nothing is lost."""
    assert (
        render('<p>文</p><p class="em_media">（文章来源：甲）</p>').html == "<p>文</p>"
    )
    assert render('<p>文</p><p class="em_media">（文章来源：）</p>').html == "<p>文</p>"
    assert "另见别处" in render('<p class="em_media">另见别处，如此。</p>').html


def test_a_name_given_twice_in_a_role_is_one_credit():
    """The first place it was read at counts."""
    [credit] = render("记者 李明\n\n事情（记者李明）发生了。").attributions
    assert credit.raw == "记者 李明"


@pytest.mark.parametrize("half", HALVES)
def test_labelled_lines_reach_their_goals(half: str):
    """Precision and recall of each role, of the half that rules were written by too."""
    figures = {
        role: (count.precision, count.recall)
        for role, count in tally(half).roles.items()
        if role in GOALS
    }
    short = {
        role: figure
        for role, figure in figures.items()
        if figure[0] < GOALS[role][0] or figure[1] < GOALS[role][1]
    }
    assert short == {}


def test_the_labelled_set_is_varied():
    """Four hundred lines, each once; enough of them credit nobody."""
    lines = [line for half in HALVES for line in read_half(half)]
    assert len(lines) >= 400
    assert len({(line.text, line.zone) for line in lines}) == len(lines)
    assert sum(not line.expected for line in lines) >= 120
    assert {"traditional", "english", "japanese"} <= {line.kind for line in lines}


@pytest.mark.parametrize(
    ("body", "publisher", "rule", "evidence"),
    [
        ("甲城日报记者 李明", "甲城日报", Rule.BYLINE, []),
        ("甲城日报·掌上甲城记者/李明", "甲城日报·掌上甲城", Rule.BYLINE, []),
        ("财联社12月8日讯，事情发生了。", "财联社", Rule.DATELINE, []),
        (
            "新华社甲城12月8日电 事情发生了。\n\n来源：甲城日报",
            "甲城日报",
            Rule.SOURCE_LINE,
            ["新华社"],
        ),
    ],
)
def test_bylines_and_datelines_name_outlets(body, publisher, rule, evidence):
    """A byline or dateline counts if no stronger line does, and is kept as evidence else."""
    made = render(body)
    found = [c for c in made.attributions if c.role is Role.PUBLISHER]
    assert [(credit.name, credit.rule) for credit in found] == [(publisher, rule)]
    assert [credit.name for credit in made.evidence] == evidence


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("记者 李明 通讯员 王芳", ["记者", "通讯员"]),
        ("作者：李明", ["作者"]),
        ("文/李明 图/王芳", ["文", "图片来源"]),
        ("撰文：李明", ["撰文"]),
        ("記者 李明", ["記者"]),
        ("来源：甲日报", [""]),
        ("By Jane Roe", [""]),
    ],
)
def test_a_credit_keeps_its_label(line: str, labels: list[str]):
    """As it was written; none where the role's own says the same."""
    assert [credit.label for credit in render(line).attributions] == labels


def test_an_understood_line_leaves_the_text():
    """A line with more in it stays word for word, and so does a picture's."""
    text = "<p>正文。</p>"
    assert render(f"{text}<p>来源：甲日报</p>").html == text
    assert render(f"{text}<p>记者 李明<br>编辑：王芳</p>").html == text
    for kept in (
        "<p>责任编辑：李明 校对：王芳</p>",
        "<p>来源：甲日报 等</p>",
        "<p>作者：李明（甲城大学教授）</p>",
        "<p>记者 李明<br>事情发生了。</p>",
        "<figure><figcaption>图片来源：甲图库</figcaption></figure>",
    ):
        assert render(text + kept).html == text + kept


LINES = [line.text for half in HALVES for line in read_half(half)]


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=6))
def test_nothing_of_the_text_is_lost(lines: list[str]):
    """Every word is in the article, or in what a credit was read from."""
    body = "".join(f"<p>{_escaped(line)}</p>" for line in lines)
    before, made = render(body, credits_=OUTRIGHT), render(body)
    kept = sorted(_visible(made.html))
    raws = "".join(credit.raw for credit in (*made.attributions, *made.evidence))
    missing = list(_visible(before.html))
    for character in kept:
        missing.remove(character)
    assert set(missing) <= set(_squeezed(raws))
    if not made.attributions:
        assert made.html == before.html


def test_a_refused_line_stays_in_the_text():
    """A credit beside a book's details is nobody's, and nothing else says its words."""
    text = "<p>来源：江城网</p><p>书名：《春水》<br>作者：顾明远<br>定价：48元</p>"
    made = render(text)
    assert (made.attributions, made.html) == ((), text)


OUTRIGHT = (Attribution(Role.EDITOR, "王芳", "", Rule.GIVEN),)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _visible(html: str) -> str:
    return _squeezed(unescape(re.sub(r"<[^>]*>", "", html)))


def _squeezed(text: str) -> str:
    return "".join(text.split())
