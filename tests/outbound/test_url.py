"""URLs: how good ones are read; the bad ones stand in `tests/data/hostile_urls.txt`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.outbound.url import HttpUrl, parse


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.example", HttpUrl("http", "a.example", 80, "/")),
        ("HTTPS://A.Example/B", HttpUrl("https", "a.example", 443, "/B")),
        ("https://a.example:80/", HttpUrl("https", "a.example", 80, "/")),
        ("http://a.example?b=c", HttpUrl("http", "a.example", 80, "/?b=c")),
        ("http://a.example/b?c#d", HttpUrl("http", "a.example", 80, "/b?c")),
        ("http://a_b.example/", HttpUrl("http", "a_b.example", 80, "/")),
        (
            "http://xn--fiq228c.example/",
            HttpUrl("http", "xn--fiq228c.example", 80, "/"),
        ),
        ("http://1.2.3.4/", HttpUrl("http", "1.2.3.4", 80, "/")),
        ("http://[2606::1]:81/", HttpUrl("http", "2606::1", 81, "/")),
    ],
)
def test_a_url_is_read_into_its_parts(url: str, expected: HttpUrl):
    """Scheme and host in lower case; the rest as it stands."""
    assert parse(url) == expected


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "127.0.0.01",
        "1.2.3.4.5",
        "1.2.3.4.",
        "a.example.",
        "a..example",
        "-a.example",
        "a.0example",
        "a.example:65536",
        "a.example:080",
        "[::0001]",
        "[2606:0::1]",
        "[1.2.3.4]",
        "图片.example",
        "a" * 64,
        "a." * 126 + "ab",
    ],
)
def test_a_host_with_two_readings_is_refused(host: str):
    """By the grammar alone, whatever it would resolve to."""
    assert parse(f"http://{host}/") is None


def test_a_host_may_be_as_long_as_names_are():
    """RFC 1035 §2.3.4: 63 octets a label, 253 in all."""
    assert parse("http://" + "a." * 126 + "a/") is not None
    assert parse("http://" + "a" * 63 + ".example:65535/") is not None


def test_what_browsers_escape_is_escaped():
    """Archives hold addresses as people typed them; escapes are not escaped again."""
    parsed = parse("http://a.example/图 1/%E5%9B%BE(1)!x.jpg?w='2'&t=a\\b|c")
    assert parsed is not None
    assert parsed.target == ("/%E5%9B%BE%201/%E5%9B%BE(1)!x.jpg?w='2'&t=a%5Cb%7Cc")


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://a.example:80/", "a.example"),
        ("http://a.example:443/", "a.example:443"),
        ("https://[2606::1]/", "[2606::1]"),
        ("https://[2606::1]:8443/", "[2606::1]:8443"),
    ],
)
def test_the_authority_names_a_port_that_is_not_the_default(url: str, authority: str):
    """As RFC 9110 §7.2 has it in `Host`."""
    parsed = parse(url)
    assert parsed is not None
    assert parsed.authority == authority


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_the_grammar(text: str):
    """Whatever stands behind the scheme, all that comes out is ASCII without controls."""
    for prefix in ("", "http://", "http://a.example/"):
        parsed = parse(prefix + text)
        if parsed is not None:
            sent = parsed.host + parsed.target
            assert sent.isascii()
            assert sent.isprintable()
            assert " " not in sent
