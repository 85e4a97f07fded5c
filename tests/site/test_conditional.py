"""Conditional requests (RFC 9110 §13) for feeds of every kind, to the letter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest

from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from tests.support import paper
from tests.support.client import Answer, ask
from tests.support.posts import use_cases
from tests.support.server import serving

GZIP = {"Accept-Encoding": "gzip"}
OWED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
FEEDS = {
    f"{kind}-{format_.name.lower()}": feed.format(format_)
    for kind, feed in paper.FEEDS.items()
    for format_ in Format
}
EVERY = pytest.mark.parametrize("path", FEEDS.values(), ids=FEEDS)
KINDS = {kind: feed.format(Format.ATOM) for kind, feed in paper.FEEDS.items()}
EACH = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
DATED = pytest.mark.parametrize(
    "path", [path for kind, path in KINDS.items() if kind not in paper.UNDATED]
)
UNDATED = pytest.mark.parametrize("path", [KINDS[kind] for kind in paper.UNDATED])
ENCODING = pytest.mark.parametrize("encoding", [{}, GZIP], ids=["identity", "gzip"])


@EVERY
@ENCODING
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_a_client_has_is_304(
    site: str, path: str, encoding: dict[str, str], method: str
) -> None:
    """Rule 10: no body, and of the 200's headers those that RFC 9110 §15.4.5 names."""
    full = ask(site, path, encoding)
    known = {"If-None-Match": full.headers["ETag"], **encoding}
    again = ask(site, path, known, method=method)
    assert (again.status, again.body) == (304, b"")
    for name in OWED:
        assert again.headers[name] == full.headers[name]
    for name in ("Content-Encoding", "Content-Type", "Content-Length"):
        assert again.headers[name] is None


@EACH
def test_any_form_of_a_tag_is_known(site: str, path: str) -> None:
    """Rule 8: a list, `*`, weak, and with the suffix that proxies add (Apache's -gzip)."""
    tag = ask(site, path).headers["ETag"][1:-1]
    for known in (
        f'"{tag}"', f'W/"{tag}"', f'"{tag}-gzip"', f'W/"{tag}-gzip"', "*",
        f'"older", W/"{tag}" , "newer"', f'"",,"{tag}"',
    ):  # fmt: skip
        assert ask(site, path, {"If-None-Match": known}).status == 304, known


@EACH
def test_any_other_tag_is_not(site: str, path: str) -> None:
    """Rule 8: unquoted, torn, another's, or one with a suffix that is nobody's."""
    tag = ask(site, path).headers["ETag"][1:-1]
    for unknown in (tag, f'"{tag}', f'"x{tag}"', f'"{tag}-br"', '"*"', "", "9" * 5_000):
        assert ask(site, path, {"If-None-Match": unknown}).status == 200, unknown


@DATED
def test_a_tag_outranks_a_date(site: str, path: str) -> None:
    """Rule 8: with If-None-Match, If-Modified-Since says nothing (§13.1.3)."""
    full = ask(site, path)
    date = full.headers["Last-Modified"]
    headers = {"If-None-Match": '"older"', "If-Modified-Since": date}
    assert ask(site, path, headers).status == 200
    old = "Thu, 01 Jan 1970 00:00:00 GMT"
    headers = {"If-None-Match": full.headers["ETag"], "If-Modified-Since": old}
    assert ask(site, path, headers).status == 304


@pytest.mark.parametrize(
    "path", [*KINDS.values(), "/", "/categories/", paper.STORY_PATH]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_if_match_wants_what_there_is(site: str, path: str, method: str) -> None:
    """§13.1.1: of feeds and pages alike; nobody keeps the refusal."""
    tag = ask(site, path).headers["ETag"]
    for known in (tag, f'"older", {tag}', "*"):
        assert ask(site, path, {"If-Match": known}, method=method).status == 200
    both = {"If-Match": tag, "If-None-Match": tag}
    assert ask(site, path, both, method=method).status == 304
    for headers in ({"If-Match": '"older"'}, both | {"If-Match": f"W/{tag}"}):
        answer = ask(site, path, headers, method=method)
        assert (answer.status, answer.body) == (412, b"")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["ETag"] is None


@EACH
def test_the_encoding_is_the_one_that_is_liked(site: str, path: str) -> None:
    """§12.5.3: by quality, and by either name of gzip."""
    for accepted, encoding in (
        ("identity;q=1, gzip;q=0.5", None), ("x-gzip", "gzip"), ("*", "gzip"),
        ("gzip;q=0, *", None), ("gzip;q=x", None), ("identity;q=0.5, gzip", "gzip"),
    ):  # fmt: skip
        answer = ask(site, path, {"Accept-Encoding": accepted})
        assert answer.headers["Content-Encoding"] == encoding, accepted


@DATED
def test_a_date_alone_is_enough(site: str, path: str) -> None:
    """Rule 9: the one we sent; an older, future, absurd or broken one is not."""
    date = ask(site, path).headers["Last-Modified"]
    assert ask(site, path, {"If-Modified-Since": date}).status == 304
    changed = parsedate_to_datetime(date)
    for unknown in (
        format_datetime(changed - timedelta(seconds=1), usegmt=True),
        format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True),
        "Wed, 01 Jan 1800 00:00:00 GMT", "1800", "", "yesterday", "0", date[:-8],
        "Sun, 01 Nov 99999 00:00:44 GMT", "Sun, 01 Nov 2026 00:00:44 +9999999999",
    ):  # fmt: skip
        answer = ask(site, path, {"If-Modified-Since": unknown})
        assert answer.status == 200, unknown


@EACH
def test_a_date_is_never_in_the_future(site: str, path: str) -> None:
    """RFC 9110 §8.8.2.1; and of a kind that changes twice a second there is none."""
    date = ask(site, path).headers["Last-Modified"]
    is_undated = path in [KINDS[kind] for kind in paper.UNDATED]
    assert (date is None) == is_undated
    assert is_undated or parsedate_to_datetime(date) <= datetime.now(UTC)


@UNDATED
def test_no_date_is_enough_for_what_has_none(site: str, path: str) -> None:
    """Whatever a client invents."""
    now = format_datetime(datetime.now(UTC), usegmt=True)
    assert ask(site, path, {"If-Modified-Since": now}).status == 200


@EACH
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_torn_headers_get_the_whole(site: str, path: str, method: str) -> None:
    """Headers that say nothing are no reason to fail."""
    headers = {
        "If-None-Match": '"', "If-Modified-Since": "1800",
        "Accept-Encoding": ";", "A-IM": ";;q=,feed",
    }  # fmt: skip
    assert ask(site, path, headers, method=method).status == 200


def said(base_url: str) -> dict[str, tuple[bytes, str, str]]:
    """Bytes and validators of every document, in the order of some crawl."""
    answers = {name: ask(base_url, path) for name, path in FEEDS.items()}
    return {
        name: (answer.body, answer.headers["ETag"], answer.headers["Last-Modified"])
        for name, answer in answers.items()
    }


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> str:
    """A database of the test's own with the paper in it."""
    paper.fill(sqlite_url, tmp_path / "archive")
    return sqlite_url


def test_processes_agree_on_bytes_and_validators(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 7: two processes side by side, and one after a restart, say the very same.

    With another hash seed each, and no cache to share.
    """
    settings = {
        "FEEDSVC_DATABASE_URL": filled,
        "FEEDSVC_BASE_URL": "https://news.example",
    }
    found = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        with serving(settings, tmp_path) as one, serving(settings, tmp_path) as other:
            found += [said(one), said(other)]
    for process in found:
        assert process == found[0]


def test_a_process_notices_what_others_change(
    filled: str, server: Callable[..., str]
) -> None:
    """Rules 7 and 9: a second after the newest is hidden, neither tag nor date is known.

    What the article was not in is still a 304.
    """
    base = server(filled, FEEDSVC_BASE_URL="https://news.example")
    settled(base)
    before = {kind: ask(base, path) for kind, path in KINDS.items()}
    cases = use_cases(filled)
    cases.decisions.retract(InfoCode(paper.STORY), reason="", is_legal=False)
    cases.database.dispose()
    settled(base)
    for kind, path in KINDS.items():
        known = before[kind].headers
        is_same = ask(base, path).body == before[kind].body
        assert is_same == (kind in {"category", "empty", "page", "traditional-page"})
        status = 304 if is_same else 200
        assert asked(base, path, "If-None-Match", known["ETag"]).status == status
        if known["Last-Modified"]:
            date = known["Last-Modified"]
            assert asked(base, path, "If-Modified-Since", date).status == status


def settled(base: str) -> None:
    """Wait until no look-up is older than the last change, and no date yet to come."""
    deadline = datetime.now(UTC) + timedelta(seconds=2.1)
    while datetime.now(UTC) < deadline:
        ask(base, "/healthz")


def asked(base: str, path: str, name: str, value: str) -> Answer:
    """A request with one condition."""
    return ask(base, path, {name: value})
