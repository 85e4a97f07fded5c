"""The schema. Migrations repeat it step by step; `alembic check` holds the two together.

Every index names the query that needs it. Columns that a list never reads (`html`,
`raw`) come last in their table, so that SQLite need not touch their overflow pages.
Each table's columns are a class, from which mypy knows the types of a row; an annotation
with None is a column that may be NULL.
"""

from feedsvc.store.database.tables.access import loads, partners, tokens
from feedsvc.store.database.tables.articles import (
    addresses,
    article_events,
    article_versions,
    articles,
    attributions,
    corrections,
    evidence,
)
from feedsvc.store.database.tables.base import metadata
from feedsvc.store.database.tables.clicks import clicks, misses
from feedsvc.store.database.tables.imports import (
    archives,
    import_findings,
    imported_files,
    imports,
    site_facts,
)
from feedsvc.store.database.tables.line import (
    epochs,
    followers,
    site,
)
from feedsvc.store.database.tables.media import (
    article_media,
    cards,
    imported_media,
    media,
    media_chunks,
    media_paths,
)
from feedsvc.store.database.tables.search import (
    search_blocks,
    search_documents,
    search_postings,
)
from feedsvc.store.database.tables.streams import (
    categories,
    source_aliases,
    sources,
    stream_entries,
    streams,
)
from feedsvc.store.database.tables.subscriptions import (
    intents,
    subscriptions,
    topic_streams,
    topics,
)

__all__ = [
    "addresses",
    "archives",
    "article_events",
    "article_media",
    "article_versions",
    "articles",
    "attributions",
    "cards",
    "categories",
    "clicks",
    "corrections",
    "epochs",
    "evidence",
    "followers",
    "import_findings",
    "imported_files",
    "imported_media",
    "imports",
    "intents",
    "loads",
    "media",
    "media_chunks",
    "media_paths",
    "metadata",
    "misses",
    "partners",
    "search_blocks",
    "search_documents",
    "search_postings",
    "site",
    "site_facts",
    "source_aliases",
    "sources",
    "stream_entries",
    "streams",
    "subscriptions",
    "tokens",
    "topic_streams",
    "topics",
]
