"""Sites held against Jekyll: nothing differs but what is explained, and all else is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.process import ROOT
from tests.support.trees import Tree
from tools.compare_jekyll import jekyll
from tools.compare_jekyll.__main__ import compare
from tools.compare_jekyll.comparison import Comparison
from tools.compare_jekyll.explanations import REASONS
from tools.compare_jekyll.shown import Posts, Shown

RUBY = jekyll.find_ruby()
needs_jekyll = pytest.mark.skipif(RUBY is None, reason="Jekyll is not installed")
AT = datetime(2024, 5, 1, 8, tzinfo=UTC)

# Name and text of posts of a small site, each of kinds that once differed.
POSTS = {
    "_posts/2024-05-01-plain.md": "---\ntitle: Plain\n---\nWords, *words*.\n",
    "_posts/24-5-2-short-name.md": "No front matter at all.\n",
    "news/_posts/2024-05-03-folder.markdown": "---\ncategories: [Big Town]\n---\nA.\n",
    "_posts/2024-05-04-page.html": "---\ntitle: HTML\n---\n<p>One &amp; <b>two</b></p>\n",
    "_posts/2024-05-05-draft.md": "---\npublished: false\n---\nNo.\n",
    "_posts/2024-05-06-zone.md": "---\ndate: 2024-05-06 23:30:00\n---\nLate.\n",
    "_posts/2024-05-07-code.md": "---\n---\n```ruby\nputs 1\n```\n\nA note.[^1]\n\n[^1]: B.\n",
    "_posts/notes.md": "---\ntitle: No post\n---\nNo.\n",
}  # fmt: skip
CONFIG = "theme: none-of-ours\ntimezone: Europe/London\nbaseurl: /paper\nurl: https://paper.example\n"


@needs_jekyll
@pytest.mark.parametrize("site", ["examples/archive", "examples/harbour", None])
def test_nothing_differs(site: str | None, tmp_path: Path):
    """On the examples, and on a site of what once differed."""
    if site is None:
        tree = Tree(tmp_path)
        tree.write("_config.yml", CONFIG)
        for path, text in POSTS.items():
            tree.write(path, text)
    comparison = compare(str(RUBY), ROOT / site if site else tmp_path)
    assert comparison.differences == []
    assert comparison.posts >= 6


def shown(**changed: object) -> Shown:
    """A post, with what differs of it."""
    post = {
        "path": "_posts/2024-05-01-a.md",
        "title": "A",
        "at": AT,
        "address": "/2024/05/01/a.html",
        "categories": ("news",),
        "html": '<p>One <a href="/b">two</a> <img src="/c.png"></p>',
    }
    return Shown(**(post | changed))  # type: ignore[arg-type]


def differences(theirs: Posts, ours: Posts) -> list[str]:
    """Parts that differ."""
    comparison = Comparison("https://paper.example", ZoneInfo("Europe/London"))
    comparison.compare(theirs, ours)
    return [one.part for one in comparison.differences]


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({}, []),
        ({"title": "B"}, ["title"]),
        ({"at": AT + timedelta(minutes=1)}, ["date"]),
        ({"address": "/a.html"}, ["address"]),
        ({"address": "/a", "further_addresses": ("/2024/05/01/a.html",)}, []),
        ({"categories": ("news", "town")}, ["categories"]),
        ({"html": "<p>One two</p>"}, ["pictures", "links"]),
        ({"html": '<p>One three<img src="https://paper.example/c.png"></p>'},
         ["text", "links"]),
        ({"html": '<p><s>One</s> <a href="/b">two</a> <img src="/c.png"></p>'}, []),
    ],
)  # fmt: skip
def test_what_differs_is_told(changed: dict[str, object], parts: list[str]):
    """By its part; emphasis alone is explained."""
    path = shown().path
    ours = shown(**changed)
    assert differences(Posts({path: shown()}), Posts({path: ours})) == parts


@pytest.mark.parametrize(
    ("theirs", "ours", "changed"),
    [
        ("<center>一<centr>*\n\n**二** ![](/c.png)</centr></center>",
         "<div>一*</div><p><strong>二</strong> <img src='/c.png'></p>",
         {"written": "<center>一<centr>*\n\n**二** ![](/c.png)"}),
        ("<p>一\n二\n—</p>", "<p>一\n二</p><hr>", {}),
        ("<p># 一</p>", "<h1>一</h1>", {}),
        ("<p>一</p><p>二</p><p>二</p>", "<p>一</p>", {"is_liquid_left_out": True}),
        ('<p>一<img src="/x.png"> <a href="y.pdf">二</a></p>', "<p>一 二</p>",
         {"are_files_left_out": True}),
        ("<center>甲 图/新华</center><p>一</p>", "<p>一</p>", {"credited": ("图/新华",)}),
        ("<p>一 &lt;figcaption&gt;二</p>", "<p>一</p><div>二</div>", {}),
    ],
)  # fmt: skip
def test_what_is_meant_is_explained(theirs: str, ours: str, changed: dict[str, object]):
    """And nothing else with it: other words are told as before."""
    path = shown().path
    jekyll_s = Posts({path: shown(html=theirs)})
    assert differences(jekyll_s, Posts({path: shown(html=ours, **changed)})) == []
    other = Posts({path: shown(html=ours.replace("一", "三"), **changed)})
    assert "text" in differences(jekyll_s, other)


def test_an_address_that_leaves_the_site_is_explained():
    """As browsers take it."""
    theirs = shown(address="/../../a.html")
    ours = shown(address="/a.html")
    assert differences(Posts({ours.path: theirs}), Posts({ours.path: ours})) == []


def test_a_post_that_one_of_both_does_not_show_is_told():
    """Unless Jekyll cannot read it, or its name is of the first archive."""
    post = shown()
    assert differences(Posts({post.path: post}), Posts()) == ["published"]
    assert differences(Posts(), Posts({post.path: post})) == ["published"]
    refusing = Posts({}, {post.path: "invalid date"})
    assert differences(refusing, Posts({post.path: post})) == []


def test_every_explanation_is_told_to_users():
    """The page on imports names each, with its reason."""
    page = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    for name, reason in REASONS.items():
        assert f"| {name} | {reason} |" in page
