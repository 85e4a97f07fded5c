"""Tokens at the terminal: shown once, and then nowhere."""

import re
from collections.abc import Callable
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]
TOKEN = re.compile(r"feedsvc_([0-9a-f]{8})_[0-9a-f]{64}\n")


def test_a_token_is_shown_once(feedsvc: Run, database_url: str) -> None:
    """On standard output, alone; its prefix beside it, and in the list until revoked."""
    settings = {"FEEDSVC_DATABASE_URL": database_url}
    line = ("token", "create", "--scope", "read:stats", "--expires", "12h")
    made = feedsvc(*line, "--name", "值班 [b]台\x1b", settings=settings)
    match = TOKEN.fullmatch(made.stdout)
    assert match is not None
    told = f"值班 [b]台\\x1b: {match[1]}, not shown again\n"
    assert (made.returncode, made.stderr) == (0, told)
    listed = feedsvc("token", "list", settings=settings)
    assert match[1] in listed.stdout
    assert "read:stats" in listed.stdout
    assert r"值班 [b]台\x1b" in listed.stdout
    assert made.stdout.strip() not in listed.stdout
    revoked = feedsvc("token", "revoke", made.stdout.strip(), settings=settings)
    assert (revoked.returncode, revoked.stdout) == (
        0,
        f"{match[1]} opens nothing any more.\n",
    )
    again = feedsvc("token", "revoke", "x" + made.stdout.strip(), settings=settings)
    assert (again.returncode, match[0][25:].strip() in again.stderr) == (1, False)
    assert match[1] not in feedsvc("token", "list", settings=settings).stdout


def test_what_cannot_be_done_is_said(feedsvc: Run, sqlite_url: str) -> None:
    """A third of one name, and one that there is not."""
    settings = {"FEEDSVC_DATABASE_URL": sqlite_url}
    line = ("token", "create", "--scope", "read:stats")
    statuses = [feedsvc(*line, settings=settings).returncode for _ in range(3)]
    assert statuses == [0, 0, 1]
    for name in ("", "x" * 65, "\udcff"):
        refused = feedsvc(*line, "--name", name, settings=settings)
        assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    missing = feedsvc("token", "revoke", "x\ny", settings=settings)
    assert missing.returncode == 1
    assert missing.stderr == "feedsvc: no token: x\\ny\n"
