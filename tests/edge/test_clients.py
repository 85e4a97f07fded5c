"""Clients: whose word about an address is taken, and whose is not."""

import pytest
from flask.testing import FlaskClient

from feedsvc.edge.clients import Proxies
from tests.support.app import site_app

LOCAL = Proxies.named("", "127.0.0.1")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens there
SEVERAL = Proxies.named("192.0.2.1,10.0.0.0/8,2001:db8::/32", "127.0.0.1")


@pytest.mark.parametrize(
    ("proxies", "peer", "said", "client"),
    [
        (LOCAL, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (LOCAL, "::1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (LOCAL, "127.0.0.1", "203.0.113.9, 127.0.0.1", "203.0.113.9"),
        (LOCAL, "localhost", "203.0.113.9", "203.0.113.9"),
        (LOCAL, "127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        (LOCAL, "127.0.0.1", "[2001:db8::1]:80", "2001:db8::1"),
        (LOCAL, "127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (LOCAL, "127.0.0.1", "unknown", "127.0.0.1"),
        (LOCAL, "127.0.0.1", "", "127.0.0.1"),
        (LOCAL, "10.1.2.3", "203.0.113.9", "10.1.2.3"),
        (SEVERAL, "192.0.2.1", "1.2.3.4, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        (SEVERAL, "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (SEVERAL, "2001:db8:1::1", "203.0.113.9", "203.0.113.9"),
        (SEVERAL, "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (SEVERAL, "localhost", "203.0.113.9", "localhost"),
        (Proxies.named("unix", EVERYWHERE), "", "203.0.113.9", "203.0.113.9"),
        (Proxies.named("none", "127.0.0.1"), "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (Proxies.named("", EVERYWHERE), "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (Proxies.named("", "::1"), "::1", ", " * 50 + "203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_client_is_the_last_that_no_trusted_proxy_is(
    proxies: Proxies, peer: str, said: str, client: str
) -> None:
    """From the right, and no further than the first who is not trusted."""
    assert proxies.client(peer, said) == client


def test_what_is_said_reaches_no_link(sqlite_url: str) -> None:
    """Not from a trusted proxy, and in no spelling."""
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "X-Forwarded-Port": "666",
        "Forwarded": "host=evil.example;proto=gopher",
    }
    with site_app(sqlite_url, base_url="https://news.example.com") as app:
        answer = app.test_client().get("/opml.xml", headers=said)
        assert "https://news.example.com/" in answer.text
        for word in ("evil", "gopher", "666"):
            assert word not in answer.text


def test_limits_tell_clients_apart_with_nothing_set(sqlite_url: str) -> None:
    """Those of a proxy on this machine: feeds, and codes that nobody has."""
    with site_app(sqlite_url) as app:
        client = app.test_client()
        for path, burst in (("/rss.xml?x={}", 30), ("/s/NOBODY{}", 60)):
            told = _told(client, path, 3 * burst, "203.0.113.9")
            assert 429 not in told[:burst]
            assert 429 in told
            assert 429 not in _told(client, path, 3, "203.0.113.10")


def _told(client: FlaskClient, path: str, times: int, address: str) -> list[int]:
    return [
        client.get(
            path.format(number), headers={"X-Forwarded-For": address}
        ).status_code
        for number in range(times)
    ]
