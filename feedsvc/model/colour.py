"""Colours: any accent made readable on a ground (WCAG 2.2 §1.4.3)."""

_MIN_CONTRAST = 4.5
_STEPS = 40


def readable(colour: str, ground: str) -> str:
    """The colour, darkened or lightened as little as reading it on a ground takes.

    Args:
        colour, ground: six hexadecimal digits.
    """
    wanted, below = _channels(colour), _luminance(_channels(ground))
    end = 255 if below < 0.18 else 0
    mixtures = (
        tuple(round(c + (end - c) * step / _STEPS) for c in wanted)
        for step in range(_STEPS + 1)
    )
    found = next(
        mixed
        for mixed in mixtures  # the last is black or white, which can be read
        if _contrast(_luminance(mixed), below) >= _MIN_CONTRAST
    )
    return "".join(f"{channel:02x}" for channel in found)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    return _contrast(_luminance(_channels(one)), _luminance(_channels(other)))


def _contrast(one: float, other: float) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour))


def _luminance(channels: tuple[int, ...]) -> float:
    parts = (channel / 255 for channel in channels)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
