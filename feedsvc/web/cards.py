"""Cards: the pictures that apps show beside shared links."""

from flask import Blueprint, Response, make_response

from feedsvc.errors import ArticleNotFound
from feedsvc.model.article import Article
from feedsvc.model.resolution import Known, Moved
from feedsvc.web import problems
from feedsvc.web.caching import public
from feedsvc.web.context import services
from feedsvc.web.misses import known_article
from feedsvc.web.shares import MAX_AGE_S

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
    return problems.redirect(Moved(services().links.card(known.code, card)))


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
