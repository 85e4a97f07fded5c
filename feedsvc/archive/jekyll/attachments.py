"""Attachments: files of its archive that a post shows, plays or offers for download.

Nothing comes in but what a post refers to and Jekyll would publish; whatever stays out
is told with its reason.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from urllib.parse import quote

from feedsvc.archive.jekyll.media_files import read_attachment
from feedsvc.archive.jekyll.places import find_places, is_page, page_path
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.archive.jekyll.walk import MAX_PATH_BYTES
from feedsvc.model.medium import Attachment, Use, media_path, suits
from feedsvc.model.text import folded

_SHOWN = 80  # characters of an address, in a message


@dataclass(slots=True)
class Attachments:
    """Attachments of one post, found while its body is cleaned.

    Attributes:
        url: decoded path of the post on the site, without the `baseurl`.
        aside: entered while a file is read, which may be large.
        found: paths on this site, by the address as written.
    """

    site: Site
    post: RawPost
    url: str
    aside: Callable[[], AbstractContextManager[None]] = nullcontext
    found: dict[str, str] = field(default_factory=dict)
    _looked_at: dict[str, Attachment] = field(default_factory=dict)
    _left_out: dict[str, list[str]] = field(default_factory=dict)

    def find(self, written: str, use: Use) -> str | None:
        """Path on this site of the file that an address means; None if it is none."""
        known = self.found.get(written)
        if known and suits(known, use):
            return known
        config = self.site.config
        if (
            use is Use.LINKED
            and not config.url
            and (page := page_path(written, self.url))
        ):
            self.found[written] = page
            return page
        places = find_places(written, config, post=self.post.path, url=self.url)
        if not places or not self.site.max_media_bytes:
            return None
        if use is Use.LINKED and is_page(places[0]):
            return None
        file = self._first(places)
        reason = _refusal(file, use)
        if file.medium is None or reason:
            self._leave_out(written, reason)
            return None
        _, mark, within = written.strip().partition("#")
        fragment = mark + quote(within, safe="=&,%") if use is Use.LINKED else ""
        path = media_path(file.medium.digest, file.name)
        self.found[written] = path + fragment
        return self.found[written]

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Every file that was looked for, those that are not there among them."""
        return tuple(self._looked_at.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each reason why files do not come in."""
        return tuple(
            self._sentence(reason, addresses)
            for reason, addresses in self._left_out.items()
        )

    def _first(self, places: tuple[str, ...]) -> Attachment:
        """The first of these files that is there, or the first of all."""
        there = (one for one in map(self._look, places) if one.is_there)
        return next(there, None) or self._look(places[0])

    def _look(self, path: str) -> Attachment:
        if len(path.encode()) > MAX_PATH_BYTES:
            return Attachment(path, refusal=f"its path is over {MAX_PATH_BYTES} bytes")
        known = self._looked_at.get(path)
        if known is None:
            site = self.site
            with self.aside():
                known = read_attachment(
                    site.root, path, site.config, max_bytes=site.max_media_bytes
                )
            self._looked_at[path] = known
        return known

    def _leave_out(self, written: str, reason: str) -> None:
        addresses = self._left_out.setdefault(reason, [])
        if written.strip() not in addresses:
            addresses.append(written.strip())

    def _sentence(self, reason: str, addresses: list[str]) -> str:
        first = folded(addresses[0])[:_SHOWN]
        more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
        return f"A file does not come in, {reason}: {first}{self._line(first)}{more}."

    def _line(self, written: str) -> str:
        """The line that an address is in, where the post has it as it was read."""
        position = self.post.body.find(written)
        if position < 0:
            return ""
        line = self.post.first_line + self.post.body.count("\n", 0, position)
        return f" at line {line}"


def _refusal(file: Attachment, use: Use) -> str:
    """Reason why a file cannot be used so; empty for one that can."""
    if file.refusal:
        return file.refusal
    if not file.is_there:
        return "for the archive has none"
    is_picture = file.medium is not None and file.medium.is_picture
    return "" if use is Use.LINKED or is_picture else "no picture that browsers show"
