"""The history of an article at the terminal."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess

from tests.support import paper

Run = Callable[..., CompletedProcess[str]]


def test_a_history_is_told(feedsvc: Run, paper_url: str) -> None:
    """A line each, or an object each; a code that nobody has is named."""
    settings = {"FEEDSVC_DATABASE_URL": paper_url}
    feedsvc("retract", paper.STORY, "--reason", "发\x1b错", settings=settings)
    lines = feedsvc("history", paper.STORY, settings=settings).stdout.splitlines()
    assert lines[0].split("\t")[1:] == ["retracted", "command", "发\\x1b错"]
    told = feedsvc("history", paper.STORY, "--json", settings=settings).stdout
    events = [json.loads(line) for line in told.splitlines()]
    assert [event["deed"] for event in events] == ["retracted", "stored"]
    assert events[-1]["by"] == "import"
    missing = feedsvc("history", "NOBODY", settings=settings)
    assert (missing.returncode, missing.stderr) == (1, "feedsvc: no article: NOBODY\n")
