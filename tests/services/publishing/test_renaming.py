"""Categories that people give other slugs and titles."""

import pytest

from feedsvc.errors import DecisionRefused, StreamNotFound
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.store.streams import streams
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

CATEGORY = StreamRef(StreamKind.CATEGORY, "jianggang")


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """Two articles of one category, one of them of a source, and one of another."""
    newsroom.tree.post(name(1), html("扩建三座码头。", "江港日报"))
    newsroom.tree.post(name(2))
    newsroom.tree.post(name(3), category="haifeng")
    newsroom.import_()
    return newsroom


def test_renaming_keeps_the_old_address(published: Newsroom):
    """Each former slug leads to the present one, through any number of renames."""
    published.categories.rename(CATEGORY, Slug("port"), None)
    renamed = StreamRef(StreamKind.CATEGORY, "port")
    published.categories.rename(renamed, Slug("harbour"), None)
    with published.database.read() as snapshot:
        for former in (CATEGORY, renamed):
            assert streams.find(snapshot, former) is None
            moved = streams.find_moved(snapshot, former)
            assert moved == StreamRef(StreamKind.CATEGORY, "harbour")


def test_renaming_back(published: Newsroom):
    """The first slug is its own again, and the second leads to it."""
    renamed = StreamRef(StreamKind.CATEGORY, "port")
    published.categories.rename(CATEGORY, Slug("port"), None)
    published.categories.rename(renamed, Slug("jianggang"), None)
    with published.database.read() as snapshot:
        assert streams.find_moved(snapshot, CATEGORY) is None
        assert streams.find_moved(snapshot, renamed) == CATEGORY


@pytest.mark.parametrize("slug", ["haifeng", "port"])
def test_a_slug_is_never_given_twice(published: Newsroom, slug: str):
    """Neither one that another category has, nor one that it had."""
    published.tree.post(name(4), category="gangkou")
    published.import_()
    fourth = StreamRef(StreamKind.CATEGORY, "gangkou")
    published.categories.rename(fourth, Slug("port"), None)
    published.categories.rename(replaced(fourth, "port"), Slug("harbour"), None)
    with pytest.raises(DecisionRefused, match="is the address of another category"):
        published.categories.rename(CATEGORY, Slug(slug), None)


@pytest.mark.parametrize("slugs", [["port"], ["port", "harbour"]])
def test_a_category_that_comes_later_takes_no_slug_away(
    published: Newsroom, slugs: list[str]
):
    """Its raw name spells a slug that another category was given, or had."""
    ref = CATEGORY
    for slug in slugs:
        published.categories.rename(ref, Slug(slug), None)
        ref = replaced(ref, slug)
    published.tree.post(name(4), category="port")
    published.import_()
    assert published.article(code(4)) == "published"
    with published.database.read() as snapshot:
        known = streams.find(snapshot, replaced(ref, "port")) or streams.get(
            snapshot, streams.find_moved(snapshot, replaced(ref, "port")) or ref
        )
    assert known.name == "jianggang"


def test_renaming_moves_what_shows_the_category(published: Newsroom):
    """Every stream of its articles shows the title, and no other."""
    before = published.validators()
    published.categories.rename(CATEGORY, Slug("jianggang"), "江港")
    after = published.validators()
    moved = {stream for stream in before if after[stream] > before[stream]}
    assert moved == {"", "jianggang", "江港日报"}


def test_a_title_given_by_a_person_outlives_imports(published: Newsroom):
    """However new the article that gives another."""
    published.categories.rename(CATEGORY, Slug("jianggang"), "江港")
    published.tree.post(name(4), date="2022-05-31 08:00:00 +0800", tags="江港晚报新闻")
    published.import_()
    title = "SELECT title FROM categories WHERE raw = 'jianggang'"
    assert published.value(title) == "江港"


@pytest.mark.parametrize(
    "ref", [StreamRef(StreamKind.CATEGORY, "none"), StreamRef(StreamKind.SITE)]
)
def test_only_categories_are_renamed(published: Newsroom, ref: StreamRef):
    """An unknown one, or another kind of stream, is not found."""
    with pytest.raises(StreamNotFound):
        published.categories.rename(ref, Slug("port"), None)


def replaced(ref: StreamRef, slug: str) -> StreamRef:
    """The same stream under another slug."""
    return StreamRef(ref.kind, slug)
