"""Sites of any kind: what Jekyll 4.3.1 makes of posts, and so what comes of them here.

Each expectation was built with Jekyll in the same zone.
"""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.config import Config
from feedsvc.archive.jekyll.post import read_post
from feedsvc.archive.jekyll.site import Site, Zones, read_site
from feedsvc.archive.jekyll.submission import submission_of
from feedsvc.archive.jekyll.walk import FileKind, FoundFile, PassedOver, find_files
from feedsvc.model.attribution import Role, Rule
from feedsvc.model.submission import BodyKind, Submission
from tests.support.trees import Tree

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = Site(Path(), SHANGHAI)


def submitted(path: str, front_matter: str, site: Site = PLAIN) -> Submission:
    """Submission of a post with this path and front matter."""
    data = f"---\n{front_matter}\n---\n正文。\n".encode()
    post = read_post(path, data, site.defaults_of(path))
    return submission_of(post, origin="archive", site=site)


def site_of(tmp_path: Path, config: str) -> Site:
    """A site with this `_config.yml`, and authors."""
    tree = Tree(tmp_path)
    tree.write("_config.yml", config)
    tree.write("_data/authors.yml", "ana: {name: 安娜, url: 'https://ana.example'}")
    return read_site(tmp_path, Zones(None, SHANGHAI))


# Path, front matter, title, published (UTC), permalink, categories.
POSTS = [
    ("_posts/2023-4-1-港口.md", "", "港口", "2023-03-31 16:00", "/2023/04/01/港口.html", ()),
    ("_posts/23-04-02-a-b.md", "category: x", "A B", "2023-04-01 16:00",
     "/x/2023/04/02/a-b.html", ("x",)),
    ("_posts/2023-04-03-a.md", "title: ~\ndate: 2023/04/05 8:00 PM", "A",
     "2023-04-05 12:00", "/2023/04/05/a.html", ()),
    ("town/news/_posts/2023-04-03-a.md", "categories: [Big Town, news]", "A",
     "2023-04-02 16:00", "/town/news/big town/2023/04/03/a.html",
     ("town", "news", "Big Town")),
    ("_posts/2023-04-03-a.md", "categories: x, y", "A", "2023-04-02 16:00",
     "/x,/y/2023/04/03/a.html", ("x,", "y")),
    ("_posts/2023-04-03-a.md", "category: x y\ntags: [甲, 乙]", "A", "2023-04-02 16:00",
     "/x y/2023/04/03/a.html", ("x y",)),
    ("_posts/2023-04-03-a.md", "category: null\ntags: null", "A", "2023-04-02 16:00",
     "/2023/04/03/a.html", ()),
    ("_posts/2023-04-03-a.md", "permalink: /:year/:slug/\nslug: Ports & Quays", "A",
     "2023-04-02 16:00", "/2023/ports-quays/", ()),
    ("_posts/2023-04-03-第1季 报（上）.md", "title: 甲", "甲", "2023-04-02 16:00",
     "/2023/04/03/第1季-报-上.html", ()),
]  # fmt: skip


@pytest.mark.parametrize(("path", "said", "title", "at", "permalink", "groups"), POSTS)
def test_a_post_is_jekyll_s(
    path: str, said: str, title: str, at: str, permalink: str, groups: tuple[str, ...]
):
    """Title, date, address and categories, from front matter or from its path."""
    made = submitted(path, said)
    assert made.title == title
    assert made.published_at == datetime.fromisoformat(f"{at}:00+00:00")
    assert made.permalink == permalink
    assert (made.category, *made.further_categories) == (groups or ("",))
    assert made.code is not None


def test_a_date_that_cannot_be_read_is_the_file_names():
    """And told, unless a twin may have it."""
    made = submitted("_posts/2023-04-03-a.md", "date: the 5th, 00:10")
    assert made.permalink == "/2023/04/03/a.html"
    [told] = made.warnings
    assert "the 5th, 00:10" in told
    twin = submitted("_posts/2023-04-03-202304030000000001.md", "date: 昨天")
    assert (twin.published_at, twin.undated) == (None, "the date '昨天' cannot be read")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2023-04-05 00:10::00 -03:00", "2023-04-05T00:10:00+08:00"),
        ("2023-04-05 18:30:22 2023 -0800", "2023-04-05T18:30:22+08:00"),
    ],
)
def test_of_a_date_with_a_slip_the_beginning_is_read(said: str, at: str):
    """By Ruby, in the site's zone; and told."""
    made = submitted("_posts/2023-04-03-a.md", f"date: {said}")
    assert made.published_at == datetime.fromisoformat(at)
    assert said in made.warnings[0]


def test_a_post_in_another_markup_is_at_its_old_address_too():
    """Jekyll leaves its ending as it is."""
    made = submitted("_posts/2023-04-03-a.Text", "")
    assert made.permalink == "/2023/04/03/a.html"
    assert "/2023/04/03/a.Text" in made.addresses


def test_its_former_addresses_lead_to_it():
    """Each address that it names, and the file behind a folder's."""
    made = submitted(
        "_posts/2023-04-03-a.md",
        "permalink: /special/one/\nredirect_from: [/old/1.html, 'https://x.example/2%20/']",
    )
    assert made.permalink == "/special/one/"
    wanted = {"/special/one/index.html", "/old/1.html", "/2 /", "/2 /index.html"}
    assert wanted <= set(made.addresses)


@pytest.mark.parametrize(
    ("said", "credits_"),
    [
        ("author: 罗欣", [(Role.AUTHOR, "罗欣", None)]),
        ("author: ana", [(Role.AUTHOR, "安娜", "https://ana.example")]),
        ("author: [罗欣, ana]", [(Role.AUTHOR, "罗欣", None),
                               (Role.AUTHOR, "安娜", "https://ana.example")]),
        ("author: {name: 罗欣, uri: 'https://l.example/'}",
         [(Role.AUTHOR, "罗欣", "https://l.example/")]),
        ("source: 江港日报\nsource_url: https://j.example/1",
         [(Role.PUBLISHER, "江港日报", "https://j.example/1")]),
        ("source: https://j.example/1", []),
        ("author: ~", []),
    ],
)  # fmt: skip
def test_front_matter_gives_credits(tmp_path: Path, said: str, credits_: list[object]):
    """As text, list, mapping, or the key of an author of the site."""
    made = submitted("_posts/2023-04-03-a.md", said, site_of(tmp_path, ""))
    assert [(c.role, c.name, c.url) for c in made.credits] == credits_
    assert {credit.rule for credit in made.credits} <= {Rule.FRONT_MATTER}
    is_sourced = "https://j.example/1" in said
    assert made.origin_url == ("https://j.example/1" if is_sourced else None)


CONFIG = """
title: Harbour Press
url: https://press.example
baseurl: /blog/
timezone: America/New_York
permalink: pretty
future: true
excerpt_separator: <!--more-->
exclude: [_posts/drafts, "*.bak.md"]
collections:
  talks: {output: true}
  notes: {output: false}
defaults:
  - scope: {path: "", type: posts}
    values: {author: ana, category: all}
  - scope: {path: _posts/town}
    values: {category: town}
  - values: {lang: en}
"""


def test_a_site_says_what_its_posts_do_not(tmp_path: Path):
    """Zone, template, defaults by path and type, and the path that it lies under."""
    site = site_of(tmp_path, CONFIG)
    made = submitted("_posts/town/2023-04-03-a.md", "", site)
    assert made.published_at == datetime(2023, 4, 3, 4, tzinfo=UTC)
    assert made.permalink == "/town/2023/04/03/a/"
    assert "/blog/town/2023/04/03/a/" in made.addresses
    assert made.legacy_path == "/blog/town/2023/04/03/a.html"
    assert [credit.name for credit in made.credits] == ["安娜"]
    assert made.is_future_shown
    assert made.given.base_url == "https://press.example/blog/town/2023/04/03/a/"
    assert submitted("_posts/2023-04-03-a.md", "", site).category == "all"


def test_settings_outrank_the_zone_of_the_site(tmp_path: Path):
    """And the posts are read again when either changes."""
    before = site_of(tmp_path, CONFIG)
    site = read_site(tmp_path, Zones(SHANGHAI, SHANGHAI))
    assert (site.zone, before.zone.key) == (SHANGHAI, "America/New_York")
    assert site.fingerprint != before.fingerprint
    assert (
        site.fingerprint == read_site(tmp_path, Zones(SHANGHAI, SHANGHAI)).fingerprint
    )


@pytest.mark.parametrize(
    "broken", ["a: [", "- a", "a: !!binary x", "\xff", "[" * 5_000, "a: &a [*a]"]
)
def test_a_broken_configuration_is_told_and_stops_nothing(tmp_path: Path, broken: str):
    """The import goes on as if it were not there."""
    Tree(tmp_path).write("_config.yml", broken.encode("latin-1"))
    site = read_site(tmp_path, Zones(None, SHANGHAI))
    assert (site.zone, site.config.title) == (SHANGHAI, "")
    [(path, reason)] = site.problems
    assert path == "_config.yml"
    assert reason.endswith("as if it were not there")


def test_what_a_site_excludes_and_collects(tmp_path: Path):
    """Collections with pages are read; what is excluded is passed over, and named."""
    site = site_of(tmp_path, CONFIG)
    tree = Tree(tmp_path)
    for path in (
        "_posts/2023-04-03-a.md",
        "_posts/drafts/2023-04-03-b.md",
        "_posts/2023-04-03-c.bak.md",
        "_talks/big/one.md",
        "_talks/_hidden.md",
        "_notes/two.md",
    ):
        tree.write(path, "---\n---\n")
    seen = list(find_files(tmp_path, site.config))
    found = [one.path for one in seen if isinstance(one, FoundFile)]
    passed = [one.path for one in seen if isinstance(one, PassedOver)]
    assert sorted(found) == ["_posts/2023-04-03-a.md", "_talks/big/one.md"]
    assert passed == ["_posts/2023-04-03-c.bak.md", "_posts/drafts/2023-04-03-b.md"]
    made = submitted("_talks/big/one.md", "date: 2023-04-03", site)
    assert made.permalink == "/talks/big/one/"


@pytest.mark.parametrize(
    ("title", "tags", "name", "shown"),
    [
        ("江港日报新闻", "站长消息", "jiang gang", "站长消息"),
        ("Opinion", "culture", "jiang", None),
    ],
)
def test_tags_title_a_category_of_the_first_kind_alone(
    tmp_path: Path, title: str, tags: str, name: str, shown: str | None
):
    """Its category files show the kind; elsewhere a category has its own name."""
    page = f"---\ntitle: {title}\ncategory: x\n---\n"
    Tree(tmp_path).write("category/x.html", page)
    site = read_site(tmp_path, Zones(None, SHANGHAI))
    said = f"categories: jiang gang\ntags: {tags}"
    made = submitted("_posts/2023-04-03-a.md", said, site)
    assert (made.category, made.category_title) == (name, shown)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [("md", BodyKind.MARKDOWN), ("html", BodyKind.HTML), ("HTM", BodyKind.HTML)],
)
def test_the_ending_chooses_the_markup(ending: str, kind: BodyKind):
    """Markdown in HTML is text."""
    assert submitted(f"_posts/2023-04-03-a.{ending}", "").kind is kind


def test_what_stands_beside_the_body(tmp_path: Path):
    """A summary, the part before a separator, a picture, and the last change."""
    site = site_of(tmp_path, CONFIG)
    data = (
        "---\ndescription: 编者的话。\nimage: {path: /a.jpg}\n"
        "last_modified_at: 2023-05-01 08:00 +0800\n---\n摘要。\n<!--more-->\n正文。\n"
    )
    post = read_post("_posts/2023-04-03-a.md", data.encode())
    made = submission_of(post, origin="archive", site=site)
    assert (made.given.summary, made.given.image) == ("编者的话。", "/a.jpg")
    assert made.modified_at == datetime(2023, 5, 1, tzinfo=UTC)
    bare = read_post(
        "_posts/2023-04-03-a.md", data.replace("description", "x").encode()
    )
    assert submission_of(bare, origin="archive", site=site).given.excerpt == "摘要。\n"


def test_drafts_are_posts_where_the_site_shows_them(tmp_path: Path):
    """At Jekyll's address; elsewhere they are put aside."""
    tree = Tree(tmp_path)
    tree.write("town/_drafts/idea.md", "---\ndate: 2024-01-06\n---\n")
    config = site_of(tmp_path, "show_drafts: true").config
    kinds = [
        [one.kind for one in find_files(tmp_path, shown) if isinstance(one, FoundFile)]
        for shown in (config, Config())
    ]
    assert kinds == [[FileKind.POST], [FileKind.ASIDE]]
    made = submitted("town/_drafts/idea.md", "date: 2024-01-06")
    assert made.permalink == "/town/2024/01/06/idea.html"
