"""JSON Feed 1.1, with the source and the credits by role in an extension object."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeAlias

from feedsvc.feeds import credit
from feedsvc.feeds.border import note, whole_seconds
from feedsvc.feeds.enclosures import images, recordings
from feedsvc.model.attribution import CreditPart, Party
from feedsvc.model.feed import Entry, Feed, Format
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording

Json: TypeAlias = "str | int | list[Json] | dict[str, Json]"

_END = b"]}"
_VERSION = "https://jsonfeed.org/version/1.1"
_ABOUT_FEED = (
    "license: what may be done with the articles; updated: when the feed last changed"
)
_ABOUT_ITEM = (
    "credits: who the article is from, by role, with the label that its text gives and "
    "the evidence for it: category means that the text does not say it; "
    "source: the outlet's own feed on this site"
)


def document(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The JSON Feed document of a legal feed, around its written items.

    Its pages share one `feed_url`, since that is what identifies a feed.
    """
    paging = feed.paging
    head = _without_empty(
        {
            "version": _VERSION,
            "title": feed.title,
            "home_page_url": feed.page_url,
            "feed_url": paging.current_url if paging else feed.urls[Format.JSON],
            "next_url": (paging and paging.prev_url) or "",  # next, older items
            "description": feed.subtitle,
            "user_comment": note(feed.page_url, feed.language),
            "icon": feed.icon_url,
            "favicon": feed.icon_url,
            "authors": _authors([Party(feed.author)] if feed.author.strip() else []),
            "language": feed.language,
            "hubs": [{"type": "WebSub", "url": feed.hub_url}] if feed.hub_url else [],
            # Facts that JSON Feed has no member for.
            "_feedsvc": {
                "about": _ABOUT_FEED,
                "license": feed.license_url,
                "updated": whole_seconds(feed.updated).isoformat(),
            },
        }
    )
    begun = _dumped(head | {"items": []}).removesuffix(_END)
    return b"".join((begun, b",".join(items), _END))


def entry(feed: Feed, entry: Entry) -> bytes:
    """One item of a legal feed."""
    pictures = images(entry)
    item = _without_empty(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.original_url or "",
            "title": entry.title,
            "summary": entry.summary,
            "date_published": whole_seconds(entry.published).isoformat(),
            "date_modified": whole_seconds(entry.updated).isoformat(),
            "authors": _authors(credit.authors(entry, feed.author)),
            "tags": list(credit.labels(entry.terms)),
            "language": entry.language or feed.language,
            "image": pictures[0].url if pictures else "",
            "attachments": [
                *map(_attachment, recordings(entry)),
                *map(_attachment, pictures),
            ],
            "_feedsvc": _extension(entry),
        }
    )
    # An item must have content, even empty.
    if feed.has_content:
        item["content_html"] = credit.content(entry, feed.language)
    else:
        item["content_text"] = entry.summary or entry.title
    return _dumped(item)


def _dumped(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _attachment(medium: Image | Recording) -> Json:
    return _without_empty(
        {
            "url": medium.url,
            "mime_type": medium.media_type,
            "title": medium.alt if isinstance(medium, Image) else "",
            "size_in_bytes": medium.length or 0,
        }
    )


def _extension(entry: Entry) -> dict[str, Json]:
    extension: dict[str, Json] = {"about": _ABOUT_ITEM, "credits": _credits(entry)}
    if entry.source:
        extension["source"] = asdict(entry.source)
    return extension


def _credits(entry: Entry) -> dict[str, Json]:
    credits_: dict[str, list[Json]] = {}
    for part in entry.credit:
        credits_.setdefault(part.role.value, []).extend(_labelled(part))
    return dict(credits_)


def _labelled(part: CreditPart) -> Iterable[dict[str, Json]]:
    """Parties with the label that they are shown with, and the rule that read them."""
    for party in part.parties:
        yield _without_empty(
            {
                "name": party.name,
                "url": party.url or "",
                "label": part.label,
                "evidence": party.evidence.value,
            }
        )


def _authors(parties: Iterable[Party]) -> list[Json]:
    return [_without_empty({"name": p.name, "url": p.url or ""}) for p in parties]


def _without_empty(members: dict[str, Json]) -> dict[str, Json]:
    """Known values only: JSON Feed leaves out members that would be empty."""
    return {name: value for name, value in members.items() if value}
