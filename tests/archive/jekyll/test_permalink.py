"""Permalinks as Jekyll 4.3.1 was seen to write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.permalink import (
    Place,
    fill,
    slug,
    stem_of,
    template_of,
    template_of_collection,
    title_part,
    titled,
)

DAY = datetime(2021, 3, 8, 9, 5, 7, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("style", "path"),
    [
        ("", "/news/big-town/2021/03/08/A.b.html"),
        ("date", "/news/big-town/2021/03/08/A.b.html"),
        ("pretty", "/news/big-town/2021/03/08/A.b/"),
        ("ordinal", "/news/big-town/2021/067/A.b.html"),
        ("weekdate", "/news/big-town/2021/W10/Mon/A.b.html"),
        ("none", "/news/big-town/A.b.html"),
        ("/:year-:i_month-:i_day/:slug", "/2021-3-8/a-b"),
        ("/:short_year/:month_:day/:title/", "/21/03_08/A.b/"),
        (":slugified_categories/:hour:minute:second", "/news/big-town/090507"),
        ("/:w_year/:w_day/:long_month/:short_month/:long_day/", "/2021/1/March/Mar/Monday/"),
        ("/x//y/../z", "/x/y/z"),
    ],
)  # fmt: skip
def test_a_template_is_filled(style: str, path: str):
    """Named styles, and every placeholder."""
    place = Place(("News", "big-town"), DAY, "A.b")
    assert fill(template_of(style), place) == path


def test_a_template_that_jekyll_refuses_makes_no_path():
    """Its build stops at a placeholder that it does not know."""
    assert fill("/:nothing/:title", Place((), DAY, "a")) is None


def test_categories_may_be_as_written():
    """People linked to them so; without any, their part is left out."""
    place = Place(("TechWeb", "a B"), DAY, "x")
    assert fill(template_of(""), place) == "/techweb/a b/2021/03/08/x.html"
    assert fill(template_of(""), place, lower=False) == "/TechWeb/a B/2021/03/08/x.html"
    assert fill(template_of(""), Place((), DAY, "x")) == "/2021/03/08/x.html"


@pytest.mark.parametrize(
    ("given", "style", "path"),
    [
        ("", "", "/talks/big/one.html"),
        ("", "pretty", "/talks/big/one/"),
        ("", "/:title:output_ext", "/talks/big/one.html"),
        ("/t/:name", "", "/t/one"),
    ],
)
def test_collections_have_templates_of_their_own(given: str, style: str, path: str):
    """Else they follow the site's style."""
    place = Place((), DAY, "x", "talks", "big/one", "one")
    assert fill(template_of_collection(given, style), place) == path


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("第1季度 财报（上）", "第1季度-财报-上"),
        ("trailing-", "trailing"),
        ("A.b_c~d!", "A.b_c~d!"),
        ("a  / b?", "a-b"),
    ],
)
def test_what_a_url_cannot_hold_becomes_a_hyphen(text: str, title: str):
    """Letters of any script stay, and their case."""
    assert title_part(text) == title
    assert slug("Ünï A.b") == "ünï-a-b"


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("_posts/2021-12-08-NW1.md", "NW1"),
        ("_posts/23-4-1-a.md", "a"),
        ("_posts/-202112080000000001.md", "202112080000000001"),
        ("old_post/2021-12-08-a.b-c.markdown", "a.b-c"),
        ("_posts/2021-12-08-what....md", "what"),
        ("init.html", "init"),
    ],
)
def test_the_stem_of_a_path_is_its_file_s_name(path: str, stem: str):
    """Without date, ending, and the dots before that."""
    assert stem_of(path) == stem
    assert titled("no-title-AT-all") == "No Title At All"
