"""What people and the clock make of articles."""

import pytest

from feedsvc.errors import ArticleNotFound, DecisionRefused
from feedsvc.model.info_code import InfoCode
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

ONE, TWO, THREE = (InfoCode(code(number)) for number in (1, 2, 3))


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """Three articles, the first of a source and the third of another category."""
    newsroom.tree.post(name(1), html("扩建三座码头。", "江港日报"))
    newsroom.tree.post(name(2))
    newsroom.tree.post(name(3), category="haifeng")
    newsroom.import_()
    return newsroom


def retract(newsroom: Newsroom, info_code: InfoCode = ONE, *, is_legal: bool = False):
    """Withdraw an article for some reason."""
    newsroom.decisions.retract(info_code, reason="有误", is_legal=is_legal)


def states(newsroom: Newsroom, info_code: InfoCode = ONE) -> set[str]:
    """The states of an article's entries."""
    return set(newsroom.entries(info_code).values())


def merged_into(newsroom: Newsroom, info_code: InfoCode) -> str | None:
    """The code of the article that answers for a merged one."""
    survivor: str | None = newsroom.value(
        "SELECT s.info_code FROM articles a LEFT JOIN articles s"
        " ON s.id = a.merged_into WHERE a.info_code = :code",
        code=info_code,
    )
    return survivor


@pytest.mark.parametrize("is_legal", [False, True])
def test_retracting(published: Newsroom, is_legal: bool):  # noqa: FBT001 - a parameter
    """The article leaves every stream, and each keeps a tombstone."""
    retract(published, is_legal=is_legal)
    assert published.article(ONE, "state, state_reason, is_legal") == (
        "retracted",
        "有误",
        is_legal,
    )
    assert states(published) == {"withdrawn"}


def test_retracting_moves_the_streams_that_showed_it(published: Newsroom):
    """By a whole second at least; others stand."""
    published.import_()
    before = published.validators()
    retract(published)
    after = published.validators()
    for stream in ("", "jianggang", "江港日报"):
        assert after[stream][0] == published.revision() > before[stream][0]
        assert after[stream][1] - before[stream][1] >= 1_000_000
    assert after["haifeng"] == before["haifeng"]


def test_retracting_again_replaces_the_reason(published: Newsroom):
    """Without moving any stream: nothing more disappears."""
    retract(published)
    before = published.validators()
    published.decisions.retract(ONE, reason="法院裁定", is_legal=True)
    assert published.article(ONE, "state_reason, is_legal") == ("法院裁定", True)
    assert published.validators() == before


def test_restoring(published: Newsroom):
    """It stands where it stood, on the page it had, and counts as updated."""
    pages = "SELECT stream_id, article_id, page FROM stream_entries ORDER BY 1, 2"
    before = published.rows(pages), published.entries(ONE)
    retract(published)
    published.decisions.restore(ONE)
    assert (published.rows(pages), published.entries(ONE)) == before
    state, reason, updated_at, published_at = published.article(
        ONE, "state, state_reason, updated_at, published_at"
    )
    assert (state, reason) == ("published", None)
    assert updated_at > published_at


def test_restoring_leaves_no_tombstone_where_it_does_not_return_to(
    published: Newsroom,
):
    """A tombstone's id is global: it would delete the article elsewhere, too."""
    retract(published)
    published.tree.post(name(1), html("更正。", "海风晚报"), category="gangkou")
    published.import_()
    published.decisions.restore(ONE)
    assert published.entries(ONE) == {
        "": "shown",
        "jianggang": "left",
        "江港日报": "left",
        "gangkou": "shown",
        "海风晚报": "shown",
    }


def test_restoring_before_its_time(newsroom: Newsroom):
    """An article of a date to come is scheduled again."""
    newsroom.tree.post(name(1), date="2022-07-01 08:00:00 +0800")
    newsroom.import_()
    retract(newsroom)
    newsroom.decisions.restore(ONE)
    assert newsroom.article(ONE) == "scheduled"


def test_restoring_what_was_never_complete(newsroom: Newsroom):
    """It is incomplete again, and on no surface."""
    newsroom.tree.post(name(1), title="", date="")
    newsroom.import_()
    retract(newsroom)
    newsroom.decisions.restore(ONE)
    assert (newsroom.article(ONE), newsroom.entries(ONE)) == ("incomplete", {})


def test_merging(published: Newsroom):
    """The one leaves every stream, the other stays where it is."""
    published.decisions.merge(ONE, TWO)
    assert published.article(ONE) == "merged"
    assert merged_into(published, ONE) == TWO
    assert states(published, ONE) == {"withdrawn"}
    assert states(published, TWO) == {"shown"}


def test_merged_chains_are_flat(published: Newsroom):
    """What was merged into an article goes along when that is merged itself."""
    published.decisions.merge(ONE, TWO)
    published.decisions.merge(TWO, THREE)
    assert merged_into(published, ONE) == merged_into(published, TWO) == THREE


def test_restoring_a_merged_article(published: Newsroom):
    """It answers for itself again, and no longer for anybody else."""
    published.decisions.merge(ONE, TWO)
    published.decisions.restore(ONE)
    assert (published.article(ONE), merged_into(published, ONE)) == ("published", None)
    assert states(published, ONE) == {"shown"}


@pytest.mark.parametrize(
    ("decide", "reason"),
    [
        (lambda one: one.restore(ONE), "is published, not withdrawn"),
        (lambda one: one.merge(ONE, ONE), "cannot be merged into itself"),
        (lambda one: one.merge(ONE, THREE), "is retracted, and cannot answer"),
        (lambda one: one.merge(THREE, ONE), "is retracted; restore it first"),
        (
            lambda one: one.retract(TWO, reason="", is_legal=False),
            "was merged; retract its survivor instead",
        ),
        (lambda one: one.merge(TWO, ONE), "is merged; restore it first"),
        (lambda one: one.merge(ONE, TWO), "is merged, and cannot answer"),
    ],
)
def test_what_is_refused(published: Newsroom, decide, reason: str):
    """With a reason that says what to do, and without a trace."""
    retract(published, THREE)
    published.decisions.merge(TWO, ONE)
    before = published.revision(), published.everything()
    with pytest.raises(DecisionRefused, match=reason):
        decide(published.decisions)
    assert (published.revision(), published.everything()) == before


@pytest.mark.parametrize(
    "decide",
    [
        lambda one: one.retract(InfoCode("NONE"), reason="", is_legal=False),
        lambda one: one.restore(InfoCode("NONE")),
        lambda one: one.merge(InfoCode("NONE"), ONE),
        lambda one: one.merge(ONE, InfoCode("NONE")),
        lambda one: one.purge(InfoCode("NONE")),
    ],
    ids=["retract", "restore", "merge", "merge into", "purge"],
)
def test_nobody_of_this_code(published: Newsroom, decide):
    """Every decision says so by the code."""
    with pytest.raises(ArticleNotFound, match="no article: NONE"):
        decide(published.decisions)


def test_a_changed_file_brings_nothing_back(published: Newsroom):
    """What a person decided outranks every file; what it says is kept all the same."""
    retract(published)
    published.decisions.merge(TWO, THREE)
    for number in (1, 2):
        published.tree.post(name(number), "改后。", category="gangkou")
    published.import_()
    for info_code, state in ((ONE, "retracted"), (TWO, "merged")):
        assert published.article(info_code, "state, html") == (state, "<p>改后。</p>")
        assert states(published, info_code) == {"withdrawn"}


def test_a_dated_twin_brings_nothing_back(newsroom: Newsroom):
    """Not even when the retracted article is only now complete."""
    newsroom.tree.post(name(1), title="", date="")
    newsroom.import_()
    retract(newsroom)
    newsroom.tree.post(name(1))
    newsroom.import_()
    assert (newsroom.article(ONE), newsroom.entries(ONE)) == ("retracted", {})
    newsroom.decisions.restore(ONE)
    assert (newsroom.article(ONE), states(newsroom)) == ("published", {"shown"})


def test_an_article_falls_due(newsroom: Newsroom):
    """Then, and not before, it is on every surface; it is no update of it."""
    newsroom.tree.posts(1)
    newsroom.tree.post(name(2), date="2022-06-01 09:00:00 +0800")
    newsroom.import_()
    before = newsroom.validators()
    assert newsroom.decisions.publish_due() == 0
    assert newsroom.validators() == before
    newsroom.pass_time(3_600)
    assert newsroom.decisions.publish_due() == 1
    assert newsroom.article(TWO) == "published"
    assert newsroom.article(TWO, "updated_at") == newsroom.article(TWO, "published_at")
    assert newsroom.entries(TWO) == {"": "shown", "jianggang": "shown"}
    assert newsroom.validators()["jianggang"] > before["jianggang"]
    assert newsroom.decisions.publish_due() == 0


def test_a_retracted_article_never_falls_due(newsroom: Newsroom):
    """A person outranks the clock as well."""
    newsroom.tree.post(name(1), date="2022-06-01 09:00:00 +0800")
    newsroom.import_()
    retract(newsroom)
    newsroom.pass_time(7_200)
    assert newsroom.decisions.publish_due() == 0
    assert newsroom.article(ONE) == "retracted"
