"""`feedsvc partner`: keys are made, listed and removed, on both databases."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]


def test_a_partner_comes_and_goes(feedsvc: Run, database_url: str) -> None:
    """Its key alone is on standard output; a name is one partner's, and origins are whole."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    added = feedsvc(
        "partner", "add", "江港", "--origin", "https://a.example/",
        "--origin", "http://127.0.0.1:8000", settings=settings,
    )  # fmt: skip
    key = added.stdout.strip()
    assert (added.returncode, len(key)) == (0, 16)
    again = feedsvc(
        "partner", "add", "江港", "--origin", "https://b.example", settings=settings
    )
    assert again.returncode == 1
    assert "there is a partner named 江港 already" in again.stderr
    listed = feedsvc("partner", "list", settings=settings).stdout
    for shown in ("江港", key, "https://a.example http://127.0.0.1:8000"):
        assert shown in listed
    removed = feedsvc("partner", "remove", "江港", settings=settings)
    assert removed.stdout == "江港 is no partner any more; 0 loads are forgotten.\n"
    missing = feedsvc("partner", "remove", "江港", settings=settings)
    assert missing.returncode == 1
    assert "no partner: 江港" in missing.stderr
    assert key not in feedsvc("partner", "list", settings=settings).stdout


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        ("a.example", "must be http:// or https:// and a host"),
        ("https://a.example/blog", "must have no path behind the host"),
        ("https://*.example", "must be http:// or https:// and a host"),
        ("https://a.example; script-src *", "must be http:// or https:// and a host"),
        ("https://a.example https://b.example", "must be http:// or https:// and a host"),
        ("https://新闻.example", "xn--"),
        ("javascript:x", "must be http:// or https:// and a host"),
    ],
)  # fmt: skip
def test_an_origin_is_an_origin(
    feedsvc: Run, sqlite_url: str, origin: str, reason: str
) -> None:
    """E3: nothing else can reach the policy of a frame; the reason names it."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    refused = feedsvc("partner", "add", "x", "--origin", origin, settings=settings)
    assert refused.returncode == 2
    assert reason in refused.stderr
    assert "--origin" in refused.stderr
