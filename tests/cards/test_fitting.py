"""Fitting: pictures of all kinds as cards, or not."""

import os
import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageDraw

from feedsvc.cards.fitting import fit
from feedsvc.errors import PictureUnusable
from feedsvc.model.card import HEIGHT, MAX_BYTES, WIDTH

RED, BLUE, PAPER = (200, 30, 30), (20, 60, 200), (251, 250, 246)
KINDS = ["JPEG", "PNG", "WEBP", "GIF"]


def halves(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), BLUE)
    return image.convert(mode)


def layers(width: int, height: int) -> Image.Image:
    """A picture whose upper half is red and whose lower half is blue."""
    return halves(height, width).transpose(Image.Transpose.ROTATE_270)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """A picture as a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def fitted(picture: bytes) -> Image.Image:
    """A picture's card, decoded, after its promises were checked."""
    card = fit(picture)
    assert len(card) < MAX_BYTES
    image = Image.open(BytesIO(card))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (WIDTH, HEIGHT))
    return image


def near(image: Image.Image, x: float, y: float, colour: tuple[int, ...]) -> bool:
    """Whether a place of a card, in parts of its size, has a colour, as JPEG goes."""
    pixel = image.getpixel((int(x * WIDTH), int(y * HEIGHT)))
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


def reason(picture: bytes) -> str:
    """Why a picture is unusable."""
    with pytest.raises(PictureUnusable) as caught:
        fit(picture)
    return caught.value.reason


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(600, 315), (600, 900), (1400, 352), (3000, 2000)])
def test_usable_pictures_become_cards(kind: str, size: tuple[int, int]) -> None:
    """Of every kind and every shape that is near enough; nothing is stretched."""
    card = fitted(encoded(halves(*size), kind))
    assert near(card, 0.25, 0.5, RED)
    assert near(card, 0.75, 0.5, BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_pixels_is_taken(mode: str) -> None:
    """Grey, palette, sixteen bits: what PNG knows."""
    grey = Image.linear_gradient("L").resize((1200, 630))
    if mode == "I;16":
        image = Image.frombytes("I;16", (1200, 630), os.urandom(1200 * 630 * 2))
    else:
        image = grey.convert(mode)
    fitted(encoded(image))


def test_printers_colours_are_taken() -> None:
    """A JPEG in CMYK."""
    assert near(fitted(encoded(halves(mode="CMYK"), "JPEG")), 0.75, 0.5, BLUE)


def test_a_portrait_is_cut_above_its_middle() -> None:
    """Where faces are; a landscape is cut in its middle."""
    portrait = fitted(encoded(layers(900, 1200)))
    assert near(portrait, 0.5, 0.5, RED)
    landscape = fitted(encoded(layers(1200, 900)))
    assert near(landscape, 0.5, 0.47, RED)
    assert near(landscape, 0.5, 0.53, BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_stand_upright(kind: str) -> None:
    """A camera says how it was held: turned, what was left is up."""
    exif = Image.Exif()
    exif[0x0112] = 6
    card = fitted(encoded(halves(630, 900), kind, exif=exif))
    assert near(card, 0.5, 0.1, RED)
    assert near(card, 0.5, 0.9, BLUE)


def test_metadata_is_dropped() -> None:
    """Neither place nor device, comment or profile goes on."""
    exif = Image.Exif()
    exif[0x010F] = "camera"
    exif.get_ifd(0x8825)[1] = "N"
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    card = fitted(
        encoded(halves(), "JPEG", exif=exif, comment=b"secret", icc_profile=icc)
    )
    assert not {"exif", "comment", "icc_profile", "xmp"} & card.info.keys()


def test_colours_are_made_srgb() -> None:
    """A profile in which red and green change places is obeyed."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ")
    swapped = swapped.replace(b"????", b"gXYZ")
    card = fitted(encoded(halves(), icc_profile=swapped))
    red, green, _ = card.getpixel((300, 300))  # type: ignore[misc]
    assert green > 150 > red


def test_a_broken_profile_is_ignored() -> None:
    """As is one for another kind of picture."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"no profile", lab):
        assert near(fitted(encoded(halves(), icc_profile=profile)), 0.25, 0.5, RED)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB"])
def test_transparency_shows_paper(mode: str) -> None:
    """In layers, in a palette, and as one colour that stands for nothing."""
    image = halves().quantize(2) if mode == "P" else halves()
    options: dict[str, object] = {}
    if mode in {"RGBA", "LA"}:
        image = image.convert(mode)
        image.paste(0 if mode == "LA" else (0, 0, 0, 0), (0, 0, 600, 800))
    else:
        options["transparency"] = image.getpixel((1, 1))
    assert near(fitted(encoded(image, "PNG", **options)), 0.25, 0.5, PAPER)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_an_animation_stands_still(kind: str) -> None:
    """Its first frame is the card."""
    frames = [Image.new("RGB", (1200, 800), "white")]
    picture = encoded(halves(), kind, save_all=True, append_images=frames)
    assert near(fitted(picture), 0.25, 0.5, RED)


def test_the_most_detailed_picture_fits() -> None:
    """Noise is given up detail until it is under the cap."""
    fitted(encoded(Image.frombytes("RGB", (1200, 630), os.urandom(1200 * 630 * 3))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1, 1), (599, 400), (1000, 314)])
def test_small_pictures_are_unusable(kind: str, size: tuple[int, int]) -> None:
    """They would be enlarged more than twice."""
    assert reason(encoded(halves(*size), kind)) == "too small"


@pytest.mark.parametrize("size", [(1400, 349), (600, 924), (700, 6000)])
def test_banners_and_long_charts_are_unusable(size: tuple[int, int]) -> None:
    """Too little of them would be left."""
    assert reason(encoded(halves(*size))) == "too wide or too tall"


@pytest.mark.parametrize("colour", ["white", "#ddd", (0, 0, 0, 0)])
def test_blanks_are_unusable(colour: str | tuple[int, ...]) -> None:
    """Placeholders and large tracking pixels, transparent ones too."""
    assert reason(encoded(Image.new("RGBA", (1200, 630), colour))) == "nothing to see"


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize("size", [(4000, 4000), (8000, 8000)])
def test_bombs_are_not_decoded(size: tuple[int, int]) -> None:
    """The header says how large it would get."""
    assert reason(png_that_says(*size)) == "too many pixels"


def test_the_largest_bombs_are_unusable() -> None:
    """Those that Pillow warns of, and those that it refuses itself."""
    assert "Decompression" in reason(png_that_says(10_000, 10_000))
    assert "Decompression" in reason(png_that_says(60_000, 60_000))


def test_a_huge_photograph_is_decoded_smaller() -> None:
    """24 megapixels of JPEG are fine, unless they have to be held whole."""
    photograph = halves(6000, 4000)
    assert near(fitted(encoded(photograph, "JPEG")), 0.25, 0.5, RED)
    assert reason(encoded(photograph, "JPEG", progressive=True)) == "too many pixels"


def test_a_jpeg_of_countless_scans_is_unusable() -> None:
    """Every scan of a few bytes costs a pass over all pixels."""
    picture = encoded(halves(), "JPEG", progressive=True)
    start = picture.rindex(b"\xff\xda")
    scan = picture[start:-2]
    assert reason(picture[:-2] + scan * 100 + picture[-2:]) == "too many scans"


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "EPS", "PDF", "AVIF"])
def test_no_other_decoder_runs(kind: str) -> None:
    """Not one that Pillow has, and none that calls another program."""
    assert reason(encoded(halves(), kind)).startswith("unreadable")


@pytest.mark.parametrize(
    "junk", [b"", b"\xff", b"<svg/>", b"GIF89a", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_unusable(junk: bytes) -> None:
    """Nothing, text, and signatures with nothing behind them."""
    assert reason(junk).startswith("unreadable")


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_pictures_are_unusable(kind: str) -> None:
    """Half a picture is none, wherever the download broke off."""
    picture = encoded(Image.effect_noise((700, 400), 60).convert("RGB"), kind)
    for part in (0.1, 0.5, 0.9):
        assert reason(picture[: int(len(picture) * part)])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", [*KINDS, "MPO"])
def test_damaged_pictures_raise_nothing_else(kind: str) -> None:
    """Bytes are changed at random, mostly near the start, where the structure is."""
    chance = random.Random(kind)  # noqa: S311 - the same damage in every run
    exif = Image.Exif()
    exif[0x0112] = 6
    more = {} if kind == "GIF" else {"exif": exif}
    picture = encoded(halves(630, 900), kind, **more)
    for _ in range(150):
        damaged = bytearray(picture)
        for _ in range(chance.choice([1, 3, 20])):
            reach = min(len(damaged), chance.choice([60, 600, 1_000_000]))
            damaged[chance.randrange(reach)] = chance.randrange(256)
        try:
            card = fit(bytes(damaged))
        except PictureUnusable:
            continue
        assert len(card) < MAX_BYTES
