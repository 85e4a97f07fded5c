"""Facts that a site says of itself, for a store that began with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Facts of a site; empty ones are not known.

    Attributes:
        language: a tag, or what the site takes for one.
        timezone: a zone's name.
        origin: of the site's old address, `scheme://host`.
    """

    title: str = ""
    description: str = ""
    language: str = ""
    timezone: str = ""
    origin: str = ""
