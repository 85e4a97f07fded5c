"""Originals: the place an article's text was taken from, if that is another site."""

from urllib.parse import urlsplit

from feedsvc.model.links import Links

_SHARE_FILE = "newsshare.html"


def original_url(origin_url: str | None, links: Links) -> str | None:
    """URL that a text was taken from; None where that is this site, old or new.

    A share link is this site's own whatever its host: the site has had several.

    Args:
        origin_url: of an article.
    """
    if origin_url is None:
        return None
    host = host_of(origin_url)
    own = {host_of(base) for base in (links.base_url, links.legacy_url) if base}
    if not host or host in own or _is_share_link(origin_url):
        return None
    return origin_url


def host_of(url: str) -> str:
    """The host of a URL as people know it, without `www.`; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _is_share_link(url: str) -> bool:
    return urlsplit(url).path.lower().rpartition("/")[2] == _SHARE_FILE
