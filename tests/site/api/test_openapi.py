"""The API's document: it has every call, and says what the calls take and answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.support.app import site_app
from tests.support.sender import STORY, sender_to, told

METHODS = {"GET", "PUT", "POST", "PATCH", "DELETE"}


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    """The site over an empty database."""
    with site_app(sqlite_url) as app:
        yield app


def document_of(app: Flask) -> Any:
    """The document, as everybody may read it."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.data)


def test_every_call_is_described(app: Flask) -> None:
    """Each rule below `/api/v1/`, and oEmbed's, with each of its methods, and no other."""
    paths = document_of(app)["paths"]
    described = {(path, method.upper()) for path, by in paths.items() for method in by}
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if re.match("/api/v1/(?!docs/)|/oembed", rule.rule)
        for method in METHODS & (rule.methods or set())
    }
    assert described == there


def test_no_call_has_another_method(app: Flask) -> None:
    """405 for what is not described, and `Allow` names the rest, under any condition."""
    client = app.test_client()
    for path, by in document_of(app)["paths"].items():
        address = re.sub(r"{\w+}", "0000", path)
        described = {method.upper() for method in by}
        allowed = {"OPTIONS", *described, *({"HEAD"} if "GET" in described else ())}
        options = client.options(address, headers={"If-Match": '"x"'})
        assert (options.status_code, options.allow.as_set()) == (
            200,
            {name.lower() for name in allowed},
        ), path
        for method in METHODS - described:
            answer = client.open(address, method=method)
            assert answer.status_code == 405, (method, path)
            assert answer.content_type == "application/problem+json"
    nothing = client.get("/api/v1/nothing")
    assert (nothing.status_code, nothing.content_type) == (
        404,
        "application/problem+json",
    )


def test_every_reference_leads_to_a_type(app: Flask) -> None:
    """No type is missing, and each that is sent refuses fields that it does not know."""
    document = document_of(app)
    schemas = document["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert named <= schemas.keys()
    sent = {name: one for name, one in schemas.items() if name.startswith("Sent")}
    assert all(one["additionalProperties"] is False for one in sent.values())
    assert set(STORY) <= set(sent["SentArticle"]["properties"])


def test_answers_have_the_fields_that_are_described(app: Flask) -> None:
    """Of an article, a problem, a batch, a check and a history."""
    schemas, desk = document_of(app)["components"]["schemas"], sender_to(app)
    for name, answer in (
        ("Article", told(desk.put("STORY"), 201)),
        ("Problem", told(desk.send("PUT", "/STORY", {}), 422)),
        ("History", told(desk.send("GET", "/STORY/history"), 200)),
        ("Check", told(desk.send("POST", "/api/v1/drafts/check", STORY), 200)),
        ("BatchResults", told(desk.send("POST", "/batch", {"articles": [{}]}), 200)),
    ):
        schema = schemas[name]
        assert set(answer) <= set(schema["properties"]), name
        assert set(schema["required"]) <= set(answer), name


def test_people_can_read_it(app: Flask) -> None:
    """A page with every call and every field, that needs no script."""
    page = app.test_client().get("/api/v1/docs/")
    assert page.status_code == 200
    document = document_of(app)
    for path, by in document["paths"].items():
        for method in by:
            assert f"<code>{method.upper()} {path}</code>" in page.text
    for field in document["components"]["schemas"]["SentArticle"]["properties"]:
        assert f"<code>{field}</code>" in page.text
    assert "<script" not in page.text.replace('<script type="application/ld+json"', "")
