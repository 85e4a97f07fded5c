"""Places in an archive of the files that addresses in posts mean."""

import pytest

from feedsvc.archive.jekyll.config import read_config
from feedsvc.archive.jekyll.places import find_places, hiding, is_page, page_path

CONFIG = read_config(
    {"url": "https://old.example", "baseurl": "/blog", "exclude": ("raw",)}
)


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("/assets/a.png", ["assets/a.png"]),
        ("/blog/assets/a.png", ["assets/a.png", "blog/assets/a.png"]),
        ("https://old.example/blog/a.png", ["a.png", "blog/a.png"]),
        ("//OLD.example/a.png", ["a.png"]),
        ("a.png", ["news/2024/a.png", "_posts/x/a.png", "a.png"]),
        ("../a.png?v=2#x", ["news/a.png", "_posts/a.png", "a.png"]),
        ("..\\..\\a.png", ["a.png"]),
        ("/a%20b.png", ["a b.png"]),
        ("/%E5%9B%BE.png", ["图.png"]),
        ("/e\u0301.png", ["e\u0301.png", "\u00e9.png"]),
        # Never out of the archive, however it is written.
        ("/../../../etc/passwd", ["etc/passwd"]),
        ("/%2e%2e/%2e%2e%2fetc/passwd", ["etc/passwd"]),
        ("/a/./../b//c.png", ["b/c.png"]),
        # Elsewhere, or nowhere.
        ("https://old.example.evil/a.png", []),
        ("https://img.example/a.png", []),
        ("//img.example/a.png", []),
        ("data:image/png;base64,AA", []),
        ("javascript:alert(1)", []),
        ("/a%00.png", []),
        ("/a%0d%0ab.png", []),
        ("/%ff.png", []),
        ("/", []),
        ("/assets/", []),
        ("#x", []),
        ("", []),
    ],
)
def test_an_address_means_places_in_the_archive(address: str, places: list[str]):
    """By the address of the post, then beside its file, then from the root."""
    found = find_places(
        address, CONFIG, post="_posts/x/2024-1-1-a.md", url="/news/2024/a.html"
    )
    assert list(found) == places


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2024/05/01/b.html#top", "/2024/05/01/b.html#top"),
        ("../", "/news/"),
        ("b.html?c=1", "/news/2024/b.html?c=1"),
        ("/关于", "/%E5%85%B3%E4%BA%8E"),
        ("..\\..\\..\\b.md", "/b.md"),
        ("/a.png", None),
        ("//b.example/c.html", None),
        ("/\\b.example/", None),
        ("mailto:a@b.example", None),
        ("/a\tb", None),
        ("#top", None),
        ("", None),
    ],
)
def test_a_link_to_a_page_keeps_its_path(address: str, path: str | None):
    """Of this site alone, and of no file."""
    assert page_path(address, "/news/2024/甲.html") == path


@pytest.mark.parametrize(
    "path",
    [
        ".git/config", "a/.env", "_config.yml", "_data/a.png", "a/_b/c.png",
        "#a.png", "raw/a.png", "node_modules/a.png",
    ],
)  # fmt: skip
def test_what_jekyll_hides_stays_out(path: str):
    """No post brings it in, by any spelling."""
    assert hiding(path, CONFIG)


def test_what_lies_beside_posts_is_shown():
    """Editors put pictures there."""
    assert hiding("_posts/img/a.png", CONFIG) is None
    assert hiding("assets/a.png", CONFIG) is None


def test_pages_are_no_files_to_keep():
    """Nor are the parts of pages."""
    assert all(map(is_page, ("about", "a.HTML", "_posts/a.md", "a.js", "feed.xml")))
    assert not any(map(is_page, ("a.pdf", "a.png", "data.csv")))
