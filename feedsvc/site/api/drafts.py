"""Drafts: what would come of an article, without storing it."""

from flask import Blueprint, Response

from feedsvc.model.article import ArticleDraft
from feedsvc.model.token import Scope
from feedsvc.site import auth
from feedsvc.site.api.answers import Check
from feedsvc.site.api.article_json import (
    code_of,
    credit_json,
    named_json,
    submission_of,
)
from feedsvc.site.api.articles import MAX_BODY_BYTES, new_code
from feedsvc.site.api.bodies import SentDraft
from feedsvc.site.api.json_body import json_body, typed
from feedsvc.site.api.problem import closed
from feedsvc.site.context import services

blueprint = Blueprint("drafts", __name__, url_prefix="/api/v1/drafts")
blueprint.after_request(closed)


@blueprint.post("/check")
def check() -> Response:
    """Code, permalink, cleaned text, credits and warnings of an article."""
    token = auth.bearer(Scope.WRITE_ARTICLES)
    sent = typed(SentDraft, json_body(MAX_BODY_BYTES))
    code = code_of(sent.code) if sent.code else new_code()
    with services().admission.place():
        draft, is_new = services().intake.check(submission_of(sent, code), token)
    told = _told(draft, is_new=is_new)
    return Response(f"{told.model_dump_json()}\n", content_type="application/json")


def _told(draft: ArticleDraft, *, is_new: bool) -> Check:
    permalink, at = draft.permalink or "", draft.published_at
    made = draft.rendered
    return Check(
        code=draft.info_code,
        is_new=is_new,
        url=services().links.absolute(permalink),
        permalink=permalink,
        published_at=at and at.astimezone(services().listings.zone),
        title=draft.title,
        summary=made.summary,
        html=made.html,
        categories=list(draft.categories),
        credits=[credit_json(one) for one in made.attributions],
        evidence=[named_json(one) for one in made.evidence],
        warnings=list(draft.warnings),
    )
