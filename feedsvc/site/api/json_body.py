"""JSON in the bodies of requests to the API (RFC 8259), and the types that it must have."""

import json
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from feedsvc.site.api.problem import ApiProblem, wrong_fields

_Type = TypeVar("_Type", bound=BaseModel)
_MAX_FAULTS = 100  # that are told
_MAX_FIELDS = 100  # of an object; no type has half as many
_MAX_NAME = 64  # characters of an unknown field's name that is told
_WORDS = {
    "extra_forbidden": "there is no such field",
    "missing": "must be given",
    "model_type": "must be an object",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "string_unicode": "must be text in Unicode, without half a pair of surrogates",
}


def json_body(max_bytes: int) -> object:
    """Value that the body of the request holds.

    Raises:
        ApiProblem: it is no JSON in UTF-8, is said to be something else, or is too long.
    """
    if request.mimetype != "application/json":
        raise ApiProblem(415, "Content-Type must be application/json.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise ApiProblem(415, "Content-Encoding must be absent.")
    if (request.content_length or 0) > max_bytes:
        raise ApiProblem(413, f"The body may have {max_bytes} bytes.")
    try:
        body: object = json.loads(
            request.get_data(cache=False).decode(),
            parse_constant=_refuse,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        raise ApiProblem(400, "The body must be JSON in UTF-8.") from None
    return body


def typed(type_: type[_Type], value: object) -> _Type:
    """The value as one of a type.

    Raises:
        ApiProblem: it is none; names every field that is wrong.
    """
    try:
        return type_.model_validate(value)
    except ValidationError as error:
        raise wrong_fields(faults_of(error)) from None


def faults_of(error: ValidationError) -> list[tuple[str, str]]:
    """The fields that are wrong: a JSON pointer (RFC 6901) and the reason of each."""
    told = error.errors(include_url=False, include_input=False)[:_MAX_FAULTS]
    return [(_pointer(one["loc"]), _reason(one)) for one in told]


def _reason(told: ErrorDetails) -> str:
    """Reason in our words, or in pydantic's where that names limits and choices."""
    said = told.get("ctx", {}).get("error") or _WORDS.get(told["type"], told["msg"])
    return str(said)


def _pointer(place: tuple[int | str, ...]) -> str:
    """A JSON pointer; to the object around a field whose name is too long to tell."""
    parts = [str(part) for part in place]
    if parts and len(parts[-1]) > _MAX_NAME:
        parts.pop()
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; of two fields with one name, one would be lost."""
    if len(pairs) > _MAX_FIELDS:  # each unknown one would be told, in memory at least
        raise ApiProblem(400, f"An object may have {_MAX_FIELDS} fields.")
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ApiProblem(400, "An object of the body names a field twice.")
    return found


def _refuse(_constant: str) -> None:
    raise ValueError("NaN and Infinity are not JSON (RFC 8259 §6)")
