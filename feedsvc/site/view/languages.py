"""Languages: those that a page's parts are in, and the directions that they run in."""

import re
import unicodedata

from feedsvc.language import tags
from feedsvc.language.language import of as language_of
from feedsvc.language.language import spoken_tags
from feedsvc.model.article import Article, Headline
from feedsvc.model.document import Script
from feedsvc.model.feed import Entry

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_NOT_CHINESE = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")  # kana, Hangul


def language_of_article(item: Article | Headline | Entry, site: str) -> str:
    """The language of an article as it is shown: its own, or what its title tells.

    Args:
        item: the article, or what stands for it.
        site: language of the site, in this script.
    """
    if item.language:
        is_converted = site == Script.TRADITIONAL and tags.is_simplified_chinese(
            item.language
        )
        return site if is_converted else item.language
    return language_of_text(item.title, site)


def language_of_text(text: str, site: str) -> str:
    """The language of a title that says none: Chinese, if Han characters stand out."""
    if tags.has_han(site) or not _HAN.search(text) or _NOT_CHINESE.search(text):
        return site
    return "zh-CN"


def direction_of_article(item: Article | Headline | Entry, site: str) -> tags.Direction:
    """The direction of an article: its language's, or else its title's first letter's."""
    if item.language:
        return tags.direction(item.language)
    for char in item.title:
        bidi = unicodedata.bidirectional(char)
        if bidi == "L":
            return "ltr"
        if bidi in {"R", "AL"}:
            return "rtl"
    return tags.direction(site)


def frame_languages(tag: str) -> tuple[tuple[str, str], ...]:
    """Languages that a site offers for frames; none where there is nothing to choose.

    Args:
        tag: of the site.
    """
    # Chinese in the list of a site that has none would be about nobody's China.
    offered = [
        (each, language_of(each).own_name)
        for each in spoken_tags()
        if tags.is_chinese(tag) or not tags.is_chinese(each)
    ]
    return tuple(offered) if len(offered) > 1 else ()
