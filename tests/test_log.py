"""The log: one line an event, whatever is in it, and every event documented."""

import logging
import re

import pytest

from feedsvc.log import fail, log, warn
from tests.support.process import ROOT

HOSTILE = 'a\r\nevent=x "b" \\ \x1b[31m\x7f\x85\u2028 中\ud800'


@pytest.mark.parametrize("write", [log, warn, fail])
def test_no_value_leaves_its_field(write, caplog):
    """Plain values stand bare; any other is one JSON string of printable ASCII."""
    with caplog.at_level(logging.INFO, "feedsvc"):
        write("told", path="/a/%20b", ms=1.25, count=3, empty="", text=HOSTILE)
    (line,) = (record.getMessage() for record in caplog.records)
    assert line.startswith('event=told path=/a/%20b ms=1.2 count=3 empty="" text="a')
    assert line.isascii()
    assert line.isprintable()


def test_every_event_is_documented():
    """Operators look them up in one table."""
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "feedsvc").rglob("*.py"))
    events = set(re.findall(r'\b(?:log|warn|fail)\(\s*"([a-z-]+)"', code))
    documented = (ROOT / "docs/operations.md").read_text("utf-8")
    assert len(events) > 10
    assert {event for event in events if f"| `{event}` |" not in documented} == set()
