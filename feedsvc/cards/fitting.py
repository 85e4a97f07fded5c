"""Fitting: an article's own picture, made into its card.

The picture may come from anywhere: only four decoders are allowed, its size is read
before its pixels, and every error of a decoder becomes one error of ours. The result is
an sRGB JPEG without the picture's metadata, which may reveal where somebody lives.
"""

from io import BytesIO

from PIL import Image, ImageOps, ImageStat
from PIL.ImageCms import ImageCmsProfile, PyCMSError, buildTransform, createProfile

from feedsvc.cards.drawing import PAPER
from feedsvc.errors import PictureUnusable
from feedsvc.model.card import HEIGHT, MAX_BYTES, WIDTH

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# Enlarged more than twice, a picture looks worse than a drawn card; Facebook, too, shows
# a smaller one small.
_MIN_WIDTH, _MIN_HEIGHT = WIDTH // 2, HEIGHT // 2
# A wider picture is a banner. A portrait of 2:3 still keeps a head and shoulders; a
# taller picture is a phone's screen or a long chart, and a crop of it makes no sense.
_WIDEST, _TALLEST = 4.0, 0.65
_MAX_PIXELS = 50_000_000  # of the file; a JPEG that large is decoded smaller
_MAX_DECODED = 12_500_000  # a phone's camera; some 200 MB at the worst
_SCAN = b"\xff\xda"  # of a JPEG: each costs a pass over all its pixels
_MAX_SCANS = 100
_FLAT = 3.0  # standard deviation below which there is nothing to see, of 255 levels
_UPPER = 0.4  # where a portrait is cut: a little above the middle, where faces are
_QUALITIES = (85, 75, 65, 50, 35, 20)


def fit(picture: bytes) -> bytes:
    """A picture as the JPEG of a card, cut to its shape.

    Raises:
        PictureUnusable: it is no picture, or would not make a good card.
    """
    try:
        return _jpeg(_card(picture))
    except PictureUnusable:
        raise
    except Exception as error:
        # Decoders promise no error types: a broken file may raise anything.
        raise PictureUnusable(f"unreadable: {type(error).__name__}") from error


def _card(picture: bytes) -> Image.Image:
    """The picture in a card's size, upright, opaque and in sRGB."""
    with Image.open(BytesIO(picture), formats=_FORMATS) as image:
        _refuse_bombs(image, picture)
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        _refuse_shape(*image.size)
        scalable: Image.Image = image
        if image.has_transparency_data:
            scalable = image.convert("RGBA")
        elif image.mode not in {"L", "RGB", "CMYK"}:
            scalable = image.convert("RGB")
    centre = (0.5, _UPPER if scalable.width < scalable.height else 0.5)
    cut = ImageOps.fit(scalable, (WIDTH, HEIGHT), centering=centre)
    card = Image.new("RGB", cut.size, PAPER)
    card.paste(_srgb(cut, profile), mask=cut if cut.mode == "RGBA" else None)
    if max(ImageStat.Stat(card).stddev) < _FLAT:
        raise PictureUnusable("nothing to see")
    return card


def _refuse_bombs(image: Image.Image, picture: bytes) -> None:
    """Raise if a picture would take too much memory or time; decodes no pixel."""
    whole = image.width * image.height
    image.draft(None, (WIDTH, WIDTH))  # JPEG alone can; a square, as it may be turned
    # A progressive one is held whole, however small it is decoded.
    held = whole if "progressive" in image.info else image.width * image.height
    if whole > _MAX_PIXELS or held > _MAX_DECODED:
        raise PictureUnusable("too many pixels")
    if image.format not in {"PNG", "GIF", "WEBP"} and picture.count(_SCAN) > _MAX_SCANS:
        raise PictureUnusable("too many scans")


def _refuse_shape(width: int, height: int) -> None:
    if width < _MIN_WIDTH or height < _MIN_HEIGHT:
        raise PictureUnusable("too small")
    if not _TALLEST <= width / height <= _WIDEST:
        raise PictureUnusable("too wide or too tall")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert a picture to opaque sRGB, the colours that every screen shows."""
    opaque = image.convert("RGB") if image.mode == "RGBA" else image
    if profile:
        try:
            given, srgb = ImageCmsProfile(BytesIO(profile)), createProfile("sRGB")
            return buildTransform(given, srgb, opaque.mode, "RGB").apply(opaque)
        except (OSError, PyCMSError):
            pass  # a broken profile, or one for another kind of picture, is ignored
    return opaque.convert("RGB")


def _jpeg(card: Image.Image) -> bytes:
    for quality in _QUALITIES:
        file = BytesIO()
        card.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() < MAX_BYTES:
            return file.getvalue()
    raise PictureUnusable("too detailed")
