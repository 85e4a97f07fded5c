"""Finding: articles and imported files, by facts that an operator knows."""

from collections.abc import Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import CompoundSelect, Connection, Select, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from feedsvc.model.article import ArticleState
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import (
    ArticleRecord,
    FoundArticle,
    FoundFile,
    Standing,
    Wanted,
)
from feedsvc.store.database.states import EntryState
from feedsvc.store.database.tables import (
    addresses,
    article_versions,
    articles,
    attributions,
    imported_files,
    stream_entries,
    streams,
)

_Row = TypeVarTuple("_Row")

_WITHHELD_STATES = (ArticleState.SCHEDULED, ArticleState.RETRACTED)
# Flags tell apart articles that are withheld or were purged.
_WORD_OF = {
    ArticleState.PUBLISHED: Standing.PUBLISHED,
    ArticleState.SCHEDULED: Standing.SCHEDULED,
    ArticleState.INCOMPLETE: Standing.INCOMPLETE,
    ArticleState.RETRACTED: Standing.WITHDRAWN,
    ArticleState.MERGED: Standing.MERGED,
}
_STATES_OF = {
    **{word: (state,) for state, word in _WORD_OF.items()},
    Standing.PURGED: (ArticleState.RETRACTED,),
    Standing.WITHHELD: _WITHHELD_STATES,
}


def matching(
    connection: Connection, wanted: Wanted, *, stream_ids: Sequence[int]
) -> list[FoundArticle]:
    """The articles that are asked for, those that came last first.

    Ids are found first; rows are read only for as many as are wanted.

    Args:
        stream_ids: of the streams that an article must stand in, have been withdrawn
            from, or be meant for.
    """
    ids = _matching(select(articles.c.id), wanted, stream_ids)
    if wanted.after is not None:
        last = articles.alias()
        place = select(last.c.id).where(last.c.info_code == wanted.after)
        ids = ids.where(articles.c.id < place.scalar_subquery())
    ids = ids.order_by(articles.c.id.desc()).limit(wanted.limit)
    found = connection.execute(ids).scalars().all()
    query = _found().where(articles.c.id.in_(found)).order_by(articles.c.id.desc())
    return [_article(*row) for row in connection.execute(query)]


def codes(
    connection: Connection, wanted: Wanted, *, stream_ids: Sequence[int]
) -> list[InfoCode]:
    """The codes of all articles that are asked for, without a limit."""
    query = _matching(select(articles.c.info_code), wanted, stream_ids)
    query = query.order_by(articles.c.id.desc())
    return [InfoCode(code) for code in connection.execute(query).scalars()]


def record(connection: Connection, code: InfoCode) -> ArticleRecord | None:
    """Full record of the article of a code; each part by its index."""
    row = connection.execute(_found().where(articles.c.info_code == code)).one_or_none()
    if row is None:
        return None
    more = select(articles.c.id, articles.c.permalink, articles.c.updated_at)
    id_, permalink, updated_at = connection.execute(
        more.where(articles.c.info_code == code)
    ).one()
    paths = select(addresses.c.path).where(
        addresses.c.article_id == id_  # ix_addresses_article_id
    )
    names = (
        select(attributions.c.role, attributions.c.name)
        .where(attributions.c.article_id == id_)
        .order_by(attributions.c.position)
    )
    versions = (
        select(article_versions.c.replaced_at, article_versions.c.reason)
        .where(article_versions.c.article_id == id_)  # ix_article_versions_article_id
        .order_by(article_versions.c.id)
    )
    claims = _files().where(imported_files.c.info_code == code)
    return ArticleRecord(
        article=_article(*row),
        permalink=permalink,
        updated_at=updated_at,
        addresses=tuple(sorted(connection.execute(paths).scalars())),
        files=tuple(sorted(_read_files(connection, claims), key=_place)),
        credits=tuple((role, name) for role, name in connection.execute(names)),
        versions=tuple((at, why) for at, why in connection.execute(versions)),
    )


def files(
    connection: Connection, outcome: str, *, after: tuple[str, str], limit: int
) -> list[FoundFile]:
    """Files with this outcome, by archive and path; by ix_imported_files_outcome.

    Args:
        after: only those behind this archive and path.
    """
    columns = imported_files.c
    key = tuple_(columns.archive, columns.path)
    query = (
        _files()
        .where(columns.outcome == outcome, key > after)
        .order_by(columns.archive, columns.path)
        .limit(limit)
    )
    return _read_files(connection, query)


def _matching(
    query: Select[*_Row], wanted: Wanted, stream_ids: Sequence[int]
) -> Select[*_Row]:
    for stream_id in stream_ids:
        query = query.where(articles.c.id.in_(_of_stream(stream_id)))
    return query.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = articles.c
    found: list[ColumnElement[bool]] = []
    if wanted.standing is not None:
        found.extend(_standing_so(wanted.standing))
    elif wanted.since is not None or wanted.until is not None:
        # All of them, so that ix_articles_state_published_at finds the days.
        found.append(columns.state.in_(list(ArticleState)))
    if wanted.since is not None:
        found.append(columns.published_at >= wanted.since)
    if wanted.until is not None:
        found.append(columns.published_at < wanted.until)
    if wanted.title:
        found.append(columns.title.icontains(wanted.title, autoescape=True))
    if wanted.is_kept:
        found.append(~columns.is_purged)
    if wanted.author is not None:
        named = select(attributions.c.article_id).where(
            attributions.c.name == wanted.author  # ix_attributions_name
        )
        found.append(columns.id.in_(named))
    return found


def _standing_so(standing: Standing) -> list[ColumnElement[bool]]:
    """Conditions by ix_articles_state_published_at, and flags where a state is split."""
    states = _STATES_OF[standing]
    found: list[ColumnElement[bool]] = [articles.c.state.in_(states)]
    if ArticleState.RETRACTED in states:
        found.append(articles.c.is_purged.is_(standing is Standing.PURGED))
    if set(states) & set(_WITHHELD_STATES):
        found.append(articles.c.is_withheld.is_(standing is Standing.WITHHELD))
    return found


def _of_stream(stream_id: int) -> CompoundSelect[int]:
    """Ids of a stream's articles in any state, except those that left it.

    Entries by the primary key; articles that never entered, because they were
    scheduled, incomplete or withdrawn before, by ix_articles_state_published_at or
    ix_attributions_source_id.
    """
    entries = stream_entries.c
    entered = select(entries.article_id).where(
        entries.stream_id == stream_id, entries.state != EntryState.LEFT
    )
    hidden = [state for state in ArticleState if state is not ArticleState.PUBLISHED]
    waiting = (
        select(articles.c.id)
        .join(streams, streams.c.category_id == articles.c.category_id)
        .where(streams.c.id == stream_id, articles.c.state.in_(hidden))
    )
    credited = (
        select(attributions.c.article_id)
        .join(streams, streams.c.source_id == attributions.c.source_id)
        .where(streams.c.id == stream_id)
    )
    return entered.union(waiting, credited)


def _found() -> Select[*tuple[Any, ...]]:
    survivor = articles.alias()
    columns = articles.c
    return select(
        columns.info_code, columns.state, columns.title, columns.published_at,
        columns.state_at, columns.state_reason, survivor.c.info_code,
        columns.is_legal, columns.is_purged, columns.is_withheld,
    ).outerjoin(survivor, survivor.c.id == columns.merged_into)  # fmt: skip


def _article(*row: object) -> FoundArticle:
    *told, is_purged, is_withheld = row
    code, state, *rest = told
    word = _WORD_OF[ArticleState(str(state))]
    if is_purged:
        word = Standing.PURGED
    elif is_withheld and state in _WITHHELD_STATES:
        word = Standing.WITHHELD
    return FoundArticle(code, word, *rest)  # type: ignore[arg-type]  # a row's


def _files() -> Select[str, str, str, str | None, str | None]:
    columns = imported_files.c
    return select(
        columns.archive, columns.path, columns.outcome, columns.reason, columns.info_code
    )  # fmt: skip


def _read_files(
    connection: Connection,
    query: Select[str, str, str, str | None, str | None],
) -> list[FoundFile]:
    return [
        FoundFile(
            row.archive,
            row.path,
            row.outcome,
            row.reason,
            InfoCode(row.info_code) if row.info_code else None,
        )
        for row in connection.execute(query)
    ]


def _place(file: FoundFile) -> tuple[str, str]:
    return file.archive, file.path
