"""Submissions: what any source hands in, be it a file of an archive or a message."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.attribution import Attribution
from feedsvc.model.info_code import InfoCode, from_permalink


class BodyKind(StrEnum):
    """Markup that a body is written in."""

    MARKDOWN = "markdown"  # with raw HTML in it
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Words that a source gives beside the body; empty for none.

    Attributes:
        summary: as an editor wrote it, in Markdown.
        excerpt: the beginning of the body, in its own markup, to make a summary of.
        image: address of the picture that stands for the article.
        base_url: what addresses without a host lie under.
        media: addresses as written in the body, with the paths of the files that they
            mean on this site; noted when those come in.
    """

    summary: str = ""
    excerpt: str = ""
    image: str = ""
    base_url: str = ""
    media: tuple[tuple[str, str], ...] = ()


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An article as its source gives it: read, but not cleaned.

    Attributes:
        origin: the source; of an archive, its name.
        key: names it in its origin; of an archive, the file's path.
        title: empty where there is none.
        body: the text for readers, in `kind`, without the source's own markup.
        written: a Jekyll post's body with its Liquid, if that was taken out of it. It is
            kept instead, and read anew by Jekyll's rules when they are better; no other
            source may use it.
        given: what it says beside the body.
        published_at: aware; None where no date is given.
        modified_at: aware; None where it does not say when it last changed.
        is_future_shown: show it at once, though its date be in the future.
        has_time: its date has a time of day, and is no day alone.
        language: BCP 47, where it says one.
        undated: why there is none, in words for a person.
        category: the raw name, exact characters, or empty.
        further_categories: raw names of others that it is in too.
        category_title: what people read instead of it, or None.
        credits: those given outright. Of a file's front matter they stand for those of
            the same roles in the body; if there are others, the body is not searched.
        info_code: None if one is to be made from the permalink.
        permalink: decoded path; None where there is too little to make one.
        addresses: further decoded paths that must lead here.
        legacy_path: the path that the site before this one served, for `entry_id`.
        origin_url: where the text was taken from, absolute http(s), or None.
        withheld: its words that ask not to publish it, or None.
        warnings: what a person should look at, one sentence each.
    """

    origin: str
    key: str
    title: str
    body: str
    kind: BodyKind = BodyKind.MARKDOWN
    written: str | None = None
    given: Given = NOTHING_GIVEN
    published_at: datetime | None = None
    modified_at: datetime | None = None
    is_future_shown: bool = False
    has_time: bool = True
    language: str | None = None
    undated: str = "no date"
    category: str = ""
    further_categories: tuple[str, ...] = ()
    category_title: str | None = None
    credits: tuple[Attribution, ...] = ()
    info_code: InfoCode | None = None
    permalink: str | None = None
    addresses: tuple[str, ...] = ()
    legacy_path: str | None = None
    origin_url: str | None = None
    withheld: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def code(self) -> InfoCode | None:
        """The code that it is known by: its own, or one made from its permalink."""
        if self.info_code is None and self.permalink is not None:
            return from_permalink(self.permalink)
        return self.info_code
