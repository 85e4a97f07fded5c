"""The composition root of requests to other hosts."""

from feedsvc import __version__
from feedsvc.outbound.client import Outbound
from feedsvc.outbound.sender import Sender
from feedsvc.settings import Settings


def create_outbound(settings: Settings) -> Outbound:
    """Client that asks other hosts."""
    return Outbound(
        user_agent=_name(settings), trusted=settings.outbound.trusted_networks
    )


def create_sender(settings: Settings) -> Sender:
    """Client that asks many other hosts at once."""
    return Sender(
        user_agent=_name(settings), trusted=settings.outbound.trusted_networks
    )


def _name(settings: Settings) -> str:
    return f"feedsvc/{__version__} (+{settings.links.base_url})"
