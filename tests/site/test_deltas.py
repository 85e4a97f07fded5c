"""Delta feeds on the wire (RFC 3229 with the `feed` instance manipulation)."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from tests.services.syndication.press import parsed
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import Answer, ask, eventually
from tests.support.posts import AllCases, Post, Silent, use_cases, write_archive
from tests.support.server import serving

BASE = "https://news.example"
ROLLING = "/categories/gundong/"
FEEDS = {
    f"{folder}{format_}{query}": format_
    for folder in (ROLLING, "/", f"/zh-Hant{ROLLING}")
    for format_ in Format
    for query in ("", "?content=summary")
} | {f"/feeds/{f}?category=gundong&category=qita": f for f in Format}
EVERY = pytest.mark.parametrize("path", FEEDS)
ATOM = f"{ROLLING}atom.xml"
DELTA = {"A-IM": "feed"}
OPAQUE = slice(1, -1)


@dataclass(frozen=True, slots=True)
class Desk:
    """A server, and the tags of every feed at each step that led to what it serves.

    Attributes:
        steps: 0 at first; 1 an edit and a new article later; 2 when one was retracted;
            3 when an article had left the category; 4 a new article later, as served.
    """

    base: str
    steps: tuple[dict[str, str], ...]

    def ask(self, path: str, *steps: int, **headers: str) -> Answer:
        """Ask for the delta to what was known at some steps."""
        known = ", ".join(self.steps[step][path] for step in steps)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.base, path, {"If-None-Match": known, **DELTA, **headers})


def story(number: int, title: str, category: str = "gundong") -> Post:
    """An article of one of three days."""
    return Post(
        stem=f"2026-11-0{number % 3 + 1}-2026110100000000{number:02}",
        title=title,
        date=f"2026-11-0{number % 3 + 1} 08:{number:02}:00",
        category=category,
    )


@pytest.fixture(scope="module")
def desk(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """What happened is over when the server starts, so that nobody has to wait for it."""
    folder = tmp_path_factory.mktemp("desk")
    file = folder / "feedsvc.db"
    file.write_bytes(_migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    now = paper.FILLED_AT
    cases = use_cases(url, lambda: now)
    steps = []

    def step(*posts: Post, retract: str = "") -> None:
        nonlocal now
        now += timedelta(minutes=1)
        run(cases, folder, posts, retract)
        steps.append(tags(url))

    step(*(story(n, f"第{n}篇") for n in range(5)), story(9, "别处", "qita"))
    step(story(0, "更正：第0篇"), story(5, "新来的"))
    step(retract="NW202611010000000001")
    step(story(2, "第2篇", "qita"))
    step(story(6, "更新的"))
    cases.database.dispose()
    settings = {"FEEDSVC_DATABASE_URL": url, "FEEDSVC_BASE_URL": BASE}
    with serving(settings, folder) as base:
        # Nothing is dated in the second in which the first request enters the epoch.
        eventually(
            lambda: ask(base, "/rss.xml"),
            lambda answer: "Last-Modified" in answer.headers,
        )
        yield Desk(base, tuple(steps))


def run(cases: AllCases, folder: Path, posts: tuple[Post, ...], retracted: str) -> None:
    """Import posts, and withdraw one."""
    if posts:
        cases.importer.run(write_archive(folder / "archive", posts), Silent())
    if retracted:
        cases.decisions.retract(InfoCode(retracted), reason="", is_legal=False)


def tags(url: str) -> dict[str, str]:
    """Every feed's tag, as a process says it that has just begun."""
    with site_app(url, base_url=BASE) as app:
        return {path: app.test_client().get(path).headers["ETag"] for path in FEEDS}


def titles(answer: Answer, path: str) -> list[str]:
    """The entries of a document, once a reader has taken it."""
    return list(parsed(answer.body, FEEDS[path]).titles.values())


@EVERY
def test_a_known_tag_gets_what_changed(desk: Desk, path: str) -> None:
    """§10.4.1: 226 with `IM: feed`, for nobody else to keep, under the current tag."""
    whole = ask(desk.base, path)
    answer = desk.ask(path, 3)
    assert answer.status == 226
    assert titles(answer, path) == ["更新的"]
    assert answer.headers["IM"] == "feed"
    assert answer.headers["Cache-Control"] == "no-store"
    vary = set(answer.headers["Vary"].split(", "))
    assert vary == {"A-IM", "If-None-Match", "Accept-Encoding"}
    for name in ("ETag", "Content-Type", "Last-Modified"):
        assert answer.headers[name] == whole.headers[name]
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_a_later_tag_lacks_less(desk: Desk) -> None:
    """Of the site, which nothing left, every step is known."""
    for step, expected in (
        (0, {"更新的", "新来的", "更正：第0篇", "第2篇"}),
        (1, {"更新的", "第2篇"}),
        (2, {"更新的", "第2篇"}),
        (3, {"更新的"}),
    ):
        assert set(titles(desk.ask("/atom.xml", step), "/atom.xml")) == expected


@EVERY
def test_a_delta_may_be_gzipped(desk: Desk, path: str) -> None:
    """The same bytes, under the tag of that form; and that form's tag is known too."""
    plain = desk.ask(path, 3)
    small = desk.ask(path, 3, Accept_Encoding="gzip")
    assert (small.status, small.headers["Content-Encoding"]) == (226, "gzip")
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    known = f'W/"{desk.steps[3][path][OPAQUE]}-gzip"'
    assert ask(desk.base, path, {"If-None-Match": known, **DELTA}).body == plain.body


@pytest.mark.parametrize(
    "wanted", ["feed", "FEED", "diffe, feed", "vcdiff;q=0.5, feed;q=0.1", "feed , gzip"]
)
def test_who_takes_feed_gets_a_delta(desk: Desk, wanted: str) -> None:
    """Rule 11, RFC 3229 §10.5.3: named with a quality above zero, beside whatever else."""
    assert desk.ask(ATOM, 3, A_IM=wanted).status == 226


@pytest.mark.parametrize(
    "wanted",
    ["", "vcdiff", "feed;q=0", "feed;q=0.000, diffe", "feeds", "q=1", "identity"],
)
def test_who_does_not_gets_the_whole(desk: Desk, wanted: str) -> None:
    """As if the header were not there."""
    answer = desk.ask(ATOM, 3, A_IM=wanted)
    assert answer.status == 200
    assert answer.headers["IM"] is None
    assert answer.body == ask(desk.base, ATOM).body


@pytest.mark.parametrize(
    "known",
    ['"1-atom-00000000"', '"junk"', "", '"', '""', '"-"', '"' + "9" * 5_000 + '-atom-0"',
     '"0-atom-0", W/"x"'],
)  # fmt: skip
def test_an_unknown_tag_gets_the_whole(desk: Desk, known: str) -> None:
    """Forged, torn, or of another epoch; for caches to keep as ever."""
    answer = ask(desk.base, ATOM, {"If-None-Match": known, **DELTA})
    whole = ask(desk.base, ATOM)
    assert (answer.status, answer.body) == (200, whole.body)
    assert answer.headers["Cache-Control"] == whole.headers["Cache-Control"]


@EVERY
def test_another_feeds_tag_gets_the_whole(desk: Desk, path: str) -> None:
    """Another format's, script's, or the short form's: what it lacks is not known."""
    mine = {desk.steps[3][path].partition("-")[2]}
    for other, tag in desk.steps[3].items():
        if tag.partition("-")[2] not in mine:
            answer = ask(desk.base, path, {"If-None-Match": tag, **DELTA})
            assert answer.status == 200, other


def test_the_latest_of_several_counts(desk: Desk) -> None:
    """§10.8.1 lets a client list all that it keeps, in any order."""
    for steps in ((3, 0), (0, 3), (0, 1, 2, 3)):
        assert titles(desk.ask("/atom.xml", *steps), "/atom.xml") == ["更新的"]


def test_a_delta_names_its_base(desk: Desk) -> None:
    """RFC 3229 §10.5.1: the tag that counted, as the client spelt it; browsers see it."""
    path = "/atom.xml"
    older, newer = (desk.steps[step][path][OPAQUE] for step in (0, 3))
    for known, base in (
        (f'"{newer}"', newer),
        (f'"{older}", W/"{newer}-gzip"', f"{newer}-gzip"),
        (f'"{newer}-gzip", "{newer}", "{older}"', newer),
        (f'"{older}", "0{newer}"', older),
    ):
        answer = ask(desk.base, path, {"If-None-Match": known, **DELTA})
        assert (answer.status, answer.headers["Delta-Base"]) == (226, f'"{base}"')
        assert "Delta-Base" in answer.headers["Access-Control-Expose-Headers"]
    assert ask(desk.base, path).headers["Delta-Base"] is None


def test_a_retraction_is_told_where_it_can_be(desk: Desk) -> None:
    """RFC 6721: a tombstone in Atom; RSS and JSON Feed have none, so they are whole."""
    answer = desk.ask("/atom.xml", 1)
    assert answer.status == 226
    assert len(parsed(answer.body, Format.ATOM).gone) == 1
    assert parsed(desk.ask("/atom.xml", 2).body, Format.ATOM).gone == ()
    for format_ in (Format.RSS, Format.JSON):
        assert desk.ask(f"/{format_}", 1).status == 200
        assert desk.ask(f"/{format_}", 2).status == 226


@pytest.mark.parametrize("path", [path for path in FEEDS if "gundong" in path])
def test_a_departure_needs_the_whole(desk: Desk, path: str) -> None:
    """An article left the category without being retracted: nothing in a delta says so."""
    for step in (0, 1, 2):
        answer = desk.ask(path, step)
        assert (answer.status, answer.headers["IM"]) == (200, None)


@EVERY
def test_who_has_it_is_told_so(desk: Desk, path: str) -> None:
    """The current tag is 304, with A-IM as without, and so is `*`."""
    for known in (
        desk.steps[4][path],
        f"{desk.steps[3][path]}, {desk.steps[4][path]}",
        "*",
    ):
        answer = ask(desk.base, path, {"If-None-Match": known, **DELTA})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["IM"] is None


def test_without_a_tag_it_is_the_whole(desk: Desk) -> None:
    """A date alone does not say which edition a client has."""
    assert ask(desk.base, ATOM, DELTA).status == 200
    headers = {"If-Modified-Since": "Sun, 01 Nov 2026 00:00:00 GMT", **DELTA}
    assert ask(desk.base, ATOM, headers).status == 200


def test_head_is_get_without_a_body(desk: Desk) -> None:
    """The status and headers of the delta."""
    full = desk.ask(ATOM, 3)
    headers = {"If-None-Match": desk.steps[3][ATOM], **DELTA}
    head = ask(desk.base, ATOM, headers, method="HEAD")
    assert (head.status, head.body) == (226, b"")
    for name in ("IM", "ETag", "Content-Length", "Cache-Control", "Vary"):
        assert head.headers[name] == full.headers[name]


@pytest.mark.parametrize(
    "path", [path for path in FEEDS if FEEDS[path] is not Format.JSON]
)
def test_a_delta_is_no_complete_feed(desk: Desk, path: str) -> None:
    """RFC 5005: what stands beside it is not said, though the whole is complete."""
    whole = parsed(ask(desk.base, path).body, FEEDS[path])
    assert whole.marks == (set() if path.startswith("/feeds/") else {"complete"})
    found = parsed(desk.ask(path, 3).body, FEEDS[path])
    assert found.marks == frozenset()
    assert set(found.links) == {"self", "hub", "alternate", "license"}


def test_a_page_has_no_delta(desk: Desk) -> None:
    """An archive page that changed is sent whole."""
    path = "/pages/1/atom.xml"
    answer = ask(desk.base, path, {"If-None-Match": '"1-x-atom.p1-0"', **DELTA})
    assert answer.status == 200
