"""Resolving: articles behind share links, for programs, up to a hundred at a time."""

import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request

from feedsvc.edge import lifetimes
from feedsvc.edge.conditional import public
from feedsvc.model.answer import Answer, Malformed, Published, Unknown, Withdrawn
from feedsvc.model.attribution import CreditPart, Party
from feedsvc.model.share_link import ShareLink
from feedsvc.site.api.json_body import json_body
from feedsvc.site.api.problem import ApiProblem
from feedsvc.site.context import services
from feedsvc.site.unknown_codes import missed
from feedsvc.site.view.dates import stamp

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MAX_ITEMS = 100
MAX_BODY_BYTES = 256 * 1024
_PREFLIGHT_S = 86_400
_READ = {"code": ShareLink.from_code, "url": ShareLink.from_text}


@blueprint.get("/resolve")
def resolve() -> Response:
    """Answer for one code, or one URL that was pasted whole."""
    given = [(name, text) for name in _READ for text in request.args.getlist(name)]
    if len(given) != 1:
        raise ApiProblem(400, "Give code or url, one of them, and once.")
    [(name, text)] = given
    [answer], credits_ = _answers([_READ[name](text)])
    is_miss = isinstance(answer, Unknown | Malformed)
    max_age_s = lifetimes.UNKNOWN_S if is_miss else lifetimes.RESOLVED_S
    return _json(_told(answer, credits_), public(max_age_s))


@blueprint.post("/resolve")
def resolve_many() -> Response:
    """Answers for many codes or URLs, in the order in which they were asked for."""
    name, texts = _items(json_body(MAX_BODY_BYTES))
    read = _READ[name.removesuffix("s")]
    answers, credits_ = _answers([read(text) for text in texts])
    results = [_told(answer, credits_) for answer in answers]
    return _json({"results": results}, "no-store")


@blueprint.after_request
def _open_to_all(response: Response) -> Response:
    """Scripts of every origin may ask, and read the answer (Fetch, CORS protocol)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = str(_PREFLIGHT_S)
    return response


def _answers(
    links: Sequence[ShareLink],
) -> tuple[list[Answer], dict[int, tuple[CreditPart, ...]]]:
    """Answers, and the credits of the articles that answer, by their ids."""
    language, script = services().language, services().script
    answers, found = services().share_links.credited_answers(links, language)
    misses = sum(isinstance(answer, Unknown | Malformed) for answer in answers)
    if wait_s := missed(misses):
        detail = "Too many codes that nobody has."
        raise ApiProblem(429, detail, retry_after_s=wait_s)
    return answers, {id_: script.credit(credit) for id_, credit in found.items()}


def _told(
    answer: Answer, credits_: Mapping[int, tuple[CreditPart, ...]]
) -> dict[str, object]:
    """An answer in the form of JSON."""
    links, zone = services().links, services().listings.zone
    match answer:
        case Published():
            told: dict[str, object] = {
                "status": "found",
                "code": answer.code,
                "url": links.absolute(answer.permalink),
                "share_url": links.share(answer.code),
                "title": services().script.text(answer.title),
                "published": stamp(answer.published_at, zone),
                "credits": [
                    _credit(part, party)
                    for part in credits_.get(answer.article_id, ())
                    for party in part.parties
                ],
            }
            merged_from = answer.merged_from
            return told | ({"merged_from": merged_from} if merged_from else {})
        case Withdrawn(code, since, is_legal):
            return {
                "status": "retracted",
                "code": code,
                "since": stamp(since, zone),
                "legal": is_legal,
            }
        case Unknown(code):
            return {"status": "unknown", "code": code}
        case Malformed():
            return {"status": "malformed"}


def _credit(part: CreditPart, party: Party) -> dict[str, str]:
    """One name, with the rule that read it; `category` is only inferred."""
    told = {"role": part.role.value, "label": part.label, "name": party.name}
    url = {"url": party.url} if party.url else {}
    return told | url | {"evidence": party.evidence.value}


def _items(body: object) -> tuple[str, list[str]]:
    """Name of the list in the request, `codes` or `urls`, and its items."""
    given = body if isinstance(body, dict) else {}
    names = [name for name in ("codes", "urls") if name in given]
    if len(names) != 1:
        raise ApiProblem(400, "The body must be an object with codes or urls.")
    [name] = names
    items = given[name]
    if not isinstance(items, list):
        raise ApiProblem(400, f"{name} must be a list.")
    if len(items) > MAX_ITEMS:
        raise ApiProblem(413, f"{name} may hold {MAX_ITEMS} items.")
    for place, item in enumerate(items):
        if not isinstance(item, str):
            raise ApiProblem(400, f"{name}[{place}] must be a string.")
    return name, items


def _json(told: dict[str, object], cache_control: str) -> Response:
    body = json.dumps(told, ensure_ascii=False) + "\n"
    response = Response(body, content_type="application/json")
    response.headers["Cache-Control"] = cache_control
    return response
