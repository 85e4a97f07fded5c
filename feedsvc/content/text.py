"""Text that XML 1.0 can carry; everything else in this package comes after it."""

import re

# XML 1.0 §2.2 Char, turned round.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_legal(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids, lone surrogates included.

    Before cleaning, never after: what stands between `java` and `script:` may be one.
    """
    return _ILLEGAL.sub("", text)


def folded(text: str) -> str:
    """`text` on one line, its runs of white space (U+3000 too) single spaces."""
    return " ".join(text.split())
