"""Claims: the files of one info code, and which of them the article says.

The same story comes again: in `_posts/` and `old_post/`, as a revised poll, as a twin
that lost its title, or in a copy of the whole archive. Within an archive the winner is a
function of its files alone; between archives that are equal the last to change wins
(D2).
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
        arrival: counts up, per code, with each time that a file of it was read and was
            new or different; unchanged files keep theirs, so nothing flips.
        is_published: it does not ask to be withheld.
    """

    archive: str
    path: str
    info_code: InfoCode
    category: str
    is_complete: bool
    is_html: bool
    arrival: int = 0
    is_published: bool = True

    @property
    def is_post(self) -> bool:
        """Whether the file lies in `_posts`."""
        return "_posts" in self.path.split("/")

    @property
    def file_name(self) -> str:
        """The path's last part."""
        return self.path.rpartition("/")[2]
