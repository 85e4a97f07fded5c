"""Bodies as they are kept, so that better rules can make every article anew.

A body from an archive's file is kept as it was written, its source's own markup
included, if that is all there is to it. Any other body gets a first line with its
markup and what was said beside it.
"""

import json
import zlib
from dataclasses import asdict, dataclass

from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.submission import NOTHING_GIVEN, BodyKind, Given, Submission

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
    given: Given = NOTHING_GIVEN
    is_written: bool = True


def pack(submission: Submission) -> bytes:
    """A submission's body as `ArticleDraft.raw` keeps it."""
    written = submission.written
    if written is None or not _is_bare(submission):
        written = f"{_MARK}{_head(submission)}\n{submission.body}"
    elif written.startswith(_MARK):
        written = written.lstrip("\0")
    return zlib.compress(written.encode("utf-8", "replace"), _COMPRESSION)


def _is_bare(submission: Submission) -> bool:
    """True if a submission is a body of Markdown and nothing beside it."""
    is_markdown = submission.kind is BodyKind.MARKDOWN
    return is_markdown and not submission.credits and submission.given == NOTHING_GIVEN


def _head(submission: Submission) -> str:
    credits_ = [
        (c.role, c.name, c.raw, c.url, c.label, c.rule) for c in submission.credits
    ]
    said = {name: text for name, text in asdict(submission.given).items() if text}
    return json.dumps({"kind": submission.kind, "credits": credits_, "given": said})


def _whole(credit: list[str]) -> list[str]:
    """A credit with the label and the rule that earlier versions did not keep."""
    return [*credit, *["", Rule.GIVEN][len(credit) - 4 :]]


def unpack(raw: bytes) -> KeptBody:
    """The body that `pack` was given, lone surrogates as `?`."""
    text = zlib.decompress(raw).decode("utf-8")
    if not text.startswith(_MARK):
        return KeptBody(text)
    head, _, body = text.removeprefix(_MARK).partition("\n")
    said = json.loads(head)
    credits_ = tuple(
        Attribution(Role(role), name, raw_text, Rule(rule), url, label)
        for role, name, raw_text, url, label, rule in map(_whole, said["credits"])
    )
    beside = said.get("given", {})
    beside["media"] = tuple(map(tuple, beside.get("media", ())))
    given = Given(**beside)
    return KeptBody(body, BodyKind(said["kind"]), credits_, given, is_written=False)
