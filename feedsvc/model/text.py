"""Text that XML 1.0 can carry, and should; reading and cleaning come after."""

import re

# XML 1.0 §2.2 Char, turned round, and the controls that it discourages: U+007F to U+009F
# show nothing, and come from text that was decoded with the wrong table.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEXT_LINE = "\x85"


def xml_legal(text: str) -> str:
    """`text` without what XML 1.0 forbids or discourages, lone surrogates included.

    A next-line control (U+0085) separates words, so it becomes a space. Call it before
    cleaning, never after: such a control may separate `java` from `script:`.
    """
    return _UNFIT.sub("", text.replace(_NEXT_LINE, " "))


def folded(text: str) -> str:
    """`text` on one line, its runs of white space (U+3000 too) single spaces."""
    return " ".join(text.split())
