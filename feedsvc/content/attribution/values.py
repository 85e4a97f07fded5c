"""Values: the names behind one label, and the text that may stand beside them.

Reading a value raises `NoCredit` with the reason, or leaves it less than whole where it
has text that is understood but names nobody, such as an editor's number.
"""

import re
from dataclasses import dataclass, field

TRIM = " \t，,；;|｜/／、丨.。…:：-—"
ASIDE = re.compile(r"[（(][^（）()]{0,60}[）)]|(?<=.)~~.+?~~")
SEPARATOR = r"[、/／；;，,|｜丨]"
# A space parts two names between Chinese characters; Financial Times is one name.
BETWEEN_ENGLISH = re.compile(r"\s*[;,/|，、；]\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
PADDED = re.compile(r"(?<![^\s、，])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![^\s、，])")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATE = re.compile(
    rf"(?<![A-Za-z_-])[\s，,]*(?:\d{{1,2}}\s)?{_MONTH}(?:\s\d{{1,2}})?,?\s\d{{4}}[\s.]*$|"
    r"(?<![A-Za-z_-])[\s，,]*(?:\d{4}\s?[-年/.]\s?\d{1,2}(?:\s?[-月/.].*)?|\d{4}年?|\d{1,2}月\d{1,2}日|"
    r"(?<![\d月])\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?)[\s.。，]*$"
)
QUOTED = re.compile(r"[「『“\"《]([^「」『』“”\"《》]{1,30})[」』”\"》]")


class NoCredit(Exception):
    """The text credits nobody; says why."""


@dataclass(slots=True)
class Value:
    """The names behind a label.

    Attributes:
        is_whole: they are all that the value says.
        outlet: the one before the people, if any: 作者：江城周刊 林知远.
        are_photographers: 摄影报道 follows their names.
    """

    names: list[str] = field(default_factory=list)
    is_whole: bool = True
    outlet: str | None = None
    are_photographers: bool = False
    left_over: int = 0

    def leave(self, text: str, *, most: int) -> None:
        """Leave text beside the names; raise if there is too much of it."""
        self.is_whole = False
        self.left_over += len(text)
        if self.left_over > most:
            raise NoCredit(f"{text}: text behind the names")


def bare(part: str) -> str:
    """A name without the quotation marks that stand around all of it."""
    part = part.strip(" \"'“”‘’.…")
    quoted = QUOTED.fullmatch(part)
    return (quoted[1] if quoted else part).strip()
