"""Where articles stand: archive pages, and the index of streams."""

import pytest

from feedsvc.errors import StreamNotFound
from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.store.streams import streams
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

_PAGES = (
    "SELECT a.info_code, e.page FROM stream_entries e"
    " JOIN articles a ON a.id = e.article_id"
    " JOIN streams s ON s.id = e.stream_id AND s.kind = 'site'"
)


def pages(newsroom: Newsroom) -> dict[str, int]:
    """The site's archive page of each article."""
    return dict(newsroom.rows(_PAGES))


def test_an_archive_page_holds_fifty(newsroom: Newsroom):
    """In order of arrival, whether they come at once or one by one."""
    newsroom.tree.posts(49)
    newsroom.import_()
    for number in (50, 51):
        newsroom.tree.post(name(number))
        newsroom.import_()
    found = pages(newsroom)
    assert {number for number in range(1, 52) if found[code(number)] == 2} == {51}


def test_an_archive_page_holds_half_a_megabyte(newsroom: Newsroom):
    """So that long articles do not make a page that no reader takes."""
    for number in (1, 2, 3):
        newsroom.tree.post(name(number), html("长" * 80_000))
    newsroom.import_()
    assert pages(newsroom) == {code(1): 1, code(2): 1, code(3): 2}


def test_an_article_keeps_its_page(newsroom: Newsroom):
    """Through edits, retraction and restoring: full pages never reorder."""
    newsroom.tree.posts(52)
    newsroom.import_()
    before = pages(newsroom)
    one = InfoCode(code(1))
    newsroom.tree.post(name(2), "改后。" * 100)
    newsroom.import_()
    newsroom.decisions.retract(one, reason="", is_legal=False)
    newsroom.decisions.restore(one)
    assert pages(newsroom) == before


def test_coming_back_to_a_category(newsroom: Newsroom):
    """An article that left takes its old place again."""
    newsroom.tree.post(name(1))
    newsroom.import_()
    for category in ("gangkou", "jianggang"):
        newsroom.tree.post(name(1), category=category)
        newsroom.import_()
    assert newsroom.entries(code(1)) == {
        "": "shown",
        "jianggang": "shown",
        "gangkou": "left",
    }


def test_every_entry_tells_when_it_changed(newsroom: Newsroom):
    """By the change line, in each stream that the article stands in."""
    newsroom.tree.posts(2)
    newsroom.import_()
    first = newsroom.revision()
    newsroom.tree.post(name(1), "改后。")
    newsroom.import_()
    found = newsroom.rows(
        "SELECT a.info_code, e.revision FROM stream_entries e"
        " JOIN articles a ON a.id = e.article_id"
    )
    assert set(found) == {(code(1), newsroom.revision()), (code(2), first)}


def test_streams_by_address(newsroom: Newsroom):
    """With name and title; an unknown one has a name in the error."""
    newsroom.tree.posts(1)
    newsroom.import_()
    with newsroom.database.read() as snapshot:
        site = streams.get(snapshot, SITE)
        category = streams.get(snapshot, StreamRef(StreamKind.CATEGORY, "jianggang"))
        with pytest.raises(StreamNotFound, match="no category: Jianggang"):
            streams.get(snapshot, StreamRef(StreamKind.CATEGORY, "Jianggang"))
    assert (site.name, site.title) == ("", "")
    assert (category.name, category.title) == ("jianggang", "江港日报")


def test_the_index_counts_what_is_shown(newsroom: Newsroom):
    """By title, empty categories too, retracted articles not."""
    newsroom.tree.posts(3)
    newsroom.tree.category("haifeng")
    newsroom.import_()
    newsroom.decisions.retract(InfoCode(code(1)), reason="", is_legal=False)
    with newsroom.database.read() as snapshot:
        index = streams.index(snapshot, StreamKind.CATEGORY)
    found = [(entry.stream.title, entry.articles) for entry in index]
    assert found == [("haifeng", 0), ("江港日报", 2)]


def test_raw_names_are_exact(newsroom: Newsroom):
    """Case and every single space tell categories apart."""
    raws = ["TechWeb", "Techweb", "a b", "a  b"]
    for number, raw in enumerate(raws, start=1):
        newsroom.tree.post(name(number), category=f'"{raw}"')
    newsroom.import_()
    with newsroom.database.read() as snapshot:
        refs = {streams.find_by_raw_name(snapshot, raw) for raw in raws}
        assert streams.find_by_raw_name(snapshot, "techweb") is None
    assert len(refs) == len(raws)
