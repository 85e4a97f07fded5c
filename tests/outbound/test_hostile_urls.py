"""Hostile URLs: none leads to a connection, and a listener on loopback hears nothing."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from feedsvc.errors import Failure, FetchFailed
from feedsvc.outbound.client import Outbound
from feedsvc.outbound.sender import Request, Sender
from tests.support.peer import LOOPBACK, listening, picture

_FILE = Path(__file__).parents[1] / "data" / "hostile_urls.txt"
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def _corpus() -> list[tuple[str, tuple[str, ...]]]:
    """URL, and what its host resolves to."""
    rows = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            url, _, answers = line.partition("\t")
            unescaped = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), url)
            rows.append((unescaped, tuple(answers.split()) or (LOOPBACK,)))
    return rows


CORPUS = _corpus()


def test_there_are_enough_of_them():
    """A data file that is read wrongly must not pass for a guard that holds."""
    assert len(CORPUS) >= 150


@pytest.fixture(scope="module")
def canary():
    """A listener that nobody may call."""
    with listening(picture(b"secret")) as peer:
        yield peer


@pytest.mark.parametrize(
    ("url", "answers"), CORPUS, ids=[ascii(url)[1:-1] for url, _ in CORPUS]
)
def test_a_hostile_url_leads_nowhere(canary, attempts, url: str, answers):
    """Whether the grammar refuses it or the check of its addresses."""
    outbound = Outbound(user_agent="test", resolve=lambda _: answers)
    with pytest.raises(FetchFailed) as failed:
        outbound.get(url.replace("{port}", str(canary.port)), max_bytes=9, deadline_s=5)
    assert failed.value.reason in {Failure.REFUSED, Failure.UNREACHABLE}
    assert attempts == []
    assert canary.requests == []


def test_a_hostile_url_leads_a_sender_nowhere(canary, attempts):
    """All of them at once: what is sent keeps the same rules as what is fetched."""
    answers: list[tuple[str, ...]] = []
    sender = Sender(user_agent="test", resolve=lambda _: answers[-1])
    for url, resolved in CORPUS:
        answers.append(resolved)
        begun = sender.start(Request("GET", url.replace("{port}", str(canary.port))))
        failed = begun.exception(5)
        assert isinstance(failed, FetchFailed)
        assert failed.reason in {Failure.REFUSED, Failure.UNREACHABLE}, url
    sender.close()
    assert attempts == []
    assert canary.requests == []


def test_the_canary_sings(canary, attempts):
    """Where it is trusted it is heard: its silence above means something."""
    outbound = Outbound(user_agent="test", trusted=[ip_network("127.0.0.1/32")])
    assert outbound.get(canary.url(), max_bytes=9, deadline_s=5) == b"secret"
    assert attempts == [(LOOPBACK, canary.port)]
    assert len(canary.requests) == 1
    canary.requests.clear()
