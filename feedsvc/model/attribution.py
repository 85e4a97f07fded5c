"""Attributions: the source and authors of an article, and how we know them.

One attribution is one credit. Nothing is invented: each keeps the text it was read from
and the rule that read it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from feedsvc.language import language as languages
from feedsvc.model.text_kinds import Name, Words


class Role(StrEnum):
    """Part that a credited party had; the archive's credits need no more than these."""

    PUBLISHER = "publisher"
    AUTHOR = "author"
    EDITOR = "editor"
    ILLUSTRATOR = "illustrator"
    IMAGE = "image"

    @property
    def is_person(self) -> bool:
        """True if those credited are people as a rule; the others are outlets as often."""
        return self not in _OFTEN_OUTLETS

    @property
    def is_contributor(self) -> bool:
        """True if a feed says `contributor` of them (RFC 4287 §4.2.3)."""
        return self not in _IN_ELEMENTS_OF_THEIR_OWN


_OFTEN_OUTLETS = {Role.PUBLISHER, Role.IMAGE}
_IN_ELEMENTS_OF_THEIR_OWN = {Role.PUBLISHER, Role.AUTHOR}


class Rule(StrEnum):
    """Evidence for a credit; `BRACKET` is the one that can be mistaken."""

    MEDIA_LINE = "media-line"  # <p class="em_media">（文章来源：…）</p>
    SOURCE_LINE = "source-line"  # 来源：… on a line of its own
    BRACKET = "bracket"  # （证券时报） at the end of a digest
    BYLINE = "byline"  # 株洲日报·掌上株洲记者/罗欣
    DATELINE = "dateline"  # 新华社北京12月31日电
    ROLE_LINE = "role-line"  # 制图/王玺, 图片来源：…, 责任编辑：…
    FRONT_MATTER = "front-matter"  # author: and source: of a post
    GIVEN = "given"  # said outright by a publisher or an editor
    CORRECTION = "correction"  # decided by a person, whatever the text says
    CATEGORY = "category"  # inferred from the article's category; never stored


# Evidence for an outlet, the strongest first.
_STRENGTH = {
    rule: place
    for place, rule in enumerate(
        (
            Rule.CORRECTION,
            Rule.GIVEN,
            Rule.FRONT_MATTER,
            Rule.MEDIA_LINE,
            Rule.SOURCE_LINE,
            Rule.BRACKET,
            Rule.BYLINE,
            Rule.DATELINE,
        )
    )
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """One credit.

    Attributes:
        name: as a reader should see it, trimmed; never empty.
        raw: the text that was read, brackets and all.
        url: the credited party's own page where the text linked one, absolute http(s).
        label: the word that the text credits them with, such as 通讯员; empty for the
            role's own.
    """

    role: Role
    name: Name
    raw: str
    rule: Rule
    url: str | None = None
    label: Words = ""


def source_key(name: str) -> str:
    """The key under which spellings of one source meet: NFKC, single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def strongest(
    found: Iterable[Attribution],
) -> tuple[tuple[Attribution, ...], tuple[Attribution, ...]]:
    """The credits to show, each (role, name) once, and the weaker publishers.

    Publishers are those of the strongest evidence alone.
    """
    once: dict[tuple[Role, str, bool], Attribution] = {}
    credits_ = list(found)
    publishers = [c for c in credits_ if c.role is Role.PUBLISHER]
    best = min((_STRENGTH[c.rule] for c in publishers), default=None)
    for credit in credits_:
        is_weak = credit.role is Role.PUBLISHER and _STRENGTH[credit.rule] != best
        once.setdefault((credit.role, credit.name, is_weak), credit)
    shown = tuple(c for (_, _, is_weak), c in once.items() if not is_weak)
    return shown, tuple(c for (_, _, is_weak), c in once.items() if is_weak)


def by_role(credits_: Iterable[Attribution], role: Role) -> tuple[Attribution, ...]:
    """The credits of one role, in the order in which the article gives them."""
    return tuple(credit for credit in credits_ if credit.role is role)


@dataclass(frozen=True, slots=True)
class Party:
    """Name in a credit, with a page of its own where one is known.

    Attributes:
        evidence: the rule that read it; two parties are alike whatever it was.
    """

    name: Name
    url: str | None = None
    evidence: Rule = field(default=Rule.GIVEN, compare=False)


@dataclass(frozen=True, slots=True)
class CreditPart:
    """Parties of one role and label in the credit line: 来源：株洲日报.

    Attributes:
        note: text behind the names, that tells people what is only inferred.
    """

    role: Role
    label: Words
    parties: tuple[Party, ...]
    note: Words = ""

    @property
    def is_inferred(self) -> bool:
        """True if the article does not say it."""
        return any(party.evidence is Rule.CATEGORY for party in self.parties)


def credit_parts(
    credits_: Iterable[Attribution], *, outlet: str | None, language: str
) -> tuple[CreditPart, ...]:
    """The credit line of an article, the same on every surface, publisher first.

    Args:
        credits_: the article's attributions; a name given twice in a role is shown once.
        outlet: the category's title if that is an outlet: shown as the source of an
            article that names none, and marked as inferred (display only, D4).
        language: of the labels, BCP 47.
    """
    labels = languages.of(language).words.labels
    roles = list(labels)
    parts: dict[tuple[Role, str], dict[str, Party]] = {}
    told: set[tuple[Role, str]] = set()
    for credit in sorted(credits_, key=lambda credit: roles.index(credit.role)):
        if (credit.role, credit.name) not in told:
            told.add((credit.role, credit.name))
            part = parts.setdefault(
                (credit.role, credit.label or labels[credit.role]), {}
            )
            part[credit.name] = Party(credit.name, credit.url, credit.rule)
    shown = [
        CreditPart(role, label, tuple(named.values()))
        for (role, label), named in parts.items()
    ]
    if outlet and not any(part.role is Role.PUBLISHER for part in shown):
        shown.insert(0, _inferred(outlet, language))
    return tuple(shown)


def _inferred(outlet: str, language: str) -> CreditPart:
    spoken = languages.of(language).words
    party = Party(outlet, evidence=Rule.CATEGORY)
    return CreditPart(
        Role.PUBLISHER, spoken.labels[Role.PUBLISHER], (party,), spoken.inferred
    )
