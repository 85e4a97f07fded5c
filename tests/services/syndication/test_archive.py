"""The whole archive by feed (RFC 5005 §4): a walk back reaches every article once."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from feedsvc.model.document import Document, Script
from feedsvc.model.feed import Format
from feedsvc.services.syndication.editions import Syndication
from tests.services.syndication.press import (
    CATEGORY,
    Parsed,
    document_at,
    parsed,
    press,
    read,
)
from tests.support.database import shared_database
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.trees import code, name

ARTICLES, IMPORTS = 230, 4
FULL = range(1, 5)  # pages
FIRST_DAY = datetime(2021, 1, 1)  # noqa: DTZ001 - written with its offset behind
FORMAT = pytest.mark.parametrize("format_", Format)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsroom]:
    """One category's articles, brought in by several imports in no order of date.

    Read-only but for what a test puts back.
    """
    folder = tmp_path_factory.mktemp("archive")
    with (
        shared_database(request, folder) as url,
        newsroom_over(url, folder / "tree") as newsroom,
    ):
        fill(newsroom)
        yield newsroom


def fill(newsroom: Newsroom) -> None:
    """Import the articles in batches, each with dates from all over the year."""
    days = list(range(ARTICLES))
    random.Random(1).shuffle(days)  # noqa: S311
    for number, day in enumerate(days):
        add(newsroom, number, day)
        if (number + 1) % (ARTICLES // IMPORTS) == 0:
            newsroom.import_()
    newsroom.import_()


def add(newsroom: Newsroom, number: int, day: int) -> None:
    """Write one article, of so many half days into the year."""
    moment = FIRST_DAY + timedelta(hours=12 * day)
    newsroom.tree.post(
        name(number), title=f"第{number}篇", date=f"{moment:%F %T} +0800"
    )


def walk(syndication: Syndication, document: Document) -> list[Parsed]:
    """The current document, and all that `prev-archive` leads to, one by one."""
    found = [read(syndication, document)]
    while "prev-archive" in found[-1].links:
        following = document_at(found[-1].links["prev-archive"])
        assert following.format is document.format
        found.append(read(syndication, following))
        assert len(found) < ARTICLES
    return found


@FORMAT
def test_a_walk_reaches_every_article_once(archive: Newsroom, format_: Format) -> None:
    """De-duplicated by id, as §4.2 has readers do; JSON Feed's `next_url` leads the same."""
    pages = walk(press(archive), Document((CATEGORY,), format_))
    titles = {id_: title for page in pages for id_, title in page.titles.items()}
    assert sorted(titles.values()) == sorted(f"第{n}篇" for n in range(ARTICLES))
    full = [list(page.titles) for page in pages[1:]]
    assert len({id_ for page in full for id_ in page}) == sum(map(len, full))
    assert all(len(page) == 50 for page in full)


@pytest.mark.parametrize("script", Script)
def test_a_walk_stays_in_its_variant(archive: Newsroom, script: Script) -> None:
    """Short stays short, and Traditional Traditional."""
    syndication = press(archive)
    document = Document((CATEGORY,), Format.ATOM, is_summary=True, script=script)
    following = document
    for _ in range(3):
        url = read(syndication, following).links["prev-archive"]
        following = document_at(url)
        assert (following.is_summary, following.script) == (True, script)


@pytest.mark.parametrize("format_", [Format.ATOM, Format.RSS])
def test_a_walk_leads_forward_too(archive: Newsroom, format_: Format) -> None:
    """§4: `next-archive` is the way back, `current` the way home, and marks say which."""
    syndication = press(archive)
    current = Document((CATEGORY,), format_)
    pages = walk(syndication, current)
    assert "archive" not in pages[0].marks
    home = pages[0].links["self"]
    for newer, page in pairwise(pages[1:]):
        assert page.marks == {"archive"}
        assert page.links["current"] == home
        assert page.links["next-archive"] == newer.links["self"]
    assert all("complete" not in page.marks for page in pages)


@FORMAT
def test_a_full_page_stays_as_it_is(archive: Newsroom, format_: Format) -> None:
    """Rule 23: while articles arrive, old and new, its bytes and validators are the same."""
    pages = [Document((CATEGORY,), format_, number) for number in FULL]
    before = [press(archive).current(page).edition() for page in pages]
    base = 1_000 + 10 * list(Format).index(format_)
    for number in range(base, base + 10):
        add(archive, number, day=number % 700)
    archive.import_()
    try:
        assert [press(archive).current(page).edition() for page in pages] == before
    finally:
        for number in range(base, base + 10):
            archive.decisions.purge(info(code(number)))
            (archive.tree.root / name(number)).unlink()


@FORMAT
def test_a_page_changes_with_its_members(archive: Newsroom, format_: Format) -> None:
    """Rule 23: an edit or a retraction changes the page that it is on, and no other."""
    pages = [Document((CATEGORY,), format_, number) for number in FULL]
    before = [press(archive).current(page).edition() for page in pages]
    archive.decisions.retract(info(code(60)), reason="", is_legal=False)
    retracted = [press(archive).current(page).edition() for page in pages]
    archive.decisions.restore(info(code(60)))
    restored = [press(archive).current(page).edition() for page in pages]
    for after in (retracted, restored):
        moved = [now.tag != then.tag for now, then in zip(after, before, strict=True)]
        changed = [
            now.body != then.body for now, then in zip(after, before, strict=True)
        ]
        assert moved == changed == [False, True, False, False]
    titles = [parsed(edition.body, format_).titles.values() for edition in retracted]
    assert "第60篇" not in titles[1]


def test_a_page_tells_what_was_retracted(archive: Newsroom) -> None:
    """RFC 6721: who walked past it earlier learns that it is gone."""
    page = Document((CATEGORY,), Format.ATOM, 3)
    (id_,) = archive.rows(
        "SELECT entry_id FROM articles WHERE info_code = :code", code=code(110)
    )[0]
    archive.decisions.retract(info(code(110)), reason="", is_legal=False)
    found = read(press(archive), page)
    assert found.gone == (id_,)
    assert id_ not in found.titles
    archive.decisions.restore(info(code(110)))
    assert read(press(archive), page).gone == ()
