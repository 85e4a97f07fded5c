"""Cards: the pictures that apps show beside shared links."""

from flask import Blueprint, Response, make_response

from feedsvc.edge.conditional import public
from feedsvc.edge.share_links import MAX_AGE_S
from feedsvc.errors import ArticleNotFound
from feedsvc.model.answer import Known, Moved
from feedsvc.model.article import Article
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import known_article

blueprint = Blueprint("cards", __name__)

_RETRY_S = 2


@blueprint.get("/cards/<code>/<name>")
def picture(code: str, name: str) -> Response:
    """A card of a published article; one of another time or code leads to today's."""
    known = known_article(code)
    article = _shown(known)
    is_its_code = known.code == code
    found = services().illustrating.picture(article, name) if is_its_code else None
    if found is not None:
        kind, body = found
        response = Response(body, content_type=kind.media_type)
        response.headers["Cache-Control"] = public(MAX_AGE_S)
        return response
    card = services().illustrating.card(article)
    if card is None:
        raise ArticleNotFound(known.code)
    if is_its_code and str(card) == name:
        return _not_yet()
    return errors.redirect(Moved(services().links.card(known.code, card)))


def _shown(known: Known) -> Article:
    """The article in this script."""
    article = services().illustrating.article(known.article_id)
    if article is None:  # withdrawn in between
        raise ArticleNotFound(known.code)
    return services().script.article(article)


def _not_yet() -> Response:
    response = make_response("This picture is being made. Ask again.\n", 503)
    response.mimetype = "text/plain"
    response.headers["Retry-After"] = str(_RETRY_S)
    response.headers["Cache-Control"] = "no-store"
    return response
