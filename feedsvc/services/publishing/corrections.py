"""Corrections: what people decide about the credits of an article, shown at once.

A correction stands for what the text says in its role, through every import and
rederivation. The rest of the article is made anew from the kept text, so that taking a
correction back needs no memory of what stood there before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import ArticleNotFound, DecisionRefused
from feedsvc.model.article import ArticleState, Rendered
from feedsvc.model.attribution import Attribution, Role
from feedsvc.model.correction import Correction
from feedsvc.model.decision import Decider
from feedsvc.model.history import Deed
from feedsvc.model.info_code import InfoCode
from feedsvc.services.publishing.placement import (
    StoringRules,
    recognise_outlets,
    show_anew,
)
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.articles import corrections, decisions, history, outdated
from feedsvc.store.articles.outdated import Outdated
from feedsvc.store.changes.change import Change
from feedsvc.store.changes.change_line import begin_change
from feedsvc.store.database.engine import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """Credits of an article as they stand.

    Attributes:
        shown: on every surface, in order.
        evidence: publishers that the text names too.
        corrections: those that stand for the text's own credits.
    """

    shown: Sequence[Attribution]
    evidence: Sequence[Attribution]
    corrections: Sequence[Correction]


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections, each a transaction of its own.

    Attributes:
        render: makes articles anew from their kept text, by today's rules.
        clock: the time now, aware UTC.
    """

    database: Database
    rules: StoringRules
    render: Callable[[Sequence[Outdated]], list[Rendered]]
    clock: Callable[[], datetime]

    def standing(self, code: InfoCode) -> Standing:
        """Credits of an article, in any state.

        Raises:
            ArticleNotFound: no such code.
        """
        with self.database.read() as snapshot:
            article = decisions.find(snapshot, code)
            if article is None:
                raise ArticleNotFound(code)
            shown, _ = credit_store.by_articles(snapshot, [article.id])
            return Standing(
                shown.get(article.id, ()),
                credit_store.evidence_of(snapshot, [article.id]).get(article.id, ()),
                corrections.by_codes(snapshot, [code]).get(code, ()),
            )

    def all(self) -> list[tuple[InfoCode, Correction]]:
        """Every correction, by code and role."""
        with self.database.read() as snapshot:
            return corrections.all_found(snapshot)

    def set(
        self,
        code: InfoCode,
        role: Role,
        credits_: tuple[Attribution, ...],
        by: Decider,
    ) -> bool:
        """Let these credits stand for an article's own; False if they do already.

        Args:
            role: that is corrected.
            credits_: of `corrected_credits`; none if nobody is to be credited.

        Raises:
            ArticleNotFound: no such code.
            DecisionRefused: the article was purged, or merged into another.
        """
        with begin_change(self.database, self.clock(), by=by.name) as change:
            known = corrections.by_codes(change.connection, [code]).get(code, ())
            if (role, credits_) in [(one.role, one.credits) for one in known]:
                return False
            article_id = _id_of(change, code)
            decided_at = by.decided_at(change.now)
            correction = Correction(role, credits_, by.name, decided_at)
            corrections.put(change, article_id, correction)
            history.note(change, Deed.CREDITED, {article_id: role})
            self._show(change, article_id)
        return True

    def clear(self, code: InfoCode, roles: Iterable[Role]) -> bool:
        """Let the text speak for itself in these roles; False if it does already.

        Raises:
            ArticleNotFound: no such code.
            DecisionRefused: the article was purged, or merged into another.
        """
        wanted = set(roles)
        with begin_change(self.database, self.clock(), by="command") as change:
            article_id = _id_of(change, code)
            known = corrections.by_codes(change.connection, [code]).get(code, ())
            if wanted.isdisjoint(one.role for one in known):
                return False
            corrections.forget(change, article_id, wanted)
            said = " ".join(sorted(wanted))
            history.note(
                change, Deed.CREDITED, {article_id: f"{said}: as the text says"}
            )
            self._show(change, article_id)
        return True

    def _show(self, change: Change, article_id: int) -> None:
        kept = outdated.get(change.connection, article_id)
        [rendered] = self.render([kept])
        show_anew(change, self.rules, [(kept, rendered)])
        recognise_outlets(change, self.rules)


def _id_of(change: Change, code: InfoCode) -> int:
    """The id of an article that may be corrected."""
    article = decisions.find(change.connection, code)
    if article is None:
        raise ArticleNotFound(code)
    if article.is_purged:
        raise DecisionRefused(code, "was purged: there are no credits to correct")
    if article.state is ArticleState.MERGED:
        raise DecisionRefused(code, "was merged; correct its survivor instead")
    return article.id
