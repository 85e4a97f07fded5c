"""Readers: web services that take the address of a feed in a plain link. The one table."""

from collections.abc import Iterator
from urllib.parse import quote

from feedsvc.site.view.alternates import FeedLink

# Values in braces are percent-encoded.
_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F{url}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={url}"),
    ("NewsBlur", "https://www.newsblur.com/?url={url}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={url}"),
)


def reader_links(feed: FeedLink) -> Iterator[tuple[str, str]]:
    """Each service by name with the address at which it subscribes to a feed."""
    url = quote(feed.url, safe="")
    for name, address in _READERS:
        yield name, address.format(url=url)
