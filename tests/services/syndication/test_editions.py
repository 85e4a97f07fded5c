"""Syndication: which edition of a document stands, over real rows."""

import gzip
from dataclasses import replace
from itertools import product

import pytest

from feedsvc.errors import DatabaseUnusable, NotFound, StreamNotFound
from feedsvc.model.decision import Decider
from feedsvc.model.document import Document
from feedsvc.model.feed import Edition, Format
from feedsvc.model.slug import Slug
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.syndication.editions import Syndication
from feedsvc.store.database.engine import Database
from tests.services.syndication.press import (
    CATEGORY,
    KINDS,
    OTHER,
    PUBLICATION,
    press,
    read,
)
from tests.support.newsroom import Newsroom, info
from tests.support.statements import statements
from tests.support.trees import code, name

PERSON = Decider("值班编辑")
CURRENT = [document for document in KINDS.values() if document.page is None]


def retract(newsroom: Newsroom, number: int) -> None:
    """Withdraw an article."""
    newsroom.decisions.retract(info(code(number)), reason="", is_legal=False)


def edit(newsroom: Newsroom, number: int) -> None:
    """Let a file say something else."""
    file = newsroom.tree.root / name(number)
    newsroom.tree.write(name(number), file.read_text("utf-8") + "改后。")
    newsroom.import_()


def arrive(newsroom: Newsroom, *numbers: int) -> None:
    """Import more articles, newer than all."""
    for number in numbers:
        newsroom.tree.post(name(number), date="2022-05-02 08:00:00 +0800")
    newsroom.import_()


def url_of(document: Document) -> str:
    """The address of a document."""
    return PUBLICATION.links.document(document)


def rename_and_back(newsroom: Newsroom) -> None:
    """Give a category another slug, and then its own again."""
    newsroom.categories.rename(OTHER, Slug("gangkou"), None)
    newsroom.categories.rename(replace(OTHER, slug="gangkou"), Slug(OTHER.slug), None)


def editions(syndication: Syndication) -> dict[Document, Edition]:
    """Every kind of document in every format."""
    documents = (
        replace(document, format=format_)
        for document in KINDS.values()
        for format_ in Format
    )
    return {document: syndication.current(document).edition() for document in documents}


def test_validators_are_those_of_the_edition(stocked: Newsroom) -> None:
    """Rule 7: what is known without rendering is what rendering comes to."""
    for document, format_ in product(KINDS.values(), Format):
        wanted = replace(document, format=format_)
        syndication = press(stocked)
        known = syndication.current(wanted).validators
        assert known == syndication.current(wanted).edition().validators, wanted


def test_an_edition_is_rendered_once(stocked: Newsroom) -> None:
    """While nothing changes, the same bytes object is handed out."""
    syndication = press(stocked)
    first = editions(syndication)
    for document, edition in editions(syndication).items():
        assert edition is first[document]
        assert gzip.decompress(edition.gzip) == edition.body


def test_no_two_documents_share_a_tag(stocked: Newsroom) -> None:
    """Rule 7: at one revision, a tag says which document of a stream it is of."""
    found = editions(press(stocked))
    tags = [found[document].tag for document in found if document.streams != (SITE,)]
    assert len(set(tags)) == len(tags)


def test_two_processes_say_the_same(stocked: Newsroom) -> None:
    """Rule 7: given the same rows, bytes and validators are equal."""
    assert editions(press(stocked)) == editions(press(stocked))


CHANGES = {
    "nothing": lambda _: None,
    "hide the newest": lambda newsroom: retract(newsroom, 53),
    "hide one of the first page": lambda newsroom: retract(newsroom, 20),
    "hide one that only pages have": lambda newsroom: retract(newsroom, 1),
    "edit the newest": lambda newsroom: edit(newsroom, 53),
    "edit one that only pages have": lambda newsroom: edit(newsroom, 2),
    "edit another category's": lambda newsroom: edit(newsroom, 99),
    "a new one": lambda newsroom: (
        newsroom.tree.post(name(100), date="2022-05-30") and newsroom.import_()
    ),
    "a title": lambda newsroom: newsroom.categories.rename(
        CATEGORY, Slug(CATEGORY.slug), "江港晚报"
    ),
    "a slug there and back": rename_and_back,
    "the same again": lambda newsroom: newsroom.import_(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_validators_move_as_bytes_do(stocked: Newsroom, change) -> None:
    """Rule 7: a tag moves if and only if bytes do; a date moves on with it."""
    before = editions(press(stocked))
    change(stocked)
    for document, after in editions(press(stocked)).items():
        known = before[document]
        # JSON Feed has no date of its own: a change elsewhere may leave its bytes alone.
        if document.format is not Format.JSON or after.body != known.body:
            assert (after.tag != known.tag) == (after.body != known.body), document
        if after.tag == known.tag:
            assert after == known
        elif document in CURRENT and not document.is_selection:
            assert after.validators.last_modified is not None
            assert known.validators.last_modified is not None
            assert after.validators.last_modified > known.validators.last_modified


def test_kept_entries_are_as_if_written_anew(stocked: Newsroom) -> None:
    """Through every change, and that of a source, a process that goes on says the same."""
    goes_on = replace(press(stocked), look_up_every_s=0)
    assert editions(goes_on) == editions(press(stocked))
    source = {
        "a source's title": lambda newsroom: newsroom.sources.rename(
            "海风晚报", "海风报", PERSON
        ),
        "a source's page": lambda newsroom: newsroom.sources.link(
            "海风报", "https://haifeng.test/", PERSON
        ),
    }
    for named, change in (CHANGES | source).items():
        change(stocked)
        assert editions(goes_on) == editions(press(stocked)), named


def test_an_article_that_is_new_is_read_alone(stocked: Newsroom) -> None:
    """The rest of a document is as it was; the same article in another one, too."""
    syndication = replace(press(stocked), look_up_every_s=0)
    editions(syndication)
    arrive(stocked, 100)
    bodies = "SELECT articles.id, articles.info_code, articles.entry_id"
    with statements() as asked:
        syndication.current(KINDS["current"]).edition()
    [select] = [text for text in asked.selects if text.startswith(bodies)]
    assert select.count("?") + select.count("%(") == 1
    with statements() as asked:
        syndication.current(KINDS["site"]).edition()
    assert not [text for text in asked.selects if text.startswith(bodies)]


def test_two_changes_in_one_second_have_two_dates(stocked: Newsroom) -> None:
    """Rule 7: Last-Modified knows no less than a second, so the second one waits."""
    dates = []
    for number in (53, 52, 51):
        retract(stocked, number)
        stocked.pass_time(-1)
        dates.append(press(stocked).current(KINDS["current"]).validators.last_modified)
    assert dates == sorted(set(dates), key=str)


@pytest.mark.parametrize("kind", ["page", "selection"])
def test_only_a_tag_tells_some_documents_apart(stocked: Newsroom, kind: str) -> None:
    """Two of their parts may change within a second: no Last-Modified."""
    assert press(stocked).current(KINDS[kind]).validators.last_modified is None


def test_a_page_that_fills_gains_a_link(stocked: Newsroom) -> None:
    """RFC 5005 §4: `next-archive` once the next is full too; then never again.

    JSON Feed leads back alone, so that its page moves with its members and nothing else.
    """
    firsts = {format_: Document((CATEGORY,), format_, 1) for format_ in Format}
    seconds = {format_: Document((CATEGORY,), format_, 2) for format_ in Format}
    alone = {
        first: press(stocked).current(first).edition() for first in firsts.values()
    }
    arrive(stocked, *range(100, 147))
    filled = {
        second: press(stocked).current(second).edition() for second in seconds.values()
    }
    for document, edition in alone.items():  # 50 and 50, and nothing says it is over
        assert press(stocked).current(document).edition() == edition
        assert "next-archive" not in read(press(stocked), document).links
    arrive(stocked, 147)
    for format_, first in firsts.items():
        led = press(stocked).current(first).edition()
        assert (led.tag == alone[first].tag) == (format_ is Format.JSON)
        assert (led.body == alone[first].body) == (format_ is Format.JSON)
        link = read(press(stocked), first).links.get("next-archive", "")
        assert link == ("" if format_ is Format.JSON else url_of(seconds[format_]))
    for document, edition in filled.items():
        assert press(stocked).current(document).edition() == edition
    settled = {
        first: press(stocked).current(first).edition() for first in firsts.values()
    }
    arrive(stocked, *range(200, 251))
    for document, edition in settled.items():
        assert press(stocked).current(document).edition() == edition


def test_a_title_moves_a_page_of_tombstones(newsroom: Newsroom) -> None:
    """Rule 7: though none of its members is shown, its own title is."""
    newsroom.tree.posts(1)
    newsroom.import_()
    retract(newsroom, 1)
    before = press(newsroom).current(KINDS["page"]).edition()
    newsroom.categories.rename(CATEGORY, Slug(CATEGORY.slug), "江港晚报")
    after = press(newsroom).current(KINDS["page"]).edition()
    assert after.body != before.body
    assert after.tag != before.tag


def test_a_change_moves_only_the_streams_it_is_in(stocked: Newsroom) -> None:
    """Readers of other categories keep what they have."""
    other = Document((OTHER,), Format.RSS)
    before = press(stocked).current(other).edition()
    retract(stocked, 53)
    assert press(stocked).current(other).edition() == before


def test_a_setting_that_reaches_bytes_moves_every_tag(stocked: Newsroom) -> None:
    """A new title is a new edition of everything; taken back, it is the old one.

    The date goes on: who asks by it has the edition between.
    """
    renamed = replace(PUBLICATION, title="新闻")
    every = tuple(KINDS.values())
    before = [press(stocked).current(document).edition() for document in every]
    between = [press(stocked, renamed).current(each).edition() for each in every]
    after = [press(stocked).current(document).edition() for document in every]
    for document, *editions_ in zip(every, before, between, after, strict=True):
        first, second, third = editions_
        assert (third.tag, third.body) == (first.tag, first.body), document
        assert second.tag != first.tag, document
        dates = [edition.validators.last_modified for edition in editions_]
        if document in CURRENT and not document.is_selection:
            assert dates == sorted(set(dates), key=str), document
        else:
            assert dates == [None] * 3, document


def test_two_kinds_of_processes_at_once(stocked: Newsroom) -> None:
    """While one serves with old settings, only the other has dates; tags tell all."""
    document = KINDS["current"]
    old = replace(press(stocked), look_up_every_s=0)
    first = old.current(document).edition()
    new = replace(press(stocked, replace(PUBLICATION, title="新闻")), look_up_every_s=0)
    second = new.current(document).edition()
    assert second.validators.last_modified is not None
    assert old.current(document).validators.last_modified is None
    assert old.current(document).edition().validators.last_modified is None
    assert old.current(document).edition().body == first.body
    third = press(stocked).current(document).edition()  # the old settings, for good
    assert old.current(document).edition() == third
    assert new.current(document).validators.last_modified is None


@pytest.mark.parametrize(
    "document",
    [
        Document((StreamRef(StreamKind.CATEGORY, "nowhere"),), Format.ATOM),
        Document((StreamRef(StreamKind.SOURCE, "nowhere"),), Format.ATOM),
        Document((CATEGORY, StreamRef(StreamKind.SOURCE, "nowhere")), Format.ATOM),
        Document((CATEGORY,), Format.ATOM, 3),
        Document((SITE,), Format.JSON, 10**9 - 1),
    ],
)
def test_what_is_not_there_is_not_found(stocked: Newsroom, document: Document) -> None:
    """No such stream, or no such page: before anything is asked of it."""
    syndication = press(stocked)
    error = NotFound if document.page else StreamNotFound
    with pytest.raises(error) as raised:
        syndication.current(document)
    assert type(raised.value) is error


def test_a_kept_page_is_looked_up_once(stocked: Newsroom) -> None:
    """One statement says how it is known; the edition that is kept costs no other."""
    syndication = replace(press(stocked), look_up_every_s=3_600)
    first = syndication.current(KINDS["page"]).edition()
    with statements() as asked:
        current = syndication.current(KINDS["page"])
        assert current.is_rendered
        assert current.edition() == first
    assert len(asked.selects) == 1


def test_a_preview_is_the_feeds_newest(stocked: Newsroom) -> None:
    """The page that stands for a feed shows what a reader would."""
    document = KINDS["current"]
    entries = press(stocked).preview(document)
    titles = [entry.title for entry in entries]
    assert titles == list(read(press(stocked), document).titles.values())[:3]


def test_an_empty_category_has_a_feed(newsroom: Newsroom) -> None:
    """Rule 19: valid, and complete; but no page of an archive."""
    newsroom.tree.category("jianggang")
    newsroom.import_()
    for format_ in Format:
        assert read(press(newsroom), Document((CATEGORY,), format_)).titles == {}
    assert press(newsroom).preview(KINDS["current"]) == ()
    with pytest.raises(NotFound, match="no page: 1 of jianggang"):
        press(newsroom).current(KINDS["page"]).edition()


def test_a_lost_database_is_said_so(
    empty_database_url: str, newsroom: Newsroom
) -> None:
    """Not a feed without entries."""
    database = Database(empty_database_url)
    with pytest.raises(DatabaseUnusable):
        replace(press(newsroom), database=database).current(KINDS["site"]).edition()
    database.dispose()
