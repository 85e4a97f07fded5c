"""Pages of other sites, as operators name them: absolute, http or https, encoded."""

import re

_HOST = r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?"
# For JSON Schema too.
PAGE_PATTERN = rf"^https?://({_HOST})([/?#][\w.~!$&'()*+,;=:@%/?#-]*)?$"
_PAGE = re.compile(PAGE_PATTERN, re.ASCII)
_LONGEST = 2_000  # characters


def page_url(text: str) -> str:
    """The text, which is the URL of a page.

    Raises:
        ValueError: it is none; says what it must be.
    """
    if len(text) > _LONGEST or not _PAGE.fullmatch(text):
        raise ValueError("must be http:// or https://, a host, and an encoded path")
    return text
