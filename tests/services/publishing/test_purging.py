"""What a legal order leaves of an article: its addresses, and nothing that it said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.content.draft import RULES_VERSION
from feedsvc.errors import DecisionRefused
from feedsvc.model.answer import Withdrawn
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import answers
from feedsvc.store.database.tables import articles
from tests.support.newsroom import Newsroom, newsroom_over
from tests.support.trees import code, html, name

ONE, TWO = InfoCode(code(1)), InfoCode(code(2))
# Unlike any other text of these tests, so that a few bytes of it are a trace.
_SECRET = "魑魅魍魉"


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose files can be looked into."""
    with newsroom_over(sqlite_url, tmp_path / "archive") as newsroom:
        yield newsroom


def traces(newsroom: Newsroom, raws: list[bytes]) -> list[str]:
    """The files of a SQLite database that hold the secret, plain or packed."""
    path = newsroom.database.path
    assert path is not None
    searched = [_SECRET.encode(), *(raw[8:40] for raw in raws)]
    return [
        file.name
        for file in path.parent.glob(f"{path.name}*")
        if any(text in file.read_bytes() for text in searched)
    ]


@pytest.mark.parametrize("characters", [10, 700, 9_000], ids=["short", "page", "long"])
def test_nothing_is_left_in_the_files(on_sqlite: Newsroom, characters: int):
    """Neither in the database, nor its log, nor where a page was split or freed."""
    repeated = _SECRET * (characters // 4)
    for number in range(1, 40):
        on_sqlite.tree.post(name(number), html("港口。" * number * 9))
    on_sqlite.import_()
    for round_ in (1, 2, 3):
        body = html(f"{repeated}{round_}", "江港日报")
        on_sqlite.tree.post(name(20), body, title=f"{_SECRET}{round_}")
        on_sqlite.import_()
        on_sqlite.tree.post(name(40 + round_), html("码头。" * 99 * round_))
        on_sqlite.import_()
    purged = InfoCode(code(20))
    raws = on_sqlite.rows("SELECT raw FROM articles WHERE info_code = :c", c=purged)
    raws += on_sqlite.rows("SELECT raw FROM article_versions")
    packed = [raw for (raw,) in raws if raw]
    assert traces(on_sqlite, packed)
    on_sqlite.decisions.purge(purged)
    assert traces(on_sqlite, packed) == []


def test_every_column_is_empty(newsroom: Newsroom):
    """Of the article, its versions and its credits; on PostgreSQL, too."""
    newsroom.tree.post(name(1), html("旧。", "江港日报"))
    newsroom.import_()
    newsroom.tree.post(name(1), html("新。", "江港日报"))
    newsroom.import_()
    newsroom.decisions.purge(ONE)
    said = "title, slug, summary, html, origin_url, raw, content_hash, html_bytes"
    assert newsroom.article(ONE, said) == ("", "", "", "", None, b"", b"", 0)
    assert newsroom.credits(ONE) == []
    assert newsroom.rows("SELECT id FROM article_versions") == []


def test_its_addresses_answer_for_the_law(newsroom: Newsroom):
    """Every one of them, the info code too: 451."""
    newsroom.tree.posts(2)
    newsroom.import_()
    before = newsroom.addresses(ONE)
    newsroom.decisions.purge(ONE)
    assert newsroom.addresses(ONE) == before
    with newsroom.database.read() as snapshot:
        at = answers.by_paths(snapshot, before)
        found = [*at.values(), answers.find_by_code(snapshot, ONE)]
    assert at.keys() == set(before)
    assert all(isinstance(one, Withdrawn) and one.is_legal for one in found)
    assert set(newsroom.entries(ONE).values()) == {"withdrawn"}


def test_what_was_merged_into_it_answers_alike(newsroom: Newsroom):
    """A merged article has no other answer than its survivor's."""
    newsroom.tree.posts(2)
    newsroom.import_()
    newsroom.decisions.merge(TWO, ONE)
    newsroom.decisions.purge(ONE)
    with newsroom.database.read() as snapshot:
        answer = answers.find_by_code(snapshot, TWO)
    assert isinstance(answer, Withdrawn)
    assert answer.is_legal


def test_no_import_brings_it_back(newsroom: Newsroom):
    """Neither its own file, touched and changed, nor a twin, nor a rederivation.

    The twin is one more address, which mirrors are told of.
    """
    columns = ", ".join(each.name for each in articles.c if each.name != "revision")
    newsroom.tree.posts(1)
    newsroom.import_()
    newsroom.decisions.purge(ONE)
    before = newsroom.article(ONE, columns)
    newsroom.tree.post(name(1), "又来了。")
    newsroom.tree.post(name(1, "old_post"), "又来了。")
    newsroom.import_()
    newsroom.run("UPDATE articles SET rules_version = 0")
    newsroom.rederivation.run(lambda _done: None)
    newsroom.run(f"UPDATE articles SET rules_version = {RULES_VERSION}")  # noqa: S608 - a constant
    assert newsroom.article(ONE, columns) == before
    assert newsroom.rows("SELECT id FROM article_versions") == []


def test_no_twin_completes_it(newsroom: Newsroom):
    """An article that never had a date is purged like any other."""
    newsroom.tree.post(name(1), title="", date="")
    newsroom.import_()
    newsroom.decisions.purge(ONE)
    newsroom.tree.post(name(1))
    newsroom.import_()
    assert newsroom.article(ONE, "state, title, html") == ("retracted", "", "")


def test_no_person_brings_it_back(newsroom: Newsroom):
    """There is nothing to restore, and it stays withdrawn by law."""
    newsroom.tree.posts(2)
    newsroom.import_()
    newsroom.decisions.purge(ONE)
    with pytest.raises(DecisionRefused, match="there is nothing to restore"):
        newsroom.decisions.restore(ONE)
    with pytest.raises(DecisionRefused, match="stays withdrawn by law"):
        newsroom.decisions.retract(ONE, reason="", is_legal=False)
    with pytest.raises(DecisionRefused, match="is retracted"):
        newsroom.decisions.merge(ONE, TWO)


def test_purging_again_is_no_mistake(newsroom: Newsroom):
    """A second order changes nothing that a reader sees."""
    newsroom.tree.posts(2)
    newsroom.import_()
    newsroom.decisions.purge(ONE)
    before = newsroom.validators(), newsroom.everything()
    newsroom.decisions.purge(ONE)
    assert (newsroom.validators(), newsroom.everything()) == before


def test_a_merged_article_can_be_purged(newsroom: Newsroom):
    """It answers for the law from then on, and its survivor stays as it is."""
    newsroom.tree.posts(2)
    newsroom.import_()
    newsroom.decisions.merge(ONE, TWO)
    newsroom.decisions.purge(ONE)
    assert newsroom.article(ONE, "state, is_legal, merged_into") == (
        "retracted",
        True,
        None,
    )
    assert newsroom.article(TWO) == "published"
