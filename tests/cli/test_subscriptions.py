"""`feedsvc subscriptions`: listed and ended, on both databases."""

import json
from collections.abc import Callable
from datetime import datetime
from subprocess import CompletedProcess

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE
from feedsvc.model.subscription import Intent, Mode
from feedsvc.store.database.engine import Database
from feedsvc.store.subscriptions import subscriptions, topics

Run = Callable[..., CompletedProcess[str]]
BASE = "https://news.example"
CALLBACK = "https://reader.example/"
NOW = datetime.fromisoformat("2026-11-26T12:00Z")


def subscribe(database_url: str, format_: Format, callback: str) -> None:
    """A subscription to everything, confirmed."""
    database = Database(database_url)
    with database.write() as connection:
        topic_id = topics.keep(connection, Document((SITE,), format_))
        wish = Intent(
            Mode.SUBSCRIBE, topic_id, "t", callback, "h", NOW, secret="sealed"
        )
        subscriptions.keep(connection, wish, revision=0, now=NOW)
    database.dispose()


def test_subscriptions_are_listed_and_dropped(feedsvc: Run, database_url: str) -> None:
    """By topic, and as JSON, of which no secret is a part; dropping says which it was."""
    settings = {"FEEDSVC_DATABASE_URL": database_url, "FEEDSVC_BASE_URL": BASE}

    def run(*arguments: str) -> CompletedProcess[str]:
        return feedsvc("subscriptions", *arguments, settings=settings)

    for format_ in Format:
        subscribe(database_url, format_, CALLBACK + format_)
    heading, *lines = run().stdout.splitlines()
    assert heading.split() == [
        "number", "subscribed", "until", "state", "topic", "callback"
    ]  # fmt: skip
    assert [line.split()[-2] for line in lines] == [
        f"{BASE}/{format_}" for format_ in Format
    ]
    told = run("--topic", f"{BASE}/rss.xml", "--json").stdout
    found = json.loads(told)
    assert found["callback"] == CALLBACK + "rss.xml"
    assert found["is_signed"]
    assert "sealed" not in told
    assert run("--topic", "/feed.json", "--failing", "--json").stdout == ""
    assert len(run("--after", str(found["number"]), "--json").stdout.split()) > 1
    dropped = run("drop", str(found["number"]), "999999")
    assert dropped.returncode == 1
    assert dropped.stdout.splitlines() == [
        f"Subscription {found['number']} has ended: {found['callback']}",
        "There is no subscription 999999.",
    ]
    assert run("--topic", "/rss.xml", "--json").stdout == ""
    wrong = run("--topic", f"{BASE}/pages/1/rss.xml")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "is not the address of a feed" in wrong.stderr
    unknown = run("--topic", "/categories/nobody/rss.xml")
    assert unknown.returncode == 1
    assert "nobody" in unknown.stderr
