"""Parameters: types of what people type, for the options of every command.

A function that reads text raises ValueError with what is wrong; click adds the name of
the option or argument.
"""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import Generic, TypeVar

import click

from feedsvc.model.claim import API
from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.share_link import ShareLink
from feedsvc.model.slug import slug_of

_Value = TypeVar("_Value")
_Member = TypeVar("_Member", bound=StrEnum)

_DAY = timedelta(days=1)
_UNITS = {"h": timedelta(hours=1), "d": _DAY, "w": timedelta(weeks=1)}


class Parsed(click.ParamType[_Value], Generic[_Value]):
    """Type of a parameter whose text a function reads."""

    def __init__(self, name: str, parse: Callable[[str], _Value]) -> None:
        """Take the word for it in usage lines, and the function."""
        self.name = name
        self._parse = parse

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> _Value:
        """Read the text, or say what is wrong with it."""
        try:
            return self._parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class OneOf(click.Choice[_Member]):
    """Type of a parameter that is a member of an enumeration, by its value."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """The word that is typed for a member."""
        return str(choice)


def between(text: str, least: int, most: int) -> int:
    """A number of a range, in ASCII digits."""
    is_number = text.isdecimal() and text.isascii() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        raise ValueError(f"{text!r} is not between {least} and {most}")
    return int(text)


def _code(text: str) -> InfoCode:
    code = find_info_code(text) or next(ShareLink.from_text(text).codes, None)
    if code is None:
        raise ValueError(f"{text!r} is neither an info code nor a share link")
    return code


def _text(text: str) -> str:
    """Text that a person typed; bytes outside the terminal's encoding are no text."""
    if text != text.encode(errors="replace").decode():
        raise ValueError(f"{text!r} is not text in this encoding")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return _text(text)


def _label(text: str) -> str:
    if not 0 < len(text) <= 64 or text != text.encode(errors="replace").decode():
        raise ValueError("must be 1 to 64 characters")
    return text


def _archive(text: str) -> str:
    encoded = text.encode(errors="replace")
    if not text.strip() or len(encoded) > 1_024 or encoded.decode() != text:
        raise ValueError("must be 1 to 1024 bytes of UTF-8")
    if text == API:
        raise ValueError(f"{API!r} stands for articles that programs send")
    return text


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text, re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} is not a time such as 12h, 90d or 8w")
    return int(match[1]) * _UNITS[match[2]]


def _since(text: str) -> datetime:
    """A day or a moment; naive where the text names no zone, and so of the site's."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-11-25") from None


def _until(text: str) -> datetime:
    """The end of a day, or a moment."""
    moment = _since(text)
    is_day = len(text) <= len("2026-11-25")
    try:
        return moment + _DAY if is_day else moment
    except OverflowError:
        raise ValueError(f"{text!r} is too late") from None


def _login_name() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # as in a container, where no account has this number
        return f"uid {os.getuid()}"


def number(least: int, most: int) -> Parsed[int]:
    """Type of a number of this range."""
    return Parsed("n", partial(between, least=least, most=most))


ARCHIVE = Parsed("name", _archive)
CODE = Parsed("code", _code)
DURATION = Parsed("duration", _duration)
FILLED = Parsed("text", _filled)
LABEL = Parsed("text", _label)
# Unchecked: a command's own error says more, and has its own status.
PATH: click.Path = click.Path(path_type=Path, readable=False)
SINCE = Parsed("date", _since)
SLUG = Parsed("slug", slug_of)
TEXT = Parsed("text", _text)
UNTIL = Parsed("date", _until)

# Of decisions that are kept with who made them.
by_option = click.option(
    "--by",
    type=LABEL,
    default=_login_name,
    show_default="your login name",
    help="Who decides it.",
)
