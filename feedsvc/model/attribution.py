"""Attributions: the source and authors of an article, and how we know them.

One attribution is one credit. Nothing is invented: each keeps the text it was read from
and the rule that read it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedsvc.model import language as languages
from feedsvc.model.text_kinds import Name, Words


class Role(StrEnum):
    """Part that a credited party had; the archive's credits need no more than these."""

    PUBLISHER = "publisher"
    AUTHOR = "author"
    EDITOR = "editor"
    ILLUSTRATOR = "illustrator"
    IMAGE = "image"


class Rule(StrEnum):
    """Pattern that read a credit; `BRACKET` is the one that can be mistaken."""

    MEDIA_LINE = "media-line"  # <p class="em_media">（文章来源：…）</p>
    SOURCE_LINE = "source-line"  # 来源：… on a line of its own
    BRACKET = "bracket"  # （证券时报） at the end of a digest
    BYLINE = "byline"  # 株洲日报·掌上株洲记者/罗欣
    ROLE_LINE = "role-line"  # 制图/王玺, 图片来源：…, 责任编辑：…
    GIVEN = "given"  # said outright by a publisher or an editor


@dataclass(frozen=True, slots=True)
class Attribution:
    """One credit.

    Attributes:
        name: as a reader should see it, trimmed; never empty.
        raw: the text that was read, brackets and all.
        url: the credited party's own page where the text linked one, absolute http(s).
    """

    role: Role
    name: Name
    raw: str
    rule: Rule
    url: str | None = None


def source_key(name: str) -> str:
    """The key under which spellings of one source meet: NFKC, single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def by_role(credits_: Iterable[Attribution], role: Role) -> tuple[Attribution, ...]:
    """The credits of one role, in the order in which the article gives them."""
    return tuple(credit for credit in credits_ if credit.role is role)


@dataclass(frozen=True, slots=True)
class Party:
    """Name in a credit, with a page of its own where one is known."""

    name: Name
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CreditPart:
    """One role's share of the credit line: 来源：株洲日报."""

    role: Role
    label: Words
    parties: tuple[Party, ...]


def credit_parts(
    credits_: Iterable[Attribution], *, outlet: str | None, language: str
) -> tuple[CreditPart, ...]:
    """The credit line of an article, the same on every surface, publisher first.

    Args:
        credits_: the article's attributions; a name given twice in a role is shown once.
        outlet: the category's title if that is an outlet: shown as the source of an
            article that names none (display only, D4).
        language: of the labels; anything but English and zh-Hant reads Simplified.
    """
    labels = languages.of(language).labels
    parties: dict[Role, dict[str, Party]] = {Role(role): {} for role in labels}
    for credit in credits_:
        parties[credit.role].setdefault(credit.name, Party(credit.name, credit.url))
    if outlet and not parties[Role.PUBLISHER]:
        parties[Role.PUBLISHER][outlet] = Party(outlet)
    return tuple(
        CreditPart(role, labels[role], tuple(named.values()))
        for role, named in parties.items()
        if named
    )
