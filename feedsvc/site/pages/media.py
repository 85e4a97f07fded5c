"""Media: pictures, recordings and downloads of articles, at addresses of their content."""

from flask import Response, request
from werkzeug.wsgi import wrap_file

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import NO_STORE, Conditions, Verdict, public
from feedsvc.model.document import Script
from feedsvc.model.medium import CHUNK_BYTES, Medium, digest_of
from feedsvc.model.signature import SVG
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.view.csp import MEDIA_POLICY

_SHOWN = ("image/", "audio/", "video/")
# Browsers show it in a viewer that no policy of ours must stop.
_PDF = "application/pdf"


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
    """An answer to the request's conditions, which come before its range (RFC 9110 §13.2.2)."""
    tag = found.digest.hex()
    conditions = Conditions.of(request.headers.get)
    verdict = conditions.verdict(tag, None, now=services().clock())
    if verdict is Verdict.FAILED:
        return Response(status=verdict, headers=[NO_STORE])
    response = Response(
        status=verdict, content_type=found.media_type, headers=_headers(found)
    )
    response.set_etag(tag)
    return response if verdict is Verdict.NOT_MODIFIED else _filled(response, found)


def _filled(response: Response, found: Medium) -> Response:
    """The answer with all bytes, or those that are asked for."""
    part = _part(found)
    start, stop = part or (0, found.size)
    if start >= found.size:
        response = Response(status=416, headers=[NO_STORE])
        response.headers["Content-Range"] = f"bytes */{found.size}"
        return response
    if part:
        response.status_code = 206
        response.content_range.set(start, stop, found.size)
    # A file, which the server reads as the client takes it, and no thread waits: people
    # leave films half loaded, and as many of them as there are threads would stop the site.
    file = services().media.open(found, start, stop)
    response.response = wrap_file(request.environ, file, CHUNK_BYTES)
    response.direct_passthrough = True
    response.content_length = stop - start
    return response


def _part(found: Medium) -> tuple[int, int] | None:
    """First byte and the one behind the last that are asked for; None for all of them.

    All are sent for several ranges at once, a range that nobody can read, and one of
    another content: If-Range is compared strongly (RFC 9110 §13.1.5).
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if request.headers.get("If-Range") not in {None, f'"{found.digest.hex()}"'}:
        return None
    start, stop = wanted.ranges[0]
    if start < 0:  # so many last bytes, or all if there are fewer
        start = max(0, found.size + start)
    return start, min(stop or found.size, found.size)


def _headers(found: Medium) -> dict[str, str]:
    headers = {
        "Cache-Control": f"{public(lifetimes.MEDIUM_S)}, immutable",
        "Accept-Ranges": "bytes",
        "Cross-Origin-Resource-Policy": "cross-origin",  # readers show it in their pages
    }
    if found.media_type != _PDF:
        headers["Content-Security-Policy"] = MEDIA_POLICY
    # An SVG is a document that may hold scripts: pages show it as a picture only.
    is_shown = found.media_type.startswith(_SHOWN) and found.media_type != SVG
    if not is_shown and found.media_type != _PDF:
        headers["Content-Disposition"] = "attachment"
    return headers
