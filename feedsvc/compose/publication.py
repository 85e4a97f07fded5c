"""The composition root of what feeds say, the same for whoever renders them."""

from feedsvc.services.syndication.publication import Publication
from feedsvc.settings import Settings


def create_publication(settings: Settings) -> Publication:
    """The site as its feeds present it."""
    return Publication(
        links=settings.links,
        title=settings.site_title,
        description=settings.site_description,
        language=settings.language,
        zone=settings.zone,
        max_age_s=settings.feeds.max_age_s,
    )
