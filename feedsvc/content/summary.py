"""Summaries: the beginning of an article as plain text, for lists and previews."""

from collections.abc import Collection, Sequence

from feedsvc.content.lines import Line

MAX_LENGTH = 200  # characters
_NEAR = 120  # a sentence that ends behind this is worth stopping at
_SENTENCE_ENDS = "。！？!?…"


def summarise(lines: Sequence[Line], *, credits_: Collection[str]) -> str:
    """Summary of at most MAX_LENGTH characters, of the digest or the first lines.

    Args:
        lines: of the article, in reading order.
        credits_: the raw texts that were read as credits; such lines are skipped.
    """
    said = [line for line in lines if line.text not in credits_]
    digest = [line for line in said if line.in_quote]
    summary = ""
    for line in digest or said:
        summary = f"{summary} {line.text}".lstrip()
        if len(summary) > MAX_LENGTH:
            return _cut(summary)
    return summary


def _cut(text: str) -> str:
    """`text` up to the last sentence end that is near, or else to an ellipsis."""
    head = text[:MAX_LENGTH]
    end = max(map(head.rfind, _SENTENCE_ENDS))
    return head[: end + 1] if end >= _NEAR else f"{head[:-1].rstrip()}…"
