"""Files put aside: no posts, but perhaps the remains of a published one.

Like files that were broken by the edit that withholds them, they only say that an
article is not to be shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from feedsvc.archive.jekyll.naming import code_of_stem, find_aside, is_aside_told
from feedsvc.model.article import ArticleDraft, Rendered
from feedsvc.model.claim import withholder
from feedsvc.model.info_code import InfoCode
from feedsvc.model.slug import slug_of_title
from feedsvc.services.publishing.archive.presence import Presence
from feedsvc.services.publishing.archive.reading import (
    NoPost,
    Parsed,
    PutAside,
    Rejected,
)
from feedsvc.services.publishing.archive.summary import Finding
from feedsvc.services.publishing.writer import Stored
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.articles.writes import stored_by_codes
from feedsvc.store.changes.change import Change
from feedsvc.store.database.chunks import chunks
from feedsvc.store.database.engine import Database


def bare_drafts(
    change: Change, archive: str, batch: Iterable[Parsed]
) -> dict[str, ArticleDraft]:
    """Drafts, by path, of files that can only withhold their article.

    A file that cannot be read is identified by its path's earlier contents, or by name.
    """
    drafts: dict[str, ArticleDraft] = {}
    asking: dict[str, str] = {}
    for parsed in batch:
        content = parsed.content
        if isinstance(content, PutAside) and content.info_code:
            bare = _bare(
                archive, parsed.path, content.info_code, reason_of(parsed.path)
            )
            drafts[parsed.path] = replace(bare, is_aside=True)
        elif isinstance(content, Rejected) and content.withheld:
            asking[parsed.path] = content.withheld
    before = claim_store.codes_of(change.connection, archive, asking) if asking else {}
    for path, words in asking.items():
        code = before.get(path) or code_of_stem(PurePosixPath(path).stem)
        if code is not None:
            drafts[path] = _bare(archive, path, code, words)
    return drafts


def reason_of(path: str) -> str:
    """Reason why nothing is published of a file that was put aside."""
    return find_aside(path) or ""


def outcome_of(
    parsed: Parsed, draft: ArticleDraft | None, stored: Stored | None
) -> tuple[Outcome | None, str | None]:
    """Outcome of a file, and the reason; None for no post, or nothing to report."""
    if isinstance(parsed.content, NoPost):
        return Outcome.PASSED_OVER, parsed.content.reason
    if isinstance(parsed.content, PutAside):
        return Outcome.PASSED_OVER, reason_of(parsed.path)
    if isinstance(parsed.content, Rejected):
        asks = f"; withheld, for it says {draft.withheld}" if draft else ""
        return Outcome.REJECTED, parsed.content.reason + asks
    return (stored.outcome, stored.reason) if stored else (None, None)


def find_told(
    database: Database, archive: str, paths: Iterable[str], presence: Presence
) -> Iterator[tuple[str, str, Finding]]:
    """Reports on files that were put aside: path, reason, and kind of finding.

    Drafts that withhold no article are not reported.
    """
    for some in chunks(sorted(paths)):
        with database.read() as connection:
            codes = claim_store.codes_of(connection, archive, some)
            stored = stored_by_codes(connection, set(codes.values()))
            held = {code for code, article in stored.items() if article.is_withheld}
            claims = claim_store.of_codes(connection, held) if held else {}
        for path in some:
            code = codes.get(path)
            holder = withholder(presence.look(claims.get(code, ()))) if code else None
            if holder is not None and holder.is_aside:
                reason = f"{reason_of(path)}; {code} is withheld"
                yield path, reason, Finding.UNPUBLISHED
            elif is_aside_told(path):
                yield path, reason_of(path), Finding.PASSED_OVER


def _bare(archive: str, path: str, code: InfoCode, words: str) -> ArticleDraft:
    """Draft of a file that only withholds: it has nothing to show."""
    rendered = Rendered(html="", summary="", attributions=(), rules_version=0)
    return ArticleDraft(
        origin=archive, key=path, info_code=code, title="", slug=slug_of_title(""), category="",
        category_title=None, published_at=None,
        permalink=None, addresses=(), legacy_path=None, origin_url=None, raw=b"",
        is_html=False, rendered=rendered, withheld=words,
    )  # fmt: skip
