"""Claims: the files of one info code, and which of them the article says.

The same story comes again: in `_posts/` and `old_post/`, as a revised poll, as a twin
that lost its title. The winner is a function of the claims alone, so that any order of
arrival ends in the same article (D2).
"""

from dataclasses import dataclass

from feedsvc.model.info_code import InfoCode


@dataclass(frozen=True, slots=True)
class Claim:
    """One file's claim on a code.

    Attributes:
        archive: the archive's name.
        path: relative to its root, `/`-separated.
        category: raw name, or empty; the article is shown in every claim's category.
        is_complete: it has a title and a date.
        is_html: its body is HTML, and not a digest alone.
    """

    archive: str
    path: str
    info_code: InfoCode
    category: str
    is_complete: bool
    is_html: bool

    @property
    def rank(self) -> tuple[bool, bool, bool, str, str]:
        """The greatest wins: complete, with an HTML body, from `_posts`, last by path."""
        is_post = "_posts" in self.path.split("/")
        return (self.is_complete, self.is_html, is_post, self.path, self.archive)
