"""Explanations: the differences that are meant, each by name, with the reason.

`docs/importing.md` explains the same ones to users.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tools.compare_jekyll import levels
from tools.compare_jekyll.levels import Pair
from tools.compare_jekyll.open_elements import close_open_elements

# Of whole posts and their front matter; the comparison itself knows when they apply.
UNREADABLE = "unreadable by Jekyll"
FIRST_NAMES = "names of the first archive"
SAME_ARTICLE = "same article"
MENDED = "front matter mended"
NO_ZONE = "dates without a zone"
UNKNOWN_ZONE = "zones unknown to Ruby"
ANOTHER_ADDRESS = "another address"
OUTSIDE = "addresses outside the site"
SPACED = "spaces in categories"
OF_POSTS = {
    UNREADABLE: "Jekyll stops, or leaves the post out; here it is mended or reported.",
    FIRST_NAMES: "`old_post/` and names of 18 digits are posts here.",
    SAME_ARTICLE: "Another file of the same article is better.",
    MENDED: "Jekyll shows its front matter as text, for want of a clean `---`.",
    NO_ZONE: "They are the site's; Jekyll reads some of these as UTC.",
    UNKNOWN_ZONE: "`CEST` and the like mean what they say; Ruby passes them over.",
    ANOTHER_ADDRESS: "Jekyll's address leads to the article too.",
    OUTSIDE: "`..` is taken out of an address, as browsers do.",
    SPACED: "In archives like the first one `categories` is one name.",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A difference of bodies that is meant; `level` makes both trees alike in it."""

    name: str
    reason: str
    level: Callable[[Pair], None]


EXPLANATIONS = (
    Explanation("line numbers", "Lines of code are not numbered.", levels.drop_line_numbers),
    Explanation(
        "footnotes", "Notes have no links back, which lead nowhere in a feed.",
        levels.drop_backlinks,
    ),
    Explanation("scripts", "Scripts, styles and forms do nothing in a feed.", levels.drop_scripts),
    Explanation(
        "open elements", "A block whose tag is never closed ends at its blank line.",
        close_open_elements,
    ),
    Explanation(
        "left out", "What the import says that it left out of Liquid: lists of other posts.",
        levels.drop_what_is_told,
    ),
    Explanation(
        "missing files", "What the import says that the archive has not, without a `url`.",
        levels.drop_missing_files,
    ),
    Explanation(
        "rules", "A line of dashes under several lines is a rule.", levels.drop_dashes
    ),
    Explanation(
        "indented headings", "A heading may have spaces before its `#`.",
        levels.set_headings,
    ),
    Explanation("hidden", "What a style hides is left out.", levels.drop_hidden),
    Explanation("players", "Video, audio and frames leave a link.", levels.drop_players),
    Explanation("pixels", "Pictures of one pixel count readers.", levels.drop_pixels),
    Explanation(
        "late pictures", "A picture that a script loads is shown at once.",
        levels.load_late_pictures,
    ),
    Explanation(
        "lead picture", "The picture of front matter is shown first.",
        levels.drop_lead_picture,
    ),
    Explanation(
        "other schemes", "Addresses that are none on the web are left out.",
        levels.unlink_other_schemes,
    ),
    Explanation("mathematics", "`$$…$$` stays as it was written.", levels.write_math_alike),
    Explanation("footers", "Links back at a post's end are left out.", levels.drop_footer),
    Explanation("charts", "Stock charts whose addresses carry a token.", levels.drop_charts),
    Explanation("task lists", "Boxes of task lists are characters.", levels.drop_boxes),
    Explanation("empty headings", "A heading without words.", levels.drop_empty_headings),
    Explanation(
        "credit lines", "A line that its credits say in full leaves the text.",
        levels.drop_credit_lines,
    ),
    Explanation(
        "quotes", "Straight quotes in pairs beside Chinese open and close in turn.",
        levels.write_quotes_alike,
    ),
    Explanation(
        "stray tags", "A tag without its other half is no text.", levels.drop_stray_tags
    ),
    Explanation(
        "emphasis", "Emphasis works as its writer meant it, or not at all.", levels.unmark
    ),
)  # fmt: skip

REASONS = OF_POSTS | {one.name: one.reason for one in EXPLANATIONS}
