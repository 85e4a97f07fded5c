"""Snippets: the HTML that partners paste into their pages, and what oEmbed answers with."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from markupsafe import Markup

from feedsvc.model.embed import Frame
from feedsvc.model.links import Links

_LOADER = Path(__file__).parents[1] / "frames/loader-v1.js"
# WordPress knows a blockquote only before the frame, and without attributes.
_FRAME = Markup(
    '<blockquote><a href="{page}">{title}</a></blockquote>\n'
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" '
    'style="display:block;border:0;max-width:100%" '
    'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
    'loading="lazy" referrerpolicy="no-referrer"></iframe>'
)
_SCRIPT = Markup(
    '\n<script async src="{src}" integrity="{hash}" crossorigin="anonymous"></script>'
)


@cache
def loader() -> str:
    """Version 1 of the loader, as it is served."""
    return _LOADER.read_text(encoding="utf-8")


@cache
def loader_hash() -> str:
    """Hash that a page names it with (Subresource Integrity §3.1)."""
    digest = hashlib.sha384(loader().encode()).digest()
    return f"sha384-{b64encode(digest).decode()}"


def frame_html(
    frame: Frame, links: Links, *, page: str, title: str, size: tuple[str, int]
) -> str:
    """A link, and the frame below it; neither needs a script.

    Args:
        page: URL of the page that the frame stands for.
        title: names it, for people who cannot see the frame.
        size: width, as the attribute has it, and height in pixels.
    """
    html = _FRAME.format(
        page=page, title=title, src=links.frame(frame), width=size[0], height=size[1]
    )
    return str(html)  # a page shows it as text


def snippet(frame: Frame, links: Links, *, page: str, title: str) -> str:
    """The frame in full width, and the loader that fits its height to larger text."""
    size = ("100%", frame.height)
    html = frame_html(frame, links, page=page, title=title, size=size)
    return html + str(_SCRIPT.format(src=links.loader(), hash=loader_hash()))
