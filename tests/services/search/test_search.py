"""Search: judged articles on both databases, and an index that follows every change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.errors import ArticleNotFound
from feedsvc.model.attribution import Role
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decider
from feedsvc.model.search import Clause, Place, Wanted, terms_of
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.services.following import Following
from feedsvc.services.search.indexing import FOLLOWER, Indexing
from feedsvc.services.search.search import Search
from feedsvc.store.search import matches, postings
from feedsvc.store.search.documents import unpacked
from tests.support.database import shared_database
from tests.support.newsroom import Newsroom, info, newsroom_over
from tests.support.process import ROOT
from tests.support.trees import code, html, name

DATA = ROOT / "tests/data/search"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Desk:
    """A newsroom whose articles are searched, with blocks of a few articles."""

    newsroom: Newsroom
    block_size: int = 4
    search: Search = field(init=False)

    def __post_init__(self) -> None:
        self.search = Search(self.newsroom.database, ZONE)

    def indexing(self) -> Indexing:
        """One more process that indexes."""
        following = Following(
            self.newsroom.database, FOLLOWER, lambda: self.newsroom.now
        )
        return Indexing(self.newsroom.database, following, self.block_size)

    def index(self) -> None:
        """Index until nothing is left."""
        indexing = self.indexing()
        while indexing.index_next():
            pass

    def found(self, query: str) -> list[int]:
        """Numbers of all articles that a query finds, page by page."""
        numbers: list[int] = []
        page = self.search.page(query, None)
        while True:
            numbers += [int(hit.headline.info_code[-6:]) for hit in page.hits]
            if page.older is None:
                return numbers
            page = self.search.page(query, page.older)

    def indexed(self) -> dict[tuple[int, int, str], None]:
        """Every posting: block, place, term."""
        rows = self.newsroom.rows("SELECT block, body FROM search_postings")
        return {
            (block, place, term): None
            for block, body in rows
            for term, places in postings.unpack(bytes(body)).items()
            for place in places
        }

    def documented(self) -> dict[tuple[int, int, str], None]:
        """The postings that the documents in blocks should have."""
        rows = self.newsroom.rows(
            "SELECT block, place, text FROM search_documents WHERE block IS NOT NULL"
        )
        return {
            (block, place, term): None
            for block, place, body in rows
            for term in terms_of(unpacked(block, bytes(body)))
        }


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def judged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The judged articles, indexed, on each engine in turn; nobody may change them."""
    folder = tmp_path_factory.mktemp("judged")
    with shared_database(request, folder) as url, newsroom_over(url, folder) as room:
        yield filled(room)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The judged articles, for a test of their own, on each engine in turn."""
    with newsroom_over(database_url, tmp_path / "archive") as newsroom:
        yield filled(newsroom)


def filled(newsroom: Newsroom) -> Desk:
    """A desk with the judged articles, indexed."""
    for number, day, category, source, author, title, body in rows("articles.tsv"):
        newsroom.tree.post(
            name(int(number)),
            html(body, source),
            title=title,
            date=f"{day} 00:30:00 +0800",
            category=category,
            more=f"author: {author}\n" if author else "",
        )
    newsroom.import_()
    desk = Desk(newsroom)
    desk.index()
    return desk


def rows(file: str) -> list[list[str]]:
    """Lines of a file of data, in columns."""
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def pages_of(desk: Desk, word: str, **options: int) -> list[list[int]]:
    """Ids of each page of at most nine articles with a word."""
    wanted = Wanted((Clause(word),))
    pages: list[list[int]] = []
    before: Place | None = None
    with desk.newsroom.database.read() as snapshot:
        while before is not None or not pages:
            found = matches.newest(snapshot, wanted, before=before, limit=9, **options)
            pages.append(list(found.ids))
            before = found.older
    return pages


def test_precision_and_recall(judged: Desk) -> None:
    """Both are as the record says, and no query finds what it does not say."""
    meant = {query: set(map(int, said.split())) for query, said in rows("queries.tsv")}
    found = {query: set(judged.found(query)) for query in meant}
    right = sum(len(found[query] & meant[query]) for query in meant)
    precision = right / sum(map(len, found.values()))
    recall = right / sum(map(len, meant.values()))
    wrong = {q: (found[q], meant[q]) for q in meant if found[q] != meant[q]}
    assert set(wrong) == {"货币政策", "船"}, wrong
    assert (round(precision, 3), round(recall, 3)) == (1.0, 0.963)


def test_results_are_newest_first_whatever_the_blocks(desk: Desk) -> None:
    """Blocks of four, and articles that wait for one, are one list; pages meet."""
    newsroom = desk.newsroom
    in_blocks = newsroom.value(
        "SELECT count(*) FROM search_documents WHERE block IS NOT NULL"
    )
    assert in_blocks == 20
    # The oldest of all comes last, and waits for a block.
    newsroom.tree.post(name(90), title="老港口", date="2001-01-01 00:00:00 +0800")
    newsroom.import_()
    desk.index()
    assert desk.found("港口") == [22, 18, 2, 1, 90]
    assert desk.found("from:1990") == [*range(22, 0, -1), 90]
    [whole] = pages_of(desk, "港口")
    assert whole == [id_ for page in pages_of(desk, "港口", most=1) for id_ in page]


def test_an_index_follows_every_change(desk: Desk) -> None:
    """New, rewritten, withdrawn, restored, credited, renamed: found by what it says now."""
    newsroom = desk.newsroom
    newsroom.tree.post(name(1), html("渡轮新文"), title="渡轮", category="gangkou")
    newsroom.import_()
    newsroom.decisions.retract(info(code(3)), reason="x", is_legal=False)
    assert desk.found("降息") == [4]  # before the index hears of it
    desk.index()
    assert (desk.found("渡轮"), desk.found("扩建")) == ([1], [])
    assert desk.found("降息") == [4]
    newsroom.decisions.restore(info(code(3)))
    editor = corrected_credits(Role.EDITOR, [("钱多", "", "")])
    newsroom.corrections.set(info(code(18)), Role.EDITOR, editor, by=Decider("desk"))
    gangkou = StreamRef(StreamKind.CATEGORY, "gangkou")
    newsroom.categories.rename(gangkou, Slug("matou"), "码头新闻")
    desk.index()
    assert desk.found("降息") == [4, 3]
    assert desk.found("author:钱多") == [18]
    assert desk.found("category:码头新闻") == desk.found("category:matou") == [18, 2, 1]
    assert desk.indexed() == desk.documented()


def test_a_purge_erases_the_index_too(desk: Desk) -> None:
    """At once, text and postings, in a block and before it."""
    newsroom = desk.newsroom
    for number in (4, 22):
        newsroom.decisions.purge(info(code(number)))
    assert newsroom.value("SELECT count(*) FROM search_documents") == 20
    assert desk.indexed() == desk.documented()
    assert desk.found("息差") == []
    desk.index()
    assert desk.found("夜校") == []


def test_a_purge_between_reading_and_keeping(desk: Desk) -> None:
    """A document that was read before its article was purged is not kept."""
    newsroom = desk.newsroom
    newsroom.tree.post(name(91), title="秘密")
    newsroom.import_()
    indexing = desk.indexing()
    indexing.index_next()  # the step has begun
    newsroom.decisions.purge(info(code(91)))
    while indexing.index_next():
        pass
    assert newsroom.value("SELECT count(*) FROM search_documents") == 22
    assert desk.found("秘密") == []


def test_a_killed_process_loses_nothing(desk: Desk) -> None:
    """Another one begins its step anew when the lease is over, and nothing is doubled."""
    newsroom = desk.newsroom
    newsroom.tree.post(name(92), title="灯塔")
    newsroom.import_()
    desk.indexing().index_next()  # takes the step, and is never heard of again
    desk.index()
    assert desk.found("灯塔") == []
    newsroom.pass_time(timedelta(minutes=2).total_seconds())
    desk.index()
    assert desk.found("灯塔") == [92]
    newsroom.run("DELETE FROM followers")
    before = desk.indexed()
    desk.index()
    assert (desk.indexed(), desk.found("灯塔")) == (before, [92])


def test_the_work_for_a_page_is_bounded(judged: Desk) -> None:
    """A number of articles is looked at, and the next page goes on behind them."""
    # 证券 is in the names of sources too, so the postings have more than match.
    assert pages_of(judged, "证券", most=1) == [[6], [4], []]


def test_a_page_begins_behind_an_article_that_there_is(judged: Desk) -> None:
    """Else nothing is shown."""
    page = judged.search.page("港口", code(18))
    assert [hit.headline.info_code for hit in page.hits] == [code(2), code(1)]
    with pytest.raises(ArticleNotFound):
        judged.search.page("港口", "NW999999")


def test_words_are_marked_as_they_were_written(judged: Desk) -> None:
    """In the title, and in a snippet of the text, in whatever script they were typed."""

    def text(pieces) -> str:
        return "".join(f"[{p.text}]" if p.is_marked else p.text for p in pieces)

    [hit] = judged.search.page("台湾 商说", None).hits
    assert text(hit.title) == "[臺灣]茶葉出口增加"
    assert text(hit.snippet).startswith("[臺灣]的茶葉[商說]，東南亞")
    assert judged.search.page("title:CAFE 代码", None).hits == ()
    [hit] = judged.search.page("cafe", None).hits
    assert text(hit.snippet) == "模型能写代码，也能读[Café]菜单。"
