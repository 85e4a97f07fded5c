"""Bodies as they are kept, so that better rules can make every article anew.

A body from an archive's file is kept as it was written, its source's own markup
included. Any other body gets a first line with its markup and the credits given
outright.
"""

import json
import zlib
from dataclasses import dataclass

from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.submission import BodyKind, Submission

_COMPRESSION = 2  # a third of level 6's time for a sixth more bytes
_MARK = "\0feedsvc "  # no text of an article has a NUL


@dataclass(frozen=True, slots=True)
class KeptBody:
    """A body that was kept.

    Attributes:
        is_written: the source's own markup is still in it.
    """

    text: str
    kind: BodyKind = BodyKind.MARKDOWN
    credits: tuple[Attribution, ...] = ()
    is_written: bool = True


def pack(submission: Submission) -> bytes:
    """A submission's body as `ArticleDraft.raw` keeps it."""
    written = submission.written
    if written is None:
        credits_ = [(c.role, c.name, c.raw, c.url, c.label) for c in submission.credits]
        head = json.dumps({"kind": submission.kind, "credits": credits_})
        written = f"{_MARK}{head}\n{submission.body}"
    elif written.startswith(_MARK):
        written = written.lstrip("\0")
    return zlib.compress(written.encode("utf-8", "replace"), _COMPRESSION)


def unpack(raw: bytes) -> KeptBody:
    """The body that `pack` was given, lone surrogates as `?`."""
    text = zlib.decompress(raw).decode("utf-8")
    if not text.startswith(_MARK):
        return KeptBody(text)
    head, _, body = text.removeprefix(_MARK).partition("\n")
    said = json.loads(head)
    credits_ = tuple(
        Attribution(Role(role), name, raw_text, Rule.GIVEN, url, *label)
        for role, name, raw_text, url, *label in said["credits"]
    )
    return KeptBody(body, BodyKind(said["kind"]), credits_, is_written=False)
