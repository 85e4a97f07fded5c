"""The page for partners: choose what to embed and how it looks, and copy the code."""

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.edge.embed_urls import key_in, look_of
from feedsvc.language import tags
from feedsvc.language.language import ENGLISH, spoken_tags
from feedsvc.model.document import Script
from feedsvc.model.embed import MAX_ITEMS, Frame, Look
from feedsvc.model.stream import SITE, StreamKind
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.choices import Choice, choice
from feedsvc.site.context import services
from feedsvc.site.embeddable import Embeddable, find_embeddable, frame_at
from feedsvc.site.view.csp import partners_policy
from feedsvc.site.view.snippets import snippet

blueprint = Blueprint("partners", __name__)

ACCENT = "a42a1d"  # where the picker of colours begins: the site's own


@blueprint.get("/partners/")
def partners() -> Response:
    """The form, and what was made by it; at first, the whole site's headlines."""
    chosen, url = choice(), request.args.get("url", "").strip()
    found = _found(chosen, url)
    index, script, links = (
        services().listings.index,
        services().script,
        services().links,
    )
    page = render_template(
        "partners.html",
        categories=script.index(index(StreamKind.CATEGORY)),
        sources=script.index(index(StreamKind.SOURCE)),
        choice=chosen,
        url=url,
        key=request.args.get("key", "").strip(),
        has_key=bool(_key()),
        is_open=services().is_embed_public or bool(_key()),
        found=found,
        look=found.frame.look if found else _look(is_article=False),
        numbers=[(n, n) for n in range(1, MAX_ITEMS + 1)],
        accent=ACCENT,
        usual_language=_usual(),
        snippet=found
        and snippet(found.frame, links, page=found.page, title=found.name),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = partners_policy(links)
    return response


def _found(chosen: Choice, url: str) -> Embeddable | None:
    if url:
        try:
            frame = frame_at(url)
        except ApiProblem:
            return None
        look = _look(is_article=bool(frame.code))
        return find_embeddable(replace(frame, look=look, key=_key()))
    if chosen.is_too_many:
        return None
    look = _look(is_article=False)
    return find_embeddable(Frame(chosen.refs or (SITE,), "", look, _key()))


def _key() -> str:
    """Key of a partner that there is; else empty."""
    key = key_in(request.args)
    return key if key and services().partners.find(key) else ""


def _usual() -> str:
    """Language whose words the site has."""
    return tags.lookup(services().language, spoken_tags(), default=ENGLISH)


def _look(*, is_article: bool) -> Look:
    # A form names its summaries only if they are ticked; `look` says that it was sent.
    given = dict(request.args.items())
    if is_article and "look" in given:
        given.setdefault("summary", "0")
    script = services().script.script
    look = look_of(given, script.value, is_article=is_article)
    if look.accent == ACCENT:
        look = replace(look, accent="")
    is_usual = script is Script.AS_WRITTEN and look.language == _usual()
    return replace(look, language="") if is_usual else look
