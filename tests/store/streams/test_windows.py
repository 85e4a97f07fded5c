"""What documents hold, and that validators move if and only if it does (D5)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from feedsvc.model import window
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.store.streams import windows
from feedsvc.store.streams.windows import Contents
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.stock import Stock, stock
from tests.support.trees import code, html, name

CATEGORY = "jianggang"
REF = StreamRef(StreamKind.CATEGORY, CATEGORY)
DAY_S = 24 * 3600


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    """Newsrooms that begin with a full page, on each engine in turn."""

    def fill(newsroom: Newsroom) -> None:
        newsroom.tree.posts(53, apart=timedelta(days=1))
        newsroom.import_()

    with stock(request, tmp_path_factory.mktemp("full"), fill) as filled:
        yield filled


@pytest.fixture
def full(filled: Stock, tmp_path: Path) -> Iterator[Newsroom]:
    """A full page and three on the open one, a day between two, the last one newest."""
    with filled(tmp_path) as newsroom:
        yield newsroom


def site(newsroom: Newsroom) -> tuple[int, int]:
    """The validators of the stream that holds everything."""
    return newsroom.validators()[""]


def retract(newsroom: Newsroom, *numbers: int) -> None:
    """Withdraw some of the articles, one by one."""
    for number in numbers:
        newsroom.decisions.retract(info(code(number)), reason="", is_legal=False)


def edit(newsroom: Newsroom, number: int, category: str = CATEGORY) -> None:
    """Let a file say something else."""
    text = newsroom.tree.root.joinpath(name(number)).read_text("utf-8")
    text = text.replace(f"categories: {CATEGORY}", f"categories: {category}")
    newsroom.tree.write(name(number), f"{text}改后，第{newsroom.revision()}次。")
    newsroom.import_()


def stream_id(newsroom: Newsroom) -> int:
    """The category's stream."""
    found: int = newsroom.value(
        "SELECT st.id FROM streams st JOIN categories c ON c.id = st.category_id"
        " WHERE c.raw = :raw",
        raw=CATEGORY,
    )
    return found


def current(newsroom: Newsroom) -> Contents:
    """What the category's current document holds."""
    id_ = stream_id(newsroom)
    page = newsroom.value("SELECT page FROM streams WHERE id = :id", id=id_)
    with newsroom.database.read() as snapshot:
        return windows.current(snapshot, id_, page)


def page(newsroom: Newsroom, number: int) -> tuple[Contents, int | None]:
    """What a page of the category's archive holds, and its revision."""
    id_ = stream_id(newsroom)
    with newsroom.database.read() as snapshot:
        found = windows.page(snapshot, id_, number)
        return found, windows.page_revision(snapshot, id_, number)


def since(newsroom: Newsroom, revision: int) -> Contents | None:
    """What changed in the category's current document since a revision."""
    known = current(newsroom)
    with newsroom.database.read() as snapshot:
        return windows.since(snapshot, stream_id(newsroom), known, revision)


def on_open_page(newsroom: Newsroom) -> set[int]:
    """The articles that come to the category's open page."""
    open_page = newsroom.value(
        "SELECT page FROM streams WHERE id = :id", id=stream_id(newsroom)
    )
    return set(numbers(newsroom, page(newsroom, open_page)[0]))


def numbers(newsroom: Newsroom, contents: Contents | None) -> list[int]:
    """The articles that a document shows, by the number they were written with."""
    assert contents is not None
    codes = dict(newsroom.rows("SELECT id, info_code FROM articles"))
    return [int(codes[row.article_id][-6:]) for row in contents.shown]


def withdrawn(newsroom: Newsroom, contents: Contents | None) -> list[int]:
    """The same of its tombstones."""
    assert contents is not None
    codes = dict(newsroom.rows("SELECT entry_id, info_code FROM articles"))
    return [int(codes[tombstone.ref][-6:]) for tombstone, _ in contents.tombstones]


# The current document


def test_the_newest_are_current(full: Newsroom):
    """Rule 25: newest first, and no more than a window holds."""
    assert numbers(full, current(full)) == list(range(53, 3, -1))


def test_the_open_page_is_current(full: Newsroom):
    """RFC 5005 §4: what stands on no full page must be here, however old it is."""
    full.tree.post(name(99), date="2021-05-01 08:00:00 +0800")
    full.import_()
    assert numbers(full, current(full)) == [*range(53, 3, -1), 99]


def test_a_burst_is_current(newsroom: Newsroom):
    """Everything of the last 24 hours, beyond the fifty."""
    newsroom.tree.posts(70)
    newsroom.import_()
    assert len(current(newsroom).shown) == 70


def test_a_retracted_article_is_a_tombstone(full: Newsroom):
    """RFC 6721: gone from what is shown, and said to be gone, latest first."""
    retract(full, 50, 53)
    assert numbers(full, current(full))[:3] == [52, 51, 49]
    assert withdrawn(full, current(full)) == [53, 50]


def test_a_restored_article_has_no_tombstone(full: Newsroom):
    """It is back, and nothing says otherwise."""
    retract(full, 53)
    full.decisions.restore(info(code(53)))
    assert numbers(full, current(full))[0] == 53
    assert withdrawn(full, current(full)) == []


def test_an_article_that_left_has_no_tombstone(full: Newsroom):
    """Its id is global: readers would delete it everywhere."""
    edit(full, 53, category="haifeng")
    assert numbers(full, current(full))[0] == 52
    assert withdrawn(full, current(full)) == []


def test_tombstones_are_bounded(newsroom: Newsroom):
    """Fifty of the latest: a purge of thousands does not swell every feed."""
    newsroom.tree.posts(window.MAX_TOMBSTONES + 3)
    newsroom.import_()
    retract(newsroom, *range(1, 53))
    assert withdrawn(newsroom, current(newsroom)) == list(range(52, 2, -1))


@pytest.mark.parametrize("count", [3, 53], ids=["one page", "two pages"])
def test_tombstones_last_thirty_days(newsroom: Newsroom, count: int):
    """Whatever else changes: readers ask less often than a category is retitled."""
    newsroom.tree.posts(count)
    newsroom.import_()
    retract(newsroom, 2)
    newsroom.pass_time(30 * DAY_S - 10)
    for number in (1, 3):
        edit(newsroom, number)
    newsroom.categories.rename(REF, Slug(CATEGORY), "江港晚报")
    assert withdrawn(newsroom, current(newsroom)) == [2]
    newsroom.pass_time(10)
    assert withdrawn(newsroom, current(newsroom)) == [2]
    edit(newsroom, 3)
    assert withdrawn(newsroom, current(newsroom)) == []


def test_tombstones_of_a_quiet_stream_stay(newsroom: Newsroom):
    """What ages them is what comes after: a document does not change by itself."""
    newsroom.tree.posts(2)
    newsroom.tree.post(name(3), category="haifeng")
    newsroom.import_()
    retract(newsroom, 1)
    before = newsroom.validators()[CATEGORY]
    newsroom.pass_time(90 * DAY_S)
    newsroom.tree.post(name(3), "改后。", category="haifeng")
    newsroom.import_()
    assert withdrawn(newsroom, current(newsroom)) == [1]
    assert newsroom.validators()[CATEGORY] == before


def test_a_retitled_category_keeps_its_tombstones(newsroom: Newsroom):
    """A title raises the revision of every article that is shown, and of nothing else."""
    newsroom.tree.posts(3)
    newsroom.import_()
    newsroom.decisions.retract(info(code(2)), reason="", is_legal=True)
    newsroom.tree.post(name(4), tags="江港晚报新闻", date="2022-05-02 08:00:00 +0800")
    newsroom.import_()
    assert newsroom.value("SELECT title FROM categories") == "江港晚报"
    assert withdrawn(newsroom, current(newsroom)) == [2]


# Its digest, which validators move by


def test_an_edit_outside_the_window(full: Newsroom):
    """The site's revision moves, the stream's validators do not."""
    before, revision = full.validators(), full.revision()
    edit(full, 3)
    assert full.revision() > revision
    assert full.validators() == before


def test_an_edit_inside_the_window(full: Newsroom):
    """The oldest that is shown counts like the newest."""
    before = site(full)
    edit(full, 4)
    assert site(full)[0] == full.revision() > before[0]


def test_hiding_one_lets_another_in(full: Newsroom):
    """Rule 9: the stream moves, by a whole second at least, and forward."""
    before = site(full)
    retract(full, 53)
    after = site(full)
    assert after[0] == full.revision() > before[0]
    assert after[1] - before[1] >= 1_000_000
    assert after[1] % 1_000_000 == 0


def test_two_edits_in_one_second(full: Newsroom):
    """Rule 7: Last-Modified moves with each, as it knows no less than a second."""
    moments = [site(full)[1]]
    for number in (53, 52):
        full.now = full.now.replace(microsecond=1)
        retract(full, number)
        full.pass_time(-1)
        moments.append(site(full)[1])
    assert moments[0] < moments[1] < moments[2]


def test_hiding_one_outside_the_window_is_told(full: Newsroom):
    """Who had it from an earlier edition, or from the archive, learns that it is gone."""
    before = full.validators()
    retract(full, 1)
    assert full.validators() != before
    assert withdrawn(full, current(full)) == [1]


def test_an_old_article_that_comes_late(full: Newsroom):
    """It stands on the open page, and nowhere else: the document changes."""
    before = site(full)
    full.tree.post(name(99), date="2021-04-01 08:00:00 +0800")
    full.import_()
    assert site(full) > before


def test_another_address_is_another_document(newsroom: Newsroom):
    """A new slug shows in `self`, even of a category with nothing in it."""
    newsroom.tree.posts(1)
    newsroom.import_()
    retract(newsroom, 1)
    before = newsroom.validators()[CATEGORY]
    newsroom.categories.rename(REF, Slug("gangkou"), None)
    assert newsroom.validators()[CATEGORY] > before


def test_the_same_again_moves_nothing(full: Newsroom):
    """An import of what is there already is no change."""
    before = full.validators()
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
    """Once an article anywhere credits it in words, its own articles look different."""
    titles = "SELECT DISTINCT title FROM categories WHERE is_outlet ORDER BY title"
    newsroom.tree.post(
        name(1), html("甲文。", "海风晚报"), category="jianggang", tags="江港日报新闻"
    )
    newsroom.import_()
    before = newsroom.validators()
    assert newsroom.rows(titles) == []
    newsroom.tree.post(name(2), html("乙文。", "江港日报"), category="gang kou")
    newsroom.import_()
    after = newsroom.validators()
    assert newsroom.rows(titles) == [("江港日报",)]
    assert after["海风晚报"] > before["海风晚报"]


def test_an_operator_says_which_categories_are_outlets(newsroom: Newsroom):
    """Whatever the articles say; and inference can be turned off."""
    titles = "SELECT DISTINCT title FROM categories WHERE is_outlet ORDER BY title"
    newsroom.tree.post(name(1), category="jianggang", tags="江港日报新闻")
    newsroom.tree.post(
        name(2), html("乙文。", "海风晚报"), category="haifeng", tags="海风晚报新闻"
    )
    newsroom.import_()
    assert newsroom.rows(titles) == [("海风晚报",)]
    newsroom.outlets = frozenset({"江港日报"})
    newsroom.infers_outlets = False
    newsroom.import_()
    assert newsroom.rows(titles) == [("江港日报",)]


def test_a_stream_starts_at_the_change_that_made_it(newsroom: Newsroom):
    """Not a second later, though it was touched twice."""
    newsroom.tree.posts(1)
    newsroom.import_()
    now = int(newsroom.now.timestamp()) * 1_000_000
    first = newsroom.revision()
    assert newsroom.validators() == {"": (first, now), "jianggang": (first, now)}


# Pages of the archive (RFC 5005 §4)


def test_a_page_is_full_at_fifty(full: Newsroom):
    """In order of arrival; who comes later stands on the next."""
    assert sorted(numbers(full, page(full, 1)[0])) == list(range(1, 51))
    assert sorted(numbers(full, page(full, 2)[0])) == [51, 52, 53]
    assert page(full, 3) == (Contents((), ()), None)


def test_a_page_is_full_at_half_a_mebibyte(newsroom: Newsroom):
    """Large bodies make small pages; one that is larger than any page has its own."""
    for number, size in ((1, 80_000), (2, 80_000), (3, 200_000), (4, 1)):
        newsroom.tree.post(name(number), html("港" * size))
    newsroom.import_()
    pages = newsroom.rows(
        "SELECT e.page FROM stream_entries e WHERE stream_id = :id ORDER BY article_id",
        id=stream_id(newsroom),
    )
    assert pages == [(1,), (1,), (2,), (3,)]


def test_a_page_keeps_its_members(full: Newsroom):
    """What comes later, however old, never moves a full page (rule 23)."""
    before = page(full, 1)
    for number in range(60, 125):
        full.tree.post(name(number), date=f"2021-01-0{number % 9 + 1} 08:00:00 +0800")
    full.import_()
    assert page(full, 1) == before
    assert len(page(full, 2)[0].shown) == 50


def test_an_edit_changes_its_page(full: Newsroom):
    """The same members, at another revision."""
    before, revision = page(full, 1)
    edit(full, 7)
    after, moved = page(full, 1)
    assert numbers(full, after) == numbers(full, before)
    assert moved == full.revision() > (revision or 0)
    assert page(full, 2)[1] == revision


def test_a_retraction_leaves_a_tombstone_on_its_page(full: Newsroom):
    """RFC 6721 in the archive, for good, beside the page's other members."""
    before = page(full, 2)
    retract(full, 7)
    after, moved = page(full, 1)
    assert 7 not in numbers(full, after)
    assert withdrawn(full, after) == [7]
    assert moved == full.revision()
    assert page(full, 2) == before


def test_a_restored_article_is_back_on_its_page(full: Newsroom):
    """The one it always had."""
    before, _ = page(full, 1)
    retract(full, 7)
    full.decisions.restore(info(code(7)))
    assert numbers(full, page(full, 1)[0]) == numbers(full, before)
    assert withdrawn(full, page(full, 1)[0]) == []


def test_a_page_that_a_member_left_has_changed(full: Newsroom):
    """It is gone without a tombstone, and the page's revision says that something is."""
    edit(full, 7, category="haifeng")
    left, revision = page(full, 1)
    assert 7 not in numbers(full, left)
    assert left.tombstones == ()
    assert revision == full.revision()


# What changed since (RFC 3229)


def test_nothing_changed_since_now(full: Newsroom):
    """Who is up to date lacks nothing."""
    found = since(full, full.revision())
    assert (numbers(full, found), withdrawn(full, found)) == ([], [])


def test_only_what_changed_is_told(full: Newsroom):
    """Edited, new and retracted; newest first, latest first."""
    known = full.revision()
    edit(full, 20)
    full.tree.post(name(99), date="2021-04-01 08:00:00 +0800")
    full.import_()
    retract(full, 30, 31)
    found = since(full, known)
    assert (numbers(full, found), withdrawn(full, found)) == ([20, 3, 2, 99], [31, 30])
    found = since(full, full.revision() - 1)
    assert (numbers(full, found), withdrawn(full, found)) == ([2], [31])


def test_who_comes_into_the_window_is_told(full: Newsroom):
    """A retraction makes room for one that did not change, as long as it stays."""
    known = full.revision()
    retract(full, 53)
    assert numbers(full, since(full, known)) == [3]
    between = full.revision()
    edit(full, 20)
    assert numbers(full, since(full, between)) == [20]
    assert numbers(full, since(full, known)) == [20, 3]


def test_who_was_pushed_out_and_let_in_again_is_told(full: Newsroom):
    """Each time anew: it may have changed while it was out."""
    full.tree.post(name(99), date="2022-05-02 08:00:00 +0800")
    full.import_()
    known = full.revision()
    assert 4 not in numbers(full, current(full))
    edit(full, 4)
    edit(full, 20)
    known = full.revision()
    retract(full, 99)
    assert numbers(full, since(full, known)) == [4]


def test_what_a_burst_takes_back_is_told(newsroom: Newsroom):
    """Without its newest the last 24 hours are earlier ones, and the window is longer."""
    newsroom.tree.posts(120)
    newsroom.tree.post(name(200), date="2022-05-03 08:00:00 +0800")
    newsroom.import_()
    known = newsroom.revision()
    assert len(current(newsroom).shown) < 120
    retract(newsroom, 200)
    told = set(numbers(newsroom, since(newsroom, known)))
    assert len(current(newsroom).shown) == 120
    assert told == set(range(1, 71 + 1)) - on_open_page(newsroom)


def test_a_smaller_body_makes_room(newsroom: Newsroom):
    """A window is bounded by bytes too, and an edit frees some."""
    newsroom.tree.posts(52)
    newsroom.tree.post(name(52), html("港" * 400_000), date="2022-05-01 07:59:59 +0800")
    newsroom.import_()
    assert len(current(newsroom).shown) < 52
    known = newsroom.revision()
    hidden = set(range(1, 53)) - set(numbers(newsroom, current(newsroom)))
    newsroom.tree.post(name(52), html("港。"), date="2022-05-01 07:59:59 +0800")
    newsroom.import_()
    assert set(numbers(newsroom, since(newsroom, known))) == {52, *hidden}


def test_more_news_than_the_document_holds_cannot_be_told(full: Newsroom):
    """Fifty of a hundred that came, and nothing that says of the others."""
    known = full.revision()
    for number in range(100, 200):
        full.tree.post(name(number), date=f"2022-05-{number % 28 + 2:02} 08:00:00")
    full.import_()
    assert since(full, known) is None
    assert since(full, full.revision()) is not None


def test_an_edit_that_is_not_shown_cannot_be_told(full: Newsroom):
    """A client may have it from an earlier edition, or a page."""
    known = full.revision()
    edit(full, 2)
    assert since(full, known) is None


def test_what_a_migrated_document_held_is_not_known(full: Newsroom):
    """So the first change of it tells too much, and never too little."""
    full.run("UPDATE streams SET held = NULL")
    known = full.revision()
    edit(full, 53)
    assert len(numbers(full, since(full, known))) == 50
    assert numbers(full, since(full, full.revision())) == []


def test_a_departure_without_a_tombstone_cannot_be_told(full: Newsroom):
    """It would stay with the reader for ever: only the whole document will do."""
    known = full.revision()
    edit(full, 53, category="haifeng")
    assert since(full, known) is None
    assert since(full, full.revision()) is not None


def test_more_tombstones_than_a_document_has_cannot_be_told(newsroom: Newsroom):
    """Fifty at most, like the document's own."""
    newsroom.tree.posts(55)
    newsroom.import_()
    known = newsroom.revision()
    retract(newsroom, *range(1, 51))
    assert len(withdrawn(newsroom, since(newsroom, known))) == 50
    retract(newsroom, 51)
    assert since(newsroom, known) is None


# What it costs


@pytest.mark.parametrize(
    "read", [windows.page, windows.page_revision], ids=["page", "page_revision"]
)
def test_a_page_costs_the_same_in_any_archive(sqlite_url: str, tmp_path: Path, read):
    """SQLite, without statistics, never reads a whole stream to find one page of it."""
    with newsroom_over(sqlite_url, tmp_path / "archive") as newsroom:
        newsroom.tree.posts(1)
        newsroom.import_()
        asked: list[tuple[str, Any]] = []
        with newsroom.database.read() as snapshot:
            event.listen(
                snapshot,
                "before_cursor_execute",
                lambda *call: asked.append((call[2], call[3])),
            )
            read(snapshot, stream_id(newsroom), 1)
            ((sql, values),) = asked
            plan = snapshot.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            assert "ix_stream_entries_stream_id_page" in next(iter(plan))[3]
