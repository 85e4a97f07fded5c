"""Explanation: what credits were read from a text, by which rules, and what was refused.

Stores nothing, and shows what today's rules say, whatever is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.archive.jekyll.submission import read_body
from feedsvc.content.attribution.reading import Reading
from feedsvc.content.draft import RULES_VERSION, explain
from feedsvc.content.kept import unpack
from feedsvc.errors import ArticleNotFound
from feedsvc.model.attribution import Attribution
from feedsvc.model.info_code import InfoCode
from feedsvc.store.articles import outdated, writes
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Explanation:
    """Credits of a text, with every decision.

    Attributes:
        given: credits said outright, which stand for those in the text.
    """

    reading: Reading
    given: Sequence[Attribution] = ()


def explain_text(text: str) -> Explanation:
    """Explain the credits of a post's body."""
    return Explanation(explain(text))


def explain_article(database: Database, code: InfoCode) -> Explanation:
    """Explain the credits of a stored article, from the text that was kept.

    Raises:
        ArticleNotFound: no article has this code, or its text was purged.
    """
    with database.read() as connection:
        stored = writes.stored_by_codes(connection, [code]).get(code)
        kept = (
            outdated.after(
                connection, stored.id - 1, rules_version=RULES_VERSION + 1, limit=1
            )
            if stored and not stored.is_purged
            else []
        )
    if not kept:
        raise ArticleNotFound(code)
    body = unpack(kept[0].raw)
    text = read_body(body.text).text if body.is_written else body.text
    return Explanation(explain(text, kind=body.kind), body.credits)
