"""Posts and category files: bytes of the archive -> RawPost, or a reason why not."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from feedsvc.archive.jekyll import encoding, front_matter
from feedsvc.archive.jekyll.naming import is_post
from feedsvc.archive.jekyll.values import first_text, text_of, texts_of
from feedsvc.archive.jekyll.yaml_text import Value
from feedsvc.errors import UnreadablePost

_WITHHOLDING = {
    "published": frozenset({"false", "no", "off", "n", "f", "0", "", "~", "null"}),
    "draft": frozenset({"true", "yes", "on", "y", "1"}),
}
_FLAG = re.compile(
    r"""(?:^|[{,])\s*["']?(published|draft)["']?\s*:([^,}#]*)""", re.IGNORECASE
)
# As a default it is the picture that stands for the site, and not for any one post.
_OF_SITE = frozenset({"image", "cover"})
_UTF16 = frozenset({codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE})


@dataclass(frozen=True, slots=True)
class RawPost:
    """A post as it was written.

    Attributes:
        path: relative to the archive's root, `/`-separated, decoded.
        fields: its front matter, with what the site gives every such file.
        body: what stands below, with Liquid and all.
        first_line: number of the body's first line in the file.
        encoding: named where it is not UTF-8.
        withheld: the words by which it asks not to be published, such as
            `published: false`, or None.
    """

    path: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1
    encoding: str | None = None
    withheld: str | None = None

    def text(self, *keys: str) -> str:
        """The first of these fields that has a text; empty if none does."""
        return first_text(self.fields, *keys)


def read_post(
    path: str, data: bytes, defaults: Mapping[str, Value] | None = None
) -> RawPost:
    """The post that a file holds; an empty title or date is the drafting's business.

    Args:
        path: of the file. In `_posts` it needs no front matter, as with Jekyll.
        data: its bytes.
        defaults: front matter that it has unless it says otherwise.

    Raises:
        UnreadablePost: its encoding or its front matter cannot be read.
    """
    decoded, split = _read(path, data)
    if split.fields is None and not is_post(path):
        raise UnreadablePost(path, "no front matter")
    sites = {key: said for key, said in (defaults or {}).items() if key not in _OF_SITE}
    fields = {**sites, **(split.fields or {})}
    return RawPost(
        path=path,
        fields=fields,
        body=split.body,
        first_line=split.first_line,
        encoding=decoded.encoding,
        withheld=_withheld(fields),
    )


def read_category(path: str, data: bytes) -> str | None:
    """The raw name that a category file is for, or None where it says none.

    Raises:
        UnreadablePost: its encoding or its front matter cannot be read.
    """
    _decoded, split = _read(path, data)
    return text_of((split.fields or {}).get("category")) or None


def find_withholding(data: bytes) -> str | None:
    """The words of a file that cannot be read by which it asks not to be published.

    Looked for where its front matter would be, in whatever form, so that an edit that
    breaks the file does not publish it.
    """
    named = "utf-16" if data[:2] in _UTF16 else "utf-8"
    text = data[: front_matter.MAX_BYTES].decode(named, "replace")
    lines = text.replace("\r", "\n").lstrip("\ufeff \t\n").split("\n")
    closing = next((n for n, line in enumerate(lines[1:], 1) if _is_fence(line)), None)
    for line in lines[:closing]:
        for match in _FLAG.finditer(line):
            key, value = match[1], match[2].strip("\"' \t")
            if _withheld({key: value}):
                return f"{key}: {value}".rstrip()
    return None


def _is_fence(line: str) -> bool:
    return line.rstrip() in {"---", "..."}


def _withheld(fields: Mapping[str, Value]) -> str | None:
    """The field that asks not to publish the post, or None.

    Jekyll withholds what YAML reads as false or as nothing, of `published` spelt exactly.
    An author who writes `"false"`, `0` or `Published`, or marks a draft, means the
    same.
    """
    for key, value in fields.items():
        withholding = _WITHHOLDING.get(key.strip().lower())
        if withholding is None:
            continue
        word = " ".join(texts_of(value)).partition(" #")[0].strip()
        if word.lower() in withholding:
            return f"{key.strip()}: {word}".rstrip()
    return None


def _read(path: str, data: bytes) -> tuple[encoding.Decoded, front_matter.Split]:
    try:
        decoded = encoding.decode(data)
        return decoded, front_matter.split(decoded.text)
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start}; save it as UTF-8"
        raise UnreadablePost(path, reason) from error
    except front_matter.FrontMatterError as error:
        raise UnreadablePost(path, str(error)) from error
