"""Writes: drafts become articles, and stored articles change what they say."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, literal, select, update

from feedsvc.model.article import ArticleDraft, ArticleState, Rendered
from feedsvc.model.history import Deed
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import history
from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import article_versions, articles


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """Facts about an article that a writer needs before it decides.

    Attributes:
        published_at: None while incomplete, like `permalink`.
        content_hash: `content_hash` of what it says now.
        is_withheld: retracted, or scheduled for no day, because a file asks for it and for
            no other reason.
        revision: of its last change.
    """

    id: int
    info_code: InfoCode
    state: ArticleState
    permalink: str | None
    published_at: datetime | None
    category_id: int | None
    content_hash: bytes
    html_bytes: int
    is_purged: bool
    is_withheld: bool
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Entrant:
    """A draft on its way in, with what only the store can add.

    Attributes:
        entry_id: its Atom id, once it is complete.
        category_id: of the draft's category; None where it names none.
    """

    draft: ArticleDraft
    entry_id: str
    category_id: int | None


def marks_of(language: str | None, *, has_time: bool) -> tuple[str, ...]:
    """Words for a digest, if an article is in a language of its own, or has a day alone."""
    return (*([language] if language else []), *([] if has_time else ["day"]))


def content_hash(
    title: str,
    category: str,
    origin_url: str | None,
    rendered: Rendered,
    marks: tuple[str, ...],
) -> bytes:
    """The digest of everything that a reader can see of an article."""
    credits_ = [
        (
            credit.role.value, credit.name, credit.url, credit.raw, credit.rule.value,
            *([credit.label] if credit.label else []),
        )
        for credit in rendered.attributions
    ]  # fmt: skip
    seen = (title, category, origin_url, rendered.summary, credits_, *marks)
    if rendered.is_unsourced:
        seen = (*seen, "unsourced")
    return hashlib.sha256(f"{seen!r}\n{rendered.html}".encode()).digest()


def hash_of_draft(draft: ArticleDraft) -> bytes:
    """The `content_hash` of a draft."""
    marks = marks_of(draft.language, has_time=draft.has_time)
    return content_hash(
        draft.title, draft.category, draft.origin_url, draft.rendered, marks
    )


def stored_by_codes(
    connection: Connection, codes: Iterable[InfoCode]
) -> dict[InfoCode, StoredArticle]:
    """Stored articles under these codes."""
    query = select(
        articles.c.id, articles.c.info_code, articles.c.state, articles.c.permalink,
        articles.c.published_at, articles.c.category_id, articles.c.content_hash,
        articles.c.html_bytes, articles.c.is_purged, articles.c.is_withheld,
        articles.c.revision,
    ).where(articles.c.info_code.in_(list(codes)))  # fmt: skip
    return {
        InfoCode(row.info_code): StoredArticle(
            id=row.id,
            info_code=InfoCode(row.info_code),
            state=ArticleState(row.state),
            permalink=row.permalink,
            published_at=row.published_at,
            category_id=row.category_id,
            content_hash=row.content_hash,
            html_bytes=row.html_bytes,
            is_purged=row.is_purged,
            is_withheld=row.is_withheld,
            revision=row.revision,
        )
        for row in connection.execute(query)
    }


def taken(connection: Connection, names: Iterable[str]) -> dict[str, InfoCode]:
    """Owners of those of these permalinks and entry ids that are taken."""
    wanted = list(names)
    found: dict[str, InfoCode] = {}
    for column in (articles.c.permalink, articles.c.entry_id):
        query = select(column, articles.c.info_code).where(column.in_(wanted))
        found |= {str(name): InfoCode(code) for name, code in connection.execute(query)}
    return found


def add(change: Change, entrants: Sequence[Entrant]) -> None:
    """Store new articles."""
    if not entrants:
        return
    rows = [
        {
            **_identity(change, entrant),
            **_content(entrant),
            "info_code": entrant.draft.info_code,
            "is_legal": False,
            "is_purged": False,
            "is_withheld": False,
            "revision": change.revision,
        }
        for entrant in entrants
    ]
    change.connection.execute(insert(articles), rows)
    change.touch()


def complete(change: Change, stored: StoredArticle, entrant: Entrant) -> None:
    """Give an incomplete article its date, its permalink and its id, for good.

    One that a person withdrew stays withdrawn.
    """
    values = {**_identity(change, entrant), **_content(entrant)}
    if stored.state is not ArticleState.INCOMPLETE:
        del values["state"], values["state_at"]
    set_values(change, stored.id, values)


def rewrite(
    change: Change, stored: StoredArticle, entrant: Entrant, *, is_new: bool = True
) -> None:
    """Give an article a draft's text; its identity stays.

    It counts as updated if the text is new, and not only made anew by other rules.
    """
    is_moved = is_new and stored.published_at is not None
    moved = {"updated_at": change.now} if is_moved else {}
    set_values(change, stored.id, {**_content(entrant), **moved})


def keep_text(change: Change, article_id: int, raw: bytes) -> None:
    """Keep the text that an article was read from; what it shows stays."""
    mine = articles.c.id == article_id
    change.connection.execute(update(articles).where(mine).values(raw=raw))


def mark_changed(change: Change, article_ids: Sequence[int]) -> None:
    """Give articles the change's revision: something that is shown with them moved."""
    if article_ids:
        change.connection.execute(
            update(articles)
            .where(articles.c.id.in_(article_ids))
            .values(revision=change.revision)
        )
        change.touch()


def keep_version(change: Change, article_id: int, *, reason: str) -> None:
    """Keep an article's present text before it changes."""
    kept = ["title", "summary", "html", "raw"]
    into = article_versions.c
    row = select(
        articles.c.id,
        literal(change.now, type_=into.replaced_at.type),
        literal(change.by, type_=into.replaced_by.type),
        literal(reason, type_=into.reason.type),
        *(articles.c[name] for name in kept),
    ).where(articles.c.id == bindparam("b_id"))
    columns = ["article_id", "replaced_at", "replaced_by", "reason", *kept]
    change.connection.execute(
        insert(article_versions).from_select(columns, row), {"b_id": article_id}
    )
    history.note(change, Deed.CORRECTED, {article_id: reason})


def set_values(change: Change, article_id: int, values: dict[str, object]) -> None:
    """Write columns of an article, and its revision."""
    change.connection.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(revision=change.revision, **values)
    )
    change.touch()


def _identity(change: Change, entrant: Entrant) -> dict[str, object]:
    """Columns set once for an article; all None while it has no date or no title."""
    draft = entrant.draft
    if not draft.is_complete or draft.published_at is None:
        none = dict.fromkeys(("entry_id", "permalink", "published_at", "updated_at"))
        return {**none, "state": ArticleState.INCOMPLETE, "state_at": change.now}
    is_due = draft.is_future_shown or draft.published_at <= change.now
    modified_at = draft.modified_at or draft.published_at
    return {
        "entry_id": entrant.entry_id,
        "permalink": draft.permalink,
        "published_at": draft.published_at,
        "updated_at": max(draft.published_at, min(modified_at, change.now)),
        "state": ArticleState.PUBLISHED if is_due else ArticleState.SCHEDULED,
        "state_at": change.now,
    }


def _content(entrant: Entrant) -> dict[str, object]:
    draft = entrant.draft
    return {
        "category_id": entrant.category_id,
        "slug": draft.slug,
        "title": draft.title,
        "summary": draft.rendered.summary,
        "html": draft.rendered.html,
        "html_bytes": len(draft.rendered.html.encode()),
        "origin_url": draft.origin_url,
        "language": draft.language,
        "has_time": draft.has_time,
        "raw": draft.raw,
        "rules_version": draft.rendered.rules_version,
        "is_unsourced": draft.rendered.is_unsourced,
        "content_hash": hash_of_draft(draft),
    }
