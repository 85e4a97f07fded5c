"""Arguments: parts that options of several commands share."""

import argparse
from collections.abc import Callable

from feedsvc.model.slug import Slug

# Adds a command, given its name, what it does, and more of that.
Add = Callable[..., argparse.ArgumentParser]
# Adds an action, given the actions of a command before that.
AddAction = Callable[..., argparse.ArgumentParser]


def between(text: str, least: int, most: int) -> int:
    """A number of a range, in ASCII digits.

    Raises:
        ArgumentTypeError: it is none.
    """
    is_number = text.isdecimal() and text.isascii() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not between {least} and {most}")
    return int(text)


def slug_of(text: str) -> Slug:
    """A slug, in small letters.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text or not all(c.isascii() and (c.isalnum() or c == "-") for c in text):
        raise argparse.ArgumentTypeError(f"{text!r} is no slug (a-z, 0-9 and -)")
    return Slug(text.lower())
