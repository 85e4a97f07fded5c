"""Pings: another site's hub is told which of our feeds have changed (PubSubHubbub 0.4 §7).

W3C WebSub §6 leaves the request to hub and publisher; public hubs take this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from feedsvc.errors import FetchFailed
from feedsvc.log import log, warn
from feedsvc.model.document import Document, Script
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamRef
from feedsvc.outbound.sender import Request, Sender
from feedsvc.services.following import Following

FOLLOWER = "websub-pings"
_AT_ONCE = 100  # addresses in one request
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Pings:
    """Follower of the change line that tells a hub.

    Attributes:
        following: under our name, by `followers.stretch`: changes that come in a burst
            are told together.
        scripts: in which the site has feeds.
    """

    following: Following
    sender: Sender
    links: Links
    scripts: tuple[Script, ...]

    def ping_next(self) -> None:
        """Tell the hub what has changed; if it does not take it, it is told a minute later.

        Raises:
            DatabaseUnusable: the database takes no writes.
        """
        step = self.following.next_step()
        if step is None:
            return
        urls = [self.links.document(each) for each in self._documents(step.streams)]
        for start in range(0, len(urls), _AT_ONCE):
            self.following.hold()
            if not self._ping(urls[start : start + _AT_ONCE]):
                return  # the lease ends by itself, and the step is taken again
        if urls:
            log("hub-pinged", feeds=len(urls))
        self.following.finish()

    def close(self) -> None:
        """End the thread that asks."""
        self.sender.close()

    def _documents(self, streams: Iterable[StreamRef]) -> list[Document]:
        """The current documents of streams: all that name the hub, but selections."""
        return [
            Document((ref,), format_, None, is_summary, script)
            for ref, script, is_summary, format_ in product(
                streams, self.scripts, (False, True), Format
            )
        ]

    def _ping(self, urls: Sequence[str]) -> bool:
        fields = [("hub.mode", "publish"), *(("hub.url", url) for url in urls)]
        hub = self.links.hub_url
        request = Request("POST", hub, _FORM, urlencode(fields).encode())
        try:
            reply = self.sender.start(request).result()
        except FetchFailed as error:
            warn("hub-not-pinged", reason=error.reason)
            return False
        if not reply.is_success:
            warn("hub-not-pinged", reason=f"answered {reply.status}")
        return reply.is_success
