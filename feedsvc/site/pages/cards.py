"""Cards: the pictures that apps show beside shared links."""

from flask import Blueprint, Response, make_response

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.model.share_link import ShareLink
from feedsvc.services.cards.lookup import Held
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import dead_end

blueprint = Blueprint("cards", __name__)

_RETRY_S = 2


@blueprint.get("/cards/<code>/<name>")
def picture(code: str, name: str) -> Response:
    """A card of a published article; outdated names and codes redirect to today's."""
    held = services().cards.held(ShareLink.from_code(code), name)
    if not isinstance(held, Held):
        return dead_end(held)
    article = services().script.article(held.article)
    is_its_code = article.info_code == code
    found = services().cards.picture(article, name, held.body)
    if found is not None and is_its_code:
        kind, body = found
        response = Response(body, content_type=kind.media_type)
        response.headers["Cache-Control"] = public(lifetimes.CARD_S)
        return response
    card = services().cards.card(article)
    if card is None:
        return errors.not_found()
    if is_its_code and str(card) == name:
        return _not_yet()
    return errors.redirect(services().links.card(article.info_code, card))


def _not_yet() -> Response:
    response = make_response("This picture is being made. Ask again.\n", 503)
    response.mimetype = "text/plain"
    response.headers["Retry-After"] = str(_RETRY_S)
    response.headers["Cache-Control"] = "no-store"
    return response
