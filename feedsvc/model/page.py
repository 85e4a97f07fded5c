"""Pages of other sites, as operators name them: absolute, http or https, encoded."""

import re

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PAGE = re.compile(
    rf"https?://({_HOST.pattern})([/?#][\w.~!$&'()*+,;=:@%/?#-]*)?", re.ASCII
)
_LONGEST = 2_000  # characters


def page_url(text: str) -> str:
    """The text, which is the URL of a page.

    Raises:
        ValueError: it is none; says what it must be.
    """
    if len(text) > _LONGEST or not _PAGE.fullmatch(text):
        raise ValueError("must be http:// or https://, a host, and an encoded path")
    return text
