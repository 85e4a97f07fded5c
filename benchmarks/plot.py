"""Plot of cost against size: an SVG of all that `benchmarks.sizes` has measured so far.

A line for each kind of work, from 1 at 10,000 articles, named at its end.
"""

import json
from collections.abc import Iterator
from math import ceil, log10
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.sizes import BESIDE, SMALL

_Lines = dict[
    str, dict[int, float]
]  # cost by size, as a multiple of the smallest one's

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 500, 24, 356  # the plot itself
_WIDTH, _HEIGHT = 760, 400
_LABEL_PX = 18  # from one name to the next, at least
_GOAL = 1.2
_COLOURS = (
    "#0b63ce", "#c2410c", "#15803d", "#7e22ce", "#b91c1c",
    "#0e7490", "#a16207", "#be185d", "#4d7c0f", "#64748b",
)  # fmt: skip
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.soft{fill:#666}"
    ".grid{stroke:#ddd}.goal{stroke:#666;stroke-dasharray:5 4}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.soft{fill:#aaa}.grid{stroke:#444}"
    ".goal{stroke:#aaa}}"
)


def draw(folder: Path) -> None:
    """Draw `sizes.svg` from the `sizes-*.json` of a folder, if there are any."""
    lines = _read(folder)
    if lines:
        (folder / "sizes.svg").write_text(_svg(lines), encoding="utf-8")


def _read(folder: Path) -> _Lines:
    lines: _Lines = {}
    for file in folder.glob("sizes-*.json"):
        for found in json.loads(file.read_text(encoding="utf-8"))["results"]:
            if found.get("against") == BESIDE:
                points = lines.setdefault(found["what"], {SMALL: 1.0})
                points[found["size"]] = found["ratio"]
    return {what: dict(sorted(points.items())) for what, points in lines.items()}


def _svg(lines: _Lines) -> str:
    sizes = sorted({size for points in lines.values() for size in points})
    highest = max(ratio for points in lines.values() for ratio in points.values())
    top = max(1.5, ceil(highest * 2) / 2)
    body = (*_axes(sizes, top), *_curves(lines, sizes, top))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'role="img">\n<title>Cost at a size, as a multiple of that at {BESIDE}</title>\n'
        f"<style>{_STYLE}</style>\n" + "\n".join(body) + "\n</svg>\n"
    )


def _axes(sizes: list[int], top: float) -> Iterator[str]:
    for step in range(round(top * 2) + 1):
        y = _y(step / 2, top)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_RIGHT}"/>'
        yield _text(_LEFT - 8, y + 4, f"{step / 2:g}", 'class="soft" text-anchor="end"')
    y = _y(_GOAL, top)
    yield f'<path class="goal" d="M{_LEFT} {y:.1f}H{_RIGHT}"/>'
    for size in sizes:
        where = 'class="soft" text-anchor="middle"'
        yield _text(_x(size, sizes), _BOTTOM + 22, f"{size:,}", where)
    middle = (_LEFT + _RIGHT) / 2
    yield _text(middle, _HEIGHT - 4, "articles", 'class="soft" text-anchor="middle"')


def _curves(lines: _Lines, sizes: list[int], top: float) -> Iterator[str]:
    """The lines, each with its name at its end."""
    last = {what: [*points.values()][-1] for what, points in lines.items()}
    names = sorted(lines, key=lambda what: last[what], reverse=True)
    labels = _apart([_y(last[what], top) for what in names])
    for number, (what, label_y) in enumerate(zip(names, labels, strict=True)):
        colour = _COLOURS[number % len(_COLOURS)]
        points = lines[what].items()
        places = [(_x(size, sizes), _y(ratio, top)) for size, ratio in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in places[1:]:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        x, y = places[-1]
        yield f'<path d="M{x:.1f} {y:.1f}L{_RIGHT + 12} {label_y:.1f}" stroke="{colour}"/>'
        yield _text(_RIGHT + 18, label_y + 4, f"{what}: {last[what]:.2f}")


def _apart(heights: list[float]) -> list[float]:
    """Heights of labels, downwards: as near as they can be to theirs without overlapping."""
    found: list[float] = []
    lowest = float(_BOTTOM)
    for y in reversed(heights):
        lowest = min(y, lowest)
        found.insert(0, lowest)
        lowest -= _LABEL_PX
    highest = float(_TOP)
    for place, y in enumerate(found):
        found[place] = max(y, highest)
        highest = found[place] + _LABEL_PX
    return found


def _x(size: int, sizes: list[int]) -> float:
    span = log10(sizes[-1] / sizes[0]) or 1.0
    return _LEFT + 12 + (_RIGHT - _LEFT - 24) * log10(size / sizes[0]) / span


def _y(ratio: float, top: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * ratio / top


def _text(x: float, y: float, text: str, attributes: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}>{escape(text)}</text>'
