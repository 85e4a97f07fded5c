"""A partner: a site of its own, on another port, whose pages a test writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# Sums up what moved while nobody touched anything (Layout Instability).
_MEASURE = """<script>window.moved = 0;
new PerformanceObserver((list) => { for (const shift of list.getEntries())
  if (!shift.hadRecentInput) window.moved += shift.value; })
  .observe({ type: "layout-shift", buffered: true });</script>"""


@dataclass(slots=True)
class Partner:
    """A partner's site.

    Attributes:
        base_url: of its pages.
        pages: bodies by path.
    """

    base_url: str
    pages: dict[str, str] = field(default_factory=dict)

    def publish(self, body: str, path: str = "/") -> str:
        """Put a page up, with text around what it embeds; returns its URL."""
        self.pages[path] = (
            '<!doctype html><html lang="zh"><meta charset="utf-8"><title>伙伴</title>'
            '<link rel="icon" href="data:,"><body style="margin:0 8px">'
            f"{_MEASURE}{body}"
        )
        return self.base_url + path


@contextmanager
def partner_site() -> Iterator[Partner]:
    """A partner that serves until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = partner.pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        partner = Partner(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield partner
        finally:
            server.shutdown()
            thread.join()
