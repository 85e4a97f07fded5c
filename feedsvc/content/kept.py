"""Bodies as they are kept, so that better rules can make every article anew.

What an archive's file held is kept as it was written, with its source's own in it; of
any other body a first line says what it is written in, and who was credited outright.
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
        is_written: what is the source's own has yet to be taken out.
    """

    text: str
    kind: BodyKind = BodyKind.MARKDOWN
    credits: tuple[Attribution, ...] = ()
    is_written: bool = True


def pack(submission: Submission) -> bytes:
    """A submission's body as `ArticleDraft.raw` keeps it."""
    written = submission.written
    if written is None:
        credits_ = [(c.role, c.name, c.raw, c.url) for c in submission.credits]
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
        Attribution(Role(role), name, raw_text, Rule.GIVEN, url)
        for role, name, raw_text, url in said["credits"]
    )
    return KeptBody(body, BodyKind(said["kind"]), credits_, is_written=False)
