"""Unknown codes: who asks for one unknown code after the other waits; nobody else does (R15)."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.edge.rate_limit import MISSES, RateLimiter
from tests.support import paper
from tests.support.app import site_app

STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
BURST = MISSES[0]
MANY = 4 * BURST  # more than come back while a slow machine answers them


@pytest.fixture
def client(sqlite_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """The paper, as one process serves it."""
    paper.fill(sqlite_url, tmp_path / "archive")
    with site_app(sqlite_url) as app:
        yield app.test_client()


def statuses(
    client: FlaskClient, path: str, times: int, *, address: str = "203.0.113.9"
) -> list[int]:
    """What one address is told, asking for `{}` of a path over and over."""
    environ = {"REMOTE_ADDR": address}
    return [
        client.get(path.format(number), environ_overrides=environ).status_code
        for number in range(times)
    ]


def refused(client: FlaskClient, path: str = "/s/NOBODY{}") -> TestResponse:
    """Ask on until one is told to wait, though not far beyond what anybody may ask."""
    for number in range(MANY):
        answer = client.get(path.format(number), environ_overrides=STRANGER)
        if answer.status_code == 429:
            return answer
    raise AssertionError("nobody is told to wait")


@pytest.mark.parametrize(
    "path",
    [
        "/s/NOBODY{}",
        "/zh-Hant/s/NOBODY{}",
        "/s/NOBODY{}/qr.svg",
        "/cards/NOBODY{}/0.png",
        "/api/v1/resolve?code=NOBODY{}",
        "/api/v1/resolve?code=?{}",
        "/api/v1/resolve?url=http://x/nowhere/{}.html",
    ],
)
def test_misses_are_limited(client: FlaskClient, path: str) -> None:
    """After a generous burst, 429 says when to come again."""
    assert 429 not in statuses(client, path, BURST)
    waiting = refused(client, path)
    assert 1 <= int(waiting.headers["Retry-After"]) <= 60
    assert waiting.headers["Cache-Control"] == "no-store"


def test_hits_are_never_limited(client: FlaskClient) -> None:
    """Nor what is withdrawn, nor any page, for one who has to wait for the rest."""
    refused(client)
    known = {
        f"/s/{paper.STORY}": 301,
        f"/s/{paper.STORY}%E3%80%82": 301,
        f"/s/{paper.MERGED}": 301,
        f"/s/{paper.RETRACTED}": 410,
        f"/html_News/NewsShare.html?infoCode={paper.STORY}": 301,
        f"/api/v1/resolve?code={paper.STORY}": 200,
        f"/api/v1/resolve?code={paper.RETRACTED}": 200,
        f"/s/{paper.STORY}/qr.svg": 200,
        paper.STORY_PATH: 200,
    }
    for path, status in islice(cycle(known.items()), 2 * BURST):
        answer = client.get(path, environ_overrides=STRANGER)
        assert answer.status_code == status, path


def test_clients_wait_for_themselves_alone(client: FlaskClient) -> None:
    """Another address has its own burst, and this machine no limit."""
    refused(client)
    assert statuses(client, "/s/NOBODY{}", 5, address="203.0.113.10") == [404] * 5
    for address in ("127.0.0.1", "::1", ""):
        assert 429 not in statuses(client, "/s/X", BURST + 5, address=address)


def test_a_batch_pays_for_each_miss(client: FlaskClient) -> None:
    """Who has tokens gets a whole batch, and then waits for as many as it missed."""
    batch = {"codes": [f"NOBODY{number}" for number in range(100)]}

    def post() -> int:
        answer = client.post("/api/v1/resolve", json=batch, environ_overrides=STRANGER)
        return answer.status_code

    assert (post(), post()) == (200, 429)
    batch["codes"] = [str(paper.STORY)] * 100
    assert post() == 200


def test_a_bucket_fills_again() -> None:
    """With no time to wait for, a token is there at once; with much, none is."""
    swift, slow = RateLimiter((1, 1e-9)), RateLimiter((1, 3_600.0))
    assert [swift.wait_s("203.0.113.9") for _ in range(5)] == [0] * 5
    assert slow.wait_s("203.0.113.9") == 0
    assert 3_500 < slow.wait_s("203.0.113.9") <= 3_601
    assert slow.wait_s("203.0.113.9", cost=0) == 0
    assert slow.wait_s("203.0.113.9", "something else") == 0


def test_a_client_of_ipv6_is_its_network() -> None:
    """R15: a household, or a server, has a /64 of addresses, and one burst."""
    rate_limiter = RateLimiter((1, 3_600.0))
    assert rate_limiter.wait_s("2001:db8:1:2::1") == 0
    assert rate_limiter.wait_s("2001:db8:1:2:ffff::9") > 0
    assert rate_limiter.wait_s("2001:db8:1:3::1") == 0


def test_an_address_of_ipv4_is_one_in_ipv6_too() -> None:
    """R15: and where a server has lost it on the way, nobody waits for everybody."""
    rate_limiter = RateLimiter((1, 3_600.0))
    assert rate_limiter.wait_s("203.0.113.9") == 0
    assert rate_limiter.wait_s("::ffff:203.0.113.9") > 0
    assert rate_limiter.wait_s("::ffff:203.0.113.10") == 0
    assert [
        rate_limiter.wait_s(lost) for lost in ("::ffff", "::1", "::ffff:127.0.0.1")
    ] == [0] * 3
    assert [rate_limiter.wait_s("::ffff") for _ in range(3)] == [0] * 3
