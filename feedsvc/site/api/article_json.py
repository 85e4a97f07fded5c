"""Articles as JSON: what a newsroom sends becomes a submission, and a dossier an answer."""

from collections.abc import Sequence
from datetime import tzinfo

from feedsvc.language import tags
from feedsvc.model.attribution import Attribution, Role, Rule
from feedsvc.model.claim import API
from feedsvc.model.dossier import Dossier
from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.links import Links
from feedsvc.model.stream import StreamKind, StreamRef
from feedsvc.model.submission import BodyKind, Given, Submission
from feedsvc.model.text import folded, xml_legal
from feedsvc.site.api.answers import Article, CategoryOf, Credit, Named
from feedsvc.site.api.bodies import SentArticle
from feedsvc.site.api.problem import ApiProblem


def code_of(text: str) -> InfoCode:
    """The code that a program names, in either case.

    Raises:
        ApiProblem: it is malformed, and so no article's.
    """
    code = find_info_code(text)
    if code is None:
        raise ApiProblem(404, "A code is 4 to 64 of A-Z, 0-9, - and _.")
    return code


def submission_of(sent: SentArticle, code: InfoCode) -> Submission:
    """The submission that an article makes under a code."""
    first, *others = sent.categories or [""]
    return Submission(
        origin=API,
        key=code,
        info_code=code,
        title=sent.title,
        body=sent.body,
        kind=BodyKind(sent.markup),
        given=Given(
            summary=sent.summary,
            image=sent.image or "",
            base_url=sent.origin_url or "",
        ),
        published_at=sent.published_at,
        language=tags.find(sent.language or ""),
        category=first,
        further_categories=tuple(dict.fromkeys(others)),
        category_title=sent.category_title,
        credits=tuple(
            Attribution(
                Role(credit.role),
                name := folded(xml_legal(credit.name)),
                name,
                Rule.GIVEN,
                credit.url,
                folded(xml_legal(credit.label)),
            )
            for credit in sent.credits
        ),
        permalink=sent.permalink,
        addresses=tuple(sent.addresses),
        origin_url=sent.origin_url,
    )


def article_json(
    found: Dossier, links: Links, zone: tzinfo, warnings: Sequence[str] = ()
) -> Article:
    """The article of a dossier, in the form of the API; times in the site's zone."""
    return Article(
        code=found.info_code,
        state=found.state.value,
        since=found.decided_at.astimezone(zone),
        reason=found.reason,
        legal=found.is_legal,
        url=links.absolute(found.permalink) if found.permalink else None,
        share_url=links.share(found.info_code),
        id=found.entry_id,
        title=found.title,
        summary=found.summary,
        html=found.html,
        language=found.language,
        published_at=found.published_at and found.published_at.astimezone(zone),
        updated_at=found.updated_at and found.updated_at.astimezone(zone),
        categories=[
            CategoryOf(
                name=category.raw,
                title=category.title,
                url=links.stream_page(StreamRef(StreamKind.CATEGORY, category.slug)),
            )
            for category in found.categories
        ],
        credits=[credit_json(one) for one in found.credits],
        evidence=[named_json(one) for one in found.evidence],
        addresses=[links.absolute(path) for path in found.addresses],
        origin_url=found.origin_url,
        merged_into=found.merged_into,
        warnings=list(warnings),
    )


def credit_json(credit: Attribution) -> Credit:
    """A credit in the form of the API."""
    return Credit(
        role=credit.role,
        label=credit.label,
        name=credit.name,
        url=credit.url,
        evidence=credit.rule,
        raw=credit.raw,
    )


def named_json(credit: Attribution) -> Named:
    """A publisher that is not shown, in the form of the API."""
    return Named(name=credit.name, evidence=credit.rule, raw=credit.raw)
