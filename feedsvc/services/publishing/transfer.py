"""Transfer of people's decisions from one database to another."""

from dataclasses import dataclass, replace

from feedsvc.errors import ArticleNotFound, DecisionRefused, StreamNotFound
from feedsvc.model.attribution import Role
from feedsvc.model.decision import Decider, Decision, Verb
from feedsvc.model.info_code import InfoCode
from feedsvc.model.inventory import FoundArticle, Standing
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.services.publishing.categories import Categories
from feedsvc.services.publishing.corrections import Corrections
from feedsvc.services.publishing.decisions import Decisions
from feedsvc.services.publishing.sources import Sources
from feedsvc.store.articles import decision_log, inventory
from feedsvc.store.database.engine import Database
from feedsvc.store.streams import category_listing

_RESTORED = {Standing.PUBLISHED, Standing.SCHEDULED, Standing.INCOMPLETE}


@dataclass(frozen=True, slots=True)
class Transfer:
    """Transfer to and from one database; each decision is a transaction of its own."""

    database: Database
    decisions: Decisions
    categories: Categories
    corrections: Corrections
    sources: Sources

    def all(self) -> list[Decision]:
        """Every decision as it stands, in an order in which they can be repeated."""
        with self.database.read() as snapshot:
            return [
                *decision_log.of_categories(snapshot),
                *decision_log.corrected(snapshot),  # before their articles are merged
                *decision_log.sourced(snapshot),  # which corrections may have made
                *decision_log.withdrawn(snapshot),
            ]

    def repeat(self, decision: Decision) -> bool:
        """Apply a decision here too; False if it already stands.

        Raises:
            NotFound: no such article or category.
            DecisionRefused: it contradicts what stands here.
        """
        match decision.verb:
            case Verb.RENAME | Verb.DESCRIBE | Verb.RETIRE:
                return self._category(decision)
            case Verb.ALIAS | Verb.SOURCE:
                return self._source(decision)
            case Verb.CREDIT:
                return self._credit(decision)
            case _:
                return self._withdraw(decision)

    def _withdraw(self, decision: Decision) -> bool:
        """Withdraw an article, or bring it back."""
        code = InfoCode(decision.subject)
        with self.database.read() as snapshot:
            record = inventory.record(snapshot, code)
        if record is None:
            raise ArticleNotFound(code)
        if _stands(decision, record.article):
            return False
        if decision.verb is Verb.RETRACT:
            self._retract(decision, record.article)
        elif decision.verb is Verb.RESTORE:
            self.decisions.restore(code)
        elif decision.verb is Verb.PURGE:
            self.decisions.purge(code, reason=decision.reason, at=decision.at)
        else:
            into = InfoCode(decision.into or "")
            self.decisions.merge(code, into, at=decision.at)
        return True

    def _credit(self, decision: Decision) -> bool:
        code, role = InfoCode(decision.subject), Role(decision.role or "")
        by = Decider(decision.by or "", decision.at)
        return self.corrections.set(code, role, decision.credits, by)

    def _source(self, decision: Decision) -> bool:
        by = Decider(decision.by or "", decision.at)
        if decision.verb is Verb.ALIAS:
            return self.sources.alias(decision.subject, decision.into or "", by)
        is_renamed = bool(decision.title) and self.sources.rename(
            decision.subject,
            decision.title or "",
            by,
            slug=decision.slug,
            former=decision.former,
        )
        is_linked = bool(decision.url) and self.sources.link(
            decision.subject, decision.url, by
        )
        return is_renamed or is_linked

    def finish(self) -> None:
        """Leave no copy of purged articles, even those of a run that was killed."""
        self.database.forget_deleted()

    def _retract(self, decision: Decision, article: FoundArticle) -> None:
        if article.is_legal and not decision.is_legal:
            reason = "is withdrawn by law here, and stays so; restore it first"
            raise DecisionRefused(article.info_code, reason)
        self.decisions.retract(
            article.info_code,
            reason=decision.reason or "",
            is_legal=decision.is_legal,
            at=decision.at,
        )

    def _category(self, decision: Decision) -> bool:
        with self.database.read() as snapshot:
            found = category_listing.find(snapshot, decision.subject)
        if found is None:
            raise StreamNotFound(StreamKind.CATEGORY, decision.subject)
        by = Decider(decision.by or "", decision.at)
        categories = replace(self.categories, by=by)
        ref = StreamRef(StreamKind.CATEGORY, found.slug)
        if decision.verb is Verb.DESCRIBE:
            return categories.describe(ref, decision.description or "")
        if decision.verb is Verb.RETIRE:
            return categories.retire(ref)
        slug = decision.slug or found.slug
        return categories.rename(ref, slug, decision.title, former=decision.former)


def _stands(decision: Decision, article: FoundArticle) -> bool:
    """True if an article already stands as was decided."""
    if decision.verb is Verb.RESTORE:
        return article.standing in _RESTORED
    if decision.verb is Verb.MERGE:
        return article.merged_into == decision.into
    if article.standing is Standing.PURGED:
        return True
    said = (article.reason or "", article.is_legal)
    return (
        decision.verb is Verb.RETRACT
        and article.standing is Standing.WITHDRAWN
        and said == (decision.reason or "", decision.is_legal)
    )
