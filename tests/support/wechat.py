"""WeChat as it answers the holder of an account, and the site of such a holder."""

import hashlib
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from flask import Flask

from feedsvc.model.clock import utc_now
from feedsvc.outbound.client import Outbound
from feedsvc.services.wechat import Account, Signer
from feedsvc.site.context import services
from feedsvc.site.site import create_site
from feedsvc.site.view.presentation import Site
from tests.support.app import site_app
from tests.support.peer import Answer, Peer, listening, picture

BASE = "https://news.example"
SITE = Site("滨江财经", "", "zh-CN", ZoneInfo("Asia/Shanghai"))
APP_ID = "wx0123456789abcdef"
SECRET = "hunter2hunter2hunter2"
TOKEN = "token/+&=of-WeChat"
TICKET = "ticket-of-WeChat"
GIVES_TOKEN = {"access_token": TOKEN, "expires_in": 7200}


def gives_ticket(ticket: object = TICKET, life_s: object = 7200) -> dict[str, object]:
    """What the second request is answered."""
    return {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": life_s}


def in_turn(*said: object) -> Answer:
    """Says one after the other, as JSON unless it is an answer already, and the last for ever."""
    answers = iter(chain(said, repeat(said[-1])))

    def answer(connection: socket.socket) -> None:
        thing = next(answers)
        if callable(thing):
            thing(connection)
            return
        body = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
        picture(body)(connection)

    return answer


@contextmanager
def wechat(*said: object) -> Iterator[tuple[Peer, Account]]:
    """A peer that says this in turn, and the account that asks it."""
    with listening(in_turn(*said)) as peer:
        yield peer, Account(APP_ID, SECRET, peer.url(""))


def outbound() -> Outbound:
    """The way to such a peer."""
    return Outbound(user_agent="feedsvc/0", trusted=[ip_network("127.0.0.0/8")])


@contextmanager
def site_with(
    database_url: str, account: Account, base_url: str = BASE
) -> Iterator[Flask]:
    """The site of somebody with this account."""
    with site_app(database_url, base_url=base_url) as app:
        with app.app_context():
            given = services()
        signer = Signer(account, base_url, outbound(), clock=utc_now)
        yield create_site(SITE, replace(given, signer=signer))


def signature(given: dict[str, object], url: str) -> str:
    """What WeChat would find right."""
    text = (
        f"jsapi_ticket={TICKET}&noncestr={given['nonceStr']}"
        f"&timestamp={given['timestamp']}&url={url}"
    )
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
