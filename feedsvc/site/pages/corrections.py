"""The page of an article's corrections: earlier and later text, side by side."""

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template

from feedsvc.errors import ArticleNotFound
from feedsvc.model.answer import Published
from feedsvc.model.difference import Piece, Row
from feedsvc.model.share_link import ShareLink
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import dead_end

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/corrections/<code>/")
def corrections(code: str) -> Response:
    """Corrections of an article, the latest first."""
    answer = services().share_links.answer(ShareLink.from_code(code))
    if not isinstance(answer, Published):
        return dead_end(answer)
    is_merged = bool(answer.merged_from)
    revisions = () if is_merged else services().earlier.revisions(answer.article_id)
    if not revisions:
        raise ArticleNotFound(code)
    page = render_template(
        "corrections.html",
        title=services().script.text(answer.title),
        permalink=answer.permalink,
        code=answer.code,
        revisions=[
            (one.at, [_converted(row) for row in one.rows]) for one in revisions
        ],
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _converted(row: Row) -> Row:
    """A row in the script that is asked for."""
    return Row(_pieces(row.before), _pieces(row.after))


def _pieces(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    text = services().script.text
    return tuple(replace(piece, text=text(piece.text)) for piece in pieces)
