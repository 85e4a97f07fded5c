"""A post as it is shown, whoever shows it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as a reader finds it.

    Attributes:
        path: of its file in the archive.
        at: aware; when it was published.
        address: decoded path, without the site's `baseurl`.
        further_addresses: other decoded paths that lead to it.
        is_bare: no front matter was found in its file.
        credited: words that its credits were read from, which may leave the text.
        footer: what ends its body and is no part of the text, as written.
        date: as written.
        written: its body, with its Markdown or HTML.
        is_liquid_left_out: the import says that it left some of its Liquid out.
        are_files_left_out: likewise of files that it shows or links to.
        picture: address of the picture that stands for it, as its front matter has it.
    """

    path: str
    title: str
    at: datetime
    address: str
    categories: tuple[str, ...]
    html: str
    further_addresses: tuple[str, ...] = ()
    is_bare: bool = False
    credited: tuple[str, ...] = ()
    footer: str = ""
    date: str = ""
    picture: str = ""
    written: str = ""
    is_liquid_left_out: bool = False
    are_files_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Posts:
    """All posts of a site, by path, and reasons why some files are none."""

    shown: dict[str, Shown] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
