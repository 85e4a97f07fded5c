"""Sharing: where codes and addresses lead, read from stored rows alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.model.answer import (
    Answer,
    Malformed,
    Moved,
    Published,
    Unknown,
    Withdrawn,
    first_answer,
)
from feedsvc.model.article import Article
from feedsvc.model.info_code import InfoCode
from feedsvc.model.share_link import ShareLink
from feedsvc.model.slug import slug_of_name
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.services.share_links import Sharing
from feedsvc.store.articles.answer_memory import AnswerMemory
from feedsvc.store.database.engine import Database
from tests.support import paper
from tests.support.statements import statements

BASE = "https://news.example"
NOBODYS = InfoCode("NW0000")
DEAD = [paper.SCHEDULED, paper.INCOMPLETE, NOBODYS]
NOBODY = [Unknown(code) for code in DEAD]
RETRACTED = Withdrawn(paper.RETRACTED, paper.FILLED_AT, is_legal=False)


@pytest.fixture
def sharing(database_url: str, tmp_path: Path) -> Iterator[Sharing]:
    """Sharing over the paper."""
    paper.fill(database_url, tmp_path / "archive")
    database = Database(database_url)
    yield Sharing(database, AnswerMemory(database))
    database.dispose()


def test_codes_lead_where_their_articles_stand(sharing: Sharing) -> None:
    """Published and merged to a permalink, withdrawn to nothing; others to nobody."""

    def answer(code: str) -> Answer:
        return sharing.answer(ShareLink.from_code(code))

    story = answer(paper.STORY)
    assert isinstance(story, Published)
    assert (story.code, story.permalink) == (paper.STORY, paper.STORY_PATH)
    assert answer(paper.MERGED) == replace(story, merged_from=paper.MERGED)
    assert answer(paper.RETRACTED) == RETRACTED
    assert answer(paper.REMOVED) == Withdrawn(
        paper.REMOVED, paper.FILLED_AT, is_legal=True
    )
    assert [answer(code) for code in DEAD] == NOBODY
    assert answer("") == Malformed()


def test_the_first_code_that_leads_anywhere_counts(sharing: Sharing) -> None:
    """The exact one is asked for first, and no other one unless it is unknown."""

    def codes() -> Iterator[InfoCode]:
        yield paper.RETRACTED
        raise AssertionError("the next one was asked for")

    find = sharing.memory.find_by_code
    assert first_answer(codes(), find) == RETRACTED
    story = first_answer([NOBODYS, paper.STORY, paper.RETRACTED], find)
    assert isinstance(story, Published)
    assert story.code == paper.STORY


def test_what_may_be_told_of_codes(sharing: Sharing) -> None:
    """Each link gets one answer, in order; what is not published yet is unknown."""
    damaged = f"infoCode={paper.MERGED}%E3%80%82&infoCode={NOBODYS}"
    links = [
        ShareLink.from_code(paper.STORY),
        ShareLink("/html_news/newsshare.html", damaged),
        *map(ShareLink.from_code, (paper.RETRACTED, paper.REMOVED, paper.STORY)),
        *map(ShareLink.from_code, DEAD),
        ShareLink.from_code(""),
    ]
    story, merged, *others = sharing.answers(links)
    assert story == sharing.answer(links[0])
    assert isinstance(story, Published)
    assert merged == replace(story, merged_from=paper.MERGED)
    removed = Withdrawn(paper.REMOVED, paper.FILLED_AT, is_legal=True)
    assert others == [RETRACTED, removed, story, *NOBODY, Malformed()]
    assert sharing.answers([]) == []


def test_an_address_has_a_code(sharing: Sharing) -> None:
    """The permalink's, and every further path's of the article; all in one snapshot."""
    raw_form = f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html"
    texts = [f"{BASE}{path}" for path in (paper.STORY_PATH, raw_form, "/nowhere")]
    with statements() as asked:
        story, spaced, nowhere = sharing.answers([*map(ShareLink.from_text, texts)])
    assert isinstance(story, Published)
    assert isinstance(spaced, Published)
    assert (story.code, spaced.code) == (paper.STORY, paper.IN_SPACED)
    assert nowhere == Malformed()
    assert (len(asked.selects), len(asked.transactions)) == (3, 1)


def test_paths_lead_where_their_articles_stand(sharing: Sharing) -> None:
    """The permalink is the article; another path of it, and of its listings, has moved."""
    found = sharing.at(paper.STORY_PATH)
    assert isinstance(found, Article)
    assert found.info_code == paper.STORY
    damaged = sharing.at(paper.STORY_PATH + "。")
    assert isinstance(damaged, Published)
    assert damaged.permalink == paper.STORY_PATH
    moved = sharing.at(f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html")
    assert isinstance(moved, Published)
    assert moved.permalink == paper.SPACED_PATH
    spaced = StreamRef(StreamKind.CATEGORY, slug_of_name(paper.SPACED))
    for old in (f"/category/{paper.SPACED}.html", f"/{paper.SPACED}/"):
        assert sharing.at(old) == Moved(spaced, is_feed=False)
    assert sharing.at("/feed.xml") == Moved(SITE, is_feed=True)
    assert sharing.at("/nowhere") == Malformed()


def test_streams_are_found_where_they_went(sharing: Sharing) -> None:
    """Old slugs and raw names lead to the stream, unless it is there already."""

    def find(slug: str) -> StreamRef | None:
        return sharing.find_stream(StreamRef(StreamKind.CATEGORY, slug))

    renamed = StreamRef(StreamKind.CATEGORY, paper.NEW_SLUG)
    spaced = StreamRef(StreamKind.CATEGORY, slug_of_name(paper.SPACED))
    assert find(paper.RENAMED) == renamed
    assert find(paper.SPACED) == spaced
    assert find(paper.NEW_SLUG) is None
    assert find("nowhere") is None
    assert sharing.find_stream(StreamRef(StreamKind.SOURCE, paper.SPACED)) is None


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.one_of(
        TEXT, TEXT.map("/category/{}.html".format), TEXT.map("/feed/{}.xml".format)
    )
)
def test_no_text_leads_elsewhere(sharing: Sharing, text: str) -> None:
    """An answer to any text is one of our addresses, or none."""
    link = ShareLink.from_text(text)
    for answer in (sharing.answer(link), *sharing.answers([link]), sharing.at(text)):
        if isinstance(answer, Published):
            assert answer.permalink in {paper.STORY_PATH, paper.SPACED_PATH}
        elif isinstance(answer, Moved):
            assert answer.stream == SITE or sharing.find_stream(answer.stream) is None
