"""Articles that feedsvc makes of an archive: imported into a store that is gone afterwards."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from sqlalchemy import Connection, select

from feedsvc.archive.jekyll.dating import dated
from feedsvc.archive.jekyll.footer import split_footer
from feedsvc.archive.jekyll.post import RawPost, read_post
from feedsvc.archive.jekyll.site import Site, read_site
from feedsvc.archive.jekyll.values import first_text, mapping_of, text_of
from feedsvc.compose.drafts import create_importer
from feedsvc.content.kept import unpack
from feedsvc.errors import UnreadablePost
from feedsvc.services.publishing.archive.summary import Finding
from feedsvc.settings import Settings
from feedsvc.store.articles.imported_files import Outcome
from feedsvc.store.database.engine import Database
from feedsvc.store.database.migrate import upgrade
from feedsvc.store.database.tables import (
    addresses,
    articles,
    attributions,
    categories,
    imported_files,
)
from tools.compare_jekyll.explanations import SAME_ARTICLE
from tools.compare_jekyll.shown import Posts, Shown

_NAME = "compared"


@dataclass(slots=True)
class _Reasons:
    """A reporter that keeps why files did not come in."""

    by_path: dict[str, str] = field(default_factory=dict)
    without_liquid: set[str] = field(default_factory=set)
    without_files: set[str] = field(default_factory=set)

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """Keep the reason, unless the file came in."""
        if finding is not Finding.LOOK_AT:
            self.by_path[path] = f"{finding.value}: {reason}"
        elif reason.startswith("Liquid was left out"):
            self.without_liquid.add(path)
        elif reason.startswith(("A file does not come in", "Left out, for")):
            self.without_files.add(path)

    def progress(self, done: int, total: int) -> None:
        """Say nothing of it."""


def bring_in(archive: Path, folder: Path, settings: Settings) -> tuple[Posts, Site]:
    """All published posts of an archive as feedsvc shows them, and the site they are of.

    Args:
        archive: the site's folder.
        folder: empty; for the store.
        settings: of the import.
    """
    database = Database(f"sqlite:///{folder}/feedsvc.db")
    reasons = _Reasons()
    try:
        upgrade(database)
        importer = create_importer(settings, database)
        importer.run(archive, reasons, name=_NAME)
        site = read_site(archive, importer.zones)
        with database.read() as connection:
            shown = {post.path: post for post in _posts(connection, site, reasons)}
            same = select(imported_files.c.path).where(
                imported_files.c.outcome == Outcome.SAME_ARTICLE
            )
            reasons.by_path |= dict.fromkeys(connection.scalars(same), SAME_ARTICLE)
    finally:
        database.dispose()
    return Posts(shown, reasons.by_path), site


def _posts(connection: Connection, site: Site, reasons: _Reasons) -> Iterable[Shown]:
    named = select(categories.c.id, categories.c.raw)
    names = {row.id: row.raw for row in connection.execute(named)}
    paths = connection.execute(select(addresses.c.article_id, addresses.c.path))
    further = _grouped((row.article_id, row.path) for row in paths)
    raws = connection.execute(select(attributions.c.article_id, attributions.c.raw))
    credited = _grouped((row.article_id, row.raw) for row in raws)
    query = (
        select(imported_files, articles)
        .join(articles, articles.c.info_code == imported_files.c.info_code)
        .where(articles.c.state == "published", imported_files.c.is_published)
        .where(imported_files.c.outcome != Outcome.SAME_ARTICLE)
    )
    for row in connection.execute(query):
        first = names.get(row.category_id) or ""
        more = json.loads(row.further_categories or "[]")
        post = _read(site, row.path)
        yield Shown(
            path=row.path,
            title=row.title,
            at=row.published_at,
            address=row.permalink,
            further_addresses=further[row.id],
            categories=(first, *more) if first else (),
            html=_as_written(row.html, row.raw),
            is_bare=not post.fields,
            credited=credited[row.id],
            footer=post.body.removeprefix(split_footer(post.body)[0]),
            date=dated(post, site).written,
            picture=_picture(post),
            written=post.body,
            is_liquid_left_out=row.path in reasons.without_liquid,
            are_files_left_out=row.path in reasons.without_files,
        )


def _grouped(pairs: Iterable[tuple[int | None, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, text in pairs:
        if key is not None:
            found[key] += (text,)
    return found


def _as_written(html: str, raw: bytes) -> str:
    """The body with the addresses that its files had in the post, as Jekyll gives them."""
    for written, path in unpack(raw).given.media:
        html = html.replace(f'="{path}"', f'="{escape(written)}"')
    return html


def _read(site: Site, path: str) -> RawPost:
    try:
        data = (site.root / path).read_bytes()
        return read_post(path, data, site.defaults_of(path))
    except (OSError, UnreadablePost):
        return RawPost(path)


def _picture(post: RawPost) -> str:
    """Address of the picture that a post's front matter names."""
    image = post.fields.get("image")
    given = text_of(image) or first_text(mapping_of(image), "path", "url", "src")
    return given or post.text("cover")
