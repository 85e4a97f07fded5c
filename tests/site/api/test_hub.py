"""The hub's requests: what is taken, what is refused and in which words (WebSub §5.1)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from feedsvc.edge.rate_limit import CALLED_HOSTS, SUBSCRIBERS
from feedsvc.store.database.engine import Database
from tests.support import paper
from tests.support.app import site_app

BASE = "https://news.example"
CALLBACK = "https://reader.example/?id=7"
FORM = "application/x-www-form-urlencoded"
ASKED = {
    "hub.mode": "subscribe",
    "hub.topic": f"{BASE}/atom.xml",
    "hub.callback": CALLBACK,
}
CLIENT = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(scope="module")
def paper_url(_migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The paper; every test asks for other callbacks."""
    folder = tmp_path_factory.mktemp("hub")
    url = f"sqlite:///{shutil.copy(_migrated_sqlite, folder / 'feedsvc.db')}"
    paper.fill(url, folder / "archive")
    return url


@pytest.fixture
def client(paper_url: str) -> Iterator[FlaskClient]:
    """The paper's hub, in this process; no thread asks callbacks."""
    with site_app(paper_url, base_url=BASE) as app:
        yield app.test_client()


def ask(client: FlaskClient, **more: str) -> TestResponse:
    """One request, with further fields or others, less their `hub.`."""
    fields = ASKED | {f"hub.{name}": value for name, value in more.items()}
    return client.post("/hub", data=fields)


def intents(database_url: str, callback: str) -> dict[str, tuple[object, ...]]:
    """Rows kept for callbacks: mode, key of the topic, lease and secret, by URL."""
    database = Database(database_url)
    query = text(
        "SELECT topic_url, mode, key, lease_s, secret FROM intents"
        " JOIN topics ON topics.id = intents.topic_id WHERE callback = :callback"
    )
    with database.read() as snapshot:
        rows = snapshot.execute(query, {"callback": callback}).all()
    database.dispose()
    return {url: tuple(rest) for url, *rest in rows}


@pytest.mark.parametrize(
    ("path", "variant"),
    [
        ("/atom.xml", "atom"),
        ("/Atom.XML", "atom"),
        ("/feed.xml", "atom"),  # of the static site
        ("/feed.json?content=summary&utm_source=x", "json.short"),
        ("/zh-Hant/rss.xml", "rss.hant"),
        (f"/categories/{paper.ROLLING}/rss.xml", "rss"),
        (f"/categories/{paper.RENAMED}/rss.xml", "rss"),  # renamed since
        (f"/feeds/atom.xml?source={paper.SOURCE}&category={paper.RENAMED}", "atom"),
    ],
)
def test_a_topic_is_any_address_that_leads_to_a_feed(
    client: FlaskClient, paper_url: str, path: str, variant: str
):
    """It is taken in the spelling that the subscriber gave, which it is asked about."""
    callback = f"https://reader.example/{variant}?{urlencode({'at': path})}"
    url = f"http://NEWS.example:80{path}"
    answer = ask(client, topic=url, callback=callback)
    assert answer.status_code == 202, answer.text
    mode, key, lease_s, secret = intents(paper_url, callback)[url]
    assert (mode, lease_s, secret) == ("subscribe", 864_000, None)
    assert str(key).split()[0] == variant


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"mode": ""}, 400, "hub.mode must be subscribe or unsubscribe"),
        ({"mode": "publish"}, 400, "nobody has to publish here"),
        ({"callback": ""}, 400, "hub.callback must be given"),
        ({"callback": "ftp://reader.example/"}, 400, "hub.callback must be"),
        ({"callback": "/relative"}, 400, "hub.callback must be"),
        ({"callback": "https://reader.example/#a"}, 400, "hub.callback must be"),
        ({"callback": "https://a@reader.example/"}, 400, "hub.callback must be"),
        ({"callback": "http://127.0.0.1/"}, 400, "hub.callback must be"),
        ({"callback": "http://[::1]/"}, 400, "hub.callback must be"),
        ({"callback": "http://169.254.169.254/latest"}, 400, "hub.callback must be"),
        ({"callback": "http://2130706433/"}, 400, "hub.callback must be"),
        ({"callback": "https://reader.example:25/"}, 400, "hub.callback must be"),
        ({"callback": "https://r.example/\0"}, 400, "hub.callback holds a NUL"),
        ({"callback": f"https://r.example/{'a' * 2000}"}, 400, "2000 bytes"),
        ({"topic": ""}, 400, "hub.topic must be given"),
        ({"topic": "https://other.example/atom.xml"}, 404, "no feed of this site"),
        ({"topic": f"{BASE}@other.example/atom.xml"}, 404, "no feed of this site"),
        ({"topic": f"{BASE}:8443/atom.xml"}, 404, "no feed of this site"),
        ({"topic": "https://[/atom.xml"}, 404, "no feed of this site"),
        ({"topic": f"{BASE}/categories/nobody/rss.xml"}, 404, "no feed of this"),
        ({"topic": f"{BASE}/feeds/rss.xml?source=nobody"}, 404, "no feed of this"),
        ({"topic": f"{BASE}/categories/"}, 404, "no feed of this site"),
        ({"topic": f"{BASE}/zh-Hans/atom.xml"}, 404, "no feed of this site"),
        ({"topic": f"{BASE}/pages/1/atom.xml"}, 400, "a page of an archive"),
        ({"topic": f"{BASE}/search/rss.xml?q=x"}, 400, "hub.topic is a search"),
        ({"lease_seconds": "soon"}, 400, "hub.lease_seconds must be"),
        ({"lease_seconds": "0"}, 400, "hub.lease_seconds must be"),
        ({"lease_seconds": "-60"}, 400, "hub.lease_seconds must be"),
        ({"lease_seconds": "६०"}, 400, "hub.lease_seconds must be"),
        ({"secret": "秘" * 67}, 400, "hub.secret may have 200 bytes"),
    ],
)
def test_what_cannot_be_done_is_refused_in_plain_words(
    client: FlaskClient, more: dict[str, str], status: int, words: str
):
    """§5.1.2: an error has a description for the subscriber's developer."""
    answer = ask(client, **more)
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{}", "application/json", 415),
        (urlencode(ASKED), "", 415),
        (f"{urlencode(ASKED)}&a={'b' * 8192}", FORM, 413),
        ("hub.mode=%FF", FORM, 400),
        ("&".join(f"a{n}=b" for n in range(60)), FORM, 400),
        (f"{urlencode(ASKED)}&hub.mode=unsubscribe", FORM, 400),
    ],
)
def test_a_body_is_a_small_form(
    client: FlaskClient, body: str, content_type: str, status: int
):
    """Of any other, nothing is read; a field with two values is none."""
    answer = client.post("/hub", data=body.encode("latin-1"), content_type=content_type)
    assert answer.status_code == status


def test_leases_are_bounded_and_secrets_sealed(client: FlaskClient, paper_url: str):
    """§5.1: the latest request overrides; further fields are ignored."""
    kept = []
    for lease, secret in (("60", "s" * 200), ("99999999999", "s" * 200), ("7200", "")):
        answer = ask(
            client, callback="https://a.example/", lease_seconds=lease, secret=secret,
            verify="async", unheard="of",
        )  # fmt: skip
        assert answer.status_code == 202
        [(_, _, lease_s, sealed)] = intents(paper_url, "https://a.example/").values()
        kept.append((lease_s, sealed))
    leases, sealed_ = zip(*kept, strict=True)
    assert leases == (3600, 30 * 86_400, 7200)
    assert sealed_[2] is None
    assert sealed_[0] != sealed_[1]
    assert not any("sss" in each for each in sealed_[:2])


def test_an_unsubscription_has_no_lease_to_be_wrong(
    client: FlaskClient, paper_url: str
):
    """§5.1: hub.lease_seconds MUST be ignored in it."""
    callback = "https://b.example/"
    answer = ask(client, mode="unsubscribe", callback=callback, lease_seconds="x")
    assert answer.status_code == 202
    assert intents(paper_url, callback)[ASKED["hub.topic"]][0] == "unsubscribe"


def test_a_client_and_a_host_are_limited(paper_url: str):
    """A client may not name many callbacks, nor many clients one host."""
    with site_app(paper_url, base_url=BASE) as app:
        services = app.extensions["feedsvc"]
        client = app.test_client()

        def status(callback: str, address: str) -> tuple[int, bool]:
            answer = client.post(
                "/hub",
                data=ASKED | {"hub.callback": callback},
                environ_base={"REMOTE_ADDR": address},
            )
            return answer.status_code, "Retry-After" in answer.headers

        services.subscribing.wait_s("192.0.2.7", cost=SUBSCRIBERS[0] + 60)
        services.calling.wait_of_s("victim.example", cost=CALLED_HOSTS[0] + 60)
        assert status("https://other.example/", "192.0.2.7") == (429, True)
        assert status("https://VICTIM.example/2", "198.51.100.2") == (429, True)
        assert status("https://other.example/", "198.51.100.2") == (202, False)


def test_without_a_key_secrets_are_refused(database_url: str):
    """SQLite has a key file beside it; PostgreSQL needs the setting."""
    is_sqlite = database_url.startswith("sqlite")
    for key, status in (("", 202 if is_sqlite else 501), ("k" * 32, 202)):
        with site_app(database_url, base_url=BASE, websub={"key": key}) as app:
            answer = ask(app.test_client(), secret="s")
            assert answer.status_code == status, answer.text


@pytest.mark.parametrize("hub", ["off", "https://hub.example/"])
def test_there_is_none_where_feeds_name_another_or_none(paper_url: str, hub: str):
    """A subscriber that asks all the same hears that nothing is there."""
    with site_app(paper_url, base_url=BASE, websub={"hub": hub}) as app:
        client = app.test_client()
        feed = client.get("/rss.xml")
        assert client.get("/hub").status_code == 404
        assert ask(client).status_code == 404
    named = "" if hub == "off" else hub
    assert ('rel="hub"' in feed.text) == bool(named) == ("hub" in feed.headers["Link"])
    assert named in feed.text


def test_the_page_says_what_it_is(client: FlaskClient):
    """A person who opens the address hears that there is nothing to do."""
    page = client.get("/hub")
    assert page.status_code == 200
    assert "WebSub" in page.text
    assert client.put("/hub").status_code == 405
