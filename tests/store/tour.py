"""A tour of the store: everything is done that it has a statement for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient

from feedsvc.model.attribution import Role
from feedsvc.model.change_list import Place
from feedsvc.model.claim import API
from feedsvc.model.click import Opened
from feedsvc.model.clock import MADE
from feedsvc.model.correction import corrected_credits
from feedsvc.model.decision import Decider
from feedsvc.model.inventory import Standing, Wanted
from feedsvc.model.share_link import ShareLink
from feedsvc.model.slug import Slug
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.submission import Submission
from feedsvc.model.token import Scope, Token
from feedsvc.outbound.client import Outbound
from feedsvc.services.cards.lookup import CardLookup
from feedsvc.services.cards.maker import CardPolicy
from feedsvc.services.cards.workshop import open_workshop
from feedsvc.services.change_lists import ChangeLists
from feedsvc.services.clicks import ClickCounter
from feedsvc.services.following import Following
from feedsvc.services.histories import Histories
from feedsvc.services.inventory import Inventory
from feedsvc.services.loads import LoadCounter
from feedsvc.services.operations import Operations
from feedsvc.services.partners import Partners
from feedsvc.services.publishing.archive.recording import Recording
from feedsvc.services.publishing.archive.removal import Removal
from feedsvc.services.publishing.archive.runs import Runs
from feedsvc.services.publishing.archive.summary import Summary
from feedsvc.services.publishing.transfer import Transfer
from feedsvc.services.search.indexing import FOLLOWER, Indexing
from feedsvc.services.search.search import Search
from feedsvc.services.statistics import Statistics
from feedsvc.services.tokens import Tokens
from feedsvc.store import media
from tests.store.subscription_tour import subscribe
from tests.support import large_store
from tests.support.app import site_app
from tests.support.newsroom import Newsroom, Problems, info
from tests.support.trees import code, html, name

# Large numbers, which no article of a large store has.
_NEW, _CHANGED, _LATER, _TWIN, _PICTURED, _SENT = range(900_001, 900_007)
PNG = b"\x89PNG\r\n\x1a\n"
DESK = Decider("desk")
_ZONE = ZoneInfo("Asia/Shanghai")
_PAGES = (
    "/", "/categories/", "/sources/", "/feeds/", "/opml.xml", "/sitemap.xml",
    "/sitemaps/1.xml", "/sitemaps/listings.xml", "/sitemap-news.xml", "/atom.xml",
    "/rss.xml", "/feed.json", "/categories/lanmu5/atom.xml", "/categories/lanmu5/",
    "/sources/jianggang5/rss.xml", "/categories/lanmu5/pages/1/atom.xml",
    "/pages/3/atom.xml", "/lanmu/77.html", "/old/77.html", "/categories/nobody/",
    "/categories/jiuming/", "/embed/categories/lanmu5", "/days/2024-02-01/", f"/?before={code(100)}", "/readyz",
    "/feeds/atom.xml?category=lanmu5&source=jianggang6", "/s/NOBODY",
    f"/s/{code(77)}", f"/s/{code(500)}", f"/s/{code(77)}/qr.svg",
    f"/api/v1/resolve?code={code(77)}", f"/corrections/{code(77)}/",
)  # fmt: skip


def tour(newsroom: Newsroom, folder: Path) -> None:
    """Do everything that the store has a statement for, to a large store."""
    newsroom.now = MADE + timedelta(days=200)  # a time that clocks can be right with
    _import(newsroom)
    _picture(newsroom)
    _send(newsroom)
    subscribe(newsroom)
    _decide(newsroom)
    with site_app(newsroom.database.url) as app:
        _ask(app.test_client(), newsroom)
    _look(newsroom)
    _search(newsroom)
    _count(newsroom)
    _draw(newsroom)
    _operate(newsroom, folder)


def _import(newsroom: Newsroom) -> None:
    """Files of every kind: new, changed, moved, doubled, withheld, gone, broken."""
    tree = newsroom.tree
    newsroom.outlets = frozenset({"第5栏"})
    for number in (_NEW, _CHANGED, _TWIN):
        tree.post(name(number), html("初稿", "江港日报"), category="lanmu5")
    soon = newsroom.now + timedelta(days=1)
    tree.post(name(_LATER), date=f"{soon:%F %T} +0000", category="lanmu6")
    tree.category("kongbai")
    tree.write("_posts/broken.md", "---\n")
    newsroom.import_()
    tree.post(name(_CHANGED), html("二稿", "广州晚报"), category="lanmu7")
    tree.post(name(_TWIN), category="lanmu5", more="published: false\n")
    tree.post(name(_NEW, "old_post"), html("旧稿"), category="lanmu8", tags="")
    newsroom.import_()
    (tree.root / name(_NEW)).unlink()
    tree.touch(name(_CHANGED))
    tree.write(name(_TWIN), "---\n")  # it is known, and rejected now
    newsroom.import_()
    newsroom.import_(name="another")
    newsroom.archives.all()
    newsroom.archives.rename("another", "other")
    newsroom.archives.forget("other")
    newsroom.run(
        "UPDATE articles SET rules_version = 0 WHERE info_code = :code",
        code=code(_CHANGED),
    )
    newsroom.rederivation.run(lambda _done: None)


def _picture(newsroom: Newsroom) -> None:
    """A picture that comes in with its post, and is touched."""
    newsroom.tree.write("a.png", PNG)
    newsroom.tree.post(name(_PICTURED), "![图](/a.png)", category="lanmu5")
    newsroom.import_(name="pictured")
    newsroom.tree.touch("a.png")
    newsroom.import_(name="pictured")
    _follow(newsroom, "pictured")
    newsroom.archives.rename("pictured", "renamed")
    newsroom.archives.forget("renamed")


def _follow(newsroom: Newsroom, archive: str) -> None:
    """A picture and a post that a sync hears of, and a post that is removed."""
    recording = Recording(
        newsroom.database, lambda: newsroom.now, archive, "sync", Problems(), Summary(),
        is_alone=True,
    )  # fmt: skip
    root, paths = newsroom.tree.root, ["a.png", "img", name(_PICTURED)]
    with recording:
        newsroom.importer().bring_in(root, recording, paths=paths, is_repeat=True)
    (root / name(_CHANGED)).unlink()
    removal = Removal(newsroom.database, lambda: newsroom.now, archive, root)
    removal.recall([name(_CHANGED)])
    removal.retract([name(_CHANGED)])


def _send(newsroom: Newsroom) -> None:
    """Articles that a program sends: new, the same again, and known from a file."""
    bound = frozenset({"lanmu5", "lanmu7"})
    scopes = frozenset({Scope.WRITE_ARTICLES})
    now = newsroom.now
    token = Token("x", "desk", scopes, b"", now, now + timedelta(days=1), bound)
    sent = [
        Submission(
            origin=API,
            key=code(number),
            info_code=info(code(number)),
            title="新闻",
            body=html("一"),
            category="lanmu5",
        )
        for number in (_SENT, _NEW)
    ]
    for _ in range(2):
        newsroom.intake.put_all(sent, token)
    newsroom.intake.require_permitted(info(code(_SENT)), token)
    newsroom.intake.check(sent[0], token)
    newsroom.intake.check(replace(sent[0], key=code(_SENT + 1)), token)
    newsroom.intake.find(info(code(_SENT)))
    soon = replace(sent[0], key=code(_SENT + 2), info_code=info(code(_SENT + 2)))
    for hours in (2, 3):
        day = newsroom.now + timedelta(hours=hours)
        newsroom.intake.put(replace(soon, published_at=day), token)
    Histories(newsroom.database).events(info(code(_SENT)))


def _decide(newsroom: Newsroom) -> None:
    """People's decisions, undone and repeated, and those of the clock."""
    decisions = newsroom.decisions
    decisions.retract(info(code(21)), reason="x", is_legal=False)
    decisions.restore(info(code(21)))
    decisions.merge(info(code(22)), info(code(23)))
    decisions.merge(info(code(23)), info(code(24)))
    decisions.purge(info(code(25)))
    decisions.purge(info(code(_PICTURED)))
    list(decisions.purge_all([info(code(26))]))
    _tend_categories(newsroom)
    newsroom.pass_time(2 * 24 * 3600)
    newsroom.decisions.publish_due()
    _correct(newsroom)
    sources = newsroom.sources
    sources.alias("江港晚刊", "江港6报", DESK)
    sources.merge("江港7报", "江港6报", DESK)
    sources.rename("江港6报", "江港新报", DESK)
    sources.link("江港新报", "https://news.example/", DESK)
    transfer = Transfer(
        newsroom.database,
        newsroom.decisions,
        newsroom.categories,
        newsroom.corrections,
        sources,
    )
    for decision in transfer.all():
        transfer.repeat(decision)
    transfer.finish()


def _tend_categories(newsroom: Newsroom) -> None:
    """A category renamed, described, retired and opened again."""
    ref = StreamRef(StreamKind.CATEGORY, "lanmu9")
    categories = newsroom.categories
    categories.rename(ref, Slug("jiuming"), None)
    ref = StreamRef(StreamKind.CATEGORY, "jiuming")
    categories.rename(ref, Slug("xinming"), "新名")
    ref = StreamRef(StreamKind.CATEGORY, "xinming")
    categories.describe(ref, "港口的新闻")
    categories.retire(ref)
    categories.restore(ref)
    categories.by_slug("jiuming")


def _correct(newsroom: Newsroom) -> None:
    """Credits corrected, with a file read again under a correction, and cleared."""
    corrections = newsroom.corrections
    editor = corrected_credits(Role.EDITOR, [("周可", "", "")])
    corrections.set(info(code(_CHANGED)), Role.EDITOR, editor, by=Decider("desk"))
    same = html("二稿", "广州晚报") + "\n"
    newsroom.tree.post(name(_CHANGED), same, category="lanmu7")
    newsroom.import_()
    corrections.set(info(code(_CHANGED)), Role.PUBLISHER, (), by=Decider("desk"))
    corrections.clear(info(code(_CHANGED)), [Role.PUBLISHER])
    corrections.standing(info(code(_CHANGED)))


def _ask(client: FlaskClient, newsroom: Newsroom) -> None:
    """Whatever pages, feeds and share links ask, and a reader who comes again."""
    assert client.get(f"/media/{77:064x}/a.png").data == b"x"
    assert client.get("/img/77.png").status_code == 301
    with newsroom.database.read() as snapshot:
        digest = (77).to_bytes(32, "big")
        assert media.whole(snapshot, digest, 1) == b"x"
        assert media.sizes(snapshot, [digest]) == {digest: 1}
    for page in _PAGES:
        assert client.get(page).status_code < 500, page
    codes = [code(number) for number in range(70, 90)]
    assert client.post("/api/v1/resolve", json={"codes": codes}).status_code == 200
    known = client.get("/categories/lanmu11/atom.xml").headers["ETag"]
    number = 10  # of that category
    newsroom.decisions.retract(info(code(number)), reason="x", is_legal=False)
    newsroom.decisions.restore(info(code(number)))
    with site_app(newsroom.database.url) as app:
        headers = {"A-IM": "feed", "If-None-Match": known}
        app.test_client().get("/categories/lanmu11/atom.xml", headers=headers)


def _look(newsroom: Newsroom) -> None:
    """Whatever an operator looks for, by each fact alone and by several."""
    inventory = Inventory(newsroom.database)
    since, until = large_store.FIRST, large_store.FIRST + timedelta(days=9)
    for wanted in (
        Wanted(limit=10),
        Wanted(limit=10, after=info(code(90))),
        Wanted(limit=10, category="lanmu5", since=since, until=until),
        Wanted(limit=10, source="jianggang5"),
        Wanted(limit=10, source="江港5报"),
        Wanted(limit=10, title="第77篇"),
        Wanted(limit=10, author="周77", is_kept=True),
        Wanted(limit=10, since=since, until=until),
        *(Wanted(limit=10, standing=standing) for standing in Standing),
    ):
        inventory.articles(wanted)
    inventory.codes(Wanted(limit=0, author="周77"))
    inventory.article(info(code(77)))
    inventory.files("rejected", after=("", ""), limit=10)
    newsroom.categories.all()
    runs = Runs(newsroom.database, lambda: newsroom.now)
    [run] = runs.latest(limit=1, before=9, archive="archive")
    runs.get(run.number)


def _search(newsroom: Newsroom) -> None:
    """Articles indexed, in a block and before it, found, and page after page."""
    newsroom.run(
        "INSERT INTO followers (name, revision) SELECT :name, revision - 1 FROM site",
        name=FOLLOWER,
    )
    newsroom.tree.post(name(_NEW), html("三稿"))
    newsroom.import_()
    following = Following(newsroom.database, FOLLOWER, lambda: newsroom.now)
    indexing = Indexing(newsroom.database, following, block_size=1)
    while indexing.index_next():
        pass
    newsroom.tree.post(name(_NEW), html("四稿"))
    newsroom.import_()
    newsroom.decisions.retract(info(code(28)), reason="x", is_legal=False)
    while indexing.index_next():
        pass
    search = Search(newsroom.database, _ZONE)
    page = search.page("正文", None)
    assert page.older
    search.page("正文 from:2024-01", page.older)
    with site_app(newsroom.database.url) as app:
        assert app.test_client().get("/search/rss.xml?q=正文").status_code == 200


def _count(newsroom: Newsroom) -> None:
    """Clicks, misses, statistics; and a token to see them with."""
    counter = ClickCounter(newsroom.database, _ZONE, lambda: newsroom.now, "")
    counter.note(Opened(77, None, "", "Mozilla/5.0", ""))
    counter.note(Opened(None, info("NOBODYS"), "", "Mozilla/5.0", ""))
    counter.flush()
    Statistics(newsroom.database, _ZONE, lambda: newsroom.now).report(days=30, top=10)
    tokens = Tokens(newsroom.database, lambda: newsroom.now)
    text = tokens.create("desk", frozenset(Scope), timedelta(days=1))
    tokens.require(text, Scope.READ_STATS)
    tokens.all()
    tokens.revoke(text.split("_")[1])
    partners = Partners(newsroom.database, _ZONE, lambda: newsroom.now)
    key = partners.add("文港", ("https://a.example",)).key
    loads = LoadCounter(newsroom.database, _ZONE, lambda: newsroom.now)
    loads.note(key)
    loads.flush()
    partners.find(key)
    partners.all()
    partners.remove("文港")


def _draw(newsroom: Newsroom) -> None:
    """Cards, made and trimmed; and the change line, followed for a step."""
    policy = CardPolicy(
        site="江港",
        language="zh-CN",
        ahead=timedelta(days=40),
        copies=False,
        max_bytes=1,
    )
    outbound = Outbound(user_agent="x")
    workshop = open_workshop(newsroom.database, outbound, policy, lambda: newsroom.now)
    workshop.maker.make(77)
    held = CardLookup(newsroom.database, "江港", "zh-CN", copies=False)
    held.held(ShareLink.from_code(code(77)), "")
    following = Following(newsroom.database, "tour", lambda: newsroom.now)
    following.next_step()
    lists = ChangeLists(newsroom.database, 1)
    for place in (Place(0), Place(newsroom.revision() - 3)):
        assert lists.after(place, limit=100).told
    newsroom.pass_time(40)
    following.hold()
    following.finish()
    workshop.maker.trim()


def _operate(newsroom: Newsroom, folder: Path) -> None:
    """Checks, mends, and a backup."""
    operations = Operations(newsroom.database, lambda: newsroom.now)
    operations.require_fit()
    list(operations.doctor())
    newsroom.now -= timedelta(days=10)
    operations.mend()
    operations.trust_clock()
    if newsroom.database.is_sqlite:
        operations.back_up(folder / "backup.db")
