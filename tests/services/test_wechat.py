"""R20: signatures for WeChat, of our own pages, and of the secret not a word."""

import hashlib
import logging
import socket
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest

from feedsvc.errors import ForeignUrl, SigningUnavailable
from feedsvc.services.wechat import Account, Signature, Signer
from tests.support.peer import picture, says
from tests.support.wechat import (
    APP_ID,
    GIVES_TOKEN,
    SECRET,
    TICKET,
    TOKEN,
    gives_ticket,
    outbound,
    wechat,
)

BASE = "https://news.example"
PAGE = f"{BASE}/gundong/1.html"
NONCE = "Wm3WZYTPz0wzccnW"


class Clock:
    """A time that only the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What it is now."""
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    """One for each test."""
    return Clock()


def signer(account: Account, clock: Clock, base_url: str = BASE) -> Signer:
    """The use case over a peer."""
    return Signer(account, base_url, outbound(), clock=clock, nonce=lambda: NONCE)


def signed(url: str, clock: Clock, ticket: str = TICKET) -> Signature:
    """What WeChat would find right."""
    timestamp = int(clock().timestamp())
    text = f"jsapi_ticket={ticket}&noncestr={NONCE}&timestamp={timestamp}&url={url}"
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    return Signature(APP_ID, timestamp, NONCE, digest)


def retry_after_s(signer: Signer) -> int:
    """How long nothing is signed, which it must not be now."""
    with pytest.raises(SigningUnavailable) as unavailable:
        signer.sign(PAGE)
    return unavailable.value.retry_after_s


def test_a_signature_is_that_of_wechats_own_example(clock: Clock) -> None:
    """R20: the one known answer that its documentation gives."""
    clock.now = datetime.fromtimestamp(1414587457, UTC)
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    with wechat(GIVES_TOKEN, gives_ticket(ticket)) as (_, account):
        example = signer(account, clock, "http://mp.weixin.qq.com")
        assert example.sign("http://mp.weixin.qq.com?params=value") == Signature(
            APP_ID, 1414587457, NONCE, "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
        )


def test_wechat_is_asked_for_a_token_and_with_it_for_a_ticket(clock: Clock) -> None:
    """R20: in the mode that leaves valid what others hold; the secret in no address."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (peer, account):
        signer(account, clock).sign(PAGE)
        token, ticket = (request.decode() for request in peer.requests)
    assert token.startswith("POST /cgi-bin/stable_token HTTP/1.1\r\n")
    assert token.endswith(
        '{"grant_type": "client_credential", '
        f'"appid": "{APP_ID}", "secret": "{SECRET}"}}'
    )
    assert ticket.startswith(
        "GET /cgi-bin/ticket/getticket"
        "?access_token=token%2F%2B%26%3Dof-WeChat&type=jsapi HTTP/1.1\r\n"
    )


@pytest.mark.parametrize(
    "url",
    [
        BASE,
        f"{BASE}/",
        f"{BASE}?a=b",
        f"{BASE}/a%2fb%E6%9D%A1/?from=timeline&b=2&a=1&x=%5C//%40evil.example",
        "HTTPS://NEWS.EXAMPLE/",
        f"{BASE}:443/",
        f"{BASE}/{'x' * 2000}",
    ],
)
def test_a_page_of_ours_is_signed_as_it_is_spelt(clock: Clock, url: str) -> None:
    """R20: WeChat compares texts, so nothing is decoded, sorted or made canonical."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (_, account):
        assert signer(account, clock).sign(url) == signed(url, clock)


@pytest.mark.parametrize("fragment", ["#", "#a", "#a#b", "#/条?x", "#\\@evil.example"])
def test_the_fragment_is_removed(clock: Clock, fragment: str) -> None:
    """R20: a browser does not send it either."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (_, account):
        assert signer(account, clock).sign(PAGE + fragment) == signed(PAGE, clock)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/gundong/1.html",
        "//news.example/",
        "news.example/",
        "https:news.example/",
        "https:/news.example/",
        "https:///news.example/",
        "http://news.example/",
        "https://news.example:8443/",
        "https://news.example:0443/",
        "https://news.example:/",
        "https://news.example./",
        "https://www.news.example/",
        "https://example/",
        "https://news.example.evil.example/",
        "https://news.exampleevil/",
        "https://evil.example/https://news.example/",
        "https://evil.example?https://news.example/",
        "https://evil.example#https://news.example/",
        "https://evil.example\\@news.example/",
        "https://news.example\\@evil.example/",
        "https://news.example\\.evil.example/",
        "https://news.example/\\evil.example",
        "https://news.example@evil.example/",
        "https://user@news.example/",
        "https://user:password@news.example/",
        "https://news%2eexample/",
        "https://ｎews.example/",
        "https://neẅs.example/",
        "https://news.example/条",
        "https://news.example/a b",
        "https://news.example/\n",
        "https://news.example/\r\nX: 1",
        "https://news.example/\0",
        "https://news.example/\x7f",
        "https://news.example/\ud800",
        " https://news.example/",
        "\thttps://news.example/",
        "https://new\ts.example/",
        "javascript://news.example/%0aalert(1)",
        "data:text/html,https://news.example/",
        "httpſ://news.example/",
        f"https://news.example/{'x' * 2048}",
        "https://[::1]/",
        "https://news.example[/",
    ],
)
def test_nothing_but_our_own_pages_is_signed(clock: Clock, url: str) -> None:
    """R20: and WeChat is not even asked."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (peer, account):
        with pytest.raises(ForeignUrl):
            signer(account, clock).sign(url)
        assert peer.requests == []


def test_a_base_that_is_no_address_of_the_web_signs_nothing(clock: Clock) -> None:
    """R20: two texts that are no URLs are not one origin."""
    account = Account(APP_ID, SECRET)
    for url in ("https://a.example:0/", "https://a_.example./"):
        with pytest.raises(ForeignUrl):
            signer(account, clock, url.rstrip("/")).sign(url)


def test_nonces_are_new_each_time(clock: Clock) -> None:
    """R20: unguessable ones, of letters and digits."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (_, account):
        made = Signer(account, BASE, outbound(), clock=clock)
        nonces = {made.sign(PAGE).nonce for _ in range(100)}
    assert len(nonces) == 100
    assert all(len(nonce) == 16 and nonce.isalnum() for nonce in nonces)


def test_a_ticket_is_kept_until_shortly_before_its_end(clock: Clock) -> None:
    """R20: WeChat gives few of them."""
    said = (GIVES_TOKEN, gives_ticket(), GIVES_TOKEN, gives_ticket("the-next"))
    with wechat(*said) as (peer, account):
        made = signer(account, clock)
        for _ in range(3):
            assert made.sign(PAGE) == signed(PAGE, clock)
            clock.pass_by(2_299)
        assert len(peer.requests) == 2
        clock.pass_by(3)
        assert made.sign(PAGE) == signed(PAGE, clock, "the-next")
        assert len(peer.requests) == 4


@pytest.mark.parametrize(
    ("life_s", "kept_s"), [(1, 1), (10, 5), (400, 200), (10**30, 6_900)]
)
def test_a_life_out_of_the_ordinary_is_bounded(
    clock: Clock, life_s: int, kept_s: int
) -> None:
    """R20: a short one is not asked for at each request, a long one not believed."""
    said = (GIVES_TOKEN, gives_ticket(life_s=life_s)) * 2
    with wechat(*said) as (peer, account):
        made = signer(account, clock)
        made.sign(PAGE)
        clock.pass_by(kept_s - 0.5)
        made.sign(PAGE)
        assert len(peer.requests) == 2
        clock.pass_by(1)
        made.sign(PAGE)
        assert len(peer.requests) == 4


def test_an_old_ticket_serves_until_its_end_while_wechat_is_away(clock: Clock) -> None:
    """R20: which is what the margin is for."""
    away = picture(b"", status="502 Bad Gateway")
    with wechat(GIVES_TOKEN, gives_ticket(), away) as (peer, account):
        made = signer(account, clock)
        made.sign(PAGE)
        clock.pass_by(7_190)
        assert made.sign(PAGE) == signed(PAGE, clock)
        assert len(peer.requests) == 3
        clock.pass_by(10)
        assert retry_after_s(made) == 20
        assert len(peer.requests) == 3


def test_a_failure_is_remembered(clock: Clock) -> None:
    """R20: a flood of requests asks WeChat once, until it is time to try again."""
    refusal = {"errcode": -1, "errmsg": "system error"}
    with wechat(refusal, GIVES_TOKEN, gives_ticket()) as (peer, account):
        made = signer(account, clock)
        assert {retry_after_s(made) for _ in range(50)} == {30}
        clock.pass_by(29.5)
        assert retry_after_s(made) == 1
        assert len(peer.requests) == 1
        clock.pass_by(0.5)
        assert made.sign(PAGE) == signed(PAGE, clock)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([{"errcode": 40164, "errmsg": f"invalid ip {SECRET}"}], "errcode 40164"),
        ([{"errcode": 10**30}], "errcode"),
        ([{"errcode": SECRET}], "errcode"),
        ([{"errcode": None} | GIVES_TOKEN], "errcode"),
        ([b""], "no JSON"),
        ([b"<html>"], "no JSON"),
        ([b"[" * 8_000], "no JSON"),
        ([b"\xff\xfe\xfd"], "no JSON"),
        ([b'{"expires_in": ' + b"9" * 5_000 + b"}"], "no JSON"),
        ([[GIVES_TOKEN]], "no JSON object"),
        ([{}], "no access_token"),
        ([{"access_token": 7}], "no access_token"),
        ([{"access_token": ""}], "no access_token"),
        ([{"access_token": "\ud800"}], "no access_token"),
        ([GIVES_TOKEN, {"errcode": 40001}], "errcode 40001"),
        ([GIVES_TOKEN, {"expires_in": 7200}], "no ticket"),
        ([GIVES_TOKEN, gives_ticket("\udfff")], "no ticket"),
        ([GIVES_TOKEN, gives_ticket([TICKET])], "no ticket"),
        *(
            ([GIVES_TOKEN, gives_ticket(life_s=life_s)], "no expires_in")
            for life_s in (0, -1, None, "7200", 7e3, float("inf"), float("nan"))
        ),
        ([b" " * 9_000], "cgi-bin/stable_token: is too large"),
        ([picture(b"{}", status="500 No")], "stable_token: answered with"),
        ([says(b"SSH-2.0\r\n")], "stable_token: broke off"),
        (
            [GIVES_TOKEN, picture(b"{}", "Location: /", status="302 No")],
            "cgi-bin/ticket/getticket: answered with",
        ),
    ],
)
def test_an_answer_that_gives_nothing_is_a_failure(
    clock: Clock, caplog: pytest.LogCaptureFixture, said: list[object], reason: str
) -> None:
    """R20: named in the log by a word, with no secret, token, or text of WeChat's."""
    with wechat(*said) as (_, account):
        assert retry_after_s(signer(account, clock)) == 30
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    line = record.getMessage()
    assert line.startswith("event=no-ticket reason=")
    assert reason in line
    assert len(line) < 200
    assert not any(word in line for word in (SECRET, TOKEN, "of-WeChat", "invalid"))


def test_no_representation_holds_a_secret(clock: Clock) -> None:
    """R20: of nothing that a traceback or a log might show."""
    with wechat(GIVES_TOKEN, gives_ticket()) as (_, account):
        made = signer(account, clock)
        shown = [made.sign(PAGE), made, account, *vars(made).values()]
    shown += [ForeignUrl(), SigningUnavailable(30)]
    for thing in shown:
        for word in (SECRET, TOKEN, TICKET):
            assert word not in f"{thing!r} {thing}"


def test_many_threads_ask_wechat_once(clock: Clock) -> None:
    """R20: some wait for their signature; the rest is told to come again."""
    together = Barrier(8)
    results: list[Signature | int] = []
    with wechat(GIVES_TOKEN, gives_ticket()) as (peer, account):
        made = signer(account, clock)

        def sign() -> None:
            together.wait(10)
            try:
                results.append(made.sign(PAGE))
            except SigningUnavailable as error:
                results.append(error.retry_after_s)

        threads = [Thread(target=sign) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(peer.requests) == 2
    assert len(results) == 8
    assert set(results) <= {signed(PAGE, clock), 2}
    assert signed(PAGE, clock) in results


def test_nobody_waits_for_a_new_ticket_who_has_an_old_one(clock: Clock) -> None:
    """R20: WeChat may take its time."""
    is_asked, may_answer = Event(), Event()

    def slowly(connection: socket.socket) -> None:
        is_asked.set()
        may_answer.wait(10)
        picture(b'{"errcode": -1}')(connection)

    with wechat(GIVES_TOKEN, gives_ticket(), slowly) as (_, account):
        made = signer(account, clock)
        made.sign(PAGE)
        clock.pass_by(7_000)
        asking = Thread(target=made.sign, args=(PAGE,))
        asking.start()
        assert is_asked.wait(10)
        assert made.sign(PAGE) == signed(PAGE, clock)
        assert asking.is_alive()
        may_answer.set()
        asking.join()


def test_nobody_waits_long_for_a_silent_wechat(clock: Clock) -> None:
    """R20: threads that wait here answer nobody else meanwhile."""
    is_asked, may_answer = Event(), Event()

    def silently(_: socket.socket) -> None:
        is_asked.set()
        may_answer.wait(10)

    with wechat(silently) as (peer, account):
        made = signer(account, clock)
        asking = Thread(target=retry_after_s, args=(made,))
        asking.start()
        assert is_asked.wait(10)
        assert retry_after_s(made) == 2
        assert asking.is_alive()
        may_answer.set()
        asking.join()
        assert len(peer.requests) == 1
