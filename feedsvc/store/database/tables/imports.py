"""Archives, their files, and runs that brought them in."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    true,
)

from feedsvc.store.database.columns import Exact, Id, Micros
from feedsvc.store.database.partial_index import partial_index
from feedsvc.store.database.tables.base import metadata


class _Archives(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    # Absolute and real path of the last import; NULL where that is not known: its files
    # then count as there.
    root: Named[str | None] = Column(Text)
    # When an import of it last finished.
    imported_at: Named[datetime | None] = Column(Micros)
    # Of what its files depend on, when an import last finished: see `Site.fingerprint`.
    fingerprint: Named[bytes | None] = Column(LargeBinary)


archives = Table("archives", metadata, _Archives)


class _SiteFacts(TypedColumns):
    name: Named[str] = Column(Exact, primary_key=True)
    value: Named[str] = Column(Text)


# Of the archive that the store began with: fields of `SiteFacts`.
site_facts = Table("site_facts", metadata, _SiteFacts)


class _ImportedFiles(TypedColumns):
    archive: Named[str] = Column(Exact, primary_key=True)
    path: Named[str] = Column(Exact, primary_key=True)
    size: Named[int] = Column(BigInteger)
    mtime_ns: Named[int] = Column(BigInteger)
    hash: Named[bytes] = Column(LargeBinary)
    outcome: Named[str] = Column(Text)
    reason: Named[str | None] = Column(Text)
    # The file's claim on its code: these columns decide the winner (D2).
    info_code: Named[str | None] = Column(Exact)
    category_id: Named[int | None] = Column(Id, ForeignKey("categories.id"))
    # Raw names of others, as JSON; NULL for none.
    further_categories: Named[str | None] = Column(Text)
    is_complete: Named[bool] = Column(Boolean)
    is_html: Named[bool] = Column(Boolean)
    # Counts up per code; of equals in two archives the later one wins.
    arrival: Named[int] = Column(Integer, server_default="0")
    # False: the file asks not to be published.
    is_published: Named[bool] = Column(Boolean, server_default=true())


imported_files = Table(
    "imported_files",
    metadata,
    _ImportedFiles,
    # the claims on a code
    Index("ix_imported_files_info_code", "info_code"),
    # files by outcome; numbers of an archive's files by outcome
    Index("ix_imported_files_outcome", "outcome", "archive", "path"),
    # an archive's files that ask to be withheld, to see whether they are still there
    partial_index(
        "ix_imported_files_withheld", "archive", "path", where="NOT is_published"
    ),
)


class _Imports(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    archive: Named[str] = Column(Exact)
    command: Named[str] = Column(Text)
    # The process that runs it, to tell whether it still does: see `Process`.
    host: Named[str] = Column(Text)
    pid: Named[int] = Column(Integer)
    born: Named[int] = Column(BigInteger)
    began_at: Named[datetime] = Column(Micros)
    # Its last sign of life.
    seen_at: Named[datetime] = Column(Micros)
    # NULL while it runs, and for good if it was killed; so is `ending`.
    ended_at: Named[datetime | None] = Column(Micros)
    ending: Named[str | None] = Column(Text)
    failure: Named[str | None] = Column(Text)
    # New or different files that are stored, of all that there are.
    done: Named[int] = Column(Integer)
    total: Named[int] = Column(Integer)
    new: Named[int] = Column(BigInteger)
    changed: Named[int] = Column(BigInteger)
    unchanged: Named[int] = Column(BigInteger)
    same_article: Named[int] = Column(BigInteger)
    rejected: Named[int] = Column(BigInteger)
    incomplete: Named[int] = Column(BigInteger)
    unpublished: Named[int] = Column(BigInteger)
    passed_over: Named[int] = Column(BigInteger)
    media: Named[int] = Column(BigInteger)
    media_bytes: Named[int] = Column(BigInteger)
    # All that it reported, those that are not kept too.
    findings: Named[int] = Column(Integer)


imports = Table(
    "imports",
    metadata,
    _Imports,
    # an archive's newest, and the one before another
    Index("ix_imports_archive", "archive", "id"),
)


class _ImportFindings(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True)
    archive: Named[str] = Column(Exact)
    # Every import of the archive between these reported it.
    first_import: Named[int] = Column(BigInteger)
    last_import: Named[int] = Column(BigInteger)
    path: Named[str] = Column(Exact)
    finding: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)


import_findings = Table(
    "import_findings",
    metadata,
    _ImportFindings,
    # those of an import, which it or a later one reported last
    Index("ix_import_findings_last_import", "last_import"),
)
