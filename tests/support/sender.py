"""A sender: a program with a token, that sends articles to an application."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.model.clock import utc_now
from feedsvc.model.token import Scope
from feedsvc.services.tokens import Tokens
from feedsvc.store.database.engine import Database

ARTICLES = "/api/v1/articles"
STORY: dict[str, Any] = {
    "title": "天津开通至三亚的航线",
    "body": "<p>每天两班。</p><p>（文章来源：津门日报）</p>",
    "categories": ["jinmen"],
    "published_at": "2022-05-01T08:00:00+08:00",
}


@dataclass(slots=True)
class Sender:
    """A program that sends articles, and remembers how each was answered last."""

    client: FlaskClient
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def send(
        self, method: str, path: str = "", body: object = None, **headers: str
    ) -> TestResponse:
        """One request below the articles, or to a whole path, with the token."""
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        whole = path if path.startswith("/api/") else f"{ARTICLES}{path}"
        return self.client.open(whole, method=method, json=body, headers=given)

    def put(self, code: str, **changed: object) -> TestResponse:
        """The story under a code, with these fields of its own."""
        return self.send("PUT", f"/{code}", STORY | changed)


def sender_to(
    app: Flask, *scopes: Scope, categories: frozenset[str] = frozenset()
) -> Sender:
    """A sender with a token of these scopes, or to write if none is named."""
    database = database_of(app)
    permitted = frozenset(scopes or (Scope.WRITE_ARTICLES,))
    name = " ".join(("desk", *sorted(permitted), *sorted(categories)))
    tokens = Tokens(database, utc_now)
    text = tokens.create(name, permitted, timedelta(days=1), categories)
    return Sender(app.test_client(), text)


def database_of(app: Flask) -> Database:
    """The database of an application."""
    database: Database = app.extensions["feedsvc"].intake.database
    return database


def told(answer: TestResponse, status: int) -> dict[str, Any]:
    """The JSON of an answer, which must have this status and be for its sender alone."""
    assert answer.status_code == status, answer.text
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    is_problem = status >= 400
    kind = "application/problem+json" if is_problem else "application/json"
    assert answer.content_type == kind
    said: dict[str, Any] = json.loads(answer.data)
    assert not is_problem or said["status"] == status
    return said
