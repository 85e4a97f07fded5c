"""Arguments: what options of several commands are made of."""

import argparse
from collections.abc import Callable

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
