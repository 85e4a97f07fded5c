"""Alternates: addresses beside a page: its feeds, and the page in the other script."""

from dataclasses import dataclass

from feedsvc.language import tags
from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamRef

_FORMAT_LABELS = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON Feed"}
# Each named in its own script, in every language of the interface.
_SCRIPTS = (
    (Script.AS_WRITTEN, "简体中文", "zh-CN"),
    (Script.TRADITIONAL, "繁體中文", "zh-Hant"),
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed of a stream, to be linked; `media_type` has no parameters."""

    label: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class ScriptForm:
    """The site in one script.

    Attributes:
        label: its name for its readers.
        language: BCP 47, for `hreflang`.
        links: its addresses.
    """

    label: str
    language: str
    links: Links


def feed_links(
    *refs: StreamRef, links: Links, is_summary: bool = False, query: str = ""
) -> tuple[FeedLink, ...]:
    """The feeds of a stream, a selection or a search, one in each format.

    Args:
        refs: the streams; several are merged.
        links: of the script that the feeds are to be in.
        query: of a search of the whole site.
        is_summary: summaries without bodies.
    """
    streams = normalised(refs)
    script = Script(links.prefix.removeprefix("/"))
    return tuple(
        FeedLink(
            label,
            format_.media_type.partition(";")[0],
            links.document(Document(streams, format_, None, is_summary, script, query)),
        )
        for format_, label in _FORMAT_LABELS.items()
    )


def script_forms(links: Links, language: str) -> tuple[ScriptForm, ...]:
    """The site in each script, as it was written first; none where it has but one.

    Args:
        language: of the site, in this script.
    """
    if not (links.prefix or tags.is_simplified_chinese(language)):
        return ()
    return tuple(
        ScriptForm(label, language, links.in_script(script))
        for script, label, language in _SCRIPTS
    )


def in_script(canonical: str, form: ScriptForm, links: Links) -> str:
    """The URL of one of our pages in some script."""
    path = canonical.removeprefix(links.base_url + links.prefix)
    return form.links.base_url + form.links.prefix + path
