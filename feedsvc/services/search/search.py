"""Search: articles that people look for, a page at a time."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from feedsvc.content.folding import plain_text
from feedsvc.content.query import read as read_query
from feedsvc.errors import ArticleNotFound
from feedsvc.model.article import Article, Headline
from feedsvc.model.attribution import Role, by_role
from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.results import Hit, Piece, Results
from feedsvc.model.search import Field, Place, Wanted, normalised_query
from feedsvc.services.search.marking import marked, snippet
from feedsvc.store.articles import articles
from feedsvc.store.database.engine import Database, Snapshot
from feedsvc.store.search import matches

PAGE_RESULTS = 20


@dataclass(frozen=True, slots=True)
class Search:
    """Search of all published articles.

    Attributes:
        zone: whose days the dates of a query are.
    """

    database: Database
    zone: ZoneInfo

    def page(self, text: str, before: str | None) -> Results:
        """One page of the results of a query, newest first.

        Args:
            text: whatever was typed.
            before: the info code of the article that the page starts behind.

        Raises:
            ArticleNotFound: `before` is no article's code.
        """
        text = normalised_query(text)
        wanted = read_query(text, self.zone)
        if wanted is None:
            return Results(text)
        with self.database.read() as snapshot:
            start, code = _start(snapshot, before)
            found = matches.newest(snapshot, wanted, before=start, limit=PAGE_RESULTS)
            shown = articles.by_ids(snapshot, found.ids)
            older = matches.code_of(snapshot, found.older) if found.older else None
        return Results(text, tuple(_hit(one, wanted) for one in shown), code, older)


def _start(
    snapshot: Snapshot, before: str | None
) -> tuple[Place | None, InfoCode | None]:
    if before is None:
        return None, None
    code = find_info_code(before)
    place = matches.find_place(snapshot, code) if code else None
    if place is None:
        raise ArticleNotFound(before)
    return place, code


def _hit(article: Article, wanted: Wanted) -> Hit:
    publishers = by_role(article.attributions, Role.PUBLISHER)
    headline = Headline(
        id=article.id,
        info_code=article.info_code,
        permalink=article.permalink,
        title=article.title,
        summary=article.summary,
        published_at=article.published_at,
        category=next(iter(article.categories), None),
        publishers=tuple(credit.name for credit in publishers),
        has_time=article.has_time,
        language=article.language,
    )
    beginning = (Piece(article.summary),) if article.summary else ()
    return Hit(
        headline,
        marked(article.title, wanted, field=Field.TITLE),
        snippet(plain_text(article.html), wanted) or beginning,
    )
