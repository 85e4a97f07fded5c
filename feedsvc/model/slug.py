"""Slugs: the part of an address that stands for a category, a source or a title.

A slug is a function of the raw name alone, never of other stored names or their order
(D3).
"""

import hashlib
import re
from typing import Final, NewType

from slugify import slugify

from feedsvc.model.pinyin import spelled

Slug = NewType("Slug", str)

_HASHED = re.compile(r"(?:.*-)?[0-9a-f]{6}")
_DIGITS = (6, 12, 24, 48)  # of SHA-256, in hexadecimal
# Named, or slugs would change when another table is installed.
_BACKEND: Final = "text-unidecode"
_MAX_LENGTH = 80  # characters; keeps an address under what chat apps cut


def slug_of(text: str) -> Slug:
    """A slug that a person typed, in small letters.

    Raises:
        ValueError: it is none.
    """
    if not text or not all(c.isascii() and (c.isalnum() or c == "-") for c in text):
        raise ValueError(f"{text!r} is not a slug (a-z, 0-9 and -)")
    return Slug(text.lower())


def slug_of_name(raw: str) -> Slug:
    """The slug of a category's or source's raw name, unique for each raw name.

    Chinese is spelled in pinyin. `techweb` keeps its own; whatever slugify changes gets 6 hex digits of the raw name's
    SHA-256 behind it, so that `TechWeb`, `Techweb`, and 是投 beside 石头 stay apart. A raw
    name that already looks hashed is hashed too, or it could pose as another.
    """
    return slugs_of_name(raw)[0]


def slugs_of_name(raw: str) -> tuple[Slug, ...]:
    """The slugs that a name may have, best first: its own, then ever longer digests.

    Those behind the first are for when it is taken: by a category that was renamed, or by
    a name made to have the same six digits.
    """
    return _hashed(raw, slugify(spelled(raw), max_length=_MAX_LENGTH, backend=_BACKEND))


def former_slug_of_name(raw: str) -> Slug:
    """The slug that a name got while each character was read by itself."""
    return _hashed(raw, slugify(raw, max_length=_MAX_LENGTH, backend=_BACKEND))[0]


def _hashed(raw: str, plain: str) -> tuple[Slug, ...]:
    digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    before = f"{plain}-" if plain else ""
    hashed = tuple(Slug(before + digest[:digits]) for digits in _DIGITS)
    is_its_own = plain and plain == raw and not _HASHED.fullmatch(plain)
    return (Slug(plain), *hashed) if is_its_own else hashed


def slug_of_title(title: str) -> Slug:
    """A readable slug of a title; not unique, and empty where nothing can be spelled."""
    spelled = slugify(
        title, max_length=_MAX_LENGTH, word_boundary=True, backend=_BACKEND
    )
    return Slug(spelled)


def slug_of_file(stem: str) -> Slug:
    """A readable name for a file; not unique, and never empty."""
    plain = slugify(spelled(stem), max_length=_MAX_LENGTH, backend=_BACKEND)
    return Slug(plain or "file")
