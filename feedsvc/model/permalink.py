"""Permalinks: the path of an article that comes without one.

It has the form of those that Jekyll gave the site's first articles: words of the
category, the day in the site's zone, the info code.
"""

import re
from datetime import date

from feedsvc.model.info_code import InfoCode
from feedsvc.model.reserved import beside_reserved, is_reserved


def permalink_of(category: str, day: date, code: InfoCode) -> str:
    """Decoded path of an article.

    Args:
        category: raw name of the first one; may be empty.
        day: on which it is published, in the site's zone.
        code: its own, so that no two articles get the same path.
    """
    words = "/".join(category.lower().split())
    path = f"/{words}/{day.year:04}/{day.month:02}/{day.day:02}/{code}.html"
    clean = re.sub("/+", "/", path.replace("..", "/").replace("./", ""))
    return beside_reserved(clean) if is_reserved(clean) else clean
