"""Partners: added, listed and removed, and found by the key in a frame's address."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from zoneinfo import ZoneInfo

from feedsvc.errors import PartnerNameTaken, PartnerNotFound
from feedsvc.model.partner import KEY_DIGITS, Partner
from feedsvc.store import partners
from feedsvc.store.database.engine import Database

DAYS = 30  # of loads that a list sums up
_LOOKED_UP_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner with the loads of its frames, today and in the last DAYS days."""

    partner: Partner
    today: int
    recent: int


@dataclass(slots=True)
class Partners:
    """Partners of this site, over one database.

    Attributes:
        zone: whose days loads are counted by.
        clock: the time now, aware UTC.
        look_up_every_s: how long what is known of partners is used again.
    """

    database: Database
    zone: ZoneInfo
    clock: Callable[[], datetime]
    look_up_every_s: float = _LOOKED_UP_EVERY_S
    _known: tuple[float, Mapping[str, Partner]] = field(default=(-inf, {}), init=False)

    def add(self, name: str, origins: tuple[str, ...]) -> Partner:
        """Add a partner, with a new key.

        Raises:
            PartnerNameTaken: there is one of this name.
        """
        key = secrets.token_hex(KEY_DIGITS // 2)
        partner = Partner(key, name, tuple(dict.fromkeys(origins)), self.clock())
        with self.database.write() as connection:
            partners.lock(connection)
            if any(each.name == name for each in partners.all_by_name(connection)):
                raise PartnerNameTaken(name)
            partners.add(connection, partner)
        return partner

    def remove(self, name: str) -> int:
        """Forget a partner; returns how many loads are forgotten with it.

        Raises:
            PartnerNotFound: there is none of this name.
        """
        with self.database.write() as connection:
            partners.lock(connection)
            known = {each.name: each for each in partners.all_by_name(connection)}
            if name not in known:
                raise PartnerNotFound(name)
            return partners.remove(connection, known[name].key)

    def all(self) -> list[Standing]:
        """Every partner by name, with its loads."""
        today = self.clock().astimezone(self.zone).date()
        first = today - timedelta(days=DAYS - 1)
        with self.database.read() as snapshot:
            known = partners.all_by_name(snapshot)
            of_today = partners.loads_between(snapshot, today, today)
            recent = partners.loads_between(snapshot, first, today)
        return [
            Standing(each, of_today.get(each.key, 0), recent.get(each.key, 0))
            for each in known
        ]

    def find(self, key: str) -> Partner | None:
        """The partner with this key, as it was a second ago at most."""
        looked_at, known = self._known
        if time.monotonic() - looked_at >= self.look_up_every_s:
            with self.database.read() as snapshot:
                known = {each.key: each for each in partners.all_by_name(snapshot)}
            self._known = (time.monotonic(), known)
        return known.get(key)
