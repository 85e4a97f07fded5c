"""Deltas (RFC 3229): of a document only what changed since a known edition."""

from dataclasses import replace

import pytest

from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.slug import Slug
from tests.services.syndication.press import (
    CATEGORY,
    KINDS,
    OTHER,
    PUBLICATION,
    Parsed,
    parsed,
    press,
    read,
)
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, name

CURRENT = {kind: document for kind, document in KINDS.items() if kind != "page"}
EACH = [
    replace(document, format=format_)
    for document in CURRENT.values()
    for format_ in Format
]
ATOM = KINDS["current"]
HAIFENG = Document((OTHER,), Format.ATOM)


def arrive(newsroom: Newsroom, number: int, **fields: str) -> None:
    """Import one more article."""
    newsroom.tree.post(name(number), **{"date": "2022-05-02 08:00:00", **fields})
    newsroom.import_()


def retract(newsroom: Newsroom, number: int) -> None:
    """Withdraw an article."""
    newsroom.decisions.retract(info(code(number)), reason="", is_legal=False)


def tag(newsroom: Newsroom, document: Document = ATOM) -> str:
    """What a document's edition is known by now."""
    return press(newsroom).current(document).validators.tag


def delta(newsroom: Newsroom, *tags: str, document: Document = ATOM) -> Parsed | None:
    """What changed since the editions that a client has; None if the whole is due."""
    found = press(newsroom).current(document).delta(tags)
    if found is None:
        return None
    assert found.validators == press(newsroom).current(document).validators
    return parsed(found.body, document.format)


def test_only_what_changed_is_there(stocked: Newsroom) -> None:
    """In every format and variant: one new entry, as the whole document has it."""
    known = {document: tag(stocked, document) for document in EACH}
    arrive(stocked, 100, title="新来的")
    for document in EACH:
        found = delta(stocked, known[document], document=document)
        assert found is not None, document
        whole = read(press(stocked), document)
        assert list(found.titles.items()) == list(whole.titles.items())[:1], document
        assert found.links.get("self") == whole.links.get("self")


def test_a_delta_says_nothing_of_what_is_beside_it(newsroom: Newsroom) -> None:
    """RFC 5005: neither complete nor a part of the archive, whatever the document is."""
    newsroom.tree.posts(1)
    newsroom.import_()
    known = tag(newsroom)
    assert read(press(newsroom), ATOM).marks == {"complete"}
    arrive(newsroom, 100)
    found = delta(newsroom, known)
    assert found is not None
    assert found.marks == frozenset()
    assert not found.links.keys() & {"prev-archive", "next-archive", "current"}


def test_a_delta_leads_on_as_the_whole_does(stocked: Newsroom) -> None:
    """RFC 5005 §4: the way to what is older is the same from both, in each format."""
    documents = [replace(ATOM, format=format_) for format_ in Format]
    known = {document: tag(stocked, document) for document in documents}
    arrive(stocked, 100)
    for document in documents:
        found = delta(stocked, known[document], document=document)
        assert found is not None, document
        older = f"/pages/1/{document.format}"
        assert found.links["prev-archive"].endswith(older)
        assert found.links == read(press(stocked), document).links


def test_more_news_than_the_document_holds_needs_the_whole(stocked: Newsroom) -> None:
    """Who was away while a hundred came would never know of half of them."""
    known = {document: tag(stocked, document) for document in EACH}
    for number in range(100, 200):
        date = f"2022-05-{number % 28 + 2:02} 08:00:00"
        stocked.tree.post(name(number), date=date)
    stocked.import_()
    for document in EACH:
        found = delta(stocked, known[document], document=document)
        assert found is None, document


def test_a_delta_names_what_it_is_told_from(stocked: Newsroom) -> None:
    """RFC 3229 §10.5.1: of several tags, the one that counted."""
    tags = [tag(stocked)]
    for number in (100, 101):
        arrive(stocked, number)
        tags.append(tag(stocked))
    for order in (tags[:2], tags[1::-1], ["junk", *tags[:2]]):
        found = press(stocked).current(ATOM).delta(order)
        assert found is not None
        assert found.base == tags[1]
    assert press(stocked).current(ATOM).edition().base == ""


def test_the_latest_known_edition_counts(stocked: Newsroom) -> None:
    """A client may list several: it has the newest of them."""
    tags = [tag(stocked)]
    for number in (100, 101):
        arrive(stocked, number, title=f"第{number}篇")
        tags.append(tag(stocked))
    for order in (tags[:2], tags[1::-1], ["junk", *tags[:2], "9-0-x"]):
        found = delta(stocked, *order)
        assert found is not None
        assert list(found.titles.values()) == ["第101篇"]
    found = delta(stocked, tags[0])
    assert found is not None
    assert len(found.titles) == 2


def test_an_edit_is_a_change(stocked: Newsroom) -> None:
    """The entry comes again, under its id."""
    known, before = tag(stocked), read(press(stocked), ATOM)
    file = stocked.tree.root / name(30)
    stocked.tree.write(name(30), file.read_text("utf-8") + "改后。")
    stocked.import_()
    found = delta(stocked, known)
    assert found is not None
    (id_,) = found.titles
    assert before.titles[id_] == found.titles[id_] == "第30篇"


def test_a_retitled_category_changes_its_entries(stocked: Newsroom) -> None:
    """They carry the title: none would be right without it.

    Where there are more than the document holds, nothing is said of the others: the
    whole is due.
    """
    known = tag(stocked)
    stocked.categories.rename(CATEGORY, Slug(CATEGORY.slug), "江港晚报")
    assert delta(stocked, known) is None
    known = tag(stocked, HAIFENG)
    stocked.categories.rename(OTHER, Slug(OTHER.slug), "海风早报")
    found = delta(stocked, known, document=HAIFENG)
    assert found is not None
    assert found.titles == read(press(stocked), HAIFENG).titles


def test_a_retraction_is_a_tombstone(stocked: Newsroom) -> None:
    """RFC 6721 in Atom, and the article that it makes room for."""
    known = tag(stocked)
    (newest, *_) = read(press(stocked), ATOM).titles
    retract(stocked, 53)
    found = delta(stocked, known)
    assert found is not None
    assert (list(found.titles.values()), found.gone) == (["第3篇"], (newest,))
    retract(stocked, 99)
    found = delta(stocked, known)
    assert found is not None
    assert len(found.gone) == 1


@pytest.mark.parametrize("format_", [Format.RSS, Format.JSON])
def test_a_retraction_needs_the_whole(stocked: Newsroom, format_: Format) -> None:
    """Where the format cannot say that something is gone."""
    document = replace(ATOM, format=format_)
    known = tag(stocked, document)
    retract(stocked, 53)
    assert delta(stocked, known, document=document) is None


def test_a_restored_article_is_a_change(stocked: Newsroom) -> None:
    """It comes again, and its tombstone does not."""
    retract(stocked, 53)
    known = tag(stocked)
    stocked.decisions.restore(info(code(53)))
    found = delta(stocked, known)
    assert found is not None
    assert (list(found.titles.values()), found.gone) == (["第53篇"], ())


@pytest.mark.parametrize("kind", ["current", "selection"])
def test_a_departure_needs_the_whole(stocked: Newsroom, kind: str) -> None:
    """An article that only left a category gets no tombstone: its id is global."""
    document = KINDS[kind]
    known = tag(stocked, document)
    arrive(stocked, 53, category="wanjiang")
    assert delta(stocked, known, document=document) is None
    known = tag(stocked, document)
    arrive(stocked, 101)
    assert delta(stocked, known, document=document) is not None


def test_a_delta_of_a_selection_is_of_all_its_parts(stocked: Newsroom) -> None:
    """Each changed entry and tombstone once."""
    document = KINDS["selection"]
    known = tag(stocked, document)
    arrive(stocked, 100, title="甲")
    arrive(stocked, 101, title="乙", category="haifeng", date="2022-05-03")
    retract(stocked, 99)
    found = delta(stocked, known, document=document)
    assert found is not None
    *whole, oldest = read(press(stocked), document).titles.values()
    assert list(found.titles.values()) == [*whole[:2], oldest]  # it may have come in
    assert whole[:2] == ["乙", "甲"]
    assert len(found.gone) == 1


def test_another_documents_tag_is_unknown(stocked: Newsroom) -> None:
    """Another format's, variant's, selection's or epoch's: the whole is due."""
    others = {
        replace(other, format=format_)
        for other in KINDS.values()
        for format_ in Format
        if other.streams == (CATEGORY,) or other.is_selection
    }
    tags = {other: tag(stocked, other) for other in others}
    renamed = replace(PUBLICATION, title="新闻")
    tag_of_renamed = press(stocked, renamed).current(ATOM).validators.tag
    arrive(stocked, 100)
    for format_ in Format:
        document = Document((CATEGORY,), format_)
        for other in others - {document}:
            found = delta(stocked, tags[other], document=document)
            assert found is None, (document, other)
        assert delta(stocked, tag_of_renamed, document=document) is None


FORGED = (
    "", "0", "-1-{rest}", "x-{rest}", "1-{rest}x", "1{rest}", "１-{rest}", "1-",
    "9999999999-{rest}", "0001-{rest}", "1-atom-00000000", "{whole}\n",
    "9" * 5_000 + "-{rest}",
)  # fmt: skip


def test_a_forged_tag_is_unknown(stocked: Newsroom) -> None:
    """Or of an edition that is yet to come, or longer than Python reads numbers."""
    whole = tag(stocked)
    arrive(stocked, 100)
    _, _, rest = whole.partition("-")
    for forged in FORGED:
        found = delta(stocked, forged.format(rest=rest, whole=whole))
        assert found is None, forged[:40]


def test_the_current_tag_needs_no_delta(stocked: Newsroom) -> None:
    """It is answered by 304 before anybody asks for one."""
    assert delta(stocked, tag(stocked)) is None


def test_a_page_has_no_delta(stocked: Newsroom) -> None:
    """An archive page hardly ever changes."""
    page = KINDS["page"]
    known = tag(stocked, page)
    retract(stocked, 1)
    assert press(stocked).current(page).delta([known]) is None


def test_a_delta_is_rendered_once(stocked: Newsroom) -> None:
    """A crowd that polls in step gets one rendering, kept apart from the whole."""
    known = tag(stocked)
    arrive(stocked, 100)
    syndication = press(stocked)
    first = syndication.current(ATOM).delta([known])
    assert syndication.current(ATOM).delta([known]) is first
    assert syndication.current(ATOM).edition() is not first
    assert len(read(syndication, ATOM).titles) > 1


@pytest.mark.parametrize("document", CURRENT.values(), ids=CURRENT)
def test_who_knows_a_revision_is_told_what_came_since(
    stocked: Newsroom, document: Document
) -> None:
    """The delta that a client with that edition gets; all of it for who knows none."""
    known = press(stocked).current(document).validators
    assert press(stocked).since(document, known.revision) is None
    arrive(stocked, 100)
    told = press(stocked).since(document, known.revision)
    assert told is not None
    assert told == press(stocked).current(document).delta([known.tag])
    assert press(stocked).since(document, told.validators.revision) is None
    whole = press(stocked).current(document).edition()
    assert press(stocked).since(document, 0) == whole
    assert press(stocked).since(document, 1) == whole
