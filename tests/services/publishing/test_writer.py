"""Writer: articles of sources without files, beside those of archives."""

from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest

from feedsvc.content.draft import draft
from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.document import Document
from feedsvc.model.feed import Format
from feedsvc.model.info_code import InfoCode
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.submission import BodyKind, Submission
from feedsvc.services.publishing.archive.presence import Presence
from feedsvc.services.publishing.writer import Stored, Writer
from feedsvc.store.articles import archives, imported_files
from feedsvc.store.articles.imported_files import FileRecord, KnownFile, Outcome
from feedsvc.store.changes.change_line import begin_change
from tests.services.syndication.press import press
from tests.support.newsroom import Newsroom
from tests.support.trees import code, name

CREDIT = Attribution(Role.PUBLISHER, "港务周刊", "", Rule.GIVEN, "https://zk.example/")
SUBMITTED = Submission(
    origin="desk",
    key="essay-1",
    title="码头",
    body="<p>*码头*与<b>船</b>。</p><script>1</script>",
    kind=BodyKind.HTML,
    published_at=datetime(2022, 5, 1, tzinfo=UTC),
    category="essays",
    credits=(CREDIT,),
    info_code=InfoCode(code(1)),
    permalink="/essays/quay.html",
)


def submit(newsroom: Newsroom, submission: Submission) -> Stored:
    """Hand in what is no file, and remember its claim."""
    newsroom.pass_time(1)
    with begin_change(newsroom.database, newsroom.now) as change:
        presence = Presence(archives.roots(change.connection))
        writer = Writer(newsroom.rules, presence)
        written = writer.write(change, [draft(submission)])
        stored = written.stored[submission.key]
        known = KnownFile(0, 0, b"", stored.outcome, stored.reason)
        record = FileRecord(submission.key, known, stored.claim, stored.category_id)
        imported_files.record(change, submission.origin, [record])
    return stored


@pytest.fixture
def submitted(newsroom: Newsroom) -> Newsroom:
    """An essay that no file holds."""
    assert submit(newsroom, SUBMITTED).outcome is Outcome.NEW
    return newsroom


def essays(newsroom: Newsroom) -> list[feedparser.FeedParserDict]:
    """The entries of the essays' feed."""
    category = StreamRef(StreamKind.CATEGORY, "essays")
    document = Document((category,), Format.ATOM)
    edition = press(newsroom).current(document).edition()
    entries: list[feedparser.FeedParserDict] = feedparser.parse(edition.body).entries
    return entries


def test_it_comes_out_on_its_feed(submitted: Newsroom):
    """Cleaned, at its own address, with the credit that was given."""
    [entry] = essays(submitted)
    assert (entry.title, entry.link) == ("码头", "https://news.test/essays/quay.html")
    assert "<p>*码头*与<b>船</b>。</p>" in entry.content[0].value
    assert "<script" not in entry.content[0].value
    assert "港务周刊" in entry.content[0].value
    assert submitted.credits(code(1)) == [("publisher", "港务周刊", "港务周刊")]


def test_handing_it_in_again_changes_nothing(submitted: Newsroom):
    """A second submission changes something only if it differs."""
    before = submitted.validators()
    assert submit(submitted, SUBMITTED).outcome is Outcome.UNCHANGED
    assert submitted.validators() == before
    edited = replace(SUBMITTED, title="新码头")
    assert submit(submitted, edited).outcome is Outcome.CHANGED
    assert [entry.title for entry in essays(submitted)] == ["新码头"]


def test_made_anew_it_says_the_same(submitted: Newsroom):
    """Rederiving keeps the kind of body and the given credits."""
    before = submitted.everything()
    submitted.run("UPDATE articles SET rules_version = 0")
    assert submitted.rederivation.run(lambda _done: None) == (1, 0)
    assert submitted.everything() == before


def test_a_file_of_the_same_article_is_its_twin(submitted: Newsroom):
    """The better text stays, and the file's category shows the article too."""
    submitted.tree.post(name(1))
    summary = submitted.import_()
    assert (summary.same_article, summary.lost_to["desk"]) == (1, 1)
    assert submitted.article(code(1), "title") == "码头"
    assert submitted.entries(code(1)) == {
        "": "shown", "港务周刊": "shown", "essays": "shown", "jianggang": "shown",
    }  # fmt: skip
