"""Share links: where codes and addresses lead, read from stored rows alone."""

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
from feedsvc.services.share_links import ShareLinks
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
def share_links(database_url: str, tmp_path: Path) -> Iterator[ShareLinks]:
    """ShareLinks over the paper."""
    paper.fill(database_url, tmp_path / "archive")
    database = Database(database_url)
    yield ShareLinks(database, AnswerMemory(database))
    database.dispose()


def test_codes_lead_where_their_articles_stand(share_links: ShareLinks) -> None:
    """Published and merged to a permalink, withdrawn to nothing; others to nobody."""

    def answer(code: str) -> Answer:
        return share_links.answer(ShareLink.from_code(code))

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


def test_the_first_code_that_leads_anywhere_counts(share_links: ShareLinks) -> None:
    """The exact one is asked for first, and no other one unless it is unknown."""

    def codes() -> Iterator[InfoCode]:
        yield paper.RETRACTED
        raise AssertionError("the next one was asked for")

    find = share_links.memory.find_by_code
    assert first_answer(codes(), find) == RETRACTED
    story = first_answer([NOBODYS, paper.STORY, paper.RETRACTED], find)
    assert isinstance(story, Published)
    assert story.code == paper.STORY


def test_what_may_be_told_of_codes(share_links: ShareLinks) -> None:
    """Each link gets one answer, in order; what is not published yet is unknown."""
    damaged = f"infoCode={paper.MERGED}%E3%80%82&infoCode={NOBODYS}"
    links = [
        ShareLink.from_code(paper.STORY),
        ShareLink("/html_news/newsshare.html", damaged),
        *map(ShareLink.from_code, (paper.RETRACTED, paper.REMOVED, paper.STORY)),
        *map(ShareLink.from_code, DEAD),
        ShareLink.from_code(""),
    ]
    story, merged, *others = share_links.answers(links)
    assert story == share_links.answer(links[0])
    assert isinstance(story, Published)
    assert merged == replace(story, merged_from=paper.MERGED)
    removed = Withdrawn(paper.REMOVED, paper.FILLED_AT, is_legal=True)
    assert others == [RETRACTED, removed, story, *NOBODY, Malformed()]
    assert share_links.answers([]) == []


def test_an_address_has_a_code(share_links: ShareLinks) -> None:
    """The permalink's, and every further path's of the article; all in one snapshot."""
    raw_form = f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html"
    texts = [f"{BASE}{path}" for path in (paper.STORY_PATH, raw_form, "/nowhere")]
    with statements() as asked:
        story, spaced, nowhere = share_links.answers([*map(ShareLink.from_text, texts)])
    assert isinstance(story, Published)
    assert isinstance(spaced, Published)
    assert (story.code, spaced.code) == (paper.STORY, paper.IN_SPACED)
    assert nowhere == Malformed()
    assert (len(asked.selects), len(asked.transactions)) == (3, 1)


def test_paths_lead_where_their_articles_stand(share_links: ShareLinks) -> None:
    """The permalink is the article; another path of it, and of its listings, has moved."""
    found = share_links.at(paper.STORY_PATH)
    assert isinstance(found, Article)
    assert found.info_code == paper.STORY
    damaged = share_links.at(paper.STORY_PATH + "。")
    assert isinstance(damaged, Published)
    assert damaged.permalink == paper.STORY_PATH
    moved = share_links.at(f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html")
    assert isinstance(moved, Published)
    assert moved.permalink == paper.SPACED_PATH
    spaced = StreamRef(StreamKind.CATEGORY, slug_of_name(paper.SPACED))
    for old in (f"/category/{paper.SPACED}.html", f"/{paper.SPACED}/"):
        assert share_links.at(old) == Moved(spaced, is_feed=False)
    assert share_links.at("/feed.xml") == Moved(SITE, is_feed=True)
    assert share_links.at("/nowhere") == Malformed()


def test_streams_are_found_where_they_went(share_links: ShareLinks) -> None:
    """Old slugs and raw names lead to the stream, unless it is there already."""

    def find(slug: str) -> StreamRef | None:
        return share_links.find_stream(StreamRef(StreamKind.CATEGORY, slug))

    renamed = StreamRef(StreamKind.CATEGORY, paper.NEW_SLUG)
    spaced = StreamRef(StreamKind.CATEGORY, slug_of_name(paper.SPACED))
    assert find(paper.RENAMED) == renamed
    assert find(paper.SPACED) == spaced
    assert find(paper.NEW_SLUG) is None
    assert find("nowhere") is None
    assert share_links.find_stream(StreamRef(StreamKind.SOURCE, paper.SPACED)) is None


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.one_of(
        TEXT, TEXT.map("/category/{}.html".format), TEXT.map("/feed/{}.xml".format)
    )
)
def test_no_text_leads_elsewhere(share_links: ShareLinks, text: str) -> None:
    """An answer to any text is one of our addresses, or none."""
    link = ShareLink.from_text(text)
    for answer in (
        share_links.answer(link),
        *share_links.answers([link]),
        share_links.at(text),
    ):
        if isinstance(answer, Published):
            assert answer.permalink in {paper.STORY_PATH, paper.SPACED_PATH}
        elif isinstance(answer, Moved):
            assert (
                answer.stream == SITE or share_links.find_stream(answer.stream) is None
            )
