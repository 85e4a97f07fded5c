"""`python -m benchmarks.redirect_server bare|counting|blind PORT`: what is measured.

`bare` is a WSGI callable on waitress that knows its answer already; `counting` is
`feedsvc serve` as it is, and `blind` the same without counting clicks.
"""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from waitress import create_server

from feedsvc.compose.background import create_background
from feedsvc.compose.commands import create_use_cases
from feedsvc.compose.site import create_app
from feedsvc.log import to_stderr
from feedsvc.runtime.jobs import work_beside
from feedsvc.runtime.server import Server
from feedsvc.settings import Settings, load_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def bare(
    _environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """A redirect of the same size, without asking anybody."""
    headers = [
        ("Location", "http://127.0.0.1:8080/binjiangribao/2026/11/01/NW202611.html"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "public, max-age=300"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Length", "0"),
    ]
    start_response("301 Moved Permanently", headers)
    return []


def serve(settings: Settings, *, is_counting: bool) -> int:
    """The service itself, until it is told to stop."""
    cases = create_use_cases(settings)
    background = create_background(settings, cases.database)
    app = create_app(settings, cases.database, background if is_counting else None)
    to_stderr()
    return Server(app, work_beside(background), settings.serve).run()


def main() -> None:
    """Serve until told to stop."""
    kind, port = sys.argv[1], int(sys.argv[2])
    settings = load_settings().listening(host="127.0.0.1", port=port, threads=None)
    if kind != "bare":
        serve(settings, is_counting=kind == "counting")
        return
    threads = settings.serve.threads
    create_server(bare, host="127.0.0.1", port=port, threads=threads, ident=None).run()


if __name__ == "__main__":
    main()
