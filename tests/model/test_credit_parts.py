"""The credit line: the same for every surface."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.attribution import (
    Attribution,
    CreditPart,
    Party,
    Role,
    Rule,
    credit_parts,
    source_key,
)


def credit(role: Role, name: str, url: str | None = None) -> Attribution:
    """A credit given outright."""
    return Attribution(role, name, name, Rule.GIVEN, url)


def test_publishers_come_first_and_names_once():
    """Whatever the reading order."""
    given_ = (
        credit(Role.EDITOR, "王芳"),
        credit(Role.PUBLISHER, "甲日报", "https://a.example/"),
        credit(Role.PUBLISHER, "甲日报"),
    )
    assert credit_parts(given_, outlet=None, language="zh-CN") == (
        CreditPart(Role.PUBLISHER, "来源", (Party("甲日报", "https://a.example/"),)),
        CreditPart(Role.EDITOR, "责任编辑", (Party("王芳"),)),
    )


def test_the_outlet_stands_in_only_for_a_missing_publisher():
    """Display alone: it is no attribution."""
    [shown] = credit_parts((), outlet="乙日报", language="en")
    assert shown == CreditPart(
        Role.PUBLISHER, "Source", (Party("乙日报"),), " (inferred from the category)"
    )
    assert shown.is_inferred
    assert [party.evidence for party in shown.parties] == [Rule.CATEGORY]
    named = (credit(Role.PUBLISHER, "甲日报"),)
    [shown] = credit_parts(named, outlet="乙日报", language="en")
    assert shown.parties == (Party("甲日报"),)


def test_no_credit_is_no_line():
    """Nothing is invented."""
    assert credit_parts((), outlet=None, language="zh-CN") == ()


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str):
    """Spellings of one source meet at one key."""
    assert source_key(source_key(name)) == source_key(name)
