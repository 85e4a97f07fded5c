"""JSON Feed 1.1."""

import json
from dataclasses import replace
from typing import Any

import pytest

from feedsvc.feeds import render
from feedsvc.model.feed import Format, Term
from tests.feeds.samples import FEEDS, FULL, feed_of


@pytest.fixture(scope="module")
def document() -> Any:
    """The sample feed, read back."""
    return json.loads(render(FEEDS["credits"], Format.JSON))


def test_the_feed_says_what_it_is(document: Any):
    """The members that the specification asks of a public feed."""
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == FEEDS["credits"].page_url
    assert document["feed_url"] == FEEDS["credits"].urls[Format.JSON]
    assert document["authors"] == [{"name": "财经新闻"}]
    assert document["icon"] == document["favicon"] == FEEDS["credits"].icon_url


def test_an_item_leads_to_the_article_and_to_where_it_was_taken_from(document: Any):
    """`url` and `external_url`; unknown ones are left out."""
    first, second, _ = document["items"]
    assert (first["id"], first["url"]) == (FULL.id, FULL.url)
    assert first["external_url"] == FULL.origin_url
    assert "external_url" not in second


def test_an_items_dates_are_rfc_3339(document: Any):
    """Whole seconds and an offset."""
    item = document["items"][0]
    assert item["date_published"] == "2024-03-01T08:00:00+08:00"
    assert item["date_modified"] == "2024-03-01T11:00:00+08:00"


def test_the_credits_stand_by_role_in_an_extension(document: Any):
    """And the authors where every reader looks."""
    item = document["items"][0]
    assert item["authors"] == [{"name": "罗小满"}, {"name": "李<明>"}]
    assert item["_feedsvc"]["about"]
    credits_ = item["_feedsvc"]["credits"]
    assert list(credits_) == ["publisher", "author", "illustrator", "editor"]
    assert credits_["publisher"][0]["url"] == "https://jiangcheng.example/?from=a&to=b"


def test_an_item_has_content_even_when_it_is_empty(document: Any):
    """The specification demands `content_html` or `content_text`."""
    assert document["items"][2]["content_html"] == ""


def test_tags_are_what_people_read_each_once():
    """Two raw names may share a title; one without a title is shown as it is."""
    terms = (Term("TechWeb", "科技网"), Term("Techweb", "科技网"), Term("raw", ""))
    document = json.loads(render(feed_of(replace(FULL, terms=terms)), Format.JSON))
    assert document["items"][0]["tags"] == ["科技网", "raw"]


def test_the_text_is_utf_8_and_not_escaped():
    """Chinese in escapes would be twice the size."""
    assert "江城日报" in render(FEEDS["credits"], Format.JSON).decode()
