"""Placing: an article gets its sources, addresses, category's title and streams."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.article import ArticleDraft, ArticleState, Rendered
from feedsvc.model.attribution import Attribution, Role, source_key
from feedsvc.model.claim import categories_of
from feedsvc.model.correction import correct
from feedsvc.model.info_code import InfoCode
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind
from feedsvc.store.articles import addresses, corrections, outdated
from feedsvc.store.articles import attributions as credit_store
from feedsvc.store.articles import claims as claim_store
from feedsvc.store.articles import writes as draft_store
from feedsvc.store.articles.outdated import Outdated
from feedsvc.store.articles.writes import StoredArticle
from feedsvc.store.changes.change import Change
from feedsvc.store.streams import categories, sources, streams


@dataclass(frozen=True, slots=True)
class StoringRules:
    """Settings of the site for storing.

    Attributes:
        aliases: source keys to the key of the source that they mean.
        outlets: keys of categories' titles that are outlets, whatever the articles say.
        infers_outlets: a category is one if articles credit a source of its title.
    """

    links: Links
    aliases: Mapping[str, str]
    outlets: frozenset[str] = frozenset()
    infers_outlets: bool = True

    def key_of(self, name: str) -> str:
        """The key of the source that a name means; empty if it means none."""
        key = source_key(name)
        return self.aliases.get(key, key)

    def source_of(self, credit: Attribution) -> str | None:
        """The key of a credit's source; only publishers are sources."""
        if credit.role is not Role.PUBLISHER:
            return None
        return self.key_of(credit.name) or None


def credit(change: Change, rules: StoringRules, given: Mapping[int, Rendered]) -> None:
    """Give articles their attributions, and the sources that they make.

    Args:
        given: by article id, what the rules made.
    """
    keys = {
        attribution: rules.source_of(attribution)
        for rendered in given.values()
        for attribution in rendered.attributions
    }
    ids = sources.ensure(change, {key for key in keys.values() if key})
    credits_ = {
        article_id: [(c, ids.get(keys[c] or "")) for c in rendered.attributions]
        for article_id, rendered in given.items()
    }
    credit_store.keep_evidence(
        change, {id_: rendered.evidence for id_, rendered in given.items()}
    )
    losing = credit_store.replace(change, credits_)
    sources.refresh_listing(change, losing | set(ids.values()))


def show_anew(
    change: Change, rules: StoringRules, made: Sequence[tuple[Outdated, Rendered]]
) -> int:
    """Show what was made anew of stored articles, with their corrections in place.

    Returns:
        How many of them read differently.
    """
    codes = [article.info_code for article, _ in made]
    said = corrections.by_codes(change.connection, codes)
    corrected = [
        (article, correct(rendered, said.get(article.info_code, ())))
        for article, rendered in made
    ]
    changed = outdated.rerender(change, corrected)
    credit(change, rules, changed)
    place_anew(change, [each.info_code for each, _ in made if each.id in changed])
    return len(changed)


def lead_here(
    change: Change,
    drafts: Iterable[ArticleDraft],
    stored: Mapping[InfoCode, StoredArticle],
) -> None:
    """Let every path of a file lead to its article."""
    paths: dict[int, list[str]] = {}
    for draft in drafts:
        article = stored.get(draft.info_code)
        if article is None:
            continue
        own = [draft.permalink] if draft.permalink else []
        paths.setdefault(article.id, []).extend(
            path for path in (*own, *draft.addresses) if path != article.permalink
        )
    addresses.add(change, paths)


def entitle(
    change: Change, drafts: Collection[ArticleDraft], category_ids: Mapping[str, int]
) -> None:
    """Give categories the titles of their newest visible drafts."""
    due = (
        draft
        for draft in drafts
        if draft.published_at is not None
        and draft.published_at <= change.now
        and draft.withheld is None
    )
    best = best_titles(due)
    categories.entitle(change, {category_ids[raw]: best[raw] for raw in best})


def recognise_outlets(change: Change, rules: StoringRules) -> None:
    """Decide anew which categories are outlets; all of them are looked at.

    One is if the operator says so, or if articles credit a source of its title: such a
    title may then stand in for the source of an article that names none.
    """
    known = categories.all_titles(change.connection)
    keys = {title.id: rules.key_of(title.text) for title in known}
    credited: set[str] = set()
    if rules.infers_outlets:
        credited = sources.listed(change.connection, set(keys.values()))
    outlets = {
        title.id: keys[title.id] in credited or source_key(title.text) in rules.outlets
        for title in known
    }
    changed = {t.id: outlets[t.id] for t in known if outlets[t.id] != t.is_outlet}
    categories.set_outlets(change, changed)


def best_titles(
    drafts: Iterable[ArticleDraft],
) -> Mapping[str, tuple[datetime, str]]:
    """Each category's newest title, with its date."""
    best: dict[str, tuple[datetime, str]] = {}
    for draft in drafts:
        if draft.category_title and draft.category and draft.published_at:
            given = (draft.published_at, draft.category_title)
            best[draft.category] = max(given, best.get(draft.category, given))
    return best


def place_anew(change: Change, codes: Sequence[InfoCode]) -> None:
    """Place published articles by their files and credits."""
    stored = draft_store.stored_by_codes(change.connection, codes)
    shown = [
        article
        for article in stored.values()
        if article.state is ArticleState.PUBLISHED
    ]
    claims = claim_store.of_codes(change.connection, codes)
    claimed = {
        article.id: categories_of(claims.get(article.info_code, []))
        for article in shown
    }
    place(change, shown, claimed)


def place(
    change: Change,
    articles: Sequence[StoredArticle],
    claimed: Mapping[int, Iterable[str]],
) -> None:
    """Place published articles in the streams of site, categories and sources.

    Args:
        claimed: by article id, raw names of categories beside the article's own.
    """
    connection = change.connection
    ids = categories.ensure(change, {raw for raws in claimed.values() for raw in raws})
    own = {article.category_id for article in articles if article.category_id}
    of_category = streams.ids_by_owner(
        connection, StreamKind.CATEGORY, {*ids.values(), *own}
    )
    credited = credit_store.sources_of(connection, [article.id for article in articles])
    of_source = streams.ids_by_owner(
        connection, StreamKind.SOURCE, set().union(*credited.values())
    )
    site = streams.site_id(connection)
    placements = [
        streams.Placement(
            article_id=article.id,
            published_at=article.published_at,
            body_bytes=article.html_bytes,
            streams=frozenset(
                {
                    site,
                    *(of_category[ids[raw]] for raw in claimed.get(article.id, ())),
                    *(of_category[id_] for id_ in (article.category_id,) if id_),
                    *(of_source[id_] for id_ in credited.get(article.id, ())),
                }
            ),
        )
        for article in articles
        if article.published_at is not None
    ]
    streams.place(change, placements)


def refusal(draft: ArticleDraft, owners: Mapping[str, InfoCode]) -> str | None:
    """Reason why a draft cannot come in: its address is taken; else None."""
    owner = owners.get(draft.permalink) if draft.permalink else None
    if owner is None or owner == draft.info_code:
        return None
    return f"its address {draft.permalink} belongs to {owner}"
