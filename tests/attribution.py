"""The labelled lines, read and counted: `python -m tests.attribution` prints the figures.

One half was looked at while the rules were written, the other was not: only the second
half's figures count.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from feedsvc.content.draft import render
from feedsvc.model.attribution import Role

_FOLDER = Path(__file__).parent / "data" / "attribution"
HALVES = ("tuned", "counted")
# Precision and recall that a role must reach.
GOALS = {
    Role.PUBLISHER: (0.99, 0.97),
    Role.AUTHOR: (0.97, 0.95),
    Role.EDITOR: (0.97, 0.95),
    Role.IMAGE: (0.95, 0.90),
}
_TEXT = "这一段是正文，说的是一件事情的经过。"
_PARAGRAPH = f"<p>{_TEXT}{_TEXT}</p>"
_PICTURE = '<img src="https://a.example/p.jpg">'


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with the credits that it holds.

    Attributes:
        zone: where it stands in the article that is made of it.
        expected: (role, name) pairs.
    """

    kind: str
    zone: str
    text: str
    expected: frozenset[tuple[Role, str]]

    @property
    def body(self) -> str:
        """An article that holds the line at its place."""
        line, many = f"<p>{self.text}</p>", _PARAGRAPH * 12
        match self.zone:
            case "head":
                return line + many
            case "foot":
                return many + line
            case "middle":
                return many + line + many
            case "media":
                return f'{many}<p class="em_media">{self.text}</p>'
            case "digest":
                return f"<blockquote>{line}</blockquote>{many}"
            case "caption":
                figure = (
                    f"<figure>{_PICTURE}<figcaption>{self.text}</figcaption></figure>"
                )
                return _PARAGRAPH * 4 + figure + _PARAGRAPH * 12
            case "list":
                items = self.text.split("|")
                return many + many.join(f"<p>{item}</p>" for item in items) + many
            case _:  # a book's details, on lines of their own
                return many + line + many


@dataclass(slots=True)
class Count:
    """Credits found and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the credits found that are right; 1 if none was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the credits there that were found; 1 if there is none."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    def add(self, expected: set[str], found: set[str]) -> None:
        """Count the names of one role in one line."""
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)


@dataclass(slots=True)
class Tally:
    """Figures of one half, by role and by kind of line, and the lines that failed."""

    roles: dict[Role, Count] = field(default_factory=lambda: {r: Count() for r in Role})
    kinds: dict[str, Count] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[Labelled, frozenset[tuple[Role, str]]]] = field(
        default_factory=list
    )


def read_half(half: str) -> Iterator[Labelled]:
    """The labelled lines of one half."""
    text = (_FOLDER / f"{half}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        kind, zone, words, credits_ = line.split("\t")
        yield Labelled(kind, zone, words, frozenset(_pairs(credits_)))


def _pairs(credits_: str) -> Iterator[tuple[Role, str]]:
    for part in credits_.split("; ") if credits_ != "-" else ():
        role, names = part.split("=", 1)
        for name in names.split("、"):
            yield Role(role), name


def tally(half: str) -> Tally:
    """Read every line of a half, and count."""
    result = Tally()
    for line in read_half(half):
        found = frozenset((c.role, c.name) for c in render(line.body).attributions)
        kind = result.kinds.setdefault(line.kind, Count())
        result.lines[line.kind] += 1
        for role in Role:
            expected = {name for r, name in line.expected if r is role}
            got = {name for r, name in found if r is role}
            result.roles[role].add(expected, got)
            kind.add(expected, got)
        if found != line.expected:
            result.failed.append((line, found))
    return result


def _print(half: str) -> None:
    result = tally(half)
    print(f"{half}: {result.lines.total()} lines, {len(result.failed)} not as labelled")
    for name, count in [*result.roles.items(), *sorted(result.kinds.items())]:
        print(
            f"  {name:12} precision {count.precision:.3f}  recall {count.recall:.3f}"
            f"  ({count.right} right, {count.wrong} wrong, {count.missed} missed)"
        )
    for line, found in result.failed:
        print(f"  {line.kind}/{line.zone}: {line.text}")
        print(f"      expected {_told(line.expected)}; read {_told(found)}")


def _told(pairs: frozenset[tuple[Role, str]]) -> str:
    return ", ".join(f"{role} {name}" for role, name in sorted(pairs)) or "nobody"


if __name__ == "__main__":
    for each in HALVES:
        _print(each)
