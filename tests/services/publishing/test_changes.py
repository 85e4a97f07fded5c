"""Files that say something else than they did."""

import zlib

import pytest

from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

CODE = code(1)
POST = name(1)


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """One article of one source, a day old, beside another one."""
    newsroom.tree.post(POST, html("扩建三座码头。", "江港日报"))
    newsroom.tree.post(name(2), category="haifeng", tags="海风新闻")
    newsroom.import_()
    newsroom.pass_time(86_400)
    return newsroom


def test_a_changed_file_updates_its_article(published: Newsroom):
    """Text, credits and the time of the update."""
    published.tree.post(POST, html("扩建四座码头。", "海风晚报"), title="再扩建")
    summary = published.import_()
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert published.article(CODE, "title, html") == ("再扩建", "<p>扩建四座码头。</p>")
    assert published.credits(CODE) == [("publisher", "海风晚报", "海风晚报")]
    assert published.article(CODE, "updated_at") == micros(published)


def test_a_changed_file_keeps_the_identity(published: Newsroom):
    """Date, permalink and entry id are given once, even if the file says others."""
    identity = "id, entry_id, permalink, published_at"
    before = published.article(CODE, identity)
    published.tree.post(
        POST, "新。", date="2022-05-09 08:00:00 +0800", category="gangkou"
    )
    published.import_()
    assert published.article(CODE, identity) == before


def test_a_changed_date_is_a_further_address(published: Newsroom):
    """The path that Jekyll would serve now leads to the article, too."""
    published.tree.post(POST, "新。", date="2022-05-09 08:00:00 +0800")
    published.import_()
    path = f"/jianggang/2022/05/09/{CODE[2:]}.html"
    assert path in published.addresses(CODE)


def test_a_changed_file_keeps_the_earlier_text(published: Newsroom):
    """As a version, with when and why it was replaced."""
    published.tree.post(POST, "新。")
    published.import_()
    [(title, kept, raw, at, by, why)] = published.rows(
        "SELECT title, html, raw, replaced_at, replaced_by, reason FROM article_versions"
    )
    assert (title, kept) == ("港口扩建", "<p>扩建三座码头。</p>")
    assert "扩建三座码头。" in zlib.decompress(raw).decode()
    assert (at, by, why) == (micros(published), "import", f"archive: {POST}")


def test_a_changed_file_moves_every_stream_it_stands_in(published: Newsroom):
    """And no other; the source that it left moves too."""
    before, revision = published.validators(), published.revision()
    published.tree.post(POST, html("新。", "海风晚报"))
    published.import_()
    after = published.validators()
    assert published.revision() > revision
    for stream in ("", "jianggang", "江港日报"):
        assert after[stream] > before[stream]
        assert after[stream][1] - before[stream][1] >= 1_000_000
    assert after["haifeng"] == before["haifeng"]
    assert published.entries(CODE)["江港日报"] == "left"


def test_a_changed_category_moves_the_article(published: Newsroom):
    """It leaves the one, without a tombstone, and enters the other."""
    published.tree.post(POST, html("扩建三座码头。"), category="gangkou")
    published.import_()
    entries = published.entries(CODE)
    assert (entries["jianggang"], entries["gangkou"]) == ("left", "shown")


def test_changes_that_no_reader_sees_move_nothing(published: Newsroom):
    """Another footer or zone, as every poll of the old site left behind."""
    before = published.validators(), published.revision(), published.everything()
    body = html("扩建三座码头。", "江港日报") + "\n\n[返回首页](./)"
    published.tree.post(POST, body, date="2022-05-01 08:00:00")
    summary = published.import_()
    assert (summary.changed, summary.unchanged) == (0, 2)
    after = published.validators(), published.revision(), published.everything()
    assert after[:2] == before[:2]


def test_two_changes_within_a_second_are_a_second_apart(published: Newsroom):
    """Last-Modified knows no less, and must tell the two apart."""
    published.tree.post(POST, "新。")
    published.import_()
    first = published.validators()[""]
    published.tree.post(POST, "更新。")
    published.now = published.now.replace(microsecond=300_000)
    published.pass_time(-1)
    published.import_()
    assert published.validators()[""][1] == first[1] + 1_000_000


def micros(newsroom: Newsroom) -> int:
    """The test's now, as the store writes it."""
    return int(newsroom.now.timestamp()) * 1_000_000
