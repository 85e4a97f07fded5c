"""User agents: people are told from robots, over a table of real ones."""

import re
from pathlib import Path

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.agent import is_robot

_FILE = Path(__file__).parents[1] / "data" / "user_agents.tsv"
_LINES = _FILE.read_text(encoding="utf-8").split("\n")
AGENTS = [
    tuple(line.split("\t")) for line in _LINES if line and not line.startswith("#")
]
LISTED = [re.compile("|".join(robot["pattern"] for robot in CRAWLER_USER_AGENTS_DATA))]


@pytest.mark.parametrize(("kind", "who", "agent"), AGENTS)
def test_people_and_robots(kind: str, who: str, agent: str) -> None:
    """By a list of robots, and by what claims to be no browser."""
    assert is_robot(agent, LISTED) == (kind == "bot"), who


@given(st.text())
def test_any_text_is_some_agent(agent: str) -> None:
    """Whatever a client sends is one or the other."""
    assert is_robot(agent, LISTED) in {True, False}
