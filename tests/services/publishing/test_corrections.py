"""Credits that people correct."""

import pytest

from feedsvc.errors import ArticleNotFound, DecisionRefused
from feedsvc.model.article import Headline
from feedsvc.model.attribution import Role
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decider
from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import SITE
from feedsvc.store.articles import articles, headlines
from feedsvc.store.streams import streams
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

ONE, TWO, THREE = (InfoCode(code(number)) for number in (1, 2, 3))
PUBLISHER, AUTHOR = Role.PUBLISHER, Role.AUTHOR
LIN = ("author", "林知远", None)
DAILY = ("publisher", "江港日报", "江港日报")


def body(author: str, publisher: str = "江港日报", text: str = "扩建三座码头。") -> str:
    """An article's text, with a line that names its author."""
    return html(f"{text}</p><p>作者：{author}", publisher)


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """An article of a source and an author, one of no credit, and one elsewhere."""
    newsroom.tree.post(name(1), body("林知远"))
    newsroom.tree.post(name(2))
    newsroom.tree.post(name(3), category="haifeng")
    newsroom.import_()
    newsroom.import_()  # which categories are outlets is decided at the end of one
    assert newsroom.credits(ONE) == [LIN, DAILY]
    return newsroom


def put(
    newsroom: Newsroom, role: Role, *names: str, info_code: InfoCode = ONE, label=""
) -> bool:
    """Correct an article."""
    given = corrected_credits(role, [(each, label, "") for each in names])
    return newsroom.corrections.set(info_code, role, given, Decider("desk"))


def headline(newsroom: Newsroom, info_code: InfoCode) -> Headline:
    """An article in the site's list."""
    with newsroom.database.read() as snapshot:
        site = streams.get(snapshot, SITE)
        found = headlines.latest_in_stream(snapshot, site.id, before=None, limit=9)
    return next(each for each in found if each.info_code == info_code)


def test_a_correction_stands_for_its_role_alone(published: Newsroom):
    """It shows who decided it and when; the same again changes nothing."""
    assert put(published, AUTHOR, "阿七", "周可", label="撰文")
    assert published.credits(ONE) == [
        ("author", "阿七", None),
        ("author", "周可", None),
        DAILY,
    ]
    standing = published.corrections.standing(ONE)
    assert {each.label for each in standing.shown if each.role is AUTHOR} == {"撰文"}
    [decided] = standing.corrections
    assert decided.by == "desk"
    before = published.revision(), published.validators(), standing.corrections
    assert not put(published, AUTHOR, "阿七", "周可", label="撰文")
    again = published.corrections.standing(ONE).corrections
    assert (published.revision(), published.validators(), again) == before


def test_only_streams_that_show_the_article_move(published: Newsroom):
    """And its text counts as it was: no new date, and no version of it."""
    before, updated_at = published.validators(), published.article(ONE, "updated_at")
    put(published, AUTHOR, "阿七")
    after = published.validators()
    moved = {stream for stream in after if after[stream] != before[stream]}
    assert moved == {"", "jianggang", "江港日报"}
    assert published.article(ONE, "updated_at") == updated_at
    assert published.rows("SELECT id FROM article_versions") == []


def test_a_corrected_publisher_is_a_source(published: Newsroom):
    """With a feed; the article has left that of the one which the text names."""
    put(published, PUBLISHER, "海风晚报")
    assert published.credits(ONE) == [("publisher", "海风晚报", "海风晚报"), LIN]
    assert published.entries(ONE) == {
        "": "shown",
        "jianggang": "shown",
        "江港日报": "left",
        "海风晚报": "shown",
    }
    listed = published.rows("SELECT name, is_listed FROM sources ORDER BY name")
    assert listed == [("江港日报", False), ("海风晚报", True)]
    [outdone] = published.corrections.standing(ONE).evidence
    assert outdone.name == "江港日报"


def test_nobody_is_not_even_the_category(published: Newsroom):
    """The title of a category that is an outlet stands in, but not against a person."""
    assert headline(published, TWO).category.is_outlet  # type: ignore[union-attr]
    put(published, PUBLISHER, info_code=TWO)
    assert not headline(published, TWO).category.is_outlet  # type: ignore[union-attr]
    with published.database.read() as snapshot:
        found = articles.by_ids(snapshot, [1, 2, 3])
    outlets = {article.info_code: article.outlet for article in found}
    assert outlets[TWO] is None
    assert outlets[ONE] == "江港日报"
    published.tree.post(name(2), "改后。")
    published.import_()
    assert not headline(published, TWO).category.is_outlet  # type: ignore[union-attr]
    assert published.corrections.clear(TWO, Role)
    assert headline(published, TWO).category.is_outlet  # type: ignore[union-attr]


def test_it_outlasts_imports_and_rederivation(published: Newsroom):
    """Of the same text nothing moves; of a changed one, the other roles follow."""
    put(published, AUTHOR, "阿七")
    before = published.validators()
    published.import_()
    published.run("UPDATE articles SET rules_version = 0")
    assert published.rederivation.run(lambda _done: None) == (3, 0)
    assert published.validators() == before
    published.tree.post(name(1), body("周可", "海风晚报"))
    published.import_()
    ours = [("author", "阿七", None), ("publisher", "海风晚报", "海风晚报")]
    assert published.credits(ONE) == ours
    published.run("UPDATE articles SET rules_version = 0, content_hash = :h", h=b"old")
    preview = published.rederivation.preview(lambda _done: None)
    assert preview.changed == 0
    published.rederivation.run(lambda _done: None)
    assert published.credits(ONE) == ours


def test_better_rules_for_a_corrected_credit_move_nothing(published: Newsroom):
    """What they read of it is on no surface."""
    put(published, AUTHOR, "阿七")
    published.import_()
    before = published.validators()
    published.tree.post(name(1), body("周可"))
    published.tree.touch(name(1))
    published.run("UPDATE articles SET rules_version = 0")
    published.rederivation.run(lambda _done: None)
    assert published.validators() == before


def test_it_outlasts_other_decisions(published: Newsroom):
    """A merged article keeps its own, and so does the one that answers for it."""
    put(published, AUTHOR, "阿七")
    published.decisions.retract(ONE, reason="x", is_legal=False)
    published.decisions.restore(ONE)
    published.decisions.merge(ONE, TWO)
    assert published.credits(TWO) == []
    published.decisions.restore(ONE)
    assert published.credits(ONE) == [("author", "阿七", None), DAILY]


def test_clearing(published: Newsroom):
    """It gives back what the text says, even what it said later; role by role."""
    put(published, AUTHOR, "阿七")
    put(published, PUBLISHER)
    published.tree.post(name(1), body("周可"))
    published.import_()
    assert published.credits(ONE) == [("author", "阿七", None)]
    assert published.corrections.clear(ONE, [AUTHOR])
    assert published.credits(ONE) == [("author", "周可", None)]
    assert published.corrections.clear(ONE, Role)
    assert published.credits(ONE) == [("author", "周可", None), DAILY]
    revision = published.revision()
    assert not published.corrections.clear(ONE, Role)
    assert published.revision() == revision


def test_what_is_not_published_is_corrected_too(newsroom: Newsroom):
    """It shows the correction from the moment on in which it is shown."""
    newsroom.tree.post(name(1), body("林知远"), date="2022-06-01 09:00:00 +0800")
    newsroom.import_()
    put(newsroom, PUBLISHER, "海风晚报")
    assert newsroom.entries(ONE) == {}
    newsroom.pass_time(3_600)
    newsroom.decisions.publish_due()
    assert newsroom.entries(ONE)["海风晚报"] == "shown"


def test_purging_erases_it(published: Newsroom):
    """What people wrote about an article goes with it."""
    put(published, AUTHOR, "阿七")
    published.decisions.purge(ONE)
    assert published.rows("SELECT * FROM corrections") == []
    with pytest.raises(DecisionRefused, match=f"{ONE}: was purged"):
        put(published, AUTHOR, "阿七")


def test_what_is_refused(published: Newsroom):
    """By name, and without a trace; a correction that stands is no fault."""
    put(published, AUTHOR, "阿七")
    published.decisions.merge(ONE, TWO)
    before = published.revision(), published.everything()
    assert not put(published, AUTHOR, "阿七")
    with pytest.raises(DecisionRefused, match=f"{ONE}: was merged"):
        put(published, AUTHOR, "周可")
    with pytest.raises(ArticleNotFound, match="no article: NONE"):
        put(published, AUTHOR, "周可", info_code=InfoCode("NONE"))
    assert (published.revision(), published.everything()) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([(" \u200b\0", "", "")], "is no name"),
        ([("x" * 201, "", "")], "is no name"),
        ([("阿七", "x" * 201, "")], "longer than 200"),
        ([("阿七", "", "javascript:alert(1)")], "must be http:// or https://"),
        ([("阿七", "", "https://a b.example")], "must be http:// or https://"),
        ([("阿七", "", ""), (" 阿七", "记者", "")], "'阿七' is given twice"),
        ([(str(number), "", "") for number in range(51)], "more than 50 names"),
    ],
)
def test_what_is_no_credit(given: list[tuple[str, str, str]], said: str):
    """Names, labels and pages that no credit can have."""
    with pytest.raises(ValueError, match=said):
        corrected_credits(AUTHOR, given)
