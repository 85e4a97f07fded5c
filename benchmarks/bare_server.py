"""`python -m benchmarks.bare_server ANSWERS PORT`: a WSGI callable that knows its answers.

ANSWERS is a pickle of benchmarks.feeds: status, headers and body by path and by what a
request's header asks for. Waitress as `feedsvc serve` configures it, and nothing else.
"""

import pickle
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from waitress import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_THREADS = 8  # the default of `serve.threads`


def main() -> None:
    """Serve until told to stop."""
    file, port = sys.argv[1:]
    answers = pickle.loads(Path(file).read_bytes())  # noqa: S301 - written by ourselves

    def bare(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        asked = environ.get("HTTP_IF_NONE_MATCH") or environ.get("HTTP_ACCEPT_ENCODING")
        status, headers, body = answers.get(
            (environ["PATH_INFO"], asked), answers[None]
        )
        start_response(status, headers)
        return [body]

    create_server(
        bare, host="127.0.0.1", port=int(port), threads=_THREADS, ident=None
    ).run()


if __name__ == "__main__":
    main()
