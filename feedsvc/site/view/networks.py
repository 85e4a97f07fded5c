"""Networks that articles can be shared to with a plain link. The one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from feedsvc.language import tags
from feedsvc.model.article import Article
from feedsvc.model.links import Links


@dataclass(frozen=True, slots=True)
class _Network:
    """A network.

    Attributes:
        name: in English; other languages may have their own.
        is_chinese: used in China above all; on Chinese pages alone, and there first.
        address: values in braces are percent-encoded.
    """

    name: str
    address: str
    is_chinese: bool = False


_NETWORKS = (
    _Network(
        "Weibo",
        "https://service.weibo.com/share/share.php?url={url}&title={title}",
        is_chinese=True,
    ),
    _Network(
        "QQ",
        "https://connect.qq.com/widget/shareqq/index.html?url={url}&title={title}",
        is_chinese=True,
    ),
    _Network(
        "Qzone",
        "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey"
        "?url={url}&title={title}",
        is_chinese=True,
    ),
    _Network("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    _Network("WhatsApp", "https://wa.me/?text={title}%20{url}"),
    _Network("X", "https://x.com/intent/post?url={url}&text={title}"),
    _Network("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    _Network("Email", "mailto:?subject={title}&body={url}"),
)


def share_links(
    article: Article, *, links: Links, names: Mapping[str, str], language: str
) -> Iterator[tuple[str, str]]:
    """Each network by name with the address that hands an article's share URL on.

    Args:
        names: those that differ in the page's language.
        language: BCP 47, of the page.

    The share URL leads to the page whose card they show, is repaired if damaged, and is
    counted.
    """
    url = quote(links.share(article.info_code), safe="")
    title = quote(article.title, safe="")
    is_chinese = tags.is_chinese(language)
    for network in _NETWORKS:
        if network.is_chinese and not is_chinese:
            continue
        name = names.get(network.name, network.name)
        yield name, network.address.format(url=url, title=title)
