"""Media: pictures, recordings and downloads of articles, at addresses of their content."""

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.model.document import Script
from feedsvc.model.medium import CHUNK_BYTES, Medium, digest_of
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.view.csp import MEDIA_POLICY

_SHOWN = ("image/", "audio/", "video/")
_PDF = (
    "application/pdf"  # browsers show it in a viewer that no policy of ours must stop
)
_SVG = (
    "image/svg+xml"  # a document that may hold scripts: pages show it as a picture only
)


def find_medium(path: str) -> Response | None:
    """A medium, whole or in part, or None if a decoded path is not of one."""
    digest = digest_of(path)
    found = services().media.find(digest) if digest else None
    return _answer(found) if found else None


def find_moved(path: str) -> Response | None:
    """A redirect to what a decoded path led to on the site before this one, or None."""
    now = services().media.find_at(path)
    links = services().links.in_script(Script.AS_WRITTEN)
    return errors.redirect(links.absolute(now)) if now else None


def _answer(found: Medium) -> Response:
    response = Response(content_type=found.media_type, headers=_headers(found))
    response.content_length = found.size
    response.set_etag(found.digest.hex())
    try:
        response.make_conditional(
            request, accept_ranges=_takes_ranges(), complete_length=found.size
        )
    except RequestedRangeNotSatisfiable:
        response = Response(status=416, headers=_headers(found))
        response.headers["Content-Range"] = f"bytes */{found.size}"
        response.headers["Cache-Control"] = "no-store"
        return response
    return _filled(response, found)


def _filled(response: Response, found: Medium) -> Response:
    """The answer with the bytes that it announces, as a file that the server sends.

    The server reads it as the client takes it, and keeps no thread waiting: people leave
    films half loaded, and as many of them as there are threads would stop the site.
    """
    part = response.content_range
    start, stop = part.start or 0, part.stop or found.size
    file = services().media.open(found, start, stop)
    response.response = wrap_file(request.environ, file, CHUNK_BYTES)
    response.direct_passthrough = True
    return response


def _takes_ranges() -> bool:
    """False for several ranges at once, or none that can be read: all is sent then."""
    wanted = request.range
    return "Range" not in request.headers or (
        wanted is not None and wanted.units == "bytes" and len(wanted.ranges) == 1
    )


def _headers(found: Medium) -> dict[str, str]:
    headers = {
        "Cache-Control": f"{public(lifetimes.MEDIUM_S)}, immutable",
        "Accept-Ranges": "bytes",
        "Cross-Origin-Resource-Policy": "cross-origin",  # readers show it in their pages
    }
    if found.media_type != _PDF:
        headers["Content-Security-Policy"] = MEDIA_POLICY
    is_shown = found.media_type.startswith(_SHOWN) and found.media_type != _SVG
    if not is_shown and found.media_type != _PDF:
        headers["Content-Disposition"] = "attachment"
    return headers
