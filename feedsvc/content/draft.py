"""Drafts: a Submission becomes an ArticleDraft, by rules that have an edition number."""

import re

from feedsvc.content import html, markdown
from feedsvc.content.attribution.names import is_outlet
from feedsvc.content.attribution.reading import read_credits
from feedsvc.content.kept import pack
from feedsvc.content.lines import drop_lines, read_lines
from feedsvc.content.summary import summarise
from feedsvc.errors import UnreadablePost
from feedsvc.model.article import ArticleDraft, Rendered
from feedsvc.model.attribution import Attribution
from feedsvc.model.slug import slug_of_title
from feedsvc.model.submission import BodyKind, Submission
from feedsvc.model.text import folded, xml_legal

RULES_VERSION = 4  # one more whenever `render` gives other output for the same body

MAX_TITLE = 500  # characters; a longer title is cut, because it is only shown
MAX_CATEGORY = 500  # a longer category is refused, because it is an identity
_DOTS = frozenset({".", ".."})  # which clients take out of a path
_HTML_BLOCK = re.compile(
    r"<(?:p|div|table|center|img|figure|section|article|h[1-6]|[ou]l|dl)\b",
    re.IGNORECASE,
)


def render(
    body: str,
    *,
    kind: BodyKind = BodyKind.MARKDOWN,
    credits_: tuple[Attribution, ...] = (),
) -> Rendered:
    """Cleaned HTML, summary and credits of a body, by today's rules.

    Args:
        credits_: credits given outright, used instead of those in the body.
    """
    legal = html.cut_charts(xml_legal(body))
    root = html.parse(legal if kind is BodyKind.HTML else markdown.to_html(legal))
    html.drop_clutter(root)
    lines = read_lines(root)
    reading = read_credits(() if credits_ else lines)
    attributions = credits_ or reading.attributions
    raws = {attribution.raw for attribution in attributions}
    drop_lines(lines, reading.spent)
    return Rendered(
        html=html.serve(root),
        summary=summarise(lines, credits_=raws),
        attributions=attributions,
        rules_version=RULES_VERSION,
        evidence=reading.evidence,
    )


def draft(submission: Submission) -> ArticleDraft:
    """The article that a submission makes.

    Raises:
        UnreadablePost: it has nothing to make an info code from, or its category name
            is longer than MAX_CATEGORY or cannot be part of an address.
    """
    category = _category(submission)
    code = submission.code
    if code is None:
        reason = "no info code, and no date and category to make one"
        raise UnreadablePost(submission.key, reason)
    whole_title = folded(xml_legal(submission.title))
    title = _cut(whole_title)
    category_title = _category_title(submission)
    is_dated = submission.published_at is not None
    return ArticleDraft(
        origin=submission.origin,
        key=submission.key,
        info_code=code,
        title=title,
        slug=slug_of_title(title),
        category=category,
        category_title=category_title,
        category_is_outlet=category_title is not None and is_outlet(category_title),
        published_at=submission.published_at,
        permalink=submission.permalink if is_dated else None,
        addresses=submission.addresses,
        legacy_path=submission.legacy_path if is_dated else None,
        origin_url=submission.origin_url,
        raw=pack(submission),
        is_html=_is_html(submission),
        rendered=render(
            submission.body, kind=submission.kind, credits_=submission.credits
        ),
        warnings=(*submission.warnings, *_told_of_cut(whole_title)),
        withheld=submission.withheld,
        missing=_missing(submission, title, category),
    )


def _category(submission: Submission) -> str:
    category = xml_legal(submission.category).strip()
    if len(category) > MAX_CATEGORY:
        reason = f"a category of more than {MAX_CATEGORY} characters"
        raise UnreadablePost(submission.key, reason)
    if not _DOTS.isdisjoint(category.split()):
        raise UnreadablePost(submission.key, "a category that no address can hold")
    return category


def _category_title(submission: Submission) -> str | None:
    given = submission.category_title or ""
    return folded(xml_legal(given))[:MAX_CATEGORY].strip() or None


def _is_html(submission: Submission) -> bool:
    """True if a body has HTML of its own beyond the digest."""
    is_html = submission.kind is BodyKind.HTML
    return is_html or _HTML_BLOCK.search(submission.body) is not None


def _cut(title: str) -> str:
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rstrip() + "…"


def _told_of_cut(title: str) -> tuple[str, ...]:
    is_cut = len(title) > MAX_TITLE
    return (f"The title was cut to {MAX_TITLE} characters.",) if is_cut else ()


def _missing(submission: Submission, title: str, category: str) -> str | None:
    """Parts that a submission lacks to be shown, in words for a person, or None."""
    lacks = [
        *(["no title"] if not title else []),
        *([submission.undated] if submission.published_at is None else []),
        *(["no category"] if not category else []),
    ]
    return ", ".join(lacks) or None
