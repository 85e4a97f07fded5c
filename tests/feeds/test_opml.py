"""OPML 2.0."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from feedsvc.feeds import opml
from feedsvc.model.directory import Outline, OutlineGroup, Subscriptions
from tests.feeds.generated import NASTY_TEXTS
from tests.feeds.samples import GOLDEN, NOON
from tests.feeds.validators import outlines

PAGE = "https://news.example/categories/a/"
SAMPLE = Subscriptions(
    title="财经新闻 <订阅>",
    updated=NOON,
    groups=(
        OutlineGroup("全站", (Outline("全部", "https://news.example/rss.xml", "https://news.example/"),)),
        OutlineGroup("空", ()),
        OutlineGroup(
            "分类 & 来源",
            (
                Outline('江城"日报"', f"{PAGE}rss.xml", PAGE),
                Outline("晚报", f"{PAGE}b/rss.xml?a=1&b=2", f"{PAGE}b/"),
            ),
        ),
    ),
)  # fmt: skip


def test_says_what_the_golden_document_says():
    """Whole; `opml.xml` is to be read before it is kept."""
    assert opml.render(SAMPLE) == (GOLDEN / "opml.xml").read_bytes()


def test_has_the_shape_that_the_specification_demands():
    """A head with title and date, a body of outlines, each with its `text`."""
    root = etree.fromstring(opml.render(SAMPLE))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    assert root.findtext("head/title") == SAMPLE.title
    assert all(outline.get("text") for outline in root.iter("outline"))
    assert list(outlines(root)) == []


def test_the_date_is_rfc_822_in_gmt():
    """Of the list's last change."""
    date = etree.fromstring(opml.render(SAMPLE)).findtext("head/dateModified")
    assert date == "Fri, 01 Mar 2024 04:00:00 GMT"
    assert parsedate_to_datetime(date) == NOON


def test_feeds_stand_in_their_groups_and_empty_groups_nowhere():
    """A reader makes a folder of each group."""
    body = etree.fromstring(opml.render(SAMPLE))[1]
    assert [group.get("text") for group in body] == ["全站", "分类 & 来源"]
    assert {group.get("type") for group in body} == {"folder"}
    assert dict(body[1][1].items()) == {
        "type": "rss",
        "text": "晚报",
        "title": "晚报",
        "xmlUrl": f"{PAGE}b/rss.xml?a=1&b=2",
        "htmlUrl": f"{PAGE}b/",
    }


@pytest.mark.parametrize("text", NASTY_TEXTS.values(), ids=NASTY_TEXTS.keys())
def test_no_title_breaks_the_document(text: str):
    """The same border as a feed's."""
    groups = (OutlineGroup(text, (Outline(text, PAGE + text, PAGE),)),)
    written = opml.render(Subscriptions(text, datetime(2024, 1, 1, tzinfo=UTC), groups))
    assert len(list(etree.fromstring(written).iter("outline"))) == 2
