"""Drawing: a card for an article that brings no picture of its own.

A small page of the site: its paper, its ink, one vermilion, its masthead over the
double rule, the title, and the source. All text is within the middle square: WeChat and
QQ cut that out for a thumbnail, and half a character at either edge would look broken.
So the title is smaller than the wide card would allow; shown 500 pixels wide, its
letters are still larger than the text around the card. The same text gives the same
bytes in every process with one version of Pillow.
"""

from functools import cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from feedsvc.cards.lettering import Pen
from feedsvc.cards.typefaces import LOCK, Face, Hand, hand_of, legible
from feedsvc.model.card import HEIGHT, WIDTH, CardText

# The colours of the site's style sheet.
PAPER, INK, SOFT, LINE, ACCENT = "#fbfaf6", "#211f1c", "#66615a", "#dfdad0", "#a42a1d"
_SHADES = {INK: 16, SOFT: 8, ACCENT: 4, LINE: 1}  # of edges, from paper to the colour

_MIDDLE = WIDTH // 2
_COLUMN = 590  # pixels: the middle square, less a margin
_MARGIN = 80
_TITLE = ((96, 2), (84, 3), (74, 3), (62, 4), (54, 4))  # sizes, and lines at most
_SMALLER = ((46, 5), (40, 6), (34, 7))  # of words, which must not be broken
_MASTHEAD = ((40, 1), (34, 1), (28, 1))
_SOURCE = ((30, 1), (26, 1))
_LEADING = 1.32  # ems from line to line
_ABOVE_BASE = 0.38  # ems: the middle of a Han character
_HEAD, _RULES, _CENTRE, _ACCENT, _FOOT = 77, (124, 128), 326, 522, 563  # downwards

_SPACING = 0.08  # ems, of the masthead


def draw(text: CardText) -> bytes:
    """The card of a text, as PNG; without a title that can be shown, the site's card."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(card)
    for y in _RULES:
        canvas.rectangle((_MARGIN, y, WIDTH - _MARGIN - 1, y + 1), LINE)
    with LOCK:
        site, site_hand = _prepared(text.site, Face.SERIF, text.language)
        title, hand = _prepared(text.title, Face.SERIF, text.language)
        if title:
            masthead = Pen(site_hand, INK, is_bold=True, spacing=_SPACING)
            _write(canvas, site, masthead, _MASTHEAD, _HEAD)
        headline = Pen(hand if title else site_hand, INK, is_bold=True)
        steps = _TITLE if headline.hand.is_square else _TITLE + _SMALLER
        _write(canvas, title or site, headline, steps, _CENTRE)
        source, hand = _prepared(text.source, Face.SANS, text.language)
        if source:
            canvas.rectangle((_MIDDLE - 24, _ACCENT, _MIDDLE + 23, _ACCENT + 3), ACCENT)
            _write(canvas, source, Pen(hand, SOFT), _SOURCE, _FOOT)
    return _png(card)


def shows(text: CardText) -> bool:
    """True unless the title is lacking because no typeface can show it."""
    with LOCK:
        return bool(_prepared(text.title, Face.SERIF, text.language)[0])


def _prepared(text: str, face: Face, language: str) -> tuple[str, Hand]:
    """A text as it can be shown, and the hand for it."""
    hand = hand_of(text, face, language)
    return legible(text, hand), hand


def _write(
    canvas: ImageDraw.ImageDraw,
    text: str,
    pen: Pen,
    steps: tuple[tuple[int, int], ...],
    middle: int,
) -> None:
    """Write a text, its lines centred on a height."""
    setting = pen.set(text, steps, _COLUMN)
    first = middle - (len(setting.lines) - 1) / 2 * _LEADING * setting.size
    for index, line in enumerate(setting.lines):
        baseline = first + (index * _LEADING + _ABOVE_BASE) * setting.size
        pen.write(canvas, line, setting.size, (_MIDDLE, round(baseline)))


def _png(card: Image.Image) -> bytes:
    few = card.quantize(palette=_palette(), dither=Image.Dither.NONE)
    file = BytesIO()
    few.save(file, "PNG")  # `optimize` takes eight times as long for a tenth less
    return file.getvalue()


@cache
def _palette() -> Image.Image:
    """Few colours, so that the file is small: an edge needs no more to look smooth."""
    paper = ImageColor.getrgb(PAPER)[:3]
    shades = list(paper)
    for colour, steps in _SHADES.items():
        full = ImageColor.getrgb(colour)[:3]
        for step in range(1, steps + 1):
            pairs = zip(paper, full, strict=True)
            shades += [round(a + (b - a) * step / steps) for a, b in pairs]
    palette = Image.new("P", (1, 1))
    palette.putpalette(shades)
    return palette
