"""The API: what share links lead to, one or a hundred at a time, and no error of ours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from feedsvc.site.api.resolve import MAX_BODY_BYTES, MAX_ITEMS
from tests.support import paper
from tests.support.app import site_app
from tests.support.client import ask
from tests.support.share_urls import CORPUS, NOT_FOUND, pasted

RESOLVE = "/api/v1/resolve"
BASE = "https://news.example"
CODE = str(paper.STORY)
STORY = {
    "status": "found",
    "code": CODE,
    "url": BASE + paper.STORY_PATH,
    "share_url": f"{BASE}/s/{CODE}",
    "title": paper.STORY_TITLE,
    "published": "2026-11-01T07:55:44+08:00",
    "credits": [
        {
            "role": "publisher",
            "label": "来源",
            "name": "滨江日报",
            "evidence": "media-line",
        },
        {"role": "author", "label": "记者", "name": "周一鸣", "evidence": "byline"},
    ],
}
EVIL = "<b>evil.example</b>"


@pytest.fixture(scope="module")
def client(
    _migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The paper, in this process; nobody may change it."""
    folder = tmp_path_factory.mktemp("api")
    file = folder / "feedsvc.db"
    file.write_bytes(_migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    paper.fill(url, folder / "archive")
    with site_app(url, base_url=BASE) as app:
        yield app.test_client()


def resolve(client: FlaskClient, **query: str) -> Any:
    """What one question is answered."""
    answer = client.get(RESOLVE, query_string=query)
    assert answer.status_code == 200
    return answer.json


def post(client: FlaskClient, **items: list[str]) -> Any:
    """What many questions are answered."""
    answer = client.post(RESOLVE, json=items)
    assert answer.status_code == 200
    return json.loads(answer.data)["results"]


def told_in(answer: TestResponse, status: int) -> str:
    """The detail of a problem, which is one by RFC 9457 and readable from anywhere."""
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    problem: dict[str, Any] = json.loads(answer.data)
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"]
    assert "evil" not in answer.text
    return str(problem.get("detail", ""))


def test_a_code_is_found(client: FlaskClient) -> None:
    """R8: exact, or damaged, with all that a partner needs to link it."""
    for text in (CODE, CODE.lower(), f"{CODE}。", f" {CODE} 快看"):
        assert resolve(client, code=text) == STORY


def test_a_merged_code_gives_its_survivor(client: FlaskClient) -> None:
    """R8: and says which code it was that was asked for."""
    assert resolve(client, code=paper.MERGED) == STORY | {"merged_from": paper.MERGED}


def test_a_withdrawn_article_is_named_by_its_code_alone(client: FlaskClient) -> None:
    """R8, R4: since when, and whether by law; nothing else of it."""
    since = "2026-11-10T08:00:00+08:00"
    for code, is_legal in ((paper.RETRACTED, False), (paper.REMOVED, True)):
        assert resolve(client, code=code) == {
            "status": "retracted", "code": code, "since": since, "legal": is_legal,
        }  # fmt: skip


def test_what_nobody_has_is_unknown(client: FlaskClient) -> None:
    """R8, R3: not published yet looks like never seen."""
    for code in (paper.SCHEDULED, paper.INCOMPLETE, "NW209901010000000000", "abcd"):
        assert resolve(client, code=code) == {"status": "unknown", "code": code.upper()}


@pytest.mark.parametrize(
    "text",
    ["", "。", "abc", "é" * 9, "a" * 65, "\0", "a" * 3_000, f"{CODE}\0", EVIL[:2]],
)
def test_what_holds_no_code_is_malformed(client: FlaskClient, text: str) -> None:
    """R8: and is not repeated."""
    for name in ("code", "url"):
        assert resolve(client, **{name: text}) == {"status": "malformed"}


def test_an_address_of_another_kind_is_malformed(client: FlaskClient) -> None:
    """R8: only share links and articles have a code."""
    for url in (BASE, f"{BASE}/feed.xml", f"{BASE}/categories/gundong/", "//", "a b"):
        assert resolve(client, url=url) == {"status": "malformed"}


@pytest.mark.parametrize(("target", "expected", "note"), CORPUS)
def test_the_corpus(client: FlaskClient, target: str, expected: str, note: str) -> None:
    """R8, R11, R13: a URL that was pasted whole, damage and all, of whatever host."""
    told = resolve(client, url=f"看 https://old.example{target}")
    if expected == NOT_FOUND:
        assert told["status"] in {"unknown", "malformed"}, note
    else:
        assert told == STORY, note


@pytest.mark.parametrize(("text", "is_meant", "note"), pasted(paper.STORY_PATH, CODE))
def test_what_is_pasted(
    client: FlaskClient,
    text: str,
    is_meant: bool,  # noqa: FBT001 - a parameter of the test
    note: str,
) -> None:
    """R8: permalinks and share links are freed from what is around them, or left alone."""
    told = resolve(client, url=text)
    if is_meant:
        assert told == STORY, note
    else:
        assert told["status"] in {"unknown", "malformed"}, note


def test_a_text_of_many_links_is_bounded(client: FlaskClient) -> None:
    """R12: of more than eight addresses the rest is not looked up."""
    flood = " ".join(f"https://x.example/{n}" for n in range(8))
    assert resolve(client, url=f"{flood[:-24]} {BASE}{paper.STORY_PATH}") == STORY
    told = resolve(client, url=f"{flood} {BASE}{paper.STORY_PATH}")
    assert told == {"status": "malformed"}


def test_a_damaged_permalink_is_found(client: FlaskClient) -> None:
    """R8, R11: as it was pasted; of one that is scheduled nothing is said."""
    for damage in ("。", " 快看", "&from=timeline", "%E3%80%82"):
        assert resolve(client, url=BASE + paper.STORY_PATH + damage) == STORY
    scheduled = f"{BASE}/{paper.OUTLET}/2199/01/01/{paper.SCHEDULED}.html"
    for address in (scheduled, f"{scheduled}。", f"{BASE}/nowhere.html"):
        assert resolve(client, url=address) == {"status": "malformed"}


def test_a_permalink_is_an_address_too(client: FlaskClient) -> None:
    """R8: people paste what they landed on."""
    for path in (paper.STORY_PATH, f"/zh-Hant{paper.STORY_PATH}?from=timeline"):
        assert resolve(client, url=BASE + path) == STORY
    raw_form = f"{BASE}/BinJiang/Cai/Jing/2026/11/01/{paper.IN_SPACED}.html"
    assert resolve(client, url=raw_form)["code"] == paper.IN_SPACED


def test_the_other_script_is_there(client: FlaskClient) -> None:
    """Title and addresses are those of the script that was asked for."""
    told = json.loads(client.get(f"/zh-Hant{RESOLVE}?code={CODE}").data)
    assert told["url"] == f"{BASE}/zh-Hant{paper.STORY_PATH}"
    assert told["title"].startswith("濱江")


@pytest.mark.parametrize(
    "query",
    ["", "x=1", f"code={CODE}&code={CODE}", f"code={CODE}&url=x", "CODE=NW0000"],
)
def test_one_question_at_a_time(client: FlaskClient, query: str) -> None:
    """R8: none, several or another name is a problem that names the fields."""
    detail = told_in(client.get(f"{RESOLVE}?{query}"), 400)
    assert "code" in detail
    assert "url" in detail


def test_many_are_answered_in_order(client: FlaskClient) -> None:
    """R8: each as if it were asked alone, as often as it stands there."""
    codes = [
        CODE,
        "abc",
        str(paper.RETRACTED),
        CODE,
        "NW0000",
        "\ud800",
        CODE + "\ud800",
    ]
    told = post(client, codes=codes)
    statuses = [one["status"] for one in told]
    assert statuses == [
        "found", "malformed", "retracted", "found", "unknown", "malformed", "malformed",
    ]  # fmt: skip
    assert told[0] == told[3] == STORY
    urls = [f"{BASE}/s/{CODE}", BASE + paper.STORY_PATH, "nonsense"]
    assert post(client, urls=urls) == [STORY, STORY, {"status": "malformed"}]
    for name in ("codes", "urls"):
        assert client.post(RESOLVE, json={name: []}).json == {"results": []}


def test_a_hundred_are_not_too_many(client: FlaskClient) -> None:
    """R8: one more is."""
    for name, text in (("codes", CODE), ("urls", f"{BASE}/s/{CODE}")):
        full = client.post(RESOLVE, json={name: [text] * MAX_ITEMS})
        assert full.json == {"results": [STORY] * MAX_ITEMS}
        over = client.post(RESOLVE, json={name: [text] * (MAX_ITEMS + 1)})
        assert name in told_in(over, 413)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "JSON"), (b"{", "JSON"), (b"\xff\xfe", "JSON"), (b"\xef\xbb\xbf{}", "JSON"),
        (b'{"codes": [NaN]}', "JSON"), (b'{"codes": [-Infinity]}', "JSON"),
        (b"[" * 100_000, "JSON"), (b'{"codes": [1' + b"0" * 5_000 + b"]}", "JSON"),
        ('{"codes": ["NW0000"]}'.encode("utf-16"), "JSON"),
        (b"null", "codes"), (b"[]", "codes"), (b'"codes"', "codes"), (b"{}", "codes"),
        (b'{"codes": [], "urls": []}', "codes"), (b'{"code": "NW0000"}', "codes"),
        (b'{"codes": "NW0000"}', "codes"), (b'{"urls": {"0": "x"}}', "urls"),
        (b'{"codes": null}', "codes"), (b'{"codes": 1e400}', "codes"),
        (b'{"codes": ["NW0000", 7]}', "codes[1]"), (b'{"urls": [null]}', "urls[0]"),
        (b'{"codes": [["NW0000"]]}', "codes[0]"), (b'{"codes": [true]}', "codes[0]"),
        (b'{"<b>evil</b>": 1}', "codes"), (b'{"codes": [{"evil": 1}]}', "codes[0]"),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_a_bad_body_is_named(client: FlaskClient, body: bytes, named: str) -> None:
    """R8: 400 says which field is wrong, and repeats nothing of it."""
    answer = client.post(RESOLVE, data=body, content_type="application/json")
    assert named in told_in(answer, 400)


def test_a_body_has_a_type_and_an_end(client: FlaskClient) -> None:
    """R8: 415 for what is no JSON, 413 for too much of it."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "evil/evil"):
        answer = client.post(RESOLVE, data=b'{"codes": []}', content_type=kind)
        assert "Content-Type" in told_in(answer, 415)
    packed = {"Content-Encoding": "gzip"}
    answer = client.post(RESOLVE, json={"codes": []}, headers=packed)
    assert "Content-Encoding" in told_in(answer, 415)
    long = b'{"codes": ["' + b"a" * MAX_BODY_BYTES + b'"]}'
    answer = client.post(RESOLVE, data=long, content_type="application/json")
    assert str(MAX_BODY_BYTES) in told_in(answer, 413)
    said = "application/json; charset=utf-8"
    answer = client.post(RESOLVE, data=b'{"codes": []}', content_type=said)
    assert answer.status_code == 200


def test_other_methods_and_addresses_are_problems(client: FlaskClient) -> None:
    """R6, R8: 405 with Allow and 404, as JSON and open to every origin."""
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.open(RESOLVE, method=method)
        told_in(answer, 405)
        assert {"GET", "HEAD", "POST"} <= set(answer.headers["Allow"].split(", "))
    for path in ("/api/", "/api/v1/", "/api/v1/evil", "/api/v2/resolve"):
        told_in(client.get(path), 404)


def test_a_lost_database_is_a_problem_too(empty_database_url: str) -> None:
    """503 as JSON, with when to ask again."""
    with site_app(empty_database_url) as app:
        answer = app.test_client().get(f"{RESOLVE}?code={CODE}")
    told_in(answer, 503)
    assert answer.headers["Retry-After"] == "5"


def test_every_origin_may_ask(client: FlaskClient) -> None:
    """R8: the preflight of a POST with JSON passes, and the answer may be read."""
    asked = {
        "Origin": "https://partner.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed = client.options(RESOLVE, headers=asked)
    assert allowed.status_code == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    assert allowed.headers["Access-Control-Allow-Headers"] == "Content-Type"
    for answer in (client.get(f"{RESOLVE}?code=x"), client.post(RESOLVE, json={})):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_an_answer_says_how_long_it_holds(client: FlaskClient) -> None:
    """R8: as long as the redirect, or as the 404; a batch not at all."""
    for code, max_age_s in (
        (CODE, 300), (paper.RETRACTED, 300), ("NW0000", 60), ("x", 60),
    ):  # fmt: skip
        answer = client.get(f"{RESOLVE}?code={code}")
        assert answer.headers["Cache-Control"] == f"public, max-age={max_age_s}"
        assert answer.headers["Content-Type"] == "application/json"
    answer = client.post(RESOLVE, json={"codes": [CODE]})
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_there_over_the_wire(site: str) -> None:
    """R6, R8: on either engine; HEAD has GET's headers and no body."""
    target = f"{RESOLVE}?url={quote(site + '/s/' + CODE + '。', safe='')}"
    full, head = ask(site, target), ask(site, target, method="HEAD")
    assert json.loads(full.body)["url"] == site + paper.STORY_PATH
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == full.headers["Content-Length"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
BODIES = st.one_of(
    st.binary(),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(
        st.sampled_from(["codes", "urls"]), JSON | st.lists(st.text()), min_size=1
    ).map(lambda value: json.dumps(value).encode()),
)
ANYTHING = st.text(st.characters(exclude_categories=()))


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=BODIES,
    kind=st.sampled_from(["application/json", "text/html"]),
    query=st.binary(),
)
def test_no_request_breaks_it(
    client: FlaskClient, body: bytes, kind: str, query: bytes
) -> None:
    """Whatever comes is answered, or is the client's mistake: never 5xx."""
    said = client.post(RESOLVE, data=body, content_type=kind)
    assert said.status_code in {200, 400, 413, 415}
    for name in ("code", "url"):
        asked = client.get(f"{RESOLVE}?{name}={quote(query)}")
        assert asked.status_code == 200
