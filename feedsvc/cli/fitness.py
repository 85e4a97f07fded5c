"""Fitness of what the services cannot see: the settings' base address, the typefaces."""

from feedsvc.cards.typefaces import unusable_face
from feedsvc.services.operations import Check
from feedsvc.settings import Settings

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def base_address(settings: Settings) -> Check:
    """Check that the links we hand out can be followed from elsewhere."""
    here = settings.links.base_url
    if settings.base_url or settings.serve.host in _LOOPBACK:
        return Check("base address", is_good=True, detail=here)
    detail = f"links say {here}, which nobody else can follow: set base_url"
    return Check("base address", is_good=True, detail=detail, is_warning=True)


def typefaces() -> Check:
    """Check that cards can be drawn."""
    if unusable := unusable_face():
        detail = f"{unusable}: no card is drawn until feedsvc is installed anew"
        return Check("typefaces", is_good=True, detail=detail, is_warning=True)
    return Check("typefaces", is_good=True, detail="all there")
