"""A stream's validators move if and only if what its current document shows does."""

import pytest

from feedsvc.model.info_code import InfoCode
from feedsvc.store import windows
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name


@pytest.fixture
def full(newsroom: Newsroom) -> Newsroom:
    """More articles than a window holds, the last one newest."""
    newsroom.tree.posts(windows.WINDOW_ENTRIES + 3)
    newsroom.import_()
    return newsroom


def site(newsroom: Newsroom) -> tuple[int, int]:
    """The validators of the stream that holds everything."""
    return newsroom.validators()[""]


def retract(newsroom: Newsroom, number: int) -> None:
    """Withdraw one of the articles."""
    newsroom.deciding.retract(InfoCode(code(number)), reason="", is_legal=False)


def test_a_window_holds_the_newest(full: Newsroom):
    """Newest first, and no more than fit."""
    with full.database.read() as snapshot:
        site_id = full.value("SELECT id FROM streams WHERE kind = 'site'")
        ids = windows.article_ids(snapshot, site_id)
    codes = dict(full.rows("SELECT id, info_code FROM articles"))
    expected = [code(number) for number in range(53, 3, -1)]
    assert [codes[id_] for id_ in ids] == expected


def test_an_edit_outside_the_window(full: Newsroom):
    """The site's revision moves, the stream's validators do not."""
    before, revision = full.validators(), full.revision()
    full.tree.post(name(3), "改后。", date="2022-05-01 08:03:00 +0800")
    full.import_()
    assert full.revision() == revision + 1
    assert full.validators() == before


def test_an_edit_inside_the_window(full: Newsroom):
    """The oldest that is shown counts like the newest."""
    before = site(full)
    full.tree.post(name(4), "改后。", date="2022-05-01 08:04:00 +0800")
    full.import_()
    assert site(full)[0] == full.revision() > before[0]


def test_hiding_one_lets_another_in(full: Newsroom):
    """The stream moves, by a whole second at least."""
    before = site(full)
    retract(full, 53)
    after = site(full)
    assert after[0] == full.revision() > before[0]
    assert after[1] - before[1] >= 1_000_000
    assert after[1] % 1_000_000 == 0


def test_hiding_one_outside_the_window(full: Newsroom):
    """Nobody sees it go."""
    before = full.validators()
    retract(full, 1)
    assert full.validators() == before


def test_an_old_article_that_comes_late(full: Newsroom):
    """It enters archive and listings, but no window."""
    before = full.validators()
    full.tree.post(name(99), date="2022-04-01 08:00:00 +0800")
    full.import_()
    assert full.validators() == before


def test_a_category_that_is_retitled(newsroom: Newsroom):
    """Every stream that shows its articles moves, and no other does."""
    newsroom.tree.post(name(1), html("甲文。", "江港日报"))
    newsroom.tree.post(name(2), html("乙文。", "海风晚报"), category="haifeng", tags="")
    newsroom.tree.post(name(3), html("甲文。", "江港日报"))
    newsroom.import_()
    newsroom.tree.post(name(3), html("改。"), category="haifeng", tags="海风晚报新闻")
    newsroom.import_()
    before = newsroom.validators()
    newsroom.tree.post(
        name(4), category="jianggang", tags="江港晚报新闻", date="2022-05-02"
    )
    newsroom.import_()
    after = newsroom.validators()
    moved = {stream for stream in before if after[stream] != before[stream]}
    assert moved == {"", "jianggang", "江港日报"}


def test_a_title_may_turn_out_to_be_an_outlets(newsroom: Newsroom):
    """The same words, once known to name an outlet, are shown as a credit."""
    newsroom.tree.post(
        name(1), html("甲文。", "海风晚报"), category="江港日报", tags=""
    )
    newsroom.import_()
    before = newsroom.validators()
    newsroom.tree.post(name(2), category="江港日报", tags="江港日报新闻")
    newsroom.import_()
    after = newsroom.validators()
    assert newsroom.rows("SELECT title, is_outlet FROM categories") == [
        ("江港日报", True)
    ]
    assert after["海风晚报"] > before["海风晚报"]


def test_a_stream_starts_at_the_change_that_made_it(newsroom: Newsroom):
    """Not a second later, though it was touched twice."""
    newsroom.tree.posts(1)
    newsroom.import_()
    now = int(newsroom.now.timestamp()) * 1_000_000
    assert newsroom.validators() == {"": (1, now), "jianggang": (1, now)}
