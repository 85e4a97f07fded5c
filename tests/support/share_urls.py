"""The corpus of share links as people send them: `tests/data/share_urls.tsv`."""

from pathlib import Path
from urllib.parse import quote

NOT_FOUND = "404"

_FILE = Path(__file__).parents[1] / "data" / "share_urls.tsv"
_SENT_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


def _read() -> list[tuple[str, str, str]]:
    rows = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            target, expected, note = line.split("\t")
            rows.append((quote(target, safe=_SENT_AS_IT_IS), expected, note))
    return rows


CORPUS = _read()
