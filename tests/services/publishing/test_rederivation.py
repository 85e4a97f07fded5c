"""Html and credits made anew from the kept text."""

import pytest

from feedsvc.content.draft import RULES_VERSION
from feedsvc.model.info_code import InfoCode
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

ONE, TWO, THREE = (InfoCode(code(number)) for number in (1, 2, 3))
_UPDATED = "SELECT info_code, updated_at FROM articles ORDER BY info_code"


@pytest.fixture
def outdated(newsroom: Newsroom) -> Newsroom:
    """Three articles; older rules read the first wrongly, and the second rightly."""
    newsroom.tree.post(name(1), html("扩建三座码头。", "江港日报"))
    newsroom.tree.post(name(2), category="haifeng")
    newsroom.tree.post(name(3))
    newsroom.import_()
    newsroom.pass_time(60)
    newsroom.run("UPDATE articles SET rules_version = 0 WHERE info_code <> :c", c=THREE)
    newsroom.run(
        "UPDATE articles SET html = '<p>乱码</p>', summary = '', content_hash = :hash"
        " WHERE info_code = :c",
        hash=b"older rules'",
        c=ONE,
    )
    newsroom.run("DELETE FROM attributions")
    newsroom.run("UPDATE sources SET is_listed = false")
    return newsroom


def rederive(newsroom: Newsroom) -> tuple[int, int]:
    """Make anew what is outdated: how many, and how many read differently."""
    made: tuple[int, int] = newsroom.rederivation.run(lambda _done: None)
    return made


def test_everything_is_right_again(outdated: Newsroom):
    """Html, summary, credits and sources, as an import would have made them."""
    assert rederive(outdated) == (2, 1)
    assert outdated.article(ONE, "html, summary, rules_version") == (
        "<p>扩建三座码头。</p>",
        "扩建三座码头。",
        RULES_VERSION,
    )
    assert outdated.credits(ONE) == [("publisher", "江港日报", "江港日报")]
    assert outdated.rows("SELECT name, is_listed FROM sources") == [("江港日报", True)]


def test_a_preview_tells_credits_and_writes_nothing(outdated: Newsroom):
    """Only of what is outdated; an article whose credits stay is counted alone."""
    before = outdated.everything()
    outdated.run(
        "INSERT INTO attributions (article_id, position, role, name, raw, rule)"
        " SELECT id, 0, 'editor', 'DF380', '', 'role-line' FROM articles"
        " WHERE info_code = :c",
        c=ONE,
    )
    preview = outdated.rederivation.preview(lambda _done: None)
    assert (preview.made, preview.changed) == (2, 1)
    assert (preview.gained, preview.lost) == ({"publisher": 1}, {"editor": 1})
    [change] = preview.sample
    assert change.info_code == ONE
    assert change.gained == (("publisher", "江港日报"),)
    assert change.lost == (("editor", "DF380"),)
    outdated.run("DELETE FROM attributions")
    assert outdated.everything() == before


def test_comments_of_templates_get_out(newsroom: Newsroom):
    """Of an article that was stored before anybody took them out."""
    newsroom.tree.post(
        name(1), "甲文。{% comment %}\n\n内部备注\n\n{% endcomment %}\n\n乙文。"
    )
    newsroom.import_()
    newsroom.run(
        "UPDATE articles SET html = :html, summary = :text, rules_version = 1",
        html="<p>甲文。{% comment %}</p><p>内部备注</p><p>{% endcomment %}</p><p>乙文。</p>",
        text="甲文。内部备注乙文。",
    )
    newsroom.run("UPDATE articles SET content_hash = :hash", hash=b"older rules'")
    assert rederive(newsroom) == (1, 1)
    assert newsroom.article(ONE, "html, summary") == (
        "<p>甲文。</p>\n<p>乙文。</p>",
        "甲文。 乙文。",
    )


def test_readers_see_it_but_it_is_no_update(outdated: Newsroom):
    """Revisions move where something reads differently; `updated_at` never does."""
    before = outdated.validators()
    updated_at = outdated.rows(_UPDATED)
    others = outdated.article(TWO, "revision"), outdated.article(THREE, "revision")
    rederive(outdated)
    after = outdated.validators()
    assert {stream for stream in before if after[stream] > before[stream]} == {
        "",
        "jianggang",
        "江港日报",
    }
    assert outdated.rows(_UPDATED) == updated_at
    assert outdated.article(ONE, "revision") == outdated.revision()
    assert others == (
        outdated.article(TWO, "revision"),
        outdated.article(THREE, "revision"),
    )
    assert outdated.rows("SELECT id FROM article_versions") == []


def test_again_does_nothing(outdated: Newsroom):
    """Nothing is outdated any more, and no revision moves."""
    rederive(outdated)
    revision = outdated.revision()
    assert rederive(outdated) == (0, 0)
    assert outdated.revision() == revision


def test_what_reads_alike_moves_nothing(outdated: Newsroom):
    """Only the number of the rules is remembered."""
    outdated.run(
        "UPDATE articles SET rules_version = :now WHERE info_code = :c",
        now=RULES_VERSION,
        c=ONE,
    )
    outdated.run("UPDATE sources SET is_listed = true")  # or its category is no outlet
    before = outdated.revision(), outdated.validators()
    assert rederive(outdated) == (1, 0)
    assert (outdated.revision(), outdated.validators()) == before
    assert outdated.article(TWO, "rules_version") == RULES_VERSION


def test_a_retracted_article_stays_retracted(outdated: Newsroom):
    """Its text is made anew all the same, for the day on which it is restored."""
    outdated.decisions.retract(ONE, reason="", is_legal=False)
    rederive(outdated)
    assert outdated.article(ONE, "state, html") == (
        "retracted",
        "<p>扩建三座码头。</p>",
    )
    assert set(outdated.entries(ONE).values()) == {"withdrawn"}


def test_progress_is_told(outdated: Newsroom):
    """With what is done so far."""
    told: list[int] = []
    outdated.rederivation.run(told.append)
    assert told == [2]
