"""Topics: which documents are one, and what becomes of them when streams change."""

import pytest

from feedsvc.errors import StreamNotFound
from feedsvc.model.decision import Decider
from feedsvc.model.document import Document, Script, normalised
from feedsvc.model.feed import Format
from feedsvc.model.slug import Slug, slug_of_name
from feedsvc.model.stream import SITE, StreamKind, StreamRef
from feedsvc.model.subscription import Intent, Mode
from feedsvc.store.subscriptions import intents, subscriptions, topics
from tests.support.newsroom import Newsroom
from tests.support.trees import html, name

NAMES = ("江港晚报", "江港早报")
EVENING, MORNING = (StreamRef(StreamKind.SOURCE, slug_of_name(name)) for name in NAMES)
PORT = StreamRef(StreamKind.CATEGORY, "gangkou")


@pytest.fixture(autouse=True)
def _articles(newsroom: Newsroom) -> None:
    newsroom.tree.post(name(1), html("甲。", NAMES[0]), category="gangkou")
    newsroom.tree.post(name(2), html("乙。", NAMES[1]), category="chengshi")
    newsroom.import_()


def subscribe(newsroom: Newsroom, document: Document, callback: str) -> int:
    """A confirmed subscription; returns its topic."""
    now = newsroom.now
    with newsroom.database.write() as connection:
        topic_id = topics.keep(connection, document)
        wish = Intent(Mode.SUBSCRIBE, topic_id, "t", callback, "h", now, since=7)
        subscriptions.keep(connection, wish, revision=7, now=now)
    return topic_id


def subscribed(newsroom: Newsroom) -> dict[str, tuple[Document, int]]:
    """Topics that each callback is subscribed to now, and since which revision."""
    with newsroom.database.read() as snapshot:
        found = subscriptions.page(snapshot, after=0, limit=99)
        shown = topics.documents(snapshot, [each.topic_id for each in found])
    return {each.callback: (shown[each.topic_id], each.since) for each in found}


def test_a_topic_is_one_document(newsroom: Newsroom):
    """Each format, script and summary has one of its own, whoever asks and how often."""
    parts = normalised([EVENING, PORT])
    documents = [
        Document(streams, format_, None, is_summary, script)
        for streams in ((SITE,), (PORT,), parts)
        for format_ in Format
        for is_summary in (False, True)
        for script in Script
    ]
    with newsroom.database.write() as connection:
        assert topics.find(connection, documents[0]) is None
        ids = [topics.keep(connection, document) for document in documents]
        assert [topics.keep(connection, document) for document in documents] == ids
        assert [topics.find(connection, document) for document in documents] == ids
        assert topics.documents(connection, ids) == dict(
            zip(ids, documents, strict=True)
        )
        topics.forget_unused(connection, ids)
        assert topics.documents(connection, ids) == {}
        with pytest.raises(StreamNotFound):
            topics.keep(
                connection, Document((StreamRef(PORT.kind, "none"),), Format.ATOM)
            )


def test_subscribers_move_along_with_a_renamed_category(newsroom: Newsroom):
    """The revisions they were told stay true."""
    subscribe(newsroom, Document((PORT,), Format.RSS), "a")
    newsroom.categories.rename(PORT, Slug("xingang"), None)
    renamed = Document((StreamRef(PORT.kind, "xingang"),), Format.RSS)
    assert subscribed(newsroom) == {"a": (renamed, 7)}


def test_subscribers_move_along_with_a_merged_source(newsroom: Newsroom):
    """They are told everything next, but for those who had subscribed to it before."""
    both = Document(normalised([EVENING, MORNING]), Format.ATOM)
    evening, morning = (Document((ref,), Format.ATOM) for ref in (EVENING, MORNING))
    for callback, document in (
        ("both", both),
        ("evening", evening),
        ("twice", evening),
        ("twice", morning),
    ):
        subscribe(newsroom, document, callback)
    newsroom.sources.merge(*NAMES, Decider("desk"))
    assert subscribed(newsroom) == {
        "both": (morning, 0),
        "evening": (morning, 0),
        "twice": (morning, 7),
    }


def test_a_topic_that_is_asked_for_is_not_forgotten(newsroom: Newsroom):
    """Neither while an intent waits, nor while there is a subscription."""
    used = subscribe(newsroom, Document((PORT,), Format.RSS), "a")
    with newsroom.database.write() as connection:
        asked = topics.keep(connection, Document((SITE,), Format.JSON))
        wish = Intent(Mode.SUBSCRIBE, asked, "t", "c", "h", newsroom.now)
        intents.ask(connection, wish, due_at=newsroom.now)
        topics.forget_unused(connection, [used, asked])
        assert set(topics.documents(connection, [used, asked])) == {used, asked}
