"""Which images and recordings stand beside an entry's content."""

from dataclasses import replace

import pytest

from feedsvc.feeds.enclosures import images
from tests.feeds.samples import CHART, FULL, PICTURE


def test_each_image_stands_once_in_order():
    """The first of several with one address."""
    again = replace(PICTURE, alt="again")
    entry = replace(FULL, images=(PICTURE, CHART, again))
    assert [image.alt for image in images(entry)] == ["站台", ""]


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://img.example/a.jpg?x=1&y=%20#z", "https://img.example/a.jpg?x=1&y=%20#z"),
        ("https://img.example/图.png", "https://img.example/%E5%9B%BE.png"),
        ('https://img.example/"<|>', "https://img.example/%22%3C%7C%3E"),
    ],
)  # fmt: skip
def test_an_address_becomes_a_uri(url: str, uri: str):
    """RSS holds no IRI; what is escaped stays as it is."""
    [image] = images(replace(FULL, images=(replace(PICTURE, url=url),)))
    assert image.url == uri


def test_an_image_at_a_uri_is_passed_on_as_it_is():
    """Nearly all are: no copy is made."""
    assert images(replace(FULL, images=(PICTURE,)))[0] is PICTURE
