"""Verdicts: decisions about a code, made without a store or a source."""

from dataclasses import replace
from datetime import UTC, datetime

from feedsvc.content.draft import draft
from feedsvc.model.article import ArticleDraft, ArticleState
from feedsvc.model.claim import Claim, claim_of, merged_claims
from feedsvc.model.info_code import InfoCode
from feedsvc.model.submission import Submission
from feedsvc.services.publishing.verdict import Case, Step, decide
from feedsvc.store.articles.writes import StoredArticle, hash_of_draft

CODE = InfoCode("ESSAY-1")
DRAFT = draft(
    Submission(
        origin="desk",
        key="1",
        title="甲",
        body="<p>正文。</p>",
        info_code=CODE,
        published_at=datetime(2022, 5, 1, tzinfo=UTC),
        category="essays",
        permalink="/essays/1.html",
    )
)
FRESH = claim_of(DRAFT, arrival=1)
STORED = StoredArticle(
    id=1,
    info_code=CODE,
    state=ArticleState.PUBLISHED,
    permalink=DRAFT.permalink,
    published_at=DRAFT.published_at,
    category_id=1,
    content_hash=hash_of_draft(DRAFT),
    html_bytes=1,
    is_purged=False,
    is_withheld=False,
)
UNDATED = replace(DRAFT, permalink=None, published_at=None)


def case(
    made: ArticleDraft = DRAFT,
    stored: StoredArticle | None = STORED,
    *before: Claim,
    **reread: ArticleDraft | None,
) -> Case:
    """The case of one draft, with claims that were known before."""
    fresh = claim_of(made, arrival=2)
    return Case(
        code=CODE,
        origin="desk",
        drafts={made.key: made},
        fresh=[fresh],
        known=list(before),
        claims=merged_claims(before, [fresh]),
        stored=stored,
        reread=reread,
    )


def test_a_draft_alone_speaks():
    """Once it is stored, saying it again changes nothing."""
    assert decide(case(stored=None)).step is Step.ADD
    assert decide(case()).step is Step.KEEP
    assert decide(case(replace(DRAFT, title="乙"))).step is Step.REWRITE


def test_an_article_never_says_less():
    """An article is completed and keeps what it has; a purged one stays empty."""
    incomplete = replace(STORED, permalink=None, state=ArticleState.INCOMPLETE)
    assert decide(case(DRAFT, incomplete)).step is Step.COMPLETE
    assert decide(case(UNDATED)).step is Step.KEEP
    assert decide(case(DRAFT, replace(incomplete, is_purged=True))).step is Step.KEEP


def test_a_winner_that_was_read_before_is_asked_for():
    """Nothing is decided until that winner was read again."""
    better = replace(FRESH, key="two")
    asked = decide(case(UNDATED, None, better))
    assert (asked.again, asked.says, list(asked.claims)) == (better, None, [])
    said = replace(DRAFT, key="two")
    told = decide(case(UNDATED, None, better, two=said))
    assert (told.again, told.says, told.elected) == (None, said, better)


def test_where_the_winner_cannot_be_read_the_best_at_hand_speaks():
    """This holds only for an article that is not stored yet."""
    better = replace(FRESH, key="two")
    for other in (None, replace(DRAFT, info_code=InfoCode("OTHER"))):
        assert decide(case(UNDATED, None, better, two=other)).says == UNDATED
        assert decide(case(UNDATED, STORED, better, two=other)).says is None


def test_the_winner_of_another_origin_is_recalled():
    """The other source must read its file again; the drafts lost to it."""
    better = replace(FRESH, origin="archive")
    verdict = decide(case(UNDATED, STORED, better))
    assert (verdict.recalled, verdict.lost, verdict.says) == (better, 1, None)


def test_an_article_is_held_back_and_given_back():
    """An article is withheld for as long as a claim asks for it."""
    asking = replace(DRAFT, withheld="published: false")
    held = decide(case(asking))
    assert (held.holder, held.says) == (claim_of(asking, arrival=2), None)
    assert decide(case(DRAFT, replace(STORED, is_withheld=True))).is_released
    assert not decide(case()).is_released


def test_categories_that_come_or_go_move_the_article():
    """An article is in the categories of all its claims together."""
    assert not decide(case(DRAFT, STORED, FRESH)).is_moved
    assert decide(case(DRAFT, STORED, replace(FRESH, category="news"))).is_moved
