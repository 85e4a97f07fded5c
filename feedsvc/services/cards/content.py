"""Content of a card, taken from an article."""

from itertools import islice
from urllib.parse import urlsplit

from feedsvc.language.language import of as language_of
from feedsvc.model.article import Article
from feedsvc.model.attribution import Role, credit_parts
from feedsvc.model.card import CardText
from feedsvc.model.image import find_images

_PICTURES = 3  # pictures of an article that are tried, in its own order


def card_text(article: Article, site: str, language: str) -> CardText:
    """Text for the card of an article.

    Args:
        article: as shown, in the script that the card is to be in.
        site: the site's title, in the same script.
        language: BCP 47, of the site, whose punctuation it has.
    """
    credit = credit_parts(
        article.attributions, outlet=article.outlet, language=language
    )
    publishers = (
        party.name
        for part in credit
        if part.role is Role.PUBLISHER and not part.is_inferred
        for party in part.parties
    )
    names = language_of(language).joined(publishers)
    return CardText(article.title, names, site, article.language or language)


def picture_urls(article: Article) -> tuple[str, ...]:
    """The article's own pictures that may stand in its card, in order."""
    usable = (i.url for i in find_images(article.html) if _is_raster(i.url))
    return tuple(islice(dict.fromkeys(usable), _PICTURES))


def _is_raster(url: str) -> bool:
    try:
        return not urlsplit(url).path.lower().endswith(".svg")
    except ValueError:
        return False
