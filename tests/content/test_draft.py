"""Drafts: what becomes of a submission, whatever its source."""

from datetime import UTC, datetime

import pytest

from feedsvc.content.draft import MAX_CATEGORY, MAX_TITLE, draft, render
from feedsvc.content.kept import unpack
from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft
from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.info_code import InfoCode, from_permalink
from feedsvc.model.submission import BodyKind, Submission

ORDINARY = Submission(
    origin="desk",
    key="1",
    title="甲",
    body="正文。",
    published_at=datetime(2022, 5, 1, tzinfo=UTC),
    category="essays",
    permalink="/essays/1.html",
)
OUTRIGHT = (
    Attribution(Role.PUBLISHER, "江港日报", "", Rule.GIVEN, "https://a.example/"),
)


def drafted(**said: object) -> ArticleDraft:
    """The draft of a submission that is ordinary but for what is said."""
    fields = {name: getattr(ORDINARY, name) for name in Submission.__slots__}
    return draft(Submission(**(fields | said)))


def test_a_code_is_its_own_or_made_from_its_permalink():
    """One of the two it must have."""
    assert drafted(info_code=InfoCode("ESSAY-1")).info_code == "ESSAY-1"
    assert drafted().info_code == from_permalink("/essays/1.html")
    with pytest.raises(UnreadablePost, match="no info code"):
        drafted(permalink=None)


def test_html_is_no_markdown():
    """Asterisks in HTML stay asterisks, and the HTML is cleaned all the same."""
    body = "<p>*甲*</p><script>1</script>"
    assert drafted(body=body, kind=BodyKind.HTML).rendered.html == "<p>*甲*</p>"
    text = drafted(body="*甲*", kind=BodyKind.HTML)
    assert (text.rendered.html, text.is_html) == ("*甲*", True)


def test_credits_given_outright_stand_for_those_in_the_text():
    """Credits in the text stay there, where the author wrote them."""
    made = drafted(body="来源：甲报", credits=OUTRIGHT)
    assert made.rendered.attributions == OUTRIGHT
    assert "来源：甲报" in made.rendered.html


@pytest.mark.parametrize("kind", BodyKind)
def test_what_is_kept_can_be_made_anew(kind: BodyKind):
    """The kind of body and the given credits survive."""
    made = drafted(body="<p>*甲*</p>\n\n*乙*", kind=kind, credits=OUTRIGHT)
    kept = unpack(made.raw)
    assert not kept.is_written
    assert render(kept.text, kind=kept.kind, credits_=kept.credits) == made.rendered


def test_what_an_archive_wrote_is_kept_as_it_was_written():
    """A body that begins like another source's record is kept byte for byte, too."""
    written = '\0feedsvc {"kind": "html", "credits": []}\n甲'
    kept = unpack(drafted(written=written).raw)
    assert (kept.is_written, kept.text) == (True, written.removeprefix("\0"))


def test_a_title_too_long_is_cut_and_a_category_too_long_is_refused():
    """One is shown, the other is an identity."""
    made = drafted(title="甲" * (MAX_TITLE + 1))
    assert made.title == "甲" * (MAX_TITLE - 1) + "…"
    assert len(made.warnings) == 1
    with pytest.raises(UnreadablePost, match="category"):
        drafted(category="a" * (MAX_CATEGORY + 1))


def test_without_a_date_it_is_incomplete():
    """A given path does not make up for a missing date."""
    made = drafted(published_at=None, undated="no date yet")
    assert (made.permalink, made.missing) == (None, "no date yet")
