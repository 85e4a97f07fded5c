"""Sources that people tend: names, titles, and pages of their own."""

import pytest

from feedsvc.errors import DecisionRefused, StreamNotFound
from feedsvc.model.decision import Decider
from feedsvc.model.slug import slug_of_name
from feedsvc.model.stream import Stream, StreamKind, StreamRef
from feedsvc.store.streams import streams
from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

DESK = Decider("desk")
APP, DAILY, EVENING = "江港日报APP", "江港日报", "海风晚报"


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """An article of each of three sources, two of which are one."""
    for number, source in enumerate((APP, DAILY, EVENING), start=1):
        newsroom.tree.post(name(number), html("扩建三座码头。", source))
    newsroom.import_()
    newsroom.import_()  # which categories are outlets is decided at the end of one
    return newsroom


def shown(newsroom: Newsroom) -> dict[str, set[str]]:
    """Codes of the articles in each source's stream."""
    rows = newsroom.rows(
        "SELECT s.name, a.info_code FROM stream_entries e"
        " JOIN streams st ON st.id = e.stream_id JOIN sources s ON s.id = st.source_id"
        " JOIN articles a ON a.id = e.article_id WHERE e.state = 'shown'"
    )
    found: dict[str, set[str]] = {}
    for source, info_code in rows:
        found.setdefault(source, set()).add(info_code)
    return found


def at(newsroom: Newsroom, source: str) -> Stream | None:
    """The stream at the address that a name gives, or gave."""
    ref = StreamRef(StreamKind.SOURCE, slug_of_name(source))
    with newsroom.database.read() as snapshot:
        found = streams.find(snapshot, ref)
        moved = streams.find_moved(snapshot, ref) if found is None else None
        return streams.get(snapshot, moved) if moved else found


@pytest.mark.parametrize("verb", ["alias", "merge"])
def test_two_sources_become_one(published: Newsroom, verb: str):
    """Its feed holds both, and both addresses lead there; credits keep their words."""
    before = published.validators()
    assert getattr(published.sources, verb)(APP, DAILY, DESK)
    assert shown(published) == {DAILY: {code(1), code(2)}, EVENING: {code(3)}}
    assert published.credits(code(1)) == [("publisher", APP, DAILY)]
    assert at(published, APP) == at(published, DAILY)
    after = published.validators()
    assert after[EVENING] == before[EVENING]
    assert after[DAILY] > before[DAILY]
    [alias] = next(one for one in published.sources.all() if one.name == DAILY).aliases
    assert (alias.name, alias.by) == (APP, "desk")
    revision = published.revision()
    assert not published.sources.alias(APP, DAILY, Decider("another"))
    assert published.revision() == revision


def test_an_alias_counts_for_what_comes_later(published: Newsroom):
    """Whether it was a source's name or nobody's; again, changed, or made anew."""
    published.sources.alias(APP, DAILY, DESK)
    published.sources.alias("HD日报", DAILY, DESK)
    published.tree.post(name(1), html("改后。", APP))
    published.tree.post(name(4), html("扩建。", "ＨＤ日报"))
    published.import_()
    published.run("UPDATE articles SET rules_version = 0, content_hash = :h", h=b"old")
    published.rederivation.run(lambda _done: None)
    mine = {code(1), code(2), code(4)}
    assert shown(published) == {DAILY: mine, EVENING: {code(3)}}
    assert len(published.rows("SELECT id FROM sources")) == 2
    before = published.validators()
    published.import_()
    assert published.validators() == before


def test_merged_chains_are_flat(published: Newsroom):
    """What was merged before goes along, with its names and addresses."""
    published.sources.merge(APP, DAILY, DESK)
    published.sources.merge(DAILY, EVENING, DESK)
    assert shown(published) == {EVENING: {code(1), code(2), code(3)}}
    assert at(published, APP) == at(published, DAILY) == at(published, EVENING)
    [merged] = published.sources.all()
    assert {alias.name for alias in merged.aliases} == {APP, DAILY}


def test_renaming(published: Newsroom):
    """The address moves, the feed keeps its id, and either name means the source."""
    before = at(published, DAILY)
    assert published.sources.rename(DAILY, "江港新报", DESK)
    after = at(published, "江港新报")
    assert before is not None
    assert after is not None
    assert (after.name, after.title) == (before.name, "江港新报")
    assert after.revision > before.revision
    assert at(published, DAILY) == after
    published.tree.post(name(4), html("扩建。", "江港新报"))
    published.tree.post(name(5), html("扩建。", DAILY))
    published.import_()
    assert shown(published)[DAILY] == {code(2), code(4), code(5)}
    assert not published.sources.rename("江港新报", "江港新报", DESK)
    published.sources.rename("江港新报", DAILY, DESK)
    back = at(published, DAILY)
    assert back is not None
    assert (back.title, back.ref) == (DAILY, before.ref)
    assert at(published, "江港新报") == back


def test_a_renamed_source_is_merged_under_its_title(published: Newsroom):
    """By the name that people see."""
    published.sources.rename(APP, "江港掌上", DESK)
    published.sources.merge("江港掌上", DAILY, DESK)
    assert at(published, "江港掌上") == at(published, APP) == at(published, DAILY)


def test_a_page_of_its_own(published: Newsroom):
    """It is part of the source, and moves what shows the source."""
    before = published.validators()
    assert published.sources.link(DAILY, "https://daily.example/", DESK)
    found = at(published, DAILY)
    assert found is not None
    assert found.url == "https://daily.example/"
    moved = {name for name, at in published.validators().items() if at != before[name]}
    assert moved == {"", "jianggang", DAILY}
    assert not published.sources.link(DAILY, "https://daily.example/", DESK)
    assert published.sources.link(DAILY, None, DESK)


@pytest.mark.parametrize(
    ("verb", "arguments", "error", "said"),
    [
        ("alias", ("甲", "无名报"), StreamNotFound, "source: 无名报"),
        (
            "merge",
            ("无名报", DAILY),
            StreamNotFound,
            "source: 无名报",
        ),
        ("rename", ("无名报", "甲"), StreamNotFound, "无名报"),
        ("link", ("无名报", None), StreamNotFound, "无名报"),
        ("alias", (DAILY, DAILY), DecisionRefused, "a circle"),
        ("alias", (DAILY, APP), DecisionRefused, "a circle"),
        ("alias", (APP, EVENING), DecisionRefused, "means 江港日报"),
        (
            "rename",
            (DAILY, EVENING),
            DecisionRefused,
            "merge the two",
        ),
        ("alias", (" ", DAILY), DecisionRefused, "is no name"),
        ("alias", ("乙", DAILY), DecisionRefused, "source_aliases"),
    ],
)
def test_what_is_refused(
    published: Newsroom, verb: str, arguments: tuple[str], error: type, said: str
):
    """With the name that is wrong, and without a trace."""
    published.sources.alias(APP, DAILY, DESK)
    published.aliases = {"乙": EVENING}
    before = published.revision(), published.everything()
    with pytest.raises(error, match=said):
        getattr(published.sources, verb)(*arguments, DESK)
    assert (published.revision(), published.everything()) == before
