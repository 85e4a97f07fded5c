"""Posts that ask not to be published: kept out, taken back, and let in again."""

import itertools
from collections.abc import Sequence

import pytest

from feedsvc.errors import DecisionRefused
from feedsvc.services.publishing.archive.summary import Finding
from feedsvc.store.articles import decisions
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, html, name

CODE = code(1)
POST, OLD = name(1), name(1, "old_post")
FLAG = "published: false\n"


def write(
    newsroom: Newsroom, path: str = POST, *, more: str = "", **given: str
) -> None:
    """Write the post, withheld or not."""
    newsroom.tree.post(path, more=more, **given)


def is_shown(newsroom: Newsroom, article: str = CODE) -> bool:
    """Whether readers see the article, everywhere or nowhere."""
    states = newsroom.rows(
        "SELECT state FROM articles WHERE info_code = :code", code=article
    )
    entries = newsroom.entries(article).values()
    assert states in ([], [("published",)], [("retracted",)], [("scheduled",)])
    is_public = states == [("published",)]
    assert ("shown" in entries) == is_public
    return is_public


def test_a_withheld_post_is_counted_and_named(newsroom: Newsroom):
    """Nothing of it is stored: not the article, not its category, not its address."""
    write(newsroom, more=FLAG, category="geheim", tags="秘密新闻")
    summary = newsroom.import_()
    assert (summary.read, summary.unpublished, summary.new) == (1, 1, 0)
    assert summary.is_whole
    assert newsroom.findings == {Finding.UNPUBLISHED: {POST: "published: false"}}
    for table in ("articles", "categories", "addresses", "sources"):
        assert newsroom.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608


def test_it_is_named_again_by_the_next_import(newsroom: Newsroom):
    """Without being read again, and without moving anything."""
    write(newsroom, more=FLAG)
    newsroom.import_()
    before = newsroom.revision()
    summary = newsroom.import_()
    assert (summary.unpublished, summary.unchanged) == (1, 0)
    assert newsroom.findings == {Finding.UNPUBLISHED: {POST: "published: false"}}
    assert newsroom.revision() == before


def test_taking_the_flag_away_lets_the_article_in(newsroom: Newsroom):
    """As if it came for the first time."""
    write(newsroom, more=FLAG)
    newsroom.import_()
    write(newsroom)
    assert newsroom.import_().new == 1
    assert is_shown(newsroom)


def test_setting_the_flag_withdraws_the_article(newsroom: Newsroom):
    """With a tombstone in every stream it stood in; its text stays as readers had it."""
    write(newsroom)
    newsroom.import_()
    before = newsroom.validators()
    write(newsroom, title="内部标题", more=FLAG)
    assert newsroom.import_().unpublished == 1
    assert newsroom.entries(CODE) == {"": "withdrawn", "jianggang": "withdrawn"}
    assert newsroom.article(CODE, "state, title, is_withheld") == (
        "retracted", "港口扩建", True,
    )  # fmt: skip
    after = newsroom.validators()
    assert all(after[stream] > before[stream] for stream in before)


def test_it_comes_back_and_counts_as_updated(newsroom: Newsroom):
    """With what it says now."""
    write(newsroom)
    newsroom.import_()
    write(newsroom, more=FLAG)
    newsroom.import_()
    write(newsroom, title="港口再扩建")
    assert newsroom.import_().changed == 1
    assert is_shown(newsroom)
    title, updated_at, reason = newsroom.article(
        CODE, "title, updated_at, state_reason"
    )
    assert title == "港口再扩建"
    assert updated_at == int(newsroom.now.timestamp() * 1_000_000)
    assert reason is None


def test_it_comes_back_with_the_same_words(newsroom: Newsroom):
    """The flag is the only thing that changed, twice."""
    write(newsroom)
    newsroom.import_()
    write(newsroom, more=FLAG)
    newsroom.import_()
    write(newsroom)
    newsroom.import_()
    assert is_shown(newsroom)
    assert newsroom.value("SELECT count(*) FROM article_versions") == 0


def test_a_scheduled_article_is_not_let_in(newsroom: Newsroom):
    """Its time comes while its file asks to be withheld; nobody was shown it, or is told."""
    write(newsroom, date="2022-06-01 20:00:00 +0800")
    newsroom.import_()
    write(newsroom, date="2022-06-01 20:00:00 +0800", more=FLAG)
    newsroom.import_()
    newsroom.import_()
    newsroom.pass_time(2 * 86_400)
    assert newsroom.decisions.publish_due() == 0
    with newsroom.database.read() as snapshot:
        assert decisions.oldest_due(snapshot, newsroom.now) is None
    with pytest.raises(DecisionRefused, match=POST):
        newsroom.decisions.restore(info(CODE))
    assert newsroom.article(CODE) == "scheduled"
    assert not is_shown(newsroom)
    write(newsroom, date="2022-06-01 20:00:00 +0800")
    newsroom.import_()
    assert is_shown(newsroom)


def test_a_withheld_twin_outranks_a_published_winner(newsroom: Newsroom):
    """The copy in `old_post` has the better text, and was forgotten there."""
    write(newsroom, OLD, body=html("全文。"))
    newsroom.import_()
    write(newsroom, POST, body="摘要。", more=FLAG)
    newsroom.import_()
    assert not is_shown(newsroom)


@pytest.mark.parametrize(
    "order", [*itertools.permutations((POST, OLD, "more/" + POST))]
)
def test_any_order_keeps_a_withheld_article_out(
    newsroom: Newsroom, order: Sequence[str]
):
    """Three files of one code, of which one asks to be withheld, one after the other."""
    for path in order:
        write(newsroom, path, body=html("全文。"), more=FLAG if path == OLD else "")
        newsroom.import_()
    assert not is_shown(newsroom)


def test_a_withheld_article_is_out_at_once(newsroom: Newsroom):
    """All three come with one import."""
    for path in (POST, OLD, "more/" + POST):
        write(newsroom, path, body=html("全文。"), more=FLAG if path == OLD else "")
    newsroom.import_()
    assert not is_shown(newsroom)


def test_deleting_the_published_twin_changes_nothing(newsroom: Newsroom):
    """The withheld one is still there."""
    write(newsroom, OLD)
    write(newsroom, POST, more=FLAG)
    newsroom.import_()
    (newsroom.tree.root / OLD).unlink()
    newsroom.import_()
    assert not is_shown(newsroom)


def test_deleting_the_withheld_twin_lets_the_other_speak(newsroom: Newsroom):
    """Though the other one is as it was; after that nothing is read again."""
    write(newsroom, OLD, body=html("全文。"))
    write(newsroom, POST, more=FLAG)
    newsroom.import_()
    (newsroom.tree.root / POST).unlink()
    newsroom.import_()
    assert is_shown(newsroom)
    summary, before = newsroom.import_(), newsroom.revision()
    assert (summary.unchanged, summary.unpublished) == (1, 0)
    assert newsroom.revision() == before


def test_deleting_the_only_file_keeps_the_article_withheld(newsroom: Newsroom):
    """A file that vanishes takes nothing with it, and gives nothing back."""
    write(newsroom)
    write(newsroom, name(2))
    newsroom.import_()
    write(newsroom, more=FLAG)
    newsroom.import_()
    (newsroom.tree.root / POST).unlink()
    newsroom.import_()
    assert not is_shown(newsroom)


def test_moving_a_withheld_file_and_clearing_it_lets_it_in(newsroom: Newsroom):
    """The flag went with the old name."""
    write(newsroom, more=FLAG)
    newsroom.import_()
    (newsroom.tree.root / POST).unlink()
    write(newsroom, "news/" + POST)
    newsroom.import_()
    assert is_shown(newsroom)


def test_a_withheld_file_that_turns_unreadable_stays_withheld(newsroom: Newsroom):
    """Damage publishes nothing."""
    write(newsroom, OLD)
    write(newsroom, POST, more=FLAG)
    newsroom.import_()
    newsroom.tree.write(POST, b"---\n\xff\n---\n")
    newsroom.import_()
    write(newsroom, OLD, title="港口再扩建")
    newsroom.import_()
    assert not is_shown(newsroom)


def test_what_a_person_retracted_stays_so(newsroom: Newsroom):
    """Whatever the file says later, and before."""
    write(newsroom)
    newsroom.import_()
    newsroom.decisions.retract(info(CODE), reason="失实", is_legal=False)
    write(newsroom, more=FLAG)
    newsroom.import_()
    write(newsroom, title="港口再扩建")
    newsroom.import_()
    assert newsroom.article(CODE, "state, state_reason") == ("retracted", "失实")


def test_a_person_may_retract_what_is_withheld(newsroom: Newsroom):
    """From then on it is the person's, and since when it is gone stays."""
    write(newsroom)
    newsroom.import_()
    write(newsroom, more=FLAG)
    newsroom.import_()
    since = newsroom.article(CODE, "state_at")
    newsroom.decisions.retract(info(CODE), reason="失实", is_legal=True)
    write(newsroom)
    newsroom.import_()
    assert newsroom.article(CODE, "state, state_at, is_legal") == (
        "retracted", since, True,
    )  # fmt: skip


@pytest.mark.parametrize("is_decided", [True, False])
def test_restore_names_the_file_that_withholds(newsroom: Newsroom, *, is_decided: bool):
    """A person undoes what a person decided; a file is mended in the file."""
    write(newsroom)
    newsroom.import_()
    if is_decided:
        newsroom.decisions.retract(info(CODE), reason="失实", is_legal=False)
    write(newsroom, more=FLAG)
    newsroom.import_()
    with pytest.raises(DecisionRefused, match=POST):
        newsroom.decisions.restore(info(CODE))
    assert not is_shown(newsroom)
    write(newsroom)
    newsroom.import_()
    assert is_shown(newsroom) is not is_decided
    if is_decided:
        newsroom.decisions.restore(info(CODE))
    assert is_shown(newsroom)


def test_a_merged_article_stays_merged(newsroom: Newsroom):
    """Its survivor answers, which no file of it asked to withhold."""
    write(newsroom)
    write(newsroom, name(2))
    newsroom.import_()
    newsroom.decisions.merge(info(CODE), info(code(2)))
    write(newsroom, more=FLAG)
    newsroom.import_()
    assert newsroom.article(CODE) == "merged"


def test_a_purged_article_stays_purged(newsroom: Newsroom):
    """Neither the flag nor its absence brings text back."""
    write(newsroom)
    newsroom.import_()
    newsroom.decisions.purge(info(CODE))
    write(newsroom, more=FLAG)
    newsroom.import_()
    write(newsroom)
    newsroom.import_()
    assert newsroom.article(CODE, "state, html") == ("retracted", "")


def test_the_same_path_in_a_later_archive_speaks(newsroom: Newsroom):
    """A copy of the archive in which the flag was set, or taken away, is its correction."""
    write(newsroom)
    newsroom.import_(name="release-1")
    write(newsroom, more=FLAG)
    newsroom.import_(name="release-2")
    assert not is_shown(newsroom)
    write(newsroom)
    newsroom.import_(name="release-3")
    assert is_shown(newsroom)


def test_a_withheld_post_need_not_be_whole(newsroom: Newsroom):
    """A draft without a title is no incomplete article."""
    write(newsroom, title="", date="", more=FLAG)
    summary = newsroom.import_()
    assert (summary.unpublished, summary.incomplete) == (1, 0)
