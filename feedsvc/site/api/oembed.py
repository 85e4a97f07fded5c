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
from feedsvc.language.language import of as language_of
from feedsvc.model.article import Article
from feedsvc.model.attribution import Role, credit_parts
from feedsvc.model.card import HEIGHT, WIDTH
from feedsvc.model.embed import WIDTH as USUAL_WIDTH
from feedsvc.model.embed import Frame
from feedsvc.services.scripts import Scripts
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.context import services
from feedsvc.site.embeddable import Embeddable, find_embeddable, frame_at
from feedsvc.site.view.snippets import frame_html

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
    frame = frame_at(request.args.get("url", ""))
    if not services().is_embed_public and not services().partners.find(frame.key):
        raise ApiProblem(403, "Embeds are for partners alone, under their key.")
    found = find_embeddable(frame)
    told = _told(found, limits)
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


def _told(found: Embeddable | None, limits: _Limits) -> dict[str, object]:
    if found is None:
        raise ApiProblem(404, "There is nothing at url.")
    told = _rich(found, limits)
    if found.article is None:
        return told
    article = found.scripts.article(replace(found.article, html=""))
    return told | _author(article, found.scripts) | _thumbnail(found.article, limits)


def _rich(found: Embeddable, limits: _Limits) -> dict[str, object]:
    frame, links = _fitted(found, limits), services().links
    width = min(USUAL_WIDTH, limits.width or USUAL_WIDTH)
    height = min(frame.height, limits.height or frame.height)
    size = (str(width), height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": found.title or found.site,
        "provider_name": found.site,
        "provider_url": links.absolute("/"),
        "cache_age": lifetimes.FRAME_S,
        "width": width,
        "height": height,
        "html": frame_html(frame, links, page=found.page, title=found.name, size=size),
        "license_url": links.terms_page(),
    }


def _fitted(found: Embeddable, limits: _Limits) -> Frame:
    """The frame with as many headlines as there are, and as there is room for."""
    frame = found.frame
    if frame.code:
        return frame
    limit = max(1, found.items)
    if limits.height:
        limit = min(limit, frame.items_within(limits.height))
    return replace(frame, look=replace(frame.look, limit=limit))


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
        "author_name": language_of(language).joined(party.name for party in parties)
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


def _xml(told: dict[str, object]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body
