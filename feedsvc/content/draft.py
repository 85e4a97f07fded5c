"""Drafts: a Submission becomes an ArticleDraft, by rules that have an edition number."""

import re
from dataclasses import replace

from lxml.html import HtmlElement

from feedsvc.content import html
from feedsvc.content.attribution.reading import Reading, read_credits
from feedsvc.content.kept import pack
from feedsvc.content.lines import drop_lines, read_lines
from feedsvc.content.markdown.reading import to_html
from feedsvc.content.media import NO_FILES, Addresses, Files, Finder, Known
from feedsvc.content.summary import summarise
from feedsvc.errors import UnreadablePost
from feedsvc.language import tags
from feedsvc.model.article import ArticleDraft, Rendered
from feedsvc.model.attribution import Attribution, Role, Rule, by_role
from feedsvc.model.slug import slug_of_title
from feedsvc.model.submission import NOTHING_GIVEN, BodyKind, Given, Submission
from feedsvc.model.text import folded, xml_legal

RULES_VERSION = 14  # one more whenever `render` gives other output for the same body

MAX_TITLE = 500  # characters; a longer title is cut, because it is only shown
MAX_CATEGORY = 500  # a longer category is refused, because it is an identity
_SHOWN_ADDRESS = 80  # characters
_SHOWN_LANGUAGE = 40
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
    given: Given = NOTHING_GIVEN,
) -> Rendered:
    """Cleaned HTML, summary and credits of a body, by today's rules.

    Args:
        body: in `kind`.
        kind: its markup.
        credits_: credits given outright. Those of front matter stand for credits of the
            same roles in the body; others, for all of them.
        given: what was said beside the body.
    """
    return _render(body, kind, credits_, given, Known(dict(given.media)))[0]


def explain(body: str, *, kind: BodyKind = BodyKind.MARKDOWN) -> Reading:
    """Credits of a body by today's rules, with every decision."""
    root = _tree(body, kind)
    html.drop_clutter(root)
    return read_credits(read_lines(root))


def _render(
    body: str,
    kind: BodyKind,
    credits_: tuple[Attribution, ...],
    given: Given,
    files: Finder,
) -> tuple[Rendered, tuple[str, ...]]:
    """Result of `render`, and the addresses that had to be left out."""
    root = _tree(body, kind)
    addresses = Addresses(given.base_url, files)
    html.put_first(root, given.image, addresses)
    lost = html.drop_clutter(root, addresses)
    lines = read_lines(root)
    outright = any(credit.rule is not Rule.FRONT_MATTER for credit in credits_)
    reading = read_credits(() if outright else lines)
    attributions, outdone = _beside(credits_, reading.attributions)
    raws = {attribution.raw for attribution in attributions}
    if not outdone:
        drop_lines(lines, reading.spent)
    rendered = Rendered(
        html=html.serve(root),
        summary=_given_summary(given, kind) or summarise(lines, credits_=raws),
        attributions=attributions,
        rules_version=RULES_VERSION,
        evidence=(*by_role(outdone, Role.PUBLISHER), *reading.evidence),
    )
    return rendered, lost


def _tree(text: str, kind: BodyKind) -> HtmlElement:
    legal = html.cut_charts(xml_legal(text))
    return html.parse(legal if kind is BodyKind.HTML else to_html(legal))


def _beside(
    given: tuple[Attribution, ...], found: tuple[Attribution, ...]
) -> tuple[tuple[Attribution, ...], tuple[Attribution, ...]]:
    """Credits given outright with the body's in other roles, and the body's left over."""
    roles = {credit.role for credit in given}
    others = tuple(credit for credit in found if credit.role not in roles)
    return (*given, *others), tuple(c for c in found if c.role in roles)


def _given_summary(given: Given, kind: BodyKind) -> str:
    """The summary that an editor wrote, or of the excerpt that one marked."""
    if given.summary:
        root = _tree(given.summary, BodyKind.MARKDOWN)
    elif given.excerpt:
        root = _tree(given.excerpt, kind)
    else:
        return ""
    html.drop_clutter(root)
    return summarise(read_lines(root), credits_=())


def draft(submission: Submission, files: Files = NO_FILES) -> ArticleDraft:
    """The article that a submission makes.

    Args:
        submission: as its source gives it.
        files: that come in with it.

    Raises:
        UnreadablePost: it has nothing to make an info code from, or its category name
            is longer than MAX_CATEGORY or cannot be part of an address.
    """
    category = _checked(submission.key, submission.category)
    code = submission.code
    if code is None:
        reason = f"no info code, and {submission.undated} to make one from"
        raise UnreadablePost(submission.key, reason)
    rendered, lost = _render(
        submission.body, submission.kind, submission.credits, submission.given, files
    )
    media = tuple(files.found.items())
    submission = replace(submission, given=replace(submission.given, media=media))
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
        published_at=submission.published_at,
        modified_at=submission.modified_at,
        is_future_shown=submission.is_future_shown,
        has_time=submission.has_time,
        language=tags.find(submission.language or ""),
        further_categories=tuple(
            _checked(submission.key, name) for name in submission.further_categories
        ),
        permalink=submission.permalink if is_dated else None,
        addresses=submission.addresses,
        legacy_path=submission.legacy_path if is_dated else None,
        origin_url=submission.origin_url,
        raw=pack(submission),
        is_html=_is_html(submission),
        rendered=rendered,
        warnings=(
            *submission.warnings,
            *files.warnings,
            *_told_of_cut(whole_title),
            *_told_of_lost(lost),
            *_told_of_language(submission.language),
        ),
        withheld=submission.withheld,
        missing=_missing(submission, title),
        attachments=files.files,
    )


def _checked(key: str, name: str) -> str:
    """A category's raw name, unless that cannot be one."""
    category = xml_legal(name).strip()
    if len(category) > MAX_CATEGORY:
        reason = f"a category of more than {MAX_CATEGORY} characters"
        raise UnreadablePost(key, reason)
    if not _DOTS.isdisjoint(category.split()):
        raise UnreadablePost(key, "a category that no address can hold")
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


def _told_of_lost(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence about links and pictures that lead nowhere, if there are any."""
    if not addresses:
        return ()
    first = folded(addresses[0])[:_SHOWN_ADDRESS]
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    return (f"Left out, for it is no address on the web: {first}{more}.",)


def _told_of_language(written: str | None) -> tuple[str, ...]:
    """A sentence about a language that nobody knows."""
    if not written or tags.find(written):
        return ()
    shown = folded(xml_legal(written))[:_SHOWN_LANGUAGE]
    return (f"The language {shown!r} is no language tag (BCP 47), and was left out.",)


def _missing(submission: Submission, title: str) -> str | None:
    """Parts that a submission lacks to be shown, in words for a person, or None."""
    lacks = [
        *(["no title"] if not title else []),
        *([submission.undated] if submission.published_at is None else []),
    ]
    return ", ".join(lacks) or None
