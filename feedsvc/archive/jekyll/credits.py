"""Credits that a post's front matter gives outright: its authors and its source."""

from collections.abc import Iterator, Mapping

from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.values import first_text, mapping_of
from feedsvc.archive.jekyll.yaml_text import Value
from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.text import folded, xml_legal

_MAX_CREDITS = 8  # of one role
_MAX_NAME = 120  # characters
_URLS = ("url", "uri", "link", "website", "homepage")
_WEB = ("https://", "http://")


def credits_of(post: RawPost, authors: Mapping[str, Value]) -> tuple[Attribution, ...]:
    """The credits that a post gives, each name once.

    Args:
        post: with `author` or `authors`, as text, list or mapping, and with `source`.
        authors: of the site, by the keys that posts may name them by.
    """
    written = (*_items(post.fields.get("author")), *_items(post.fields.get("authors")))
    known = (_looked_up(one, authors) for one in written)
    found = [_credit(Role.AUTHOR, one, "") for one in known]
    source_url = post.text("source_url")
    found += [
        _credit(Role.PUBLISHER, one, source_url)
        for one in _items(post.fields.get("source"))
    ]
    once: dict[tuple[Role, str], Attribution] = {}
    for credit in filter(None, found):
        once.setdefault((credit.role, credit.name), credit)
    return tuple(once.values())[: 2 * _MAX_CREDITS]


def origin_of(post: RawPost) -> str | None:
    """The address where the text was first published, if the post gives one."""
    given = (post.text("source_url"), post.text("canonical_url"), post.text("source"))
    return next((url for url in given if _is_url(url)), None)


def _items(value: Value) -> Iterator[Value]:
    """One credit after another."""
    if isinstance(value, tuple):
        yield from value[:_MAX_CREDITS]
    elif value is not None:
        yield value


def _looked_up(written: Value, authors: Mapping[str, Value]) -> Value:
    known = authors.get(written) if isinstance(written, str) else None
    if isinstance(known, dict) and isinstance(written, str):
        return {"name": written, **known}
    return known or written


def _credit(role: Role, given: Value, url: str) -> Attribution | None:
    said = mapping_of(given)
    raw = given if isinstance(given, str) else first_text(said, "name", "title")
    name = folded(xml_legal(raw))
    if not name or len(name) > _MAX_NAME or _is_url(name):
        return None
    urls = filter(_is_url, (url, *(first_text(said, key) for key in _URLS)))
    return Attribution(role, name, name, Rule.FRONT_MATTER, next(urls, None))


def _is_url(text: str) -> bool:
    return text.startswith(_WEB) and " " not in text
