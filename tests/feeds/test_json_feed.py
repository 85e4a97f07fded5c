"""JSON Feed 1.1."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from feedsvc.feeds import render
from feedsvc.model.feed import Format, Term
from tests.feeds.samples import FEEDS, FULL, GRAVES, PICTURE, SOURCE, document, feed_of


@pytest.fixture(scope="module")
def feed() -> Any:
    """The sample feed, read back."""
    return json.loads(document("credits", Format.JSON))


def test_the_feed_says_what_it_is(feed: Any):
    """The members that the specification asks of a public feed."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == FEEDS["credits"].page_url
    assert feed["feed_url"] == FEEDS["credits"].urls[Format.JSON]
    assert feed["authors"] == [{"name": "财经新闻"}]
    assert feed["icon"] == feed["favicon"] == FEEDS["credits"].icon_url


def test_an_item_leads_to_the_article_and_to_where_it_was_taken_from(feed: Any):
    """`url` and `external_url`; unknown ones are left out."""
    first, second, _ = feed["items"]
    assert (first["id"], first["url"]) == (FULL.id, FULL.url)
    assert first["external_url"] == FULL.original_url
    assert "external_url" not in second


def test_an_items_dates_are_rfc_3339(feed: Any):
    """Whole seconds and an offset."""
    item = feed["items"][0]
    assert item["date_published"] == "2024-03-01T08:00:00+08:00"
    assert item["date_modified"] == "2024-03-01T11:00:00+08:00"


def test_the_credits_stand_by_role_in_an_extension(feed: Any):
    """And the authors where every reader looks."""
    item = feed["items"][0]
    assert item["authors"] == [{"name": "罗小满"}, {"name": "李<明>"}]
    assert item["_feedsvc"]["about"]
    credits_ = item["_feedsvc"]["credits"]
    assert list(credits_) == ["publisher", "author", "illustrator", "editor"]
    assert credits_["publisher"][0]["url"] == "https://jiangcheng.example/?from=a&to=b"


def test_the_source_stands_in_the_extension(feed: Any):
    """With everything that the XML formats say of it."""
    first, second, _ = feed["items"]
    assert first["_feedsvc"]["source"] == asdict(SOURCE)
    assert "source" not in second["_feedsvc"]


def test_an_items_images_are_attachments_and_the_first_its_image(feed: Any):
    """At addresses that are URIs, each once."""
    item = feed["items"][0]
    assert item["image"] == PICTURE.url
    assert item["attachments"] == [
        {"url": PICTURE.url, "mime_type": "image/jpeg", "title": "站台"},
        {
            "url": "https://img.example/%E5%9B%BE%E8%A1%A8.png?b=1&c=2",
            "mime_type": "image/png",
        },
    ]
    assert "image" not in feed["items"][1]


@pytest.mark.parametrize(
    ("name", "older"),
    [("credits", "archive/3/"), ("archive", "archive/1/"), ("empty", None)],
)
def test_the_next_page_is_the_one_with_older_items(name: str, older: str | None):
    """All pages are of one feed, and name its address."""
    feed = json.loads(document(name, Format.JSON))
    page = FEEDS[name].page_url
    assert feed["feed_url"] == f"{page}feed.json"
    assert feed.get("next_url") == (older and f"{page}{older}feed.json")


def test_a_short_item_has_its_summary_for_content():
    """Plain, and the title where there is none: the specification demands content."""
    first, second = json.loads(document("summary", Format.JSON))["items"]
    assert first["content_text"] == FULL.summary
    assert second["content_text"] == "早市"
    assert "content_html" not in first


def test_retracted_articles_are_gone():
    """JSON Feed has no tombstones."""
    assert GRAVES[0].ref not in document("credits", Format.JSON).decode()


def test_an_item_has_content_even_when_it_is_empty(feed: Any):
    """The specification demands `content_html` or `content_text`."""
    assert feed["items"][2]["content_html"] == ""


def test_tags_are_what_people_read_each_once():
    """Two raw names may share a title; one without a title is shown as it is."""
    terms = (Term("TechWeb", "科技网"), Term("Techweb", "科技网"), Term("raw", ""))
    feed = json.loads(render(feed_of(replace(FULL, terms=terms)), Format.JSON))
    assert feed["items"][0]["tags"] == ["科技网", "raw"]


def test_the_text_is_utf_8_and_not_escaped():
    """Chinese in escapes would be twice the size."""
    assert "江城日报" in document("credits", Format.JSON).decode()
