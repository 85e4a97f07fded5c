"""OPML 2.0: every feed of the site in one list, for readers to import."""

from datetime import UTC
from email.utils import format_datetime

from feedsvc.feeds.border import escaped
from feedsvc.model.directory import Outline, OutlineGroup, Subscriptions


def render(subscriptions: Subscriptions) -> bytes:
    """The OPML document, UTF-8; a group without feeds is left out."""
    updated = subscriptions.updated.astimezone(UTC)
    groups = "".join(_group(group) for group in subscriptions.groups if group.outlines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<opml version="2.0">\n'
        f"<head><title>{escaped(subscriptions.title)}</title>"
        f"<dateModified>{format_datetime(updated, usegmt=True)}</dateModified></head>\n"
        f"<body>\n{groups}</body>\n"
        "</opml>\n"
    ).encode()


def _group(group: OutlineGroup) -> str:
    title = escaped(group.title)
    outlines = "".join(map(_outline, group.outlines))
    # As several readers write it; without a type, a title is meaningless.
    return f'<outline type="folder" text="{title}" title="{title}">\n{outlines}</outline>\n'


def _outline(outline: Outline) -> str:
    title = escaped(outline.title)
    return (
        f'<outline type="rss" text="{title}" title="{title}"'
        f' xmlUrl="{escaped(outline.feed_url)}"'
        f' htmlUrl="{escaped(outline.page_url)}"/>\n'
    )
