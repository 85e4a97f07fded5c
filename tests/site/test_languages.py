"""Languages: a site in any of them, with articles in others, says what is in which."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from tests.support.app import site_app
from tests.support.posts import Silent, use_cases

# Nothing of China, not even in an attribute; the samples below have no such word.
CHINESE = re.compile(
    r"[\u3000-\u9fff\uff00-\uffef]|\bzh\b|hreflang|wei(?:bo|xin)|wechat|\bqq\b|beijing|chin(?:a|ese)",
    re.IGNORECASE,
)
POSTS: Mapping[str, tuple[str, str]] = {
    "2022-05-01-ferries": (
        "title: Harbour ferries are back\ndate: 2022-05-01 14:30:00",
        "Ferries are back, all of them.",
    ),
    "2022-05-02-library": (
        "title: Library stays open\ndate: 2022-05-02\nlast_modified_at: 2022-05-09",
        "The council voted.",
    ),
    "2022-05-03-summit": (
        "title: بدء أعمال القمة في الرياض\ndate: 2022-05-03 09:05:00\nlang: ar_SA",
        "قالت الوزارة إن القمة بدأت.",
    ),
    "2022-05-04-tagged": (
        "title: A tag that is none\ndate: 2022-05-04 10:00:00\nlang: engelsk",
        "Text.",
    ),
    "2022-05-05-aare": (
        "title: Neue Brücke\ndate: 2022-05-05 10:00:00\nlocale: DE-ch",
        "Die Brücke ist offen.",
    ),
}
PLAIN, DATED, ARABIC, _, GERMAN = (
    f"/city/{stem[:10].replace('-', '/')}/{stem[11:]}.html" for stem in POSTS
)
SITES = {  # tag: words, direction, a day, a moment with its zone
    "en": ("en", "ltr", "May 2, 2022", "May 1, 2022, 2:30\u202fPM UTC"),
    "de-CH": ("en", "ltr", "2. Mai 2022", "1. Mai 2022, 14:30 UTC"),
    "ar": ("en", "rtl", "2 مايو 2022", "1 مايو 2022، 2:30 م UTC"),
}


@pytest.fixture
def imported(database_url: str, tmp_path: Path) -> str:
    """URL of a database with the posts."""
    folder = tmp_path / "_posts"
    folder.mkdir()
    for stem, (matter, body) in POSTS.items():
        text = f"---\n{matter}\ncategory: city\n---\n{body}\n"
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    heard = Silent()
    cases = use_cases(database_url, language="en", base_url="https://paper.example")
    cases.importer.run(tmp_path, heard)
    cases.importer.run(tmp_path, heard)
    cases.database.dispose()
    tag = "The language 'engelsk' is no language tag (BCP 47), and was left out."
    assert heard.problems == [("_posts/2022-05-04-tagged.md", tag)]
    return database_url


def ask(client: FlaskClient, path: str) -> str:
    """An answer's text."""
    return client.get(path).get_data(as_text=True)


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    """A page."""
    return html.document_fromstring(ask(client, path))


def spoken(element: html.HtmlElement) -> str:
    """The text of an element, in one line; narrow spaces stay."""
    return re.sub(r"[ \n]+", " ", element.text_content()).strip()


def test_a_site_says_what_is_in_which_language(imported: str) -> None:
    """Words, dates, articles and directions; and nothing that is Chinese."""
    for tag, (words, direction, day, moment) in SITES.items():
        with site_app(imported, language=tag, base_url="https://paper.example") as app:
            client = app.test_client()
            _says_languages(client, words, direction)
            assert moment in spoken(page(client, PLAIN)).replace("\u2068", "")
            _shows_a_day_alone(client, day)
            _has_nothing_chinese(client)


def _says_languages(client: FlaskClient, words: str, direction: str) -> None:
    for path in ("/", "/feeds/", "/nowhere", "/embed/feeds", ARABIC):
        root = page(client, path)
        assert (root.get("lang"), root.get("dir")) == (words, direction), path
    [article] = page(client, ARABIC).xpath("//article")
    assert (article.get("lang"), article.get("dir")) == ("ar-SA", "rtl")
    [article] = page(client, GERMAN).xpath("//article")
    assert (article.get("lang"), article.get("dir")) == ("de-CH", "ltr")
    listed = page(client, "/").xpath("//ol[@class='headlines']/li/@lang")
    embedded = page(client, "/embed/feeds").xpath("//ol/li/@lang")
    assert listed == embedded
    assert listed[0] == "de-CH"
    assert listed[2] == "ar-SA"
    metas = {
        meta.get("property"): meta.get("content")
        for meta in page(client, ARABIC).xpath("//meta[@property]")
    }
    assert metas["og:locale"] == "ar_SA"
    [said] = page(client, ARABIC).xpath("//script[@type='application/ld+json']")
    assert json.loads(said.text)["inLanguage"] == "ar-SA"


def _shows_a_day_alone(client: FlaskClient, day: str) -> None:
    shown = page(client, DATED)
    assert day in spoken(shown).replace("\u2068", "")
    times = shown.xpath("//article/header//time/@datetime")
    assert times == ["2022-05-02", "2022-05-09"]
    published = shown.xpath("//meta[contains(@property, '_time')]/@content")
    assert published == ["2022-05-02", "2022-05-09"]
    [said] = shown.xpath("//script[@type='application/ld+json']")
    assert json.loads(said.text)["datePublished"] == "2022-05-02"
    assert json.loads(said.text)["dateModified"] == "2022-05-09"
    for path in ("/", DATED, "/days/2022-05-02/", "/embed/feeds", "/categories/city/"):
        text = spoken(page(client, path))
        assert not re.search(r"00:00|12:00", text), path


def _has_nothing_chinese(client: FlaskClient) -> None:
    paths = [
        "/", "/categories/", "/sources/", "/feeds/", "/terms/", "/partners/", "/nowhere",
        "/s/NW1234", "/days/2022-05-01/", "/atom.xml", "/rss.xml", "/feed.json",
        "/opml.xml", "/sitemap.xml", "/sitemaps/1.xml", "/sitemap-news.xml", "/embed/feeds",
        "/feeds/atom.xml?category=city", PLAIN, "/categories/city/", "/stats/",
        f"/oembed?url=https://paper.example{PLAIN}",
    ]  # fmt: skip
    for path in paths:
        found = CHINESE.search(ask(client, path))
        assert found is None, (path, found)
    for path in ("/", PLAIN, "/atom.xml", "/embed/feeds", "/feeds/"):
        assert client.get(f"/zh-Hant{path}").status_code == 404
    # What was handed out leads on.
    [shared] = page(client, PLAIN).xpath("//details[@class='share']//input/@value")
    code = shared.removeprefix("https://paper.example")
    moved = client.get(f"/zh-Hant{code}")
    assert moved.headers["Location"] == f"https://paper.example{PLAIN}"


def test_feeds_say_the_language_of_an_entry(imported: str) -> None:
    """Where it differs from the feed's; in summaries and in Traditional Chinese too."""
    with site_app(imported, language="en", base_url="https://paper.example") as app:
        client = app.test_client()
        atom = etree.fromstring(client.get("/atom.xml").data)
        rss = etree.fromstring(client.get("/rss.xml?content=summary").data)
        items = client.get("/feed.json").get_json()["items"]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
    expected = ["de-CH", None, "ar-SA", None, None]
    assert atom.get(lang) == "en"
    assert [entry.get(lang) for entry in entries] == expected
    of_item = "{http://purl.org/dc/elements/1.1/}language"
    assert [item.findtext(of_item) for item in rss.iter("item")] == expected
    assert [item["language"] for item in items] == [each or "en" for each in expected]


def test_traditional_chinese_is_made_of_chinese_alone(
    database_url: str, tmp_path: Path
) -> None:
    """Japanese has Han characters of its own; a Chinese article says its new script."""
    folder = tmp_path / "_posts"
    folder.mkdir()
    matter = "---\ntitle: 国会で討論\ndate: 2022-05-0{n} 08:00:00\nlang: {tag}\ncategory: a\n---\n国会\n"
    for n, tag in enumerate(("ja", "zh-cn"), 1):
        text = matter.format(n=n, tag=tag)
        (folder / f"2022-05-0{n}-{tag}.md").write_text(text, encoding="utf-8")
    cases = use_cases(database_url)
    cases.importer.run(tmp_path, Silent())
    cases.database.dispose()
    with site_app(database_url, base_url="https://paper.example") as app:
        client = app.test_client()
        items = client.get("/zh-Hant/feed.json").get_json()["items"]
        listed = page(client, "/zh-Hant/").xpath("//ol[@class='headlines']/li")
    assert [(item["language"], item["title"]) for item in items] == [
        ("zh-Hant", "國會で討論"),
        ("ja", "国会で討論"),
    ]
    assert [item.get("lang") for item in listed] == ["zh-Hant", "ja"]
    assert ["國會" in spoken(item) for item in listed] == [True, False]
