"""Cards: the one picture that an app shows beside a shared link.

An article's own picture, fitted and kept as a copy; else one drawn from its title, its
source and the site's name. A card's name is a digest of its ingredients: equal names
mean equal pictures, and a changed title changes the name. Knows no pixels.
"""

import hashlib
import json
from dataclasses import astuple, dataclass
from enum import StrEnum

WIDTH, HEIGHT = 1200, 630  # pixels; every network shows it uncut
MAX_BYTES = 300_000  # every network accepts these
# Part of every name: raise it when drawing or fitting comes out different.
_MADE = 2


class CardKind(StrEnum):
    """Kind of a card, and with it its format."""

    COPY = "jpg"
    DRAWN = "png"

    @property
    def media_type(self) -> str:
        """Media type of this kind of card."""
        return {CardKind.COPY: "image/jpeg", CardKind.DRAWN: "image/png"}[self]


@dataclass(frozen=True, slots=True)
class CardText:
    """Text on a drawn card.

    Attributes:
        title: of the article, any length.
        source: its source, as in the site's credit line; may be empty.
        site: the site's title.
        language: BCP 47, of the title.
    """

    title: str
    source: str
    site: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class CardName:
    """Name of a card within its article: `{digest}.{kind}`."""

    digest: str
    kind: CardKind

    def __str__(self) -> str:
        return f"{self.digest}.{self.kind}"


def drawn_name(text: CardText) -> CardName:
    """The name of the card that is drawn from a text."""
    return CardName(_digest(*astuple(text)), CardKind.DRAWN)


def copy_name(url: str) -> CardName:
    """The name of the copy of a picture."""
    return CardName(_digest(url), CardKind.COPY)


def _digest(*made_from: str) -> str:
    """Digest that names are made of: 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps([_MADE, *made_from]).encode()).hexdigest()[:16]
