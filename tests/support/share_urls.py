"""The corpora of links as people send and paste them, in `tests/data`."""

from pathlib import Path
from urllib.parse import quote

NOT_FOUND = "404"

_DATA = Path(__file__).parents[1] / "data"
_SENT_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


def _rows(file_name: str) -> list[list[str]]:
    lines = (_DATA / file_name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _sent() -> list[tuple[str, str, str]]:
    return [
        (quote(target, safe=_SENT_AS_IT_IS), expected, note)
        for target, expected, note in _rows("share_urls.tsv")
    ]


def pasted(path: str, code: str) -> list[tuple[str, bool, str]]:
    """What was pasted, whether it means the article of `path` and `code`, and a note."""
    words = {
        "ENCODED": quote(f"https://news.example{path}", safe=""),
        "STORY": path,
        "OTHER": path.replace("2026", "2025"),
        "CODE": code,
        "\\n": "\n",
    }
    found = []
    for text, is_meant, note in _rows("pasted_links.tsv"):
        for word, meaning in words.items():
            text = text.replace(word, meaning)
        found.append((text, is_meant == "yes", note))
    return found


CORPUS = _sent()
