"""Posts and category files: bytes of the archive -> RawPost, or a reason why not."""

import codecs
import re
from dataclasses import dataclass

from feedsvc.archive.jekyll import front_matter
from feedsvc.errors import UnreadablePost

_WITHHOLDING = {
    "published": frozenset({"false", "no", "off", "n", "f", "0", "", "~", "null"}),
    "draft": frozenset({"true", "yes", "on", "y", "1"}),
}
_FLAG = re.compile(
    r"""(?:^|[{,])\s*["']?(published|draft)["']?\s*:([^,}#]*)""", re.IGNORECASE
)
_UTF16 = frozenset({codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE})


@dataclass(frozen=True, slots=True)
class RawPost:
    """A post as it was written: every field is text, and nothing is checked but UTF-8.

    Attributes:
        path: relative to the archive's root, `/`-separated, decoded.
        title: empty where the post has none.
        date: as written, such as `2021-12-31 07:55:44 +0800`, or without a zone.
        category: the raw name, exact characters, or empty.
        tags: as written; the archive puts the category's display title and 新闻 here.
        body: Markdown with raw HTML in it.
        withheld: the words by which it asks not to be published, such as
            `published: false`, or None.
    """

    path: str
    title: str
    date: str
    category: str
    tags: str
    body: str
    withheld: str | None = None


def read_post(path: str, data: bytes) -> RawPost:
    """The post that a file holds; an empty title or date is the drafting's business.

    Raises:
        UnreadablePost: not UTF-8, or no readable front matter.
    """
    fields, body = _read(path, data)
    return RawPost(
        path=path,
        title=fields.get("title", ""),
        date=fields.get("date", ""),
        category=_either(fields, "categories", "category"),
        tags=_either(fields, "tags", "tag"),
        body=body,
        withheld=_withheld(fields),
    )


def read_category(path: str, data: bytes) -> str | None:
    """The raw name that a category file is for, or None where it says none.

    Raises:
        UnreadablePost: not UTF-8, or no readable front matter.
    """
    fields, _body = _read(path, data)
    return fields.get("category") or None


def find_withholding(data: bytes) -> str | None:
    """The words of a file that cannot be read by which it asks not to be published.

    Looked for where its front matter would be, in whatever form, so that an edit that
    breaks the file does not publish it.
    """
    encoding = "utf-16" if data[:2] in _UTF16 else "utf-8"
    text = data[: front_matter.MAX_BYTES].decode(encoding, "replace")
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


def _withheld(fields: dict[str, str]) -> str | None:
    """The field that asks not to publish the post, or None.

    Jekyll withholds what YAML reads as false or as nothing, of `published` spelt exactly.
    An author who writes `"false"`, `0` or `Published`, or marks a draft, means the
    same.
    """
    for key, value in fields.items():
        word = value.partition(" #")[0].strip()
        withholding = _WITHHOLDING.get(key.strip().lower())
        if withholding is not None and word.lower() in withholding:
            return f"{key.strip()}: {word}".rstrip()
    return None


def _read(path: str, data: bytes) -> tuple[dict[str, str], str]:
    try:
        return front_matter.split(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadablePost(path, f"not UTF-8 at byte {error.start}") from error
    except front_matter.FrontMatterError as error:
        raise UnreadablePost(path, str(error)) from error


def _either(fields: dict[str, str], plural: str, singular: str) -> str:
    return fields.get(plural) or fields.get(singular, "")
