"""Media types by address, and the images and recordings of a body."""

import pytest

from feedsvc.model.image import find_images
from feedsvc.model.media_type import image_type, recording_type
from feedsvc.model.recording import find_recordings


@pytest.mark.parametrize(
    ("address", "type_"),
    [
        ("a.png", "png"),
        ("A.PNG?v=2#x", "png"),
        ("a.jpeg", "jpeg"),
        ("a", "jpeg"),
        ("a.html", "jpeg"),
        ("a?file=b.png", "jpeg"),
        ("mmbiz_jpg/Xy/640?wx_fmt=png", "png"),
        ("mmbiz_png/Xy/640?wx_fmt=png&tp=webp&wxfrom=5", "webp"),
        ("mmbiz_gif/Xy/0", "gif"),
        ("a.jpg?format=webp", "webp"),
        ("a.jpg?x-oss-process=image/resize,w_100/format,avif", "avif"),
        ("a.jpg?imageView2/2/w/1240/format/webp", "webp"),
        ("a.png?auto=format&fm=jpg&w=80", "jpeg"),
        ("a.png?format=auto", "png"),
        ("a.webp!large", "webp"),
        ("a.png@100w", "png"),
        ("a.png@100w_100h.webp", "webp"),
        ("a.png%21small", "png"),
        ("a.jpeg~tplv-x:480:480.image", "jpeg"),
        ("a.jpg_640x640.png_.webp", "webp"),
        ("a.pngs", "jpeg"),
        ("a.svg", "svg+xml"),
        ("a.png/b", "jpeg"),
    ],
)
def test_a_pictures_type_is_read_from_its_address(address: str, type_: str):
    """By what its host is asked to send, then by its ending, wherever that stands."""
    assert image_type(f"https://img.example/{address}") == f"image/{type_}"


@pytest.mark.parametrize(
    ("address", "type_"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.MP4?t=3#x", "video/mp4"),
        ("a.ogv", "video/ogg"),
        ("a.mp3.html", None),
        ("a?file=b.mp3", None),
        ("mp3", None),
        ("a.mp3/", None),
    ],
)
def test_a_recordings_type_is_that_of_its_ending(address: str, type_: str | None):
    """Pages about recordings are none."""
    assert recording_type(f"https://img.example/{address}") == type_


def test_a_hostile_address_takes_no_time():
    """Ten thousand endings, escapes and folders: patterns never try twice."""
    for part in (".png", "%21", "/mmbiz_", "?format=", ".a"):
        image_type("https://img.example/" + part * 10_000)


def test_images_and_recordings_of_a_body_are_found():
    """Only pictures that are shown, and only links that lead to recordings."""
    html = (
        '<p><img src="https://x.example/a.png?a=1&amp;b=2" alt="甲">'
        '<a href="https://x.example/a.mp3?a=1&amp;b=2" rel="noopener">听</a>'
        '<a href="https://x.example/a.png">看</a></p>'
    )
    [image] = find_images(html)
    [recording] = find_recordings(html)
    assert image.url == "https://x.example/a.png?a=1&b=2"
    assert recording.url == "https://x.example/a.mp3?a=1&b=2"
    assert (recording.medium, recording.length, image.length) == ("audio", None, None)
