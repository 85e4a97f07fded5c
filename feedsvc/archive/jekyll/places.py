"""Places: where in its archive a file may lie that an address of a post means.

Pure: names paths, and never looks whether there is anything.
"""

import posixpath
import re
from collections.abc import Iterator
from unicodedata import normalize
from urllib.parse import quote, unquote, urljoin

from feedsvc.archive.jekyll.config import Config
from feedsvc.model.links import encode_path

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# Reserved and unreserved characters of RFC 3986 §2, and escapes that are there already.
_URI = "%:/?#[]@!$&'()*+,;=~"
_MARKS = tuple("._#~")
# Folders of posts are hidden too, yet pictures lie in them beside their posts.
_POST_FOLDERS = frozenset({"_posts"})
# Files that are pages or belong to them; Jekyll makes other files of some.
_PAGES = frozenset({
    "", ".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm", ".xhtml", ".php",
    ".xml", ".css", ".scss", ".sass", ".js", ".mjs", ".asp", ".aspx", ".jsp", ".cgi",
})  # fmt: skip


def find_places(
    written: str, config: Config, *, post: str, url: str
) -> tuple[str, ...]:
    """Paths in the archive that an address may mean, the likeliest first.

    Args:
        written: the address, as it stands in the post.
        config: of the site.
        post: path of the post's file.
        url: decoded path of the post on the site, without the `baseurl`.

    Returns:
        None that leaves the archive; nothing for the address of another site.
    """
    path = _own_path(written, config)
    if path is None or _CONTROL.search(path):
        return ()
    if path.startswith("/"):
        base = config.baseurl
        under = path.removeprefix(base) if base and path.startswith(f"{base}/") else ""
        tried = [under, path] if under else [path]
    else:
        folders = (posixpath.dirname(url), posixpath.dirname(post), "")
        tried = [f"{folder}/{path}" for folder in folders]
    return tuple(dict.fromkeys(form for one in tried for form in _forms(one)))


def page_path(written: str, url: str) -> str | None:
    """Path on the site of a page that a link without a host leads to; None of others.

    Args:
        written: the address, as it stands in the post.
        url: decoded path of the post on the site.
    """
    text = written.strip().replace("\\", "/")
    if _SCHEME.match(text) or _CONTROL.search(text) or text[:1] in {"", "#", "?"}:
        return None
    path, *_ = re.split("[?#]", text, maxsplit=1)
    if not path.endswith("/") and not is_page(path):
        return None
    joined = urljoin(f"//site{encode_path(url)}", text)  # a host keeps `..` below it
    return quote(joined.removeprefix("//site"), safe=_URI)


def is_page(path: str) -> bool:
    """True if a path is that of a page or of a part of one, and of no file to keep."""
    return posixpath.splitext(path)[1].lower() in _PAGES


def hiding(path: str, config: Config) -> str | None:
    """Reason why Jekyll would not publish a file at this path, or None."""
    *folders, name = path.split("/")
    collections = (one.folder.rpartition("/")[2] for one in config.collections)
    shown = {*_POST_FOLDERS, *collections}
    is_hidden = name.startswith(_MARKS) or any(
        folder.startswith(_MARKS) and folder not in shown for folder in folders
    )
    if is_hidden:
        return "hidden by its name"
    return "excluded in _config.yml" if config.is_excluded(path) else None


def _own_path(written: str, config: Config) -> str | None:
    """The decoded path of an address on the site itself, or None if it is elsewhere."""
    text = written.strip().replace("\\", "/")
    own = f"//{config.url.partition('//')[2]}/".lower()
    if _SCHEME.match(text):
        scheme, slashes, rest = text.partition("//")
        is_web = scheme.lower() in {"", "http:", "https:"} and slashes
        if not is_web or not config.url or not f"//{rest}".lower().startswith(own):
            return None
        text = f"/{rest.partition('/')[2]}"
    try:
        return unquote(re.split("[?#]", text, maxsplit=1)[0], errors="strict")
    except UnicodeDecodeError:
        return None


def _forms(path: str) -> Iterator[str]:
    """A path without `.` and `..`, which end at the root as in a browser, in each form."""
    plain = posixpath.normpath(f"/{path}").lstrip("/")
    if plain and not path.endswith("/"):
        yield plain
        if not plain.isascii():  # as Macs and everybody else write names
            yield from (normalize("NFC", plain), normalize("NFD", plain))
