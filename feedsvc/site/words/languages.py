"""Languages: the words for each language of the interface."""

from feedsvc.model import language
from feedsvc.site.words import en, zh_hans, zh_hant
from feedsvc.site.words.words import Statistics, Words

_WORDS = {
    language.SIMPLIFIED: zh_hans.WORDS,
    language.TRADITIONAL: zh_hant.WORDS,
    language.ENGLISH: en.WORDS,
}
_STATISTICS = {
    language.SIMPLIFIED: zh_hans.STATISTICS,
    language.ENGLISH: en.STATISTICS,
}


def words(tag: str) -> Words:
    """The words of a BCP 47 language; Simplified Chinese for one that we lack."""
    return _WORDS[language.of(tag)]


def statistics_words(tag: str) -> Statistics:
    """The words of the staff's page, which has no Traditional Chinese form."""
    return _STATISTICS.get(language.of(tag), zh_hans.STATISTICS)
