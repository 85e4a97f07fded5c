"""WeChat: signatures by which WeChat's browser lets a page say how it is shared.

A signature needs a ticket, which WeChat gives the holder of an account for two hours.
Each process keeps its own, in memory. Knows nothing of requests and answers, and lets no
secret out, not even into the log.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from threading import BoundedSemaphore, Lock
from urllib.parse import urlencode

from feedsvc.errors import FetchFailed, ForeignUrl, SigningUnavailable
from feedsvc.log import warn
from feedsvc.outbound.client import Outbound
from feedsvc.outbound.url import HttpUrl, parse

WECHAT = "https://api.weixin.qq.com"
_ANSWER_BYTES = 8 * 1024
_ANSWER_S = 3.0  # for each of two
# How long requests wait for the one that asks WeChat, and how many at once: other
# requests need the server's threads too.
_PATIENCE_S, _WAITING = 2.0, 2
_RETRY = timedelta(seconds=30)
_MAX_LIFE_S = 7_200
_MARGIN_S = 300  # in which a ticket is still good, and a new one is asked for
_NEVER = datetime.min.replace(tzinfo=UTC)
# Characters that browsers put into `location.href`, except the backslash, after which
# some parsers of URLs see another host.
_PRINTABLE = re.compile(r"[!-\[\]-~]{1,2048}")


@dataclass(frozen=True, slots=True)
class Account:
    """Account in whose name pages are signed for WeChat.

    Attributes:
        api: the origin where WeChat is asked.
    """

    app_id: str
    secret: str = field(repr=False)
    api: str = WECHAT


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters that WeChat's `wx.config` needs.

    Attributes:
        timestamp: seconds since 1970.
    """

    app_id: str
    timestamp: int
    nonce: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Ticket:
    """Ticket from WeChat, with its expiry, and the time from which to renew it."""

    text: str = field(repr=False)
    old_from: datetime
    good_until: datetime


class _Refused(Exception):
    """WeChat answered, and gave nothing that can be used."""


def _nonce() -> str:
    return secrets.token_hex(8)


class Signer:
    """Signer of pages; threads may share one."""

    def __init__(
        self,
        account: Account,
        base_url: str,
        outbound: Outbound,
        *,
        clock: Callable[[], datetime],
        nonce: Callable[[], str] = _nonce,
    ) -> None:
        """Begin without a ticket.

        Args:
            account: whose tickets are asked for.
            base_url: of the pages that are signed.
            outbound: the way to WeChat.
            clock: the time now, aware UTC.
            nonce: makes a unique text.
        """
        self._account = account
        self._home = parse(base_url)
        self._outbound = outbound
        self._clock = clock
        self._nonce = nonce
        self._ticket = _Ticket("", _NEVER, _NEVER)
        self._retry_at = _NEVER
        self._asking = Lock()
        self._waiting = BoundedSemaphore(_WAITING)

    def sign(self, url: str) -> Signature:
        """A signature of a page's address, less its fragment.

        Args:
            url: as the browser has it: WeChat compares its text.

        Raises:
            ForeignUrl: it is no URL under our base.
            SigningUnavailable: WeChat gave no ticket.
        """
        page = url.partition("#")[0]
        if not self._is_ours(page):
            raise ForeignUrl
        ticket, nonce = self._good_ticket(), self._nonce()
        timestamp = int(self._clock().timestamp())
        text = (
            f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
        )
        # WeChat requires SHA-1.
        signature = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        return Signature(self._account.app_id, timestamp, nonce, signature)

    def _is_ours(self, page: str) -> bool:
        parsed = parse(page) if _PRINTABLE.fullmatch(page) else None
        return (
            parsed is not None
            and self._home is not None
            and _origin(parsed) == _origin(self._home)
        )

    def _good_ticket(self) -> str:
        """Ticket that is still good: one thread asks WeChat, others use the old one."""
        ticket, now = self._ticket, self._clock()
        if now < ticket.old_from:
            return ticket.text
        is_good = now < ticket.good_until
        is_patient = not is_good and self._waiting.acquire(blocking=False)
        try:
            if self._asking.acquire(timeout=_PATIENCE_S if is_patient else 0):
                try:
                    return self._renewed_ticket()
                finally:
                    self._asking.release()
        finally:
            if is_patient:
                self._waiting.release()
        if is_good:
            return ticket.text
        raise SigningUnavailable(ceil(_PATIENCE_S))

    def _renewed_ticket(self) -> str:
        """New ticket; a failure is remembered, so a flood of requests stays here."""
        now = self._clock()
        if self._ticket.old_from <= now and self._retry_at <= now:
            try:
                self._ticket = self._fetch(now)
            except (FetchFailed, _Refused) as error:
                warn("no-ticket", reason=error)
                now = self._clock()
                self._retry_at = now + _RETRY
        if now < self._ticket.good_until:
            return self._ticket.text
        raise SigningUnavailable(ceil((self._retry_at - now).total_seconds()))

    def _fetch(self, now: datetime) -> _Ticket:
        """Fetch a ticket in two requests; the first leaves others' tokens valid."""
        credentials = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.secret,
        }
        answer = self._outbound.post(
            f"{self._account.api}/cgi-bin/stable_token",
            json.dumps(credentials).encode(),
            media_type="application/json",
            max_bytes=_ANSWER_BYTES,
            deadline_s=_ANSWER_S,
        )
        token = _text(_read(answer), "access_token")
        query = urlencode({"access_token": token, "type": "jsapi"})
        answer = self._outbound.get(
            f"{self._account.api}/cgi-bin/ticket/getticket?{query}",
            max_bytes=_ANSWER_BYTES,
            deadline_s=_ANSWER_S,
        )
        given = _read(answer)
        life_s = _life_s(given)
        fresh_s = life_s - min(_MARGIN_S, life_s // 2)
        return _Ticket(
            _text(given, "ticket"),
            old_from=now + timedelta(seconds=fresh_s),
            good_until=now + timedelta(seconds=life_s),
        )


def _origin(url: HttpUrl) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port


def _read(body: bytes) -> dict[str, object]:
    """Members of an answer that is no error; nothing else of it is repeated."""
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused("no JSON") from None
    if not isinstance(answer, dict):
        raise _Refused("no JSON object")
    code = answer.get("errcode", 0)
    if code != 0:
        is_code = isinstance(code, int) and abs(code) < 10**9
        raise _Refused(f"errcode {code}" if is_code else "errcode")
    return answer


def _text(answer: dict[str, object], name: str) -> str:
    text = answer.get(name)
    if not isinstance(text, str) or not text or not text.isascii():
        raise _Refused(f"no {name}")
    return text


def _life_s(answer: dict[str, object]) -> int:
    life_s = answer.get("expires_in")
    if not isinstance(life_s, int) or life_s <= 0:
        raise _Refused("no expires_in")
    return min(life_s, _MAX_LIFE_S)
