"""Frames as they look: the painter of the embeds' door, in each language and theme."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from feedsvc.edge.embeds import Item, Notice, Painted
from feedsvc.language import tags
from feedsvc.language.language import Language, spoken_tags
from feedsvc.language.language import of as language_of
from feedsvc.model.article import Article
from feedsvc.model.attribution import CreditPart, credit_parts
from feedsvc.model.colour import readable
from feedsvc.model.document import Script
from feedsvc.model.embed import Frame, Theme
from feedsvc.model.links import Links
from feedsvc.model.stream import SITE, Stream
from feedsvc.services.scripts import Scripts
from feedsvc.site.view.presentation import Site, install

_FOLDER = Path(__file__).parents[1]
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LIGHT = {
    "paper": "ffffff",
    "ink": "211f1c",
    "soft": "66615a",
    "line": "e2ddd4",
    "accent": "a42a1d",
}
_DARK = {
    "paper": "1c1b19",
    "ink": "e4e0d8",
    "soft": "a8a299",
    "line": "38352f",
    "accent": "f0907f",
}
_PALETTES = {Theme.LIGHT: _LIGHT, Theme.DARK: _DARK}


@dataclass(frozen=True, slots=True)
class _Voice:
    """The site in one language."""

    site: Site
    links: Links
    scripts: Scripts
    environment: Environment

    @property
    def language(self) -> Language:
        """The language."""
        return language_of(self.site.language)


class FramePainter:
    """Frames of one site; the same frame and articles give the same bytes."""

    def __init__(self, site: Site, links: Links) -> None:
        """Prepare the site's own language; others follow when they are asked for."""
        self._site, self._links = site, links
        self._usual = _voice(site, links, Script.AS_WRITTEN)
        self._voices: dict[str, _Voice] = {}

    def listing(
        self, frame: Frame, streams: Sequence[Stream], items: Sequence[Item]
    ) -> Painted:
        """Headlines of streams."""
        voice = self._voice(frame)
        articles = [voice.scripts.article(item.article) for item in items]
        # A category and a source may share a title.
        named = dict.fromkeys(stream.title for stream in streams if stream.title)
        titles = map(voice.scripts.text, named)
        refs = [stream.ref for stream in streams]
        return self._painted(
            frame,
            "listing.html",
            title=voice.language.joined(titles) or voice.site.title,
            page=voice.links.stream_page(refs[0] if len(refs) == 1 else SITE),
            refs=refs,
            items=[(article, _credit(article, voice)) for article in articles],
            pictures={
                item.article.id: voice.links.card(item.article.info_code, item.picture)
                for item in items
                if item.picture
            },
        )

    def article(self, frame: Frame, item: Item) -> Painted:
        """One article."""
        voice = self._voice(frame)
        article = voice.scripts.article(item.article)
        return self._painted(
            frame,
            "article.html",
            article=article,
            credit=_credit(article, voice),
            picture=item.picture and voice.links.card(article.info_code, item.picture),
        )

    def notice(self, frame: Frame, notice: Notice) -> Painted:
        """A card without an article."""
        t = self._voice(frame).language.words
        texts = {
            Notice.CLOSED: t.frame_closed,
            Notice.UNKNOWN: t.frame_unknown,
            Notice.WITHDRAWN: t.gone,
            Notice.REMOVED: t.gone_legal,
        }
        return self._painted(frame, "notice.html", text=texts[notice])

    def _voice(self, frame: Frame) -> _Voice:
        tag = frame.look.language
        if tag not in self._voices:
            self._voices[tag] = self._in_language(tag)
        return self._voices[tag]

    def _in_language(self, tag: str) -> _Voice:
        site, links = self._site, self._links
        if tag == Script.TRADITIONAL and tags.is_simplified_chinese(site.language):
            return _voice(site, links, Script.TRADITIONAL)
        if tag in spoken_tags():
            return _voice(replace(site, language=tag), links, Script.AS_WRITTEN)
        return self._usual

    def _painted(self, frame: Frame, template: str, **context: object) -> Painted:
        is_chinese = tags.is_chinese(self._usual.site.language)
        style = _style(frame.look.theme, frame.look.accent, is_chinese=is_chinese)
        script = _script()
        html = (
            self._voice(frame)
            .environment.get_template(f"frames/{template}")
            .render(
                **context,
                style=Markup(style),  # noqa: S704 - our own file and colours
                script=Markup(script),  # noqa: S704 - our own file
                has_summary=frame.look.has_summary,
            )
        )
        hashes = f"style-src {_hash(style)}; script-src {_hash(script)}"
        return Painted(html, hashes)


def _voice(site: Site, links: Links, script: Script) -> _Voice:
    scripts = Scripts(script)
    if script is Script.TRADITIONAL:
        links = links.in_script(script)
        site = replace(site, title=scripts.text(site.title), language=script.value)
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True
    )
    install(environment, site, links)
    return _Voice(site, links, scripts, environment)


def _credit(article: Article, voice: _Voice) -> tuple[CreditPart, ...]:
    return credit_parts(
        article.attributions, outlet=article.outlet, language=voice.site.language
    )


@cache
def _script() -> str:
    return (_FOLDER / "frames/frame.js").read_text(encoding="utf-8")


@cache
def _css(*, is_chinese: bool) -> str:
    names = ("frame.css", "chinese.css") if is_chinese else ("frame.css",)
    texts = ((_FOLDER / "frames" / name).read_text(encoding="utf-8") for name in names)
    return _COMMENT.sub("", "".join(texts)).strip()


def _style(theme: Theme, accent: str, *, is_chinese: bool) -> str:
    """Style sheet of a theme, with an accent that can be read on its ground."""
    scheme = "light dark" if theme is Theme.AUTO else theme.value
    rules = [f":root {{ color-scheme: {scheme}; }}"]
    if theme is Theme.AUTO:
        dark = _palette(_DARK, accent)
        rules += [
            _palette(_LIGHT, accent),
            f"@media (prefers-color-scheme: dark) {{ {dark} }}",
        ]
    else:
        rules.append(_palette(_PALETTES[theme], accent))
    return "\n".join((*rules, _css(is_chinese=is_chinese)))


def _palette(colours: dict[str, str], accent: str) -> str:
    if accent:
        colours = colours | {"accent": readable(accent, colours["paper"])}
    declared = " ".join(f"--{name}: #{value};" for name, value in colours.items())
    return f":root {{ {declared} }}"


def _hash(text: str) -> str:
    """Hash source of the policy (CSP level 3 §2.3.1)."""
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
