"""The hub: where readers subscribe to feeds (WebSub §5.1), and a page that says so."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.errors import (
    SecretsUnavailable,
    StreamNotFound,
    SubscriptionRefused,
    TooManyIntents,
)
from feedsvc.model.document import Document
from feedsvc.model.links import HUB_PATH
from feedsvc.model.subscription import MAX_SECRET_BYTES, Mode, Wish
from feedsvc.services.websub.callbacks import Outcome
from feedsvc.services.websub.hub import Hub
from feedsvc.site import errors
from feedsvc.site.context import services
from feedsvc.site.documents import find_at

blueprint = Blueprint("hub", __name__)

MAX_BODY_BYTES = 8 * 1024
_MAX_URL_BYTES = 2_000
_MAX_FIELDS = 50
_MAX_LEASE_DIGITS = 9
_FORM = "application/x-www-form-urlencoded"
_LATER_S = 60
_MODES = (Mode.SUBSCRIBE.value, Mode.UNSUBSCRIBE.value)
_ACCEPTED = "The callback is asked next whether it wants this.\n"
_PUBLISH = "This hub knows of every change by itself: nobody has to publish here."


class _Refused(Exception):
    """A request that cannot be carried out, for the subscriber's developer to read."""

    def __init__(self, status: int, detail: str, *, retry_after_s: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s


@blueprint.get(HUB_PATH)
def hub() -> Response:
    """Page that says what is at this address."""
    if services().hub is None:
        return errors.not_found()
    return make_response(render_template("hub.html"))


@blueprint.post(HUB_PATH)
def ask() -> Response:
    """Take what a subscriber asks for: 202, and the callback is asked next (§5.1.2)."""
    own = services().hub
    if own is None:
        return errors.not_found()
    try:
        # First, since a topic is looked for before it is refused.
        _require_patience(services().subscribing.wait_s(request.remote_addr or ""))
        fields = _fields()
        wish = _wish(fields)
        _require_patience(services().calling.wait_of_s(_host(own, wish.callback)))
        is_sync = _is_sync([value for name, value in fields if name == "hub.verify"])
        outcome = _carried_out(own.ask_at_once if is_sync else own.ask, wish)
    except _Refused as refused:
        return _refusal(refused)
    if outcome is None:
        return _text(202, _ACCEPTED)
    if outcome is Outcome.CONFIRMED:  # of PubSubHubbub 0.3
        return _text(204, "")
    return _text(409, "The callback has not confirmed this.\n")


def _carried_out(do: Callable[[Wish], Outcome | None], wish: Wish) -> Outcome | None:
    try:
        return do(wish)
    except StreamNotFound:
        raise _Refused(404, _no_topic()) from None
    except TooManyIntents as error:
        raise _Refused(429, error.reason, retry_after_s=_LATER_S) from None
    except SecretsUnavailable as error:
        raise _Refused(501, error.reason) from None


def _fields() -> list[tuple[str, str]]:
    """Fields of the form.

    Raises:
        _Refused: the body is no form in UTF-8, or too long.
    """
    if request.mimetype != _FORM:
        raise _Refused(415, f"Content-Type must be {_FORM}.")
    body = request.stream.read(MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        raise _Refused(413, f"The body may have {MAX_BODY_BYTES} bytes.")
    try:
        return parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        raise _Refused(400, "The body must be a form of URL-encoded UTF-8.") from None


def _wish(fields: list[tuple[str, str]]) -> Wish:
    mode = _mode(_once(fields, "hub.mode"))
    callback = _required(fields, "hub.callback")
    url = _required(fields, "hub.topic")
    return Wish(
        mode=mode,
        document=_topic(url),
        topic_url=url,
        callback=callback,
        lease_s=_lease_s(_once(fields, "hub.lease_seconds"), mode),
        secret=_secret(_once(fields, "hub.secret")),
        verify_token=_once(fields, "hub.verify_token"),
    )


def _once(fields: list[tuple[str, str]], name: str) -> str | None:
    """Value of a field; None if it is not there.

    Raises:
        _Refused: it is there with several values, or holds what nothing does.
    """
    values = {value for given, value in fields if given == name}
    if len(values) > 1:
        raise _Refused(400, f"{name} must be given once.")
    value = values.pop() if values else None
    if value and "\0" in value:  # which PostgreSQL cannot store
        raise _Refused(400, f"{name} holds a NUL character.")
    return value


def _required(fields: list[tuple[str, str]], name: str) -> str:
    value = _once(fields, name)
    if not value:
        raise _Refused(400, f"{name} must be given.")
    if len(value.encode()) > _MAX_URL_BYTES:
        raise _Refused(400, f"{name} may have {_MAX_URL_BYTES} bytes.")
    return value


def _mode(given: str | None) -> Mode:
    if given == "publish":
        raise _Refused(400, _PUBLISH)
    if given not in _MODES:
        raise _Refused(400, f"hub.mode must be {' or '.join(_MODES)}.")
    return Mode(given)


def _topic(url: str) -> Document:
    document = find_at(url)
    if document is None:
        raise _Refused(404, _no_topic())
    if not document.is_topic:
        reason = "hub.topic is a search, or a page of an archive: it has no hub."
        raise _Refused(400, reason)
    return document


def _no_topic() -> str:
    return (
        "hub.topic is no feed of this site: it must be what a feed names as rel=self, "
        f"such as {services().links.absolute('/atom.xml')}."
    )


def _lease_s(given: str | None, mode: Mode) -> int | None:
    if not given or mode is Mode.UNSUBSCRIBE:  # which MUST ignore it
        return None
    digits = given.lstrip("0")
    if not digits or not given.isascii() or not given.isdecimal():
        raise _Refused(400, "hub.lease_seconds must be a positive whole number.")
    return int(digits[:_MAX_LEASE_DIGITS])


def _secret(given: str | None) -> str | None:
    if given and len(given.encode()) > MAX_SECRET_BYTES:
        raise _Refused(400, f"hub.secret may have {MAX_SECRET_BYTES} bytes.")
    return given or None


def _is_sync(asked: list[str]) -> bool:
    """True if the first way of verification that PubSubHubbub 0.3 knows is at once."""
    ways = [way for each in asked for way in each.replace(",", " ").split()]
    return next((way for way in ways if way in {"sync", "async"}), "") == "sync"


def _host(own: Hub, callback: str) -> str:
    try:
        return own.host_of(callback)
    except SubscriptionRefused as error:
        raise _Refused(400, error.reason) from None


def _require_patience(wait_s: int) -> None:
    """Refuse who has to wait: a client asks for much, or others ask about one host.

    Raises:
        _Refused: says how long to wait.
    """
    if wait_s:
        raise _Refused(429, "Too many at once: ask later.", retry_after_s=wait_s)


def _refusal(refused: _Refused) -> Response:
    response = _text(refused.status, f"{refused.detail}\n")
    if refused.retry_after_s:
        response.headers["Retry-After"] = str(refused.retry_after_s)
    return response


def _text(status: int, text: str) -> Response:
    response = Response(text, status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
