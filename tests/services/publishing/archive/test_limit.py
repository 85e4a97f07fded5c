"""The processor's time that one file of an archive may take."""

import signal
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.attachments import Attachments
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.site import Site
from feedsvc.model.medium import Use
from feedsvc.services.publishing.archive.limit import TookTooLong, limited, unlimited


def left() -> float:
    """Seconds of the processor's time that are left."""
    return signal.getitimer(signal.ITIMER_PROF)[0]


def test_the_clock_stands_still_while_a_file_is_read():
    """It goes on with what was left, and ends with the work."""
    with limited(60):
        before = left()
        with unlimited():
            assert left() == 0
        assert 0 < left() < before + 1  # the system rounds
    assert left() == 0
    with unlimited():
        pass
    assert left() == 0


def test_what_takes_too_long_is_stopped():
    """But for what does not count."""
    with pytest.raises(TookTooLong), limited(1):
        signal.raise_signal(signal.SIGPROF)


def test_reading_media_does_not_count(tmp_path: Path):
    """Once for each file, however often the post shows it."""
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    entered: list[str] = []

    @contextmanager
    def aside():
        entered.append("read")
        yield

    site = Site(tmp_path, ZoneInfo("UTC"), max_media_bytes=1_000)
    files = Attachments(site, RawPost("_posts/2024-5-1-a.md"), "/a.html", aside)
    assert files.find("/a.png", Use.SHOWN)
    assert files.find("a.png", Use.SHOWN)
    assert entered == ["read"]
