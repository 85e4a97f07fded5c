"""QR codes: a share URL as a picture, to be taken from one screen to another."""

import io

import segno
from flask import Blueprint, Response

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.model.answer import Published
from feedsvc.model.info_code import InfoCode
from feedsvc.model.share_link import ShareLink
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import dead_end

blueprint = Blueprint("qr", __name__)

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
_PNG_SCALE = 10  # pixels a module: 410 and more, sharp on any screen and in print


@blueprint.get("/s/<code>/qr.<any(svg, png):kind>")
def picture(code: str, kind: str) -> Response:
    """The QR code of a published article, at its one address."""
    [answer] = services().share_links.answers([ShareLink.from_code(code)])
    if not isinstance(answer, Published):
        return dead_end(answer)
    if answer.code == code:
        return _drawn(answer.code, kind)
    return errors.redirect(f"{services().links.share(answer.code)}/qr.{kind}")


def _drawn(code: InfoCode, kind: str) -> Response:
    drawing = segno.make_qr(services().links.share(code), error="m")
    file = io.BytesIO()
    if kind == "svg":
        # Attributes only: an inline style would break our pages' policy.
        drawing.save(
            file, kind, xmldecl=False, svgclass=None, lineclass=None, omitsize=True,
            light="white",
        )  # fmt: skip
    else:
        drawing.save(file, kind, scale=_PNG_SCALE)
    response = Response(file.getvalue(), content_type=_TYPES[kind])
    response.headers["Cache-Control"] = public(lifetimes.QR_CODE_S)
    return response
