"""Presentation: what templates are given."""

import json
from dataclasses import replace

import pytest

from feedsvc.language.language import of as language_of
from feedsvc.model.attribution import credit_parts
from feedsvc.model.listing import IndexEntry
from feedsvc.model.slug import slug_of_title
from feedsvc.model.stream import StreamKind
from feedsvc.site.view import presentation
from feedsvc.site.view.alphabet import alphabetical
from feedsvc.site.view.languages import language_of_text
from tests.site.samples import (
    ARTICLE,
    BEIJING,
    LINKS,
    ROLLING,
    SITE,
    TRADITIONAL,
    credit_of,
    headline,
    stream,
)


def news_article(article, site=SITE):
    """What a machine reads of an article."""
    text = presentation.json_ld(
        article, credit_of(article), None, site=site, links=LINKS
    )
    return json.loads(text)


def test_json_ld_says_who_wrote_it():
    """Credits become sourceOrganization, author and creditText; the site only publishes."""
    said = news_article(ARTICLE)
    assert said["sourceOrganization"] == [
        {"@type": "Organization", "name": "滨江日报", "url": "https://bj.example.org/"},
        {"@type": "Organization", "name": "省通讯社"},
    ]
    assert said["author"] == [{"@type": "Person", "name": "周一鸣"}]
    assert said["creditText"] == "来源：滨江日报、省通讯社 · 记者：周一鸣"
    assert said["publisher"]["name"] == SITE.title
    assert said["datePublished"] == "2021-12-31T07:55:44+08:00"
    assert said["isBasedOn"] == ARTICLE.origin_url


def test_json_ld_invents_nothing():
    """What an article does not say has no key."""
    bare = replace(ARTICLE, attributions=(), origin_url=None, summary="")
    unknown = {
        "author", "sourceOrganization", "creditText", "isBasedOn", "image",
        "description",
    }  # fmt: skip
    assert not unknown & news_article(bare).keys()


def test_json_ld_cannot_leave_its_script():
    """A hostile title stays text: it parses back, and no markup can be seen in it."""
    title = '</script><b>"&\u2028\u2029\\u003c<!--'
    text = presentation.json_ld(
        replace(ARTICLE, title=title), (), None, site=SITE, links=LINKS
    )
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == title


def test_clip_keeps_one_line_within_its_limit():
    """Metas hold one line, cut where it grows too long."""
    assert presentation.clip(" 一\n 二\u3000三 ") == "一 二 三"
    assert len(presentation.clip("长" * 60_000)) == 160
    assert presentation.clip("长" * 60_000).endswith("…")


def test_description_falls_back_to_the_title():
    """A preview of an article without a summary still says something."""
    assert presentation.description(ARTICLE) == ARTICLE.summary
    assert presentation.description(replace(ARTICLE, summary="")) == ARTICLE.title


def test_by_day_groups_in_the_sites_zone():
    """One evening in UTC belongs to two days in Beijing; order is kept."""
    headlines = [
        headline("一"),
        headline("二", hours_before=7),
        headline("三", hours_before=8),
    ]
    days = presentation.by_day(headlines, BEIJING)
    assert [
        (day.isoformat(), [each.title for each in of_day])
        for day, of_day in days.items()
    ] == [("2021-12-31", ["一", "二"]), ("2021-12-30", ["三"])]


def test_alphabetical_puts_letters_first():
    """Slugs are grouped by letter; figures and hashes come last."""
    slugs = ["zhengquan", "21shiji", "anhui", "aerospace"]
    entries = [IndexEntry(stream(StreamKind.CATEGORY, slug, slug), 1) for slug in slugs]
    assert {
        letter: [entry.stream.ref.slug for entry in group]
        for letter, group in alphabetical(entries).items()
    } == {"A": ["aerospace", "anhui"], "Z": ["zhengquan"], "": ["21shiji"]}


@pytest.mark.parametrize(
    ("titles", "letters"),
    [
        (["Émile", "Zürich", "Östlich", "Eltern"], {"E": 2, "O": 1, "Z": 1}),
        (["Ёлка", "Волга", "Yacht"], {"Y": 1, "В": 1, "Е": 1}),
        (["Άρθρα", "Αθήνα", "42"], {"Α": 2, "": 1}),
        (["أخبار", "اقتصاد", "صحة"], {"ا": 2, "ص": 1}),
        (["がん", "かぜ", "上海"], {"S": 1, "か": 2}),
    ],
)
def test_every_script_has_its_letters(titles, letters):
    """Accents belong to their letters, and scripts come after A to Z."""
    entries = [
        IndexEntry(stream(StreamKind.CATEGORY, slug_of_title(title), title), 1)
        for title in titles
    ]
    found = {letter: len(group) for letter, group in alphabetical(entries).items()}
    assert list(found.items()) == list(letters.items())


def test_fullest_come_first():
    """Of many entries those are shown that most people know; few stay few."""
    entries = [
        IndexEntry(stream(StreamKind.CATEGORY, slug, slug), articles)
        for slug, articles in (("a", 1), ("b", 5), ("c", 3))
    ]
    slugs = [entry.stream.ref.slug for entry in presentation.fullest(entries, 2)]
    assert slugs == ["b", "c"]
    assert presentation.fullest(entries[:1], 2) == entries[:1]


def test_headline_credit_is_not_said_twice():
    """Beside its category an outlet need not be named again; with others it is."""
    own, shared = (
        headline("一"),
        replace(headline("二"), publishers=("滨江日报", "省通讯社")),
    )
    assert presentation.credited(own, beside_category=False) == ("滨江日报",)
    assert presentation.credited(own, beside_category=True) == ()
    assert presentation.credited(shared, beside_category=True) == (
        "滨江日报",
        "省通讯社",
    )
    rolling = replace(own, category=ROLLING)
    assert presentation.credited(rolling, beside_category=False) == ()


def test_credit_text_is_the_line_in_words():
    """An English page writes its own labels and punctuation."""
    credit = credit_parts(ARTICLE.attributions, outlet=None, language="en")
    assert presentation.credit_text(credit, language_of("en")) == (
        "Source: 滨江日报, 省通讯社 · 记者: 周一鸣"
    )


def test_language_is_read_off_the_title():
    """A Chinese article says so on an English site, and in which script it is shown."""
    assert language_of_text("FF 91完成投产", "en") == "zh-CN"
    assert language_of_text("FF 91完成投產", "zh-Hant") == "zh-Hant"
    assert language_of_text("Markets close", "en") == "en"
    assert language_of_text("東京で会談", "ja") == "ja"
    assert language_of_text("東京で会談", "en") == "en"
    assert news_article(ARTICLE)["inLanguage"] == "zh-CN"
    assert news_article(ARTICLE, TRADITIONAL)["inLanguage"] == "zh-Hant"


@pytest.mark.parametrize(("status", "like"), [(418, 400), (599, 500), (503, 503)])
def test_unlisted_status_speaks_for_its_class(status, like):
    """Every status has words."""
    t = language_of("zh-CN").words
    assert presentation.problem_text(status, t) == t.problems[like]


def test_assets_change_address_with_their_bytes():
    """A path carries a digest, so that caches may keep it for good."""
    paths = presentation.asset_paths()
    assert paths.keys() >= {"copy.js", "favicon.svg", "icon.png", "site.css"}
    assert all(len(path.partition("?v=")[2]) == 8 for path in paths.values())
