"""Partners: sites with a key of their own for embeds. Knows no HTTP and no store.

A key is no secret: it stands in the partner's pages for everybody to read. It says whose
page a frame is for, and browsers let no other site use it.
"""

from dataclasses import dataclass
from datetime import datetime

KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner.

    Attributes:
        key: hexadecimal digits.
        origins: `scheme://host[:port]` of the pages that may show its frames.
    """

    key: str
    name: str
    origins: tuple[str, ...]
    created_at: datetime
