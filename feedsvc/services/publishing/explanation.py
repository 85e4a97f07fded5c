"""Explanation: what credits were read from a text, by which rules, and what was refused.

Stores nothing, and shows what today's rules say, whatever is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.archive.jekyll.submission import read_body
from feedsvc.content.attribution.reading import Reading
from feedsvc.content.draft import explain
from feedsvc.content.kept import unpack
from feedsvc.errors import ArticleNotFound
from feedsvc.model.attribution import Attribution
from feedsvc.model.correction import Correction, correct
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.archive.reading import render_all
from feedsvc.store.articles import corrections, decisions, outdated
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Explanation:
    """Credits of a text, with every decision.

    Attributes:
        shown: the credits that surfaces show.
        evidence: publishers that those stand for.
        corrections: those that stand for credits of the text.
    """

    reading: Reading
    shown: Sequence[Attribution]
    evidence: Sequence[Attribution]
    corrections: Sequence[Correction] = ()


def explain_text(text: str) -> Explanation:
    """Explain the credits of a post's body."""
    reading = explain(text)
    return Explanation(reading, reading.attributions, reading.evidence)


def explain_article(database: Database, code: InfoCode) -> Explanation:
    """Explain the credits of a stored article, from the text that was kept.

    Raises:
        ArticleNotFound: no article has this code, or its text was purged.
    """
    with database.read() as connection:
        article = decisions.find(connection, code)
        if article is None or article.is_purged:
            raise ArticleNotFound(code)
        kept = outdated.get(connection, article.id)
        said = corrections.by_codes(connection, [code]).get(code, ())
    [rendered] = render_all([kept])
    shown = correct(rendered, said)
    body = unpack(kept.raw)
    text = read_body(body.text).text if body.is_written else body.text
    reading = explain(text, kind=body.kind)
    return Explanation(reading, shown.attributions, shown.evidence, said)
