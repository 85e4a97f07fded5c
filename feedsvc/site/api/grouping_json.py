"""Categories and sources as JSON."""

from datetime import tzinfo

from feedsvc.model.inventory import FoundCategory, FoundSource
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.site.api.answers import Alias, Category, Source


def category_json(found: FoundCategory, links: Links, zone: tzinfo) -> Category:
    """A category in the form of the API; times in the site's zone."""
    return Category(
        name=found.raw,
        slug=found.slug,
        title=found.title,
        description=found.description,
        url=links.stream_page(StreamRef(StreamKind.CATEGORY, found.slug)),
        former=list(found.former),
        retired_at=found.retired_at and found.retired_at.astimezone(zone),
        decided_by=found.by,
        decided_at=found.at and found.at.astimezone(zone),
    )


def source_json(found: FoundSource, links: Links, zone: tzinfo) -> Source:
    """A source in the form of the API; times in the site's zone."""
    return Source(
        name=found.name,
        slug=found.slug,
        title=found.title,
        url=links.stream_page(StreamRef(StreamKind.SOURCE, found.slug)),
        own_url=found.url,
        former=list(found.former),
        aliases=[
            Alias(name=one.name, by=one.by, at=one.at.astimezone(zone))
            for one in found.aliases
        ],
        decided_by=found.by,
        decided_at=found.at and found.at.astimezone(zone),
    )
