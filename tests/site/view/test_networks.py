"""Networks: links that hand an article on, and nothing else of ours or the reader's."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from feedsvc.language.language import of as language_of
from feedsvc.site.view.networks import share_links
from tests.site.samples import ARTICLE, LINKS, TRADITIONAL_LINKS

TITLE = "滨江“开局”：<产值> & 就业 100%? #1 +\"'\n=/"


@pytest.mark.parametrize("title", [ARTICLE.title, TITLE])
@pytest.mark.parametrize("links", [LINKS, TRADITIONAL_LINKS])
def test_each_carries_the_share_url_and_title(links, title):
    """Percent-encoded, so that nothing of a title becomes a parameter or markup."""
    url = links.share(ARTICLE.info_code)
    for name, address in share_links(
        replace(ARTICLE, title=title), links=links, names={}, language="zh-CN"
    ):
        parts = urlsplit(address)
        assert parts.scheme in {"https", "mailto"}
        assert not parts.fragment
        assert not set("<>\"' \n") & set(address)
        said = [value for values in parse_qs(parts.query).values() for value in values]
        assert url in " ".join(said), name
        assert name == "Facebook" or title in " ".join(said)
        assert len(said) <= 2


def test_mail_has_no_plus_for_a_space():
    """RFC 6068 §5: mail programs show it as it is."""
    article = replace(ARTICLE, title="a b+c")
    mail = dict(share_links(article, links=LINKS, names={}, language="en"))["Email"]
    assert mail.startswith("mailto:?subject=a%20b%2Bc&body=https%3A")
    assert "a b+c" in unquote(mail)


def test_networks_have_names_that_people_know():
    """In the page's language; China's are on Chinese pages, and there first."""
    named = {
        language: [
            name
            for name, _ in share_links(
                ARTICLE,
                links=LINKS,
                names=language_of(language).words.networks,
                language=language,
            )
        ]
        for language in ("zh-CN", "zh-Hant", "en", "ar")
    }
    same = ["Telegram", "WhatsApp", "X", "Facebook"]
    assert named == {
        "zh-CN": ["微博", "QQ", "QQ空间", *same, "邮件"],
        "zh-Hant": ["微博", "QQ", "QQ空間", *same, "郵件"],
        "en": [*same, "Email"],
        "ar": [*same, "Email"],
    }
