"""The API's document (OpenAPI 3.1), made of the types that validate, and its page."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus

from flask import Blueprint, Response, render_template
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from feedsvc import __version__
from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.site.api.answers import Problem
from feedsvc.site.api.bodies import SentItem
from feedsvc.site.api.operations import OPERATIONS, Operation, Parameter
from feedsvc.site.api.problem import MEDIA_TYPE
from feedsvc.site.context import services

blueprint = Blueprint("openapi", __name__)

_ROOT = "#/components/schemas/"
_ANYWHERE = (400, 500, 503)


@blueprint.get("/api/v1/openapi.json")
def document() -> Response:
    """The document, for programs."""
    told = json.dumps(_document(services().title, services().links.base_url))
    response = Response(f"{told}\n", content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = public(lifetimes.PAGE_S)
    return response


@blueprint.get("/api/v1/docs/")
def page() -> str:
    """The document, for people."""
    found = _document(services().title, services().links.base_url)
    return render_template("api.html", document=found, operations=OPERATIONS)


@cache
def _document(title: str, base_url: str) -> dict[str, object]:
    paths: dict[str, dict[str, object]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.1",
        "info": {"title": title, "version": __version__},
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, object]:
    told: dict[str, object] = {
        "summary": operation.summary,
        "operationId": _id_of(operation),
        "parameters": [_parameter(one) for one in operation.parameters],
        "responses": dict(_answers(operation)),
    }
    if operation.body:
        content = {"application/json": {"schema": _ref(operation.body)}}
        told["requestBody"] = {"required": True, "content": content}
    if operation.scopes:
        scopes = " or ".join(operation.scopes)
        told["description"] = f"Needs a token with {scopes}."
        told["security"] = [{"token": []}]
    return told


def _id_of(operation: Operation) -> str:
    words = operation.path.replace("{", "").replace("}", "").replace(".", "_")
    return f"{operation.method}{words.replace('/', '_')}"


def _parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.about,
        "required": parameter.is_required,
        "schema": parameter.schema,
    }


def _answers(operation: Operation) -> Iterator[tuple[str, Mapping[str, object]]]:
    for status in operation.statuses:
        schema = _ref(operation.answer) if operation.answer else {"type": "object"}
        content = {name: {"schema": schema} for name in operation.media_types}
        told = {"description": HTTPStatus(status).phrase}
        yield str(status), told if status == 304 else {**told, "content": content}
    unauthorized = (401,) if operation.scopes else ()
    problem = {MEDIA_TYPE: {"schema": _ref(Problem)}}
    for status in sorted({*operation.refusals, *unauthorized, *_ANYWHERE}):
        yield (
            str(status),
            {"description": HTTPStatus(status).phrase, "content": problem},
        )


def _ref(type_: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"{_ROOT}{type_.__name__}"}


def _schemas() -> dict[str, object]:
    """Schemas of all bodies, those of requests as they are validated."""
    bodies = {operation.body for operation in OPERATIONS if operation.body} | {SentItem}
    answers = {one.answer for one in OPERATIONS if one.answer} | {Problem}
    modes: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((type_, "validation") for type_ in bodies),
        *((type_, "serialization") for type_ in answers),
    ]
    modes.sort(key=lambda mode: mode[0].__name__)
    _, found = models_json_schema(modes, ref_template=_ROOT + "{model}")
    schemas: dict[str, object] = found["$defs"]
    return schemas
