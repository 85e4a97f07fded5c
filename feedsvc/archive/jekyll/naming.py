"""Naming: which folders and files of a Jekyll tree hold posts, by their names alone.

The rules are those of Jekyll 4.3.1, with two habits of the site's first archive: the
folder `old_post`, and files named by an 18-digit id. Files meant to be hidden stay
hidden here even where Jekyll would show them. Knows nothing of the files' contents.
"""

import os.path
import re
from dataclasses import dataclass
from functools import lru_cache

from feedsvc.model.info_code import InfoCode

POSTS = "_posts"
_POST_FOLDERS = frozenset({POSTS, "old_post"})
_MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mkdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
# Text of other kinds, which Jekyll publishes as it stands unless it has a plugin.
_OTHER_TEXT = frozenset({
    ".textile", ".txt", ".text", ".rst", ".adoc", ".asciidoc", ".org", ".rdoc", ".wiki",
    ".rmd", ".qmd", ".mdx", ".mdown", ".mdwn", ".creole", ".mediawiki",
})  # fmt: skip
_MEDIA = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".pdf",
    ".mp3", ".mp4", ".webm", ".zip",
})  # fmt: skip
_FILE_ID = re.compile(
    r"(?:\d{4}-\d{2}-\d{2})?-?(?:NW)?(\d{18})", re.IGNORECASE | re.ASCII
)
_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-.*\.[^.]+", re.DOTALL | re.ASCII)
_FULLY_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-.+", re.DOTALL | re.ASCII)
# Hidden, and never a place where people put posts away.
_JEKYLLS_FOLDERS = frozenset({
    "_site", "_layouts", "_includes", "_data", "_sass", "_plugins", "_cache",
})  # fmt: skip
DRAFTS = "_drafts"
_MARKS = "._#~"
_DATE = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-", re.ASCII)
_NAME_DATE = re.compile(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-", re.ASCII)
_SHORT_YEAR = 2  # digits
_STRAY = "named like a post, but in no folder of posts (_posts or old_post)"
_TOOLS_FOLDERS = frozenset({
    "node_modules", "vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Reason why a file in a folder of posts is not read.

    Attributes:
        is_post: Jekyll would publish it, so that something is lost.
    """

    reason: str
    is_post: bool


def code_of_stem(stem: str) -> InfoCode | None:
    """`NW` and the 18-digit upstream id of a post's file name, if it holds one."""
    match = _FILE_ID.fullmatch(stem)
    return InfoCode(f"NW{match[1]}") if match else None


def is_post(path: str) -> bool:
    """True if Jekyll publishes a file as a post: it lies in a folder `_posts`."""
    return POSTS in path.split("/")[:-1]


def is_draft(path: str) -> bool:
    """True if a file lies in a folder of drafts, which a site may ask to be shown."""
    return DRAFTS in path.split("/")[:-1]


def is_text(path: str) -> bool:
    """True if a file may be a document of a collection, by its name alone."""
    name = path.rpartition("/")[2]
    return _ending(name) in _MARKDOWN | _HTML and not is_hidden(name)


def is_html(path: str) -> bool:
    """True if a file is HTML, and no Markdown, by its ending."""
    return _ending(path) in _HTML


def foreign_markup(path: str) -> str | None:
    """The ending of a post in a markup that is neither Markdown nor HTML, or None."""
    ending = _ending(path)
    return ending if ending in _OTHER_TEXT else None


def date_in_name(path: str) -> str | None:
    """The date that a post's file name begins with, as `YYYY-MM-DD`; None if none."""
    match = _NAME_DATE.match(path.rpartition("/")[2])
    if match is None:
        return None
    year = match[1] if len(match[1]) > _SHORT_YEAR else f"20{match[1]}"
    return f"{year:0>4}-{match[2]:0>2}-{match[3]:0>2}"


def is_post_folder(folder: str) -> bool:
    """True if files of this folder are posts: it or a parent is a folder of posts."""
    return not _POST_FOLDERS.isdisjoint(folder.split("/"))


def is_hidden(name: str) -> bool:
    """True if Jekyll hides a file or folder with this name, as other tools expect."""
    return name[0] in _MARKS or name.endswith("~")


def is_entered(path: str) -> bool:
    """True if a folder may hold posts, itself or further down."""
    parent, _, name = path.rpartition("/")
    if name == POSTS:
        return POSTS not in parent.split("/")
    return not is_hidden(name) and (is_post_folder(parent) or not _is_for_tools(path))


@lru_cache(maxsize=1_000)  # asked for each file, of its folder
def is_shelf(folder: str) -> bool:
    """True if a folder is hidden, or in one that is: nothing in it is published."""
    parts = folder.split("/")
    if POSTS in parts:
        parts.remove(POSTS)  # the first one; one in it is hidden
    return any(is_hidden(part) for part in parts if part)


def is_searched(path: str) -> bool:
    """True if a folder that is not entered may hold posts that were hidden on purpose.

    Those that begin with `_` are people's; others that are hidden are tools', which keep
    copies of what was deleted there.
    """
    name = path.rpartition("/")[2]
    is_ours = name[0] == "_" or not is_hidden(name)
    return is_ours and name not in _JEKYLLS_FOLDERS and not _is_for_tools(path)


def find_aside(path: str) -> str | None:
    """Reason why a text file may be a post that was put aside; None if it may not.

    In a folder of drafts or posts any text file may be one; elsewhere its name decides.
    """
    folder, _, name = path.rpartition("/")
    plain = name.lstrip(_MARKS)
    if _ending(plain) not in _MARKDOWN | _HTML:
        return None
    if DRAFTS in folder.split("/"):
        return "in a folder of drafts"
    if is_shelf(folder):
        is_meant = is_post_folder(folder) or is_stray_post(plain)
        return "in a folder hidden by its name" if is_meant else None
    if is_post_folder(folder):
        refusal = find_refusal(name)
        return refusal.reason if refusal else None
    return _STRAY if is_stray_post(plain) else None


def is_aside_told(path: str) -> bool:
    """True if a file that was put aside is always reported, whatever it holds."""
    folder, _, name = path.rpartition("/")
    if is_shelf(folder):
        return False
    if is_post_folder(folder):
        return is_worth_a_line(name)
    return is_stray_post(name)


def unhidden(path: str) -> str:
    """A file's path without what hides its name, by which it may be known."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.lstrip(_MARKS)}"


def place_of(path: str) -> str:
    """Place of a file, or the place it would have if nobody had put it aside.

    Its folder and its name without day: drafts of Jekyll have none.
    """
    folder, _, name = unhidden(path).rpartition("/")
    parts = (POSTS if part == DRAFTS else part for part in folder.split("/"))
    match = _DATE.match(name)
    return "/".join((*parts, name[match.end() :] if match else name))


def find_refusal(name: str) -> Refusal | None:
    """Reason why a file in a folder of posts is not read; None if it is a post.

    A hidden file's name is read without its dot.
    """
    if is_hidden(name):
        return Refusal("hidden by its name", is_post=False)
    if not _is_post_name(name):
        reason = "not named like a post (YYYY-MM-DD-title, or an 18-digit id)"
        return Refusal(reason, is_post=False)
    ending = _ending(name)
    if ending in _MARKDOWN | _HTML | _OTHER_TEXT:
        return None
    if ending in _MEDIA:
        return Refusal("no text", is_post=False)
    return Refusal(f"{ending} is not read, only Markdown and HTML are", is_post=True)


def is_stray_post(name: str) -> bool:
    """True if a file outside the folders of posts is named as if it were one."""
    stem = os.path.splitext(name)[0]  # noqa: PTH122 - a name, met a million times
    is_named = _FULLY_DATED.fullmatch(name) or code_of_stem(stem)
    return bool(is_named) and _ending(name) in _MARKDOWN | _HTML


def is_worth_a_line(name: str) -> bool:
    """True if a hidden file is reported: `.gitkeep` is not, `.2023-01-01-a.md` is."""
    return not name.startswith(".") or _is_post_name(name.lstrip("."))


def _is_post_name(name: str) -> bool:
    stem = os.path.splitext(name)[0]  # noqa: PTH122 - a name, met a million times
    return bool(_DATED.fullmatch(name)) or code_of_stem(stem) is not None


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - as above


def _is_for_tools(path: str) -> bool:
    return path in _TOOLS_FOLDERS or path.endswith("/node_modules")
