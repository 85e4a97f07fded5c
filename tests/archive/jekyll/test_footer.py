"""The end of a body: navigation and origin."""

import pytest

from feedsvc.archive.jekyll.footer import split_footer

ORIGIN = "http://news.example/1,202112080000000001.html"


@pytest.mark.parametrize(
    "nav",
    [
        "",
        "\n\n[返回甲新闻](./a/)\n[返回首页](./)",
        "\n\n[返回甲新闻](../a/)\n[返回首页](../)\n",
        "\n\n[返回甲新闻](//site.example/a/)\n[返回首页](//site.example/)",
        "\n\n[返回甲新闻](//site.example/category/a.html)｜[返回首页](//site.example/)",
        "\r\n\r\n[返回甲新闻](//site.example/a/)｜[返回首页](//site.example/)\r\n",
    ],
)
def test_every_kind_of_footer_comes_off(nav: str):
    """None, two lines, or one joined by a bar."""
    assert split_footer(f"正文。\n\n<{ORIGIN}>{nav}") == ("正文。", ORIGIN)


def test_a_link_to_nothing_comes_off():
    """It says that there is no origin."""
    assert split_footer("正文。\n\n<>\n\n[返回首页](./)") == ("正文。", None)


@pytest.mark.parametrize(
    "body",
    [
        "正文<http://a.example/>",
        "见\n\n<p>",
        "[返回首页](./)在文中",
        "<ftp://a.example/>",
        "- 见\n  <http://a.example/>",
    ],
)
def test_text_that_resembles_a_footer_stays(body: str):
    """Only whole lines of the two known kinds come off."""
    assert split_footer(body) == (body, None)


def test_navigation_above_text_stays():
    """Only the end of the text is looked at."""
    body = "[返回首页](./)\n\n正文"
    assert split_footer(body).text == body


def test_an_origin_without_a_host_is_none():
    """What urlsplit cannot take apart is no address."""
    assert split_footer("正文\n\n<http://[x>").origin_url is None
