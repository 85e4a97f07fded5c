"""Tags: the names of languages (BCP 47), and what CLDR knows of each."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale
from babel.core import get_global

Direction = Literal["ltr", "rtl"]

# RFC 5646 §2.1, without tags of before 2006 and those that are private as a whole.
_TAG = re.compile(
    r"""(?P<language>[a-z]{2,3})
    (?:-(?P<extended>[a-z]{3}))?
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|\d{3}))?
    (?P<rest>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*
        (?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*
        (?:-x(?:-[a-z\d]{1,8})+)?)""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_MAX_LENGTH = 60  # characters; real tags are shorter
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "root"})
_NOWHERE = "ZZ"
_RIGHT_TO_LEFT = frozenset(
    ("Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa")
)


class Parts(NamedTuple):
    """A language, the script that it is written in, and the country that is likely."""

    language: str
    script: str
    region: str


def canonical(tag: str) -> str:
    """A tag as it is written: `zh-hant-tw` is `zh-Hant-TW`, and `iw` is `he`.

    Raises:
        ValueError: it is no tag, or no language, script or country has that name.
    """
    match = _TAG.fullmatch(tag) if len(tag) <= _MAX_LENGTH else None
    if match is None:
        raise ValueError("is no language tag (BCP 47), such as en or pt-BR")
    language = _language(match["extended"] or match["language"])
    script, region = (match["script"] or "").title(), (match["region"] or "").upper()
    names = Locale("en")
    if script and script not in names.scripts:
        raise ValueError(f"is no language tag: there is no script {script}")
    if region and region not in names.territories:
        raise ValueError(f"is no language tag: there is no country {region}")
    named = "-".join(part for part in (language, script, region) if part)
    return named + match["rest"].lower()


def find(written: str) -> str | None:
    """The tag of a language as people write it, such as `en_US.UTF-8`; None if it is none."""
    try:
        return canonical(written.strip().partition(".")[0].replace("_", "-"))
    except ValueError:
        return None


def _language(written: str) -> str:
    """A language's code of today: `he` for `iw`."""
    code = written.lower()
    names = Locale("en").languages
    if code not in names:
        alias = get_global("language_aliases").get(code, "")
        code = alias if alias in names else code
    is_known = code in names or code in get_global("likely_subtags")
    if not is_known or code in _NO_LANGUAGE:
        raise ValueError(f"is no language tag: there is no language {written}")
    return code


@lru_cache(256)
def parts(tag: str) -> Parts:
    """Parts of a canonical tag, with what CLDR has as likely where it says nothing."""
    match = _TAG.fullmatch(tag)
    if match is None:
        raise ValueError(tag)
    language, script, region = match["language"], match["script"], match["region"]
    likely = get_global("likely_subtags")
    keys = (
        "_".join(part for part in (language, *some) if part)
        for some in ((script, region), (region,), (script,), ())
    )
    found = next(
        (likely[key] for key in keys if key in likely), f"{language}_Zzzz_{_NOWHERE}"
    )
    _, usual_script, usual_region = found.split("_")
    return Parts(language, script or usual_script, region or usual_region)


def fallbacks(tag: str) -> Iterator[str]:
    """The tag and all that may stand for it, the nearest first (RFC 4647 §3.4).

    A script that goes without saying is said before the language alone: `zh-TW` may be
    served by `zh-Hant`, and never by `zh-Hans`.
    """
    said = tag.split("-")
    while len(said) > 1:
        yield "-".join(said)
        said.pop()
        if len(said[-1]) == 1:  # nothing ends with the sign of an extension
            said.pop()
    language, script, _ = parts(tag)
    yield f"{language}-{script}"
    yield language


def lookup(tag: str, available: Container[str], *, default: str) -> str:
    """The best of the available languages."""
    return next((each for each in fallbacks(tag) if each in available), default)


def direction(tag: str) -> Direction:
    """Direction in which a language is written."""
    return "rtl" if parts(tag).script in _RIGHT_TO_LEFT else "ltr"


def is_simplified_chinese(tag: str) -> bool:
    """True if what is in it can be shown in Traditional Chinese too."""
    return parts(tag)[:2] == ("zh", "Hans")


def is_chinese(tag: str) -> bool:
    """True if it is Chinese, in either script."""
    return parts(tag).language == "zh"


def has_han(tag: str) -> bool:
    """True if it is written with Han characters, so that they do not tell Chinese."""
    return parts(tag).script in {"Hans", "Hant", "Jpan", "Kore"}


def og_locale(tag: str) -> str:
    """`de_CH`: a language and a country, as Facebook writes them."""
    language, _, region = parts(tag)
    return f"{language}_{region}" if region != _NOWHERE else language
