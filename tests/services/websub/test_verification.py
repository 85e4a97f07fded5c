"""Verification of intent, with real subscribers: what callbacks confirm, and refuse (§5.2, §5.3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.stream import SITE
from feedsvc.model.subscription import Mode, Wish
from feedsvc.outbound.sender import Sender
from feedsvc.services.websub.callbacks import Callbacks
from feedsvc.services.websub.hub import Hub
from feedsvc.services.websub.register import Register
from feedsvc.services.websub.seal import Seal
from feedsvc.services.websub.verification import Verification
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.subscriber import Answer, Subscriber, Told, confirm, subscribing
from tests.support.trees import code, name

TOPIC = "https://news.test/atom.xml"
LOOPBACK = ip_network("127.0.0.0/8")


@dataclass
class Office:
    """The hub of a newsroom, and a subscriber whose answers a test may change."""

    newsroom: Newsroom
    subscriber: Subscriber
    hub: Hub
    verification: Verification
    register: Register
    asked: int = field(default=0)

    def ask(self, path: str = "/", mode: Mode = Mode.SUBSCRIBE, **more: object) -> None:
        """Ask the hub for something, a second after whatever was before, and verify it."""
        self.newsroom.pass_time(1)
        wish = Wish(
            mode, Document((SITE,), Format.ATOM), TOPIC, self.subscriber.callback(path)
        )
        self.hub.ask(replace(wish, **more))  # type: ignore[arg-type]
        self.verify()

    def verify(self) -> None:
        """Ask every callback that is due."""
        while self.verification.verify_next(1.0):
            pass

    def since(self, path: str = "/") -> list[tuple[int, timedelta]]:
        """Revision and rest of the lease of each subscription of a callback."""
        found = self.register.page(after=0, limit=9)
        return [
            (each.since, each.lease_until - self.newsroom.now)
            for each, _ in found
            if each.callback == self.subscriber.callback(path)
        ]


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A hub on each engine in turn, which may call loopback."""
    with (
        newsroom_over(database_url, tmp_path / "archive") as newsroom,
        subscribing() as subscriber,
    ):
        newsroom.tree.post(name(1))
        newsroom.import_()
        database, clock = newsroom.database, lambda: newsroom.now
        sender = Sender(user_agent="x", trusted=[LOOPBACK])
        callbacks = Callbacks(database, sender, clock)
        register = Register(database, clock)
        seal = Seal("k" * 32, None)
        hub = Hub(database, seal, callbacks, clock, 2, [LOOPBACK])
        yield Office(
            newsroom, subscriber, hub, Verification(callbacks, register), register
        )
        sender.close()


def test_a_subscription_is_verified(office: Office):
    """§5.3: the callback's own query stays, and a challenge is used once."""
    office.ask("/cb?a=1&b=%20x&hub.mode=mine", lease_s=7200, verify_token="t&t")
    office.ask("/cb?a=1&b=%20x&hub.mode=mine", lease_s=3600)
    first, second = office.subscriber.told
    assert [field for field in first.fields if field[0] != "hub.challenge"] == [
        ("a", "1"), ("b", " x"), ("hub.mode", "mine"), ("hub.mode", "subscribe"),
        ("hub.topic", TOPIC), ("hub.lease_seconds", "7200"), ("hub.verify_token", "t&t"),
    ]  # fmt: skip
    assert second["hub.verify_token"] is None
    challenges = {first["hub.challenge"], second["hub.challenge"]}
    assert len(challenges) == 2
    assert all(one and len(one) >= 40 for one in challenges)
    revision = office.newsroom.revision()
    lease = timedelta(seconds=3600)
    assert office.since("/cb?a=1&b=%20x&hub.mode=mine") == [(revision, lease)]


def test_what_is_not_confirmed_stays_as_it_was(office: Office):
    """§5.1 and §5.3.1: only a 2xx with the challenge counts; no redirect is followed."""
    office.ask("/kept", lease_s=7200)
    answers: list[Callable[[Told], Answer]] = [
        lambda _: Answer(404),
        lambda told: Answer(410, confirm(told).body),
        lambda told: Answer(200, confirm(told).body + b"\n"),
        lambda told: Answer(200, confirm(told).body * 999),
        lambda _: Answer(200),
        lambda _: Answer(204),
        lambda told: Answer(302, confirm(told).body, {"Location": "/elsewhere"}),
    ]
    for office.subscriber.answer in answers:
        office.ask("/new")
        office.ask("/kept", lease_s=3600)
        office.ask("/kept", Mode.UNSUBSCRIBE)
    assert len(office.subscriber.told) == 1 + 3 * len(answers)
    [(_, lease)] = office.since("/kept")
    assert lease > timedelta(hours=1)
    assert office.since("/new") == []
    # Of the one that never was, nothing is left.
    assert office.newsroom.value("SELECT count(*) FROM intents") == 0


def test_unsubscribing_is_verified_too(office: Office):
    """§5.3: with its mode and no lease; what nobody subscribed to any more is forgotten."""
    office.ask()
    office.ask(mode=Mode.UNSUBSCRIBE, lease_s=7200)
    asked = office.subscriber.told[-1]
    assert (asked["hub.mode"], asked["hub.lease_seconds"]) == ("unsubscribe", None)
    assert office.since() == []
    assert office.newsroom.value("SELECT count(*) FROM topics") == 0


def test_a_callback_that_is_away_is_asked_three_times(office: Office):
    """Later each time, and then no more."""
    office.subscriber.answer = lambda told: Answer(503, confirm(told).body)
    office.ask()
    counts = []
    for seconds in (5, 5, 60, 60, 3600):
        counts.append(len(office.subscriber.told))
        office.newsroom.pass_time(seconds)
        office.verify()
    assert counts == [1, 1, 2, 2, 3]
    assert len(office.subscriber.told) == 3
    assert office.newsroom.value("SELECT count(*) FROM intents") == 0


def test_a_silent_callback_keeps_no_other_waiting(office: Office):
    """Later subscribers are asked while it is waited for."""
    heard = []

    def answer(told: Told) -> Answer:
        heard.append(told.path)
        return replace(confirm(told), after_s=1.5 if told.path == "/slow" else 0)

    office.subscriber.answer = answer
    for path in ("/slow", "/quick"):
        office.newsroom.pass_time(1)
        wish = Wish(
            Mode.SUBSCRIBE,
            Document((SITE,), Format.RSS),
            TOPIC,
            office.subscriber.callback(path),
        )
        office.hub.ask(wish)
        office.verification.verify_next(0.2)
    assert office.verification.verify_next(0.2)
    assert heard == ["/slow", "/quick"]
    assert office.since("/quick")
    assert not office.since("/slow")
    office.verify()
    assert office.since("/slow")


def test_what_changed_meanwhile_is_to_be_told(office: Office):
    """The subscriber knows the feed as it was when it asked, not when it confirmed."""
    before = office.newsroom.revision()

    def retract(told: Told) -> Answer:
        decisions = office.newsroom.decisions
        decisions.retract(info(code(1)), reason="x", is_legal=False)
        return confirm(told)

    office.subscriber.answer = retract
    office.ask()
    [(subscription, _)] = office.register.page(after=0, limit=9)
    assert subscription.since == before < office.newsroom.revision()
    assert subscription.due_at is not None


def test_a_dropped_subscriber_is_told(office: Office):
    """§5.2: hub.mode=denied, with a reason; there is no challenge to be echoed."""
    office.ask("/a?b=c")
    [(subscription, document)] = office.register.page(after=0, limit=9)
    assert document == Document((SITE,), Format.ATOM)
    office.newsroom.pass_time(1)
    dropped = office.register.drop(subscription.id)
    assert dropped is not None
    assert office.register.drop(subscription.id) is None
    office.subscriber.answer = lambda _: Answer(404)
    office.verify()
    told = office.subscriber.told[-1]
    assert [name for name, _ in told.fields] == [
        "b",
        "hub.mode",
        "hub.topic",
        "hub.reason",
    ]
    assert (told["hub.mode"], told["hub.topic"]) == ("denied", TOPIC)
    assert office.newsroom.value("SELECT count(*) FROM topics") == 0


def test_a_lease_ends_silently(office: Office):
    """§5.3.1: hubs MUST enforce it; a renewal before the end carries it on."""
    office.ask("/short", lease_s=3600)
    office.ask("/renewed", lease_s=3600)
    office.newsroom.pass_time(3000)
    office.ask("/renewed", lease_s=3600)
    office.newsroom.pass_time(1000)
    assert office.register.counts().live == 2
    office.verification.expire()
    assert office.register.counts().live == 1
    assert office.since("/renewed")
    assert len(office.subscriber.told) == 3


def test_at_once_means_now_or_never(office: Office):
    """PubSubHubbub 0.3's hub.verify=sync."""
    wish = Wish(
        Mode.SUBSCRIBE,
        Document((SITE,), Format.ATOM),
        TOPIC,
        office.subscriber.callback(),
    )
    outcomes = []
    for answer in (confirm, lambda _: Answer(404), lambda _: Answer(500)):
        office.subscriber.answer = answer
        outcomes.append(office.hub.ask_at_once(wish))
    assert [str(each) for each in outcomes] == ["confirmed", "refused", "unreached"]
    office.newsroom.pass_time(3600)
    office.verify()
    assert len(office.subscriber.told) == 3
    assert office.since()


def test_a_secret_is_kept_sealed(office: Office):
    """A dump gives none away; whoever has the key can sign."""
    office.ask(secret="qGWrr0eTj7PQ")
    sealed = office.newsroom.value("SELECT secret FROM subscriptions")
    assert "qGWrr0eTj7PQ" not in sealed
    assert Seal("k" * 32, None).open(sealed) == "qGWrr0eTj7PQ"
    assert Seal("l" * 32, None).open(sealed) is None
