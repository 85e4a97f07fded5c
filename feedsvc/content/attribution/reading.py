"""Reading: an article's lines become its credits; nothing is invented.

A line is a credit line only if all of it reads as labels and names. Credits in running
text count in the forms of `prose` alone. Every decision can be told (`Finding`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from feedsvc.content.attribution import prose
from feedsvc.content.attribution.phrase import (
    Credit,
    Phrase,
    read_phrase,
    unwrapped,
)
from feedsvc.content.attribution.script import simplified
from feedsvc.content.attribution.signature import read_signature
from feedsvc.content.attribution.zones import (
    Zone,
    last_places,
    places_with_text,
    zones_of,
)
from feedsvc.content.lines import Line
from feedsvc.model.attribution import Attribution, Role, Rule, strongest

_MAX_CREDIT_LINE = 120  # characters
_MAX_SIGNATURE_LINE = 60
_MAX_CREDITS = 50  # of one article
_MAX_LISTED = 3  # lines of one role in the middle: then they are a list of something
_NEAR = 3  # lines
_DATELINES = 5  # lines in which an article says where it is from
_BARE_LABELS = ("文章来源", "来源")


@dataclass(frozen=True, slots=True)
class Finding:
    """Credits that one text of a line holds.

    Attributes:
        place: of the line among the article's.
        raw: the text that was read.
        credits: none if it credits nobody.
        is_whole: the line says nothing else.
        refused: why it credits nobody; empty if it credits somebody.
    """

    place: int
    zone: Zone
    raw: str
    credits: tuple[Attribution, ...]
    is_whole: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's credits.

    Attributes:
        attributions: those to show, in reading order, each (role, name) once.
        evidence: publishers that a stronger one stands for.
        spent: places of lines that these credits say in full.
        findings: every text that was read, or refused.
    """

    attributions: tuple[Attribution, ...]
    evidence: tuple[Attribution, ...]
    spent: frozenset[int]
    findings: tuple[Finding, ...]


def read_credits(lines: Sequence[Line]) -> Reading:
    """The credits of an article, by the strongest evidence for each role."""
    findings = _without_lists(list(_findings(lines)))
    found = [credit for finding in findings for credit in finding.credits]
    best, weaker = strongest(found)
    attributions = best[:_MAX_CREDITS]
    shown = {(credit.role, credit.name) for credit in attributions}
    said = {*attributions, *(c for c in weaker if (c.role, c.name) in shown)}
    spent = {
        finding.place
        for finding in findings
        if finding.is_whole
        and finding.credits
        and finding.zone.is_end
        and said.issuperset(finding.credits)
    }
    spent |= {i for i, line in enumerate(lines) if _is_bare_label(line)}
    return Reading(attributions, weaker, frozenset(spent), tuple(findings))


def _is_bare_label(line: Line) -> bool:
    """True for a media line without a name."""
    if line.media is None or len(line.text) > 10:
        return False
    return simplified(unwrapped(line.text)).strip(" ：:") in _BARE_LABELS


def _findings(lines: Sequence[Line]) -> Iterator[Finding]:
    seen = places_with_text(lines)
    ends = last_places(lines, seen)
    zones = zones_of(lines, seen)
    for place, (line, zone) in enumerate(zip(lines, zones, strict=True)):
        is_first = place < _DATELINES or zone is Zone.DIGEST
        reader = _LineReader(lines, place, line, zone)
        yield from reader.read(is_first=is_first, is_last=place in ends)


@dataclass(frozen=True, slots=True)
class _LineReader:
    """One line, read in every form that its length and zone allow."""

    lines: Sequence[Line]
    place: int
    line: Line
    zone: Zone

    def read(self, *, is_first: bool, is_last: bool) -> Iterator[Finding]:
        """The findings of the line."""
        text = self.line.text
        phrase = read_phrase(text) if len(text) <= _MAX_CREDIT_LINE else None
        if phrase and phrase.credits:
            yield self._found(phrase, text, is_whole=phrase.is_whole)
            return
        if len(text) <= _MAX_SIGNATURE_LINE and (signed := read_signature(text)):
            yield self._found(signed, text, is_whole=signed.is_whole)
            return
        if phrase and len(text) <= _MAX_SIGNATURE_LINE:
            yield Finding(self.place, self.zone, text, (), refused=phrase.refused)
        yield from self._in_prose(text, is_first=is_first, is_last=is_last)

    def _in_prose(
        self, text: str, *, is_first: bool, is_last: bool
    ) -> Iterator[Finding]:
        if is_first:
            yield from self._beginning(text)
        yield from self._brackets(text)
        yield from self._end(text, is_last=is_last)

    def _beginning(self, text: str) -> Iterator[Finding]:
        raw, credits_ = prose.dateline(text)
        if credits_:
            found = tuple(self._attribution(c, raw, rule) for c, rule in credits_)
            yield Finding(self.place, self.zone, raw, found)
        if head := prose.head_phrase(text, self._article):
            yield self._found(head[1], head[0])

    def _article(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def _brackets(self, text: str) -> Iterator[Finding]:
        if "者" in text or "通" in text:
            for raw, phrase in prose.reporters(text):
                yield self._found(phrase, raw)

    def _end(self, text: str, *, is_last: bool) -> Iterator[Finding]:
        rest = text
        for raw, inner, before in prose.last_brackets(text):
            phrase = prose.read_bracket(inner)
            if phrase and phrase.credits:
                yield self._found(phrase, raw, in_bracket=True)
            elif is_last and (bare := prose.bare_credits(inner, before)):
                yield self._bare(bare, raw)
            else:
                if phrase:
                    reason = phrase.refused
                    yield Finding(self.place, self.zone, raw, (), refused=reason)
                break
            rest = before
        if found := prose.tail_signature(rest) or prose.tail_phrase(rest):
            yield self._found(found[1], found[0])

    def _bare(self, credits_: Sequence[Credit], raw: str) -> Finding:
        found = tuple(
            self._attribution(
                c, raw, Rule.BRACKET if c.role is Role.PUBLISHER else Rule.BYLINE
            )
            for c in credits_
        )
        return Finding(self.place, self.zone, raw, found)

    def _found(
        self,
        phrase: Phrase,
        raw: str,
        *,
        is_whole: bool = False,
        in_bracket: bool = False,
    ) -> Finding:
        credits_ = tuple(
            self._attribution(credit, raw, self._rule(credit, in_bracket=in_bracket))
            for credit in phrase.credits
        )
        return Finding(self.place, self.zone, raw, credits_, is_whole=is_whole)

    def _rule(self, credit: Credit, *, in_bracket: bool) -> Rule:
        if credit.role is not Role.PUBLISHER:
            return Rule.BYLINE if credit.role is Role.AUTHOR else Rule.ROLE_LINE
        if credit.is_affix:
            return Rule.BRACKET if in_bracket else Rule.BYLINE
        return Rule.SOURCE_LINE if self.line.media is None else Rule.MEDIA_LINE

    def _attribution(self, credit: Credit, raw: str, rule: Rule) -> Attribution:
        url = dict(self.line.links).get(credit.name)
        return Attribution(credit.role, credit.name, raw, rule, url, credit.label)


def _without_lists(findings: list[Finding]) -> list[Finding]:
    """The findings, those refused that speak of listed books, films or charts."""
    elsewhere = {f.place for f in findings if f.refused.startswith("it speaks of")}
    middles = Counter(
        role
        for finding in findings
        if finding.zone is Zone.MIDDLE
        for role in {credit.role for credit in finding.credits}
    )
    ends = {
        credit.role for f in findings if f.zone.is_end for credit in f.credits
    }  # fmt: skip
    return [_refused_in_lists(f, elsewhere, middles, ends) for f in findings]


def _refused_in_lists(
    finding: Finding, elsewhere: set[int], middles: Counter[Role], ends: set[Role]
) -> Finding:
    near = range(finding.place - _NEAR, finding.place + _NEAR + 1)
    if not elsewhere.isdisjoint(near) and finding.credits:
        reason = "it stands with a book's details"
        return replace(finding, credits=(), is_whole=False, refused=reason)
    if finding.zone is not Zone.MIDDLE:
        return finding
    kept = tuple(c for c in finding.credits if _may_stand_amid(c, middles, ends))
    if kept == finding.credits:
        return finding
    reason = "" if kept else "one of several in the middle of the text"
    return replace(finding, credits=kept, is_whole=False, refused=reason)


def _may_stand_amid(
    credit: Attribution, middles: Counter[Role], ends: set[Role]
) -> bool:
    """True if a credit amid the text is the article's, and not of something listed."""
    if credit.role in (Role.IMAGE, Role.ILLUSTRATOR):
        return True
    return middles[credit.role] < _MAX_LISTED and credit.role not in ends
