"""Syndication: which edition of a feed stands, over real rows."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.errors import DatabaseUnusable, StreamNotFound
from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.syndication.policy import Publication
from feedsvc.services.syndication.syndication import Syndication
from feedsvc.store.engine import Database
from tests.support.posts import Post, Silent, use_cases, write_archive

FILLED_AT = datetime(2026, 11, 10, 8, tzinfo=UTC)
ROLLING = StreamRef(StreamKind.CATEGORY, "gundong")
OTHER = StreamRef(StreamKind.CATEGORY, "qita")
PUBLICATION = Publication(
    Links("https://news.example"), "财经", "", "zh-CN", ZoneInfo("Asia/Shanghai"), 300
)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """Two digests in one category, one in another."""
    posts = [
        Post(
            stem=f"2026-11-0{day}-2026110{day}0000000001",
            title=f"第{day}日",
            date=f"2026-11-0{day} 08:00:00",
            category=category,
        )
        for day, category in ((1, "gundong"), (2, "gundong"), (3, "qita"))
    ]
    cases = use_cases(database_url, lambda: FILLED_AT)
    cases.importing.run(write_archive(tmp_path / "archive", posts), Silent())
    cases.database.dispose()
    database = Database(database_url)
    yield database
    database.dispose()


def syndication_on(
    database: Database, publication: Publication = PUBLICATION
) -> Syndication:
    """A process's syndication, with nothing kept yet."""
    return Syndication(database, publication, lambda: FILLED_AT, 1_000_000)


def retract(database: Database, day: int) -> None:
    """Withdraw the digest of a day, an hour after the import."""
    cases = use_cases(database.url, lambda: FILLED_AT + timedelta(hours=1))
    code = InfoCode(f"NW2026110{day}0000000001")
    cases.deciding.retract(code, reason="错误", is_legal=False)
    cases.database.dispose()


@pytest.mark.parametrize("format_", Format)
def test_validators_are_those_of_the_edition(
    database: Database, format_: Format
) -> None:
    """What is known without rendering is what rendering comes to."""
    syndication = syndication_on(database)
    assert (
        syndication.validators(ROLLING, format_)
        == syndication.edition(ROLLING, format_).validators
    )


def test_an_edition_is_rendered_once(database: Database) -> None:
    """While nothing changes, the same bytes object is handed out."""
    syndication = syndication_on(database)
    first = syndication.edition(SITE, Format.ATOM)
    assert syndication.edition(SITE, Format.ATOM) is first
    assert gzip.decompress(first.gzip) == first.body


def test_formats_and_streams_have_tags_of_their_own(database: Database) -> None:
    """No two documents at one revision can be taken for each other by their format."""
    syndication = syndication_on(database)
    tags = {syndication.validators(SITE, format_).tag for format_ in Format}
    assert len(tags) == len(Format)


def test_a_change_moves_only_the_streams_it_is_in(database: Database) -> None:
    """Readers of other categories keep what they have."""
    before = syndication_on(database)
    kept, moved = (before.validators(ref, Format.RSS) for ref in (OTHER, ROLLING))
    retract(database, 1)
    after = syndication_on(database)
    assert after.validators(OTHER, Format.RSS) == kept
    now = after.validators(ROLLING, Format.RSS)
    assert now.tag != moved.tag
    assert now.last_modified > moved.last_modified


def test_same_validators_mean_same_bytes(database: Database) -> None:
    """Two processes given the same rows render the same."""
    one, other = syndication_on(database), syndication_on(database)
    for format_ in Format:
        assert one.edition(SITE, format_) == other.edition(SITE, format_)


def test_a_setting_that_reaches_bytes_moves_every_tag(database: Database) -> None:
    """A new title is a new edition of everything."""
    renamed = replace(PUBLICATION, title="新闻")
    one, other = syndication_on(database), syndication_on(database, renamed)
    for ref in (SITE, ROLLING, OTHER):
        assert (
            one.validators(ref, Format.ATOM).tag
            != other.validators(ref, Format.ATOM).tag
        )


def test_an_unknown_stream_is_not_found(database: Database) -> None:
    """Neither category nor source, for validators and editions alike."""
    syndication = syndication_on(database)
    for kind in (StreamKind.CATEGORY, StreamKind.SOURCE):
        with pytest.raises(StreamNotFound):
            syndication.validators(StreamRef(kind, "nowhere"), Format.ATOM)
        with pytest.raises(StreamNotFound):
            syndication.edition(StreamRef(kind, "nowhere"), Format.ATOM)


def test_a_lost_database_is_said_so(empty_database_url: str) -> None:
    """Not a feed without entries."""
    database = Database(empty_database_url)
    with pytest.raises(DatabaseUnusable):
        syndication_on(database).edition(SITE, Format.ATOM)
    database.dispose()
