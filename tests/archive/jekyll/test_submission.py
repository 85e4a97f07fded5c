"""Posts handed in: identity, addresses and dates of the articles that they become."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.archive.jekyll.grouping import category_title
from feedsvc.archive.jekyll.naming import is_html
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.submission import (
    read_body,
    submission_of,
)
from feedsvc.content.draft import draft, render
from feedsvc.content.kept import unpack
from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft
from feedsvc.model.submission import BodyKind
from feedsvc.model.text import xml_legal

SITE = Site(Path(), ZoneInfo("Asia/Shanghai"))
SHARE = "http://news.example/html_News/NewsShare.html?infoCode="


def drafted(
    path: str = "_posts/2021-12-08-202112080000000001.md",
    *,
    title: str = "甲",
    date: str = "2021-12-08 10:46:18 +0800",
    category: str = "TechWeb",
    body: str = "正文。",
) -> ArticleDraft:
    """The draft of a post that is ordinary but for what is said."""
    fields = {"title": title, "date": date, "categories": category}
    post = RawPost(path, {**fields, "tags": "甲报新闻"}, body)
    return draft(submission_of(post, origin="archive", site=SITE))


def test_an_ordinary_post_is_complete():
    """Title, display title, date in UTC, permalink and cleaned text."""
    made = drafted(title=" 甲\n\u3000乙\x00 ")
    assert (made.title, made.category, made.category_title) == (
        "甲 乙",
        "TechWeb",
        "甲报",
    )
    assert made.published_at == datetime(2021, 12, 8, 2, 46, 18, tzinfo=UTC)
    assert made.permalink == "/techweb/2021/12/08/202112080000000001.html"
    assert made.legacy_path == made.permalink
    assert made.addresses == ("/TechWeb/2021/12/08/202112080000000001.html",)
    assert made.rendered.html == "<p>正文。</p>"
    assert (made.is_html, made.is_complete, made.warnings) == (False, True, ())


@pytest.mark.parametrize(
    ("stem", "link", "code"),
    [
        ("2021-12-08-202112080000000001", "", "NW202112080000000001"),
        ("2021-12-08-NW202112080000000001", "", "NW202112080000000001"),
        ("-202112080000000001", "", "NW202112080000000001"),
        ("2021-12-08-story", f"<{SHARE}nw202112080000000002>", "NW202112080000000002"),
        (
            "2021-12-08-202112080000000001",
            f"<{SHARE}NW202112080000000001>",
            "NW202112080000000001",
        ),
    ],
)
def test_the_code_is_the_file_s_or_the_share_link_s(stem: str, link: str, code: str):
    """Codes come out in upper case, with NW before the upstream id."""
    made = drafted(f"_posts/{stem}.md", body=f"正文\n\n{link}")
    assert (made.info_code, made.warnings) == (code, ())


def test_a_share_link_that_disagrees_is_reported_and_does_not_rename():
    """The warning names both codes."""
    made = drafted(body=f"正文\n\n<{SHARE}NW202112080000000002>")
    assert made.info_code == "NW202112080000000001"
    [warning] = made.warnings
    assert "NW202112080000000001" in warning
    assert "NW202112080000000002" in warning


def test_without_either_the_permalink_makes_a_stable_code():
    """A changed text keeps the code; another day gives another."""
    story = "_posts/2021-12-08-story.md"
    first = drafted(story).info_code
    assert first == drafted(story, body="改了。", title="乙").info_code
    assert first != drafted(story, date="2021-12-09 10:00:00 +0800").info_code


@pytest.mark.parametrize(
    "date", ["", "+0800", "2024-02-30", "2021-13-01 00:00", "今天"]
)
def test_with_no_code_and_no_date_there_is_no_article(date: str):
    """Such a post is refused, since no address could ever lead to it."""
    with pytest.raises(UnreadablePost, match="no info code"):
        drafted("_posts/story.md", date=date)


@pytest.mark.parametrize(
    "date", ["+0800", "2024-02-30 10:00:00 +0800", "9999-12-31 23:00:00 +0000"]
)
def test_an_unreadable_date_leaves_the_article_incomplete(date: str):
    """The article keeps its code, and has no address of its own."""
    made = drafted(date=date)
    assert (made.published_at, made.permalink, made.legacy_path) == (None, None, None)
    assert not made.is_complete


def test_a_date_without_a_zone_is_the_site_s_and_old_links_still_lead_here():
    """Jekyll read it as UTC: in the evening it served the day after."""
    made = drafted(date="2021-12-08 20:00:00")
    assert made.published_at == datetime(2021, 12, 8, 12, tzinfo=UTC)
    assert made.permalink == "/techweb/2021/12/08/202112080000000001.html"
    assert made.legacy_path == "/techweb/2021/12/09/202112080000000001.html"
    assert made.addresses == (
        "/TechWeb/2021/12/08/202112080000000001.html",
        "/techweb/2021/12/09/202112080000000001.html",
        "/TechWeb/2021/12/09/202112080000000001.html",
    )


@pytest.mark.parametrize(
    ("asked", "path"),
    [("/feeds/", "/posts/feeds/"), ("/", "/posts/"), ("/about/", "/about/")],
)
def test_a_permalink_of_ours_is_told_and_stands_elsewhere(asked: str, path: str):
    """An article would never be seen where feedsvc answers itself."""
    fields = {"title": "甲", "date": "2021-12-08 10:46:18 +0800", "permalink": asked}
    post = RawPost("_posts/2021-12-08-a.md", fields, "正文。")
    made = draft(submission_of(post, origin="archive", site=SITE))
    assert made.permalink == path
    assert any(asked in warning for warning in made.warnings) is (asked != path)


def test_a_post_in_another_folder_was_a_page_too():
    """Jekyll served `old_post/` file by file."""
    made = drafted("old_post/2021-12-08-202112080000000001.md", category="a")
    assert made.addresses == ("/old_post/2021-12-08-202112080000000001.html",)


def test_the_words_of_a_category_are_folders_of_its_permalink():
    """The raw name keeps both its spaces all the same."""
    made = drafted(category="a  B")
    assert made.category == "a  B"
    assert made.permalink == "/a/b/2021/12/08/202112080000000001.html"
    assert made.addresses == ("/a/B/2021/12/08/202112080000000001.html",)


def test_without_a_category_the_permalink_has_none():
    """The article is complete all the same, and stands in the site's feed alone."""
    made = drafted(category=" ")
    assert made.permalink == "/2021/12/08/202112080000000001.html"
    assert (made.category, made.is_complete) == ("", True)


def test_the_origin_is_what_stood_under_the_text():
    """Even beneath a footer; `<>` is none."""
    assert drafted(body="文\n\n<http://a.example/1>").origin_url == "http://a.example/1"
    assert drafted(body="文\n\n<>\n\n[返回首页](./)").origin_url is None


@pytest.mark.parametrize(
    ("body", "is_html"),
    [
        ("文", False),
        ("> 文\n\n<http://a.example/>", False),
        ("> 文\n\n<P>文</P>", True),
    ],
)
def test_a_digest_alone_is_told_from_a_body(body: str, is_html: bool):  # noqa: FBT001
    """Twins are ranked by it."""
    assert drafted(body=body).is_html is is_html


def test_the_raw_text_is_kept_for_deriving_anew():
    """Rendering the kept text gives the same article again."""
    body = "甲\x00<b>乙</b>\r\n\n<http://a.example/>\n"
    made = drafted(body=body)
    assert unpack(made.raw).text == body
    assert render(read_body(body).text) == made.rendered


@pytest.mark.parametrize(
    ("tags", "title"),
    [("甲报新闻", "甲报"), (" 甲\n报 新闻", "甲 报"), ("新闻", None), ("", None)],
)
def test_tags_title_a_category(tags: str, title: str | None):
    """The title lacks the ending that the archive gives all its tags."""
    assert category_title(tags) == title


TEXT = st.text(st.characters(exclude_categories=()))


@given(
    path=TEXT | st.just("_posts/2021-12-08-202112080000000001.md"),
    title=TEXT,
    date=TEXT | st.datetimes().map(str) | st.just("0001-01-01 00:00 +1400"),
    category=TEXT,
    tags=TEXT,
    body=TEXT,
)
def test_any_post_is_a_draft_or_unreadable(
    path: str, title: str, date: str, category: str, tags: str, body: str
):
    """Every text of a draft is one that XML can carry."""
    fields = {"title": title, "date": date, "categories": category, "tags": tags}
    with suppress(UnreadablePost):
        post = RawPost(path, fields, body)
        made = draft(submission_of(post, origin="archive", site=SITE))
        texts = (
            made.title,
            made.category,
            made.category_title or "",
            made.permalink or "",
        )
        assert all(xml_legal(text) == text for text in (*texts, *made.addresses))
        kind = BodyKind.HTML if is_html(path) else BodyKind.MARKDOWN
        assert made.rendered == render(read_body(body).text, kind=kind)


def test_liquid_is_in_nothing_that_a_draft_says():
    """Title, display title, origin, text and summary; what was left out is told."""
    hidden = "{% comment %}内部<http://news.example/a.html>{% endcomment %}"
    post = RawPost(
        "_posts/2021-12-08-202112080000000001.md",
        {
            "title": f"甲{hidden}乙",
            "date": "2021-12-08 10:46:18 +0800",
            "categories": "a",
            "tags": f"甲报{hidden}新闻",
        },
        f"公开。\n\n{hidden}\n\n[上]({{% post_url x %}})",
    )
    made = draft(submission_of(post, origin="archive", site=SITE))
    assert (made.title, made.category_title, made.origin_url) == ("甲乙", "甲报", None)
    for text in (made.rendered.html, made.rendered.summary):
        assert "公开。" in text
        assert "内部" not in text
        assert "{%" not in text
    assert made.warnings == ("Liquid was left out at line 5: {% post_url x %}.",)
    kept = unpack(made.raw)
    assert render(kept.text, given=kept.given) == made.rendered
