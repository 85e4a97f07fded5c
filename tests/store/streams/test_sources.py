"""Sources: who they are, and when they are known well enough to be listed."""

import pytest

from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import former_slug_of_name, slug_of_name
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.store.streams import streams
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name


def listed(newsroom: Newsroom) -> dict[str, int]:
    """The sources of public lists, with their counts of articles."""
    with newsroom.database.read() as snapshot:
        index = streams.index(snapshot, StreamKind.SOURCE)
    return {entry.stream.name: entry.articles for entry in index}


def bracket(newsroom: Newsroom, number: int) -> None:
    """Bring in a post that names its source in brackets only."""
    newsroom.tree.post(name(number), "港口扩建三座码头。（江港日报）")
    newsroom.import_()


def test_a_bracket_is_believed_the_third_time(newsroom: Newsroom):
    """Not before, though each article is credited."""
    for number in (1, 2):
        bracket(newsroom, number)
        assert newsroom.credits(code(number)) == [("publisher", "江港日报", "江港日报")]
        assert listed(newsroom) == {}
    bracket(newsroom, 3)
    assert listed(newsroom) == {"江港日报": 3}


def test_better_evidence_is_believed_at_once(newsroom: Newsroom):
    """A line that says 文章来源 outright, after one bracket or before."""
    bracket(newsroom, 1)
    newsroom.tree.post(name(2), html("港口扩建。", "江港日报"))
    newsroom.import_()
    assert listed(newsroom) == {"江港日报": 2}


def test_evidence_that_is_gone_counts_no_more(newsroom: Newsroom):
    """The article that named the source outright names another one now."""
    newsroom.tree.post(name(1), html("港口扩建。", "江港日报"))
    newsroom.import_()
    newsroom.tree.post(name(1), html("港口扩建。", "海风晚报"))
    newsroom.import_()
    assert listed(newsroom) == {"海风晚报": 1}


def test_evidence_that_was_purged_counts_no_more(newsroom: Newsroom):
    """The credits of a purged article are erased, and so is what they showed."""
    newsroom.tree.post(name(1), html("港口扩建。", "江港日报"))
    newsroom.import_()
    newsroom.decisions.purge(InfoCode(code(1)))
    assert listed(newsroom) == {}


@pytest.mark.parametrize("spelling", ["江港ＡＰＰ", "江港 APP", "江港APP"])
def test_spellings_meet(newsroom: Newsroom, spelling: str):
    """Through NFKC for full width, and through the alias table for spaces."""
    newsroom.aliases = {"江港 APP": "江港APP"}
    newsroom.tree.post(name(1), html("甲文。", "江港APP"))
    newsroom.tree.post(name(2), html("乙文。", spelling))
    newsroom.import_()
    assert newsroom.rows("SELECT name FROM sources") == [("江港APP",)]
    assert listed(newsroom) == {"江港APP": 2}


def test_an_alias_of_nothing_makes_no_source(newsroom: Newsroom):
    """A name that is no outlet can be told to be none; the credit stays."""
    newsroom.aliases = {"江港日报": ""}
    newsroom.tree.post(name(1), html("甲文。", "江港日报"))
    newsroom.import_()
    assert newsroom.credits(code(1)) == [("publisher", "江港日报", None)]
    assert newsroom.rows("SELECT name FROM sources") == []


def test_several_sources_each_show_the_article(newsroom: Newsroom):
    """In their streams, once each."""
    newsroom.tree.post(name(1), html("甲文。", "江港日报、海风晚报"))
    newsroom.import_()
    assert listed(newsroom) == {"江港日报": 1, "海风晚报": 1}


def test_a_former_spelling_leads_to_a_source(newsroom: Newsroom):
    """广州日报 was yan-zhou-ri-bao in earlier versions."""
    newsroom.tree.post(name(1), html("港口扩建。", "广州日报"))
    newsroom.import_()
    former = StreamRef(StreamKind.SOURCE, former_slug_of_name("广州日报"))
    assert former.slug.startswith("yan-zhou-ri-bao-")
    with newsroom.database.read() as snapshot:
        assert streams.find_moved(snapshot, former) == StreamRef(
            StreamKind.SOURCE, slug_of_name("广州日报")
        )
