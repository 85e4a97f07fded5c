"""R20: what a page of ours needs to say how WeChat shares it, and nobody else gets."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from feedsvc.site.view.csp import WECHAT_SDK
from tests.support import paper
from tests.support.app import site_app
from tests.support.wechat import (
    APP_ID,
    BASE,
    GIVES_TOKEN,
    SECRET,
    TICKET,
    TOKEN,
    gives_ticket,
    signature,
    site_with,
    wechat,
)

ROUTE = "/api/v1/wechat/signature"
ACCOUNT = {"app_id": APP_ID, "app_secret": SECRET}


def asked(app: Flask, url: str | None = f"{BASE}/", **headers: str) -> TestResponse:
    """The answer to a script that asks for a signature."""
    query = "" if url is None else f"?url={quote(url, safe='')}"
    return app.test_client().get(f"{ROUTE}{query}", headers=headers)


def assert_problem(answer: TestResponse, status: int) -> None:
    """A problem, which tells no secret, and nothing to another origin."""
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == status
    assert_closed(answer)


def assert_closed(answer: TestResponse) -> None:
    """What every answer keeps to itself."""
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control" not in str(answer.headers)
    whole = f"{answer.headers}{answer.text}"
    assert not any(word in whole for word in (SECRET, TOKEN, TICKET))


def test_a_page_of_ours_gets_its_signature(sqlite_url: str) -> None:
    """R20: for its own scripts alone, and for no cache."""
    url = f"{BASE}/gundong/%E6%9D%A1.html?from=timeline&x=%26"
    with (
        wechat(GIVES_TOKEN, gives_ticket()) as (_, account),
        site_with(sqlite_url, account) as app,
    ):
        answer = asked(app, f"{url}#part", Origin="https://evil.example")
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert_closed(answer)
    given = answer.get_json()
    assert given.keys() == {"appId", "timestamp", "nonceStr", "signature"}
    assert given["appId"] == APP_ID
    assert isinstance(given["timestamp"], int)
    assert given["signature"] == signature(given, url)


def test_a_site_without_an_account_signs_nothing(sqlite_url: str) -> None:
    """R20: whatever it is asked."""
    with site_app(sqlite_url, base_url=BASE) as app:
        for url in (None, f"{BASE}/", "https://evil.example/"):
            assert_problem(asked(app, url), 404)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?url",
        "?url=",
        "?URL=https://news.example/",
        "?url=https://evil.example/",
        "?url=https://news.example/&url=https://news.example/",
        "?url=https://news.example@evil.example/",
        "?url=https://news.example/%00",
        "?url=https://news.example/a+b",
        f"?url=https://news.example/{'x' * 3_000}",
    ],
)
def test_what_is_no_page_of_ours_is_not_signed(sqlite_url: str, query: str) -> None:
    """R20: and is not repeated."""
    with (
        wechat(GIVES_TOKEN, gives_ticket()) as (peer, account),
        site_with(sqlite_url, account) as app,
    ):
        answer = app.test_client().get(ROUTE + query)
        assert peer.requests == []
    assert_problem(answer, 400)
    assert "example" not in answer.text


def test_a_forged_host_changes_nothing(sqlite_url: str) -> None:
    """R14: our own host is the configured one."""
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    with (
        wechat(GIVES_TOKEN, gives_ticket()) as (_, account),
        site_with(sqlite_url, account) as app,
    ):
        assert_problem(asked(app, "https://evil.example/", **forged), 400)
        assert asked(app, **forged).status_code == 200


def test_a_silent_wechat_is_a_503(sqlite_url: str) -> None:
    """R20: which says when to ask again, and not what WeChat said."""
    refusal = {"errcode": 40164, "errmsg": "invalid ip 192.0.2.1"}
    with (
        wechat(refusal) as (_, account),
        site_with(sqlite_url, account) as app,
    ):
        answer = asked(app)
    assert_problem(answer, 503)
    assert answer.headers["Retry-After"] == "30"
    assert "192.0.2.1" not in answer.text


def test_nothing_but_get_is_answered(sqlite_url: str) -> None:
    """And there is one address of it: not one for each script."""
    with site_app(sqlite_url, base_url=BASE, wechat=ACCOUNT) as app:
        client = app.test_client()
        assert client.post(ROUTE).status_code == 405
        preflight = client.options(ROUTE, headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in preflight.headers
        assert client.get(f"/zh-Hant{ROUTE}").status_code == 404


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> str:
    """A database with the paper in it."""
    paper.fill(sqlite_url, tmp_path / "archive")
    return sqlite_url


@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_only_a_site_with_an_account_has_the_script(filled: str, prefix: str) -> None:
    """R20: on its articles; without one, page and policy are what they were."""
    path = prefix + paper.STORY_PATH
    with site_app(filled, base_url=BASE) as app:
        plain = app.test_client().get(path)
    with site_app(filled, base_url=BASE, wechat=ACCOUNT) as app:
        page = app.test_client().get(path)
        [line] = re.findall(
            rf'<script src="{BASE}/static/wechat\.js\?v=\w+" defer></script>\n',
            page.text,
        )
        for other in (f"{prefix}/", f"{prefix}/categories/", f"{prefix}/nowhere"):
            told = app.test_client().get(other)
            assert "wechat" not in f"{told.headers}{told.text}"
    assert page.text.replace(line, "") == plain.text
    assert "wechat.js" not in plain.text
    policy = plain.headers["Content-Security-Policy"]
    assert policy.endswith(f"; script-src {BASE}/static/copy.js")
    assert page.headers["Content-Security-Policy"] == (
        f"{policy} {BASE}/static/wechat.js {WECHAT_SDK}; "
        "connect-src 'self'; frame-src weixin:"
    )


def test_the_log_tells_no_secret(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """R20: of good answers as of bad ones; nor which page was asked about."""
    caplog.set_level("DEBUG")
    with (
        wechat(GIVES_TOKEN, gives_ticket(life_s=1), {"errcode": 1}) as (_, account),
        site_with(sqlite_url, account) as app,
    ):
        asked(app, f"{BASE}/some-page")
    assert "event=request" in caplog.text
    for word in (SECRET, TOKEN, TICKET, "some-page"):
        assert word not in caplog.text
