"""oEmbed 1.0: the frame for one of our pages, for whoever is given its address.

Addresses are as damaged here as share links are, and lead to the same articles. No other
host is ever asked.
"""

import json
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, request

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.errors import StreamNotFound
from feedsvc.model.answer import Published
from feedsvc.model.article import Article
from feedsvc.model.attribution import Role, credit_parts
from feedsvc.model.card import HEIGHT, WIDTH
from feedsvc.model.document import Script, normalised
from feedsvc.model.embed import WIDTH as USUAL_WIDTH
from feedsvc.model.embed import Frame
from feedsvc.model.share_link import ShareLink
from feedsvc.model.stream import SITE, Stream
from feedsvc.services.scripts import Scripts
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.context import services
from feedsvc.site.embeddable import frame_at
from feedsvc.site.view.snippets import frame_html
from feedsvc.site.words.languages import words

blueprint = Blueprint("oembed", __name__)

_FORMATS = {"json": "application/json", "xml": "text/xml; charset=utf-8"}


class _Limits(NamedTuple):
    """Pixels that the consumer has room for; None if it does not say."""

    width: int | None
    height: int | None


@blueprint.get("/oembed")
def oembed() -> Response:
    """The frame for `url`, as JSON or XML (oEmbed 1.0 §2.3)."""
    format_ = request.args.get("format", "json")
    if format_ not in _FORMATS:
        raise ApiProblem(501, "format must be json or xml.")
    limits = _Limits(_pixels("maxwidth"), _pixels("maxheight"))
    told = _told(frame_at(request.args.get("url", "")), limits)
    body = _xml(told) if format_ == "xml" else json.dumps(told, ensure_ascii=False)
    response = Response(body, content_type=_FORMATS[format_])
    response.headers["Cache-Control"] = public(lifetimes.FRAME_S)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _pixels(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and int(text)):
        raise ApiProblem(400, f"{name} must be a number of pixels.")
    return int(text)


def _told(frame: Frame, limits: _Limits) -> dict[str, object]:
    if frame.code:
        return _told_article(frame, limits)
    try:
        if frame.streams:
            return _told_streams(frame, limits)
    except StreamNotFound:
        pass
    raise ApiProblem(404, "There is nothing at url.")


def _told_streams(frame: Frame, limits: _Limits) -> dict[str, object]:
    frame, streams, count = _shown(frame)
    limit = max(1, count)
    if limits.height:
        limit = min(limit, frame.items_within(limits.height))
    frame = replace(frame, look=replace(frame.look, limit=limit))
    scripts = _scripts(frame)
    t = words(frame.look.language or services().language)
    titles = t.list_comma.join(filter(None, (stream.title for stream in streams)))
    links = services().links.in_script(scripts.script)
    page = links.stream_page(streams[0].ref if len(streams) == 1 else SITE)
    return _rich(frame, limits, page, scripts.text(titles))


def _shown(frame: Frame) -> tuple[Frame, tuple[Stream, ...], int]:
    """The frame with its streams' names of today, those, and how many articles it has.

    Raises:
        StreamNotFound: one of them never was.
    """
    newest, find = services().embeds.newest, services().share_links.find_stream
    try:
        streams, articles = newest(frame.streams, frame.look.limit)
    except StreamNotFound:
        refs = normalised(find(ref) or ref for ref in frame.streams)
        frame = replace(frame, streams=refs)
        streams, articles = newest(refs, frame.look.limit)
    return frame, streams, len(articles)


def _told_article(frame: Frame, limits: _Limits) -> dict[str, object]:
    [answer] = services().share_links.answers([ShareLink.from_code(frame.code)])
    found = isinstance(answer, Published) and services().embeds.article(
        answer.article_id
    )
    if not found:
        raise ApiProblem(404, "There is no published article at url.")
    scripts = _scripts(frame)
    article = scripts.article(replace(found, html=""))
    frame = replace(frame, code=article.info_code)
    page = services().links.in_script(scripts.script).absolute(article.permalink)
    told = _rich(frame, limits, page, article.title)
    return told | _author(article, scripts) | _thumbnail(found, limits)


def _rich(frame: Frame, limits: _Limits, page: str, title: str) -> dict[str, object]:
    site = _scripts(frame).text(services().title)
    named = f"{title} - {site}" if title else site
    width = min(USUAL_WIDTH, limits.width or USUAL_WIDTH)
    height = min(frame.height, limits.height or frame.height)
    links = services().links
    return {
        "version": "1.0",
        "type": "rich",
        "title": title or site,
        "provider_name": site,
        "provider_url": links.absolute("/"),
        "cache_age": lifetimes.FRAME_S,
        "width": width,
        "height": height,
        "html": frame_html(
            frame, links, page=page, title=named, size=(str(width), height)
        ),
        "license_url": links.terms_page(),
    }


def _author(article: Article, scripts: Scripts) -> dict[str, object]:
    """The publishers that the article's page credits, and a page of the first."""
    language = scripts.script.value or services().language
    credit = credit_parts(
        article.attributions, outlet=article.outlet, language=language
    )
    parties = [
        party
        for part in credit
        if part.role is Role.PUBLISHER
        for party in part.parties
    ]
    if not parties:
        return {}
    told: dict[str, object] = {
        "author_name": words(language).list_comma.join(party.name for party in parties)
    }
    return told | ({"author_url": parties[0].url} if parties[0].url else {})


def _thumbnail(article: Article, limits: _Limits) -> dict[str, object]:
    """The article's card, unless it is larger than the consumer has room for."""
    card = services().cards.card(article)
    is_too_large = (limits.width or WIDTH) < WIDTH or (limits.height or HEIGHT) < HEIGHT
    if card is None or is_too_large:
        return {}
    url = services().links.card(article.info_code, card)
    return {
        "thumbnail_url": url,
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }


def _scripts(frame: Frame) -> Scripts:
    is_traditional = frame.look.language == Script.TRADITIONAL
    return Scripts(Script.TRADITIONAL if is_traditional else Script.AS_WRITTEN)


def _xml(told: dict[str, object]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body
