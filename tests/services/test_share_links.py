"""Sharing: where codes and addresses lead, read from stored rows alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import ArticleNotFound
from feedsvc.model.answer import (
    Found,
    Gone,
    Known,
    Malformed,
    Moved,
    Unknown,
    Withdrawn,
)
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.share_link import ShareLink
from feedsvc.model.slug import slug_of_name
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.services.share_links import Sharing
from feedsvc.store.articles.standing_memory import StandingMemory
from feedsvc.store.database.engine import Database
from tests.support import paper

BASE = "https://news.example"
NOBODYS = InfoCode("NW0000")
DEAD: list[tuple[InfoCode, ...]] = [
    (paper.SCHEDULED,), (paper.INCOMPLETE,), (NOBODYS,), (),
]  # fmt: skip


@pytest.fixture
def sharing(database_url: str, tmp_path: Path) -> Iterator[Sharing]:
    """Sharing over the paper."""
    paper.fill(database_url, tmp_path / "archive")
    database = Database(database_url)
    yield Sharing(database, Links(BASE), StandingMemory(database))
    database.dispose()


def test_codes_lead_where_their_articles_stand(sharing: Sharing) -> None:
    """Published and merged to a permalink under the base, withdrawn to nothing."""
    story = Moved(BASE + paper.STORY_PATH)
    gone = Gone(paper.FILLED_AT, is_legal=False)
    assert sharing.by_codes([paper.STORY]) == story
    assert sharing.by_codes([paper.MERGED]) == story
    assert sharing.by_codes([paper.RETRACTED]) == gone
    assert sharing.by_codes([paper.REMOVED]) == Gone(paper.FILLED_AT, is_legal=True)
    for dead in DEAD:
        with pytest.raises(ArticleNotFound):
            sharing.by_codes(dead)


def test_the_first_code_that_leads_anywhere_counts(sharing: Sharing) -> None:
    """The exact one is asked for first, and no other one unless it is unknown."""

    def codes() -> Iterator[InfoCode]:
        yield paper.RETRACTED
        raise AssertionError("the next one was asked for")

    assert sharing.by_codes(codes()) == Gone(paper.FILLED_AT, is_legal=False)
    found = sharing.by_codes([NOBODYS, paper.STORY, paper.RETRACTED])
    assert found == Moved(BASE + paper.STORY_PATH)


def test_what_may_be_told_of_codes(sharing: Sharing) -> None:
    """Each link gets one answer, in order; what is not published yet is unknown."""
    damaged = f"infoCode={paper.MERGED}%E3%80%82&infoCode={NOBODYS}"
    links = [
        ShareLink.from_code(paper.STORY),
        ShareLink("/html_news/newsshare.html", damaged),
        *map(ShareLink.from_code, (paper.RETRACTED, paper.REMOVED, paper.STORY)),
        *(ShareLink.from_code("".join(codes)) for codes in DEAD),
    ]
    story, merged, retracted, removed, again, *dead = sharing.resolve(links)
    assert isinstance(story, Known)
    assert (story.code, story.permalink) == (paper.STORY, paper.STORY_PATH)
    assert merged == replace(story, merged_from=paper.MERGED)
    assert retracted == Withdrawn(paper.RETRACTED, paper.FILLED_AT, is_legal=False)
    assert removed == Withdrawn(paper.REMOVED, paper.FILLED_AT, is_legal=True)
    assert again == story
    assert dead == [
        Unknown(paper.SCHEDULED), Unknown(paper.INCOMPLETE), Unknown(NOBODYS), Malformed(),
    ]  # fmt: skip
    assert sharing.resolve([]) == []


def test_an_address_has_a_code(sharing: Sharing) -> None:
    """The permalink's, and every further path's of the article."""
    assert sharing.find_code(paper.STORY_PATH) == paper.STORY
    raw_form = f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html"
    assert sharing.find_code(raw_form) == paper.IN_SPACED
    assert sharing.find_code("/nowhere") is None


def test_paths_lead_where_their_articles_stand(sharing: Sharing) -> None:
    """The permalink is the article; another path of it, and of its listings, has moved."""
    found = sharing.by_path(paper.STORY_PATH)
    assert isinstance(found, Found)
    assert found.article.info_code == paper.STORY
    raw_form = f"/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html"
    assert sharing.by_path(raw_form) == Moved(BASE + paper.SPACED_PATH)
    listing = Moved(f"{BASE}/categories/{slug_of_name(paper.SPACED)}/")
    for old in (f"/category/{paper.SPACED}.html", f"/{paper.SPACED}/"):
        assert sharing.by_path(old) == listing
    assert sharing.by_path("/feed.xml") == Moved(f"{BASE}/atom.xml")


def test_streams_are_found_where_they_went(sharing: Sharing) -> None:
    """By an old slug and by raw name, but not where they already are."""

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
    """Whatever is asked, an answer is a page of ours or none."""
    for ask in (
        lambda text: sharing.by_codes(ShareLink.from_text(text).codes),
        sharing.by_path,
    ):
        try:
            resolution = ask(text)
        except ArticleNotFound:
            continue
        assert isinstance(resolution, Found | Gone) or resolution.url.startswith(
            BASE + "/"
        )
