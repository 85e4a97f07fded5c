"""The comparison of a site's posts, post by post."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath
from posixpath import normpath
from zoneinfo import ZoneInfo

from feedsvc.archive.jekyll.dates import read_date
from feedsvc.archive.jekyll.naming import code_of_stem, is_post
from tools.compare_jekyll.explanations import (
    ANOTHER_ADDRESS,
    EXPLANATIONS,
    FIRST_NAMES,
    MENDED,
    NO_ZONE,
    OUTSIDE,
    SAME_ARTICLE,
    SPACED,
    UNKNOWN_ZONE,
    UNREADABLE,
)
from tools.compare_jekyll.levels import Pair
from tools.compare_jekyll.reading import Body, read, tree_of
from tools.compare_jekyll.shown import Posts, Shown

_ZONE = re.compile(r"\b[A-Z]{2,5}\b")
_SHOWN = 200  # characters of a list
_AROUND = 30  # characters shown before and behind the place where texts part


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in one post: what of it differs, and how."""

    path: str
    part: str
    theirs: str
    ours: str


@dataclass(slots=True)
class Comparison:
    """All that differs between a site as Jekyll shows it and as feedsvc does.

    Attributes:
        base_url: what the site's addresses lie under.
        zone: of dates without one.
        posts: how many were looked at.
        explained: names of explanations by path.
    """

    base_url: str
    zone: ZoneInfo
    posts: int = 0
    explained: dict[str, set[str]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def compare(self, theirs: Posts, ours: Posts) -> None:
        """Take in every post that either of them shows or refuses."""
        for path in sorted({*theirs.shown, *ours.shown}):
            self.posts += 1
            if path in theirs.shown and path in ours.shown:
                self._compare(theirs.shown[path], ours.shown[path])
            elif path in theirs.shown:
                reason = ours.refused.get(path, "not there")
                if reason == SAME_ARTICLE:
                    self._explain(path, reason)
                else:
                    self._differ(path, "published", "yes", reason)
            elif path in theirs.refused:
                self._explain(path, UNREADABLE)
            elif not is_post(path) or code_of_stem(PurePosixPath(path).stem):
                self._explain(path, FIRST_NAMES)
            else:
                self._differ(path, "published", "no", "yes")

    def _compare(self, theirs: Shown, ours: Shown) -> None:
        if theirs.is_bare and not ours.is_bare:
            self._explain(ours.path, MENDED)
            return
        self._compare_title(theirs, ours)
        self._compare_date(theirs, ours)
        self._compare_address(theirs, ours)
        self._compare_categories(theirs, ours)
        self._compare_bodies(theirs, ours)

    def _compare_title(self, theirs: Shown, ours: Shown) -> None:
        wanted = " ".join(theirs.title.split())
        if wanted != ours.title:
            self._differ(ours.path, "title", wanted, ours.title)

    def _compare_date(self, theirs: Shown, ours: Shown) -> None:
        apart = theirs.at.replace(microsecond=0) - ours.at.replace(microsecond=0)
        if not apart:
            return
        if apart == (ours.at.astimezone(self.zone).utcoffset() or timedelta()):
            self._explain(ours.path, NO_ZONE)
        elif theirs.at == read_date(_ZONE.sub("", ours.date), self.zone):
            self._explain(ours.path, UNKNOWN_ZONE)
        else:
            shown = ours.at.astimezone(self.zone)
            self._differ(ours.path, "date", f"{theirs.at}", f"{shown}")

    def _compare_address(self, theirs: Shown, ours: Shown) -> None:
        if theirs.address == ours.address:
            return
        if theirs.address in ours.further_addresses:
            self._explain(ours.path, ANOTHER_ADDRESS)
        elif normpath(theirs.address) == ours.address:
            self._explain(ours.path, OUTSIDE)
        else:
            self._differ(ours.path, "address", theirs.address, ours.address)

    def _compare_categories(self, theirs: Shown, ours: Shown) -> None:
        if theirs.categories == ours.categories:
            return
        if tuple(" ".join(ours.categories).split()) == theirs.categories:
            self._explain(ours.path, SPACED)
        else:
            wanted, found = map(", ".join, (theirs.categories, ours.categories))
            self._differ(ours.path, "categories", wanted, found)

    def _compare_bodies(self, theirs: Shown, ours: Shown) -> None:
        pair = Pair(
            theirs,
            ours,
            tree_of(theirs.html),
            tree_of(ours.html),
            f"{self.base_url}{theirs.address}",
        )
        bodies = self._read(pair)
        names = set()
        for explanation in EXPLANATIONS:
            if bodies[0] == bodies[1]:
                break
            explanation.level(pair)
            before, bodies = bodies, self._read(pair)
            if before != bodies:
                names.add(explanation.name)
        found = list(_parted(*bodies))
        for part, wanted, got in found:
            self._differ(ours.path, part, wanted, got)
        if not found:
            for name in names:
                self._explain(ours.path, name)

    def _read(self, pair: Pair) -> tuple[Body, Body]:
        their_root, our_root = pair.roots
        return read(their_root, pair.base_url), read(our_root, pair.base_url)

    def _explain(self, path: str, name: str) -> None:
        self.explained.setdefault(path, set()).add(name)

    def _differ(self, path: str, part: str, theirs: str, ours: str) -> None:
        self.differences.append(Difference(path, part, theirs, ours))


def _parted(theirs: Body, ours: Body) -> Iterator[tuple[str, str, str]]:
    """Parts of a body that differ, as Jekyll and as feedsvc have them."""
    if theirs.text != ours.text:
        yield ("text", *_where_parted(theirs.text, ours.text))
    parts: dict[str, Callable[[Body], tuple[str, ...]]] = {
        "pictures": lambda body: body.pictures,
        "links": lambda body: body.links,
        "marks": lambda body: tuple(
            f"<{mark}> {words}" for mark, words in sorted(body.marks.elements())
        ),
    }
    for part, of in parts.items():
        wanted, got = of(theirs), of(ours)
        if wanted != got:
            only, more = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
            order = "" if only or more else "in another order"
            yield part, _listed(only) or order, _listed(more) or order


def _listed(ones: Counter[str]) -> str:
    return "; ".join(ones.elements())[:_SHOWN]


def _where_parted(one: str, other: str) -> tuple[str, str]:
    """Both texts around the place where they part."""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = max(0, at - _AROUND)
    return one[start : at + _AROUND], other[start : at + _AROUND]
