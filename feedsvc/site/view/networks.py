"""Networks: where an article can be shared to with a plain link. The one table of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from feedsvc.model.article import Article
from feedsvc.model.links import Links


@dataclass(frozen=True, slots=True)
class _Network:
    """A network.

    Attributes:
        address: what is in braces comes percent-encoded.
        names: in zh-CN, zh-Hant and en; one where they are the same.
    """

    address: str
    names: tuple[str, ...]

    def name(self, language: str) -> str:
        """What it is called."""
        place = {"zh-Hant": 1, "en": 2}.get(language, 0)
        return self.names[place] if len(self.names) > 1 else self.names[0]


_NETWORKS = (
    _Network(
        "https://service.weibo.com/share/share.php?url={url}&title={title}",
        ("微博", "微博", "Weibo"),
    ),
    _Network(
        "https://connect.qq.com/widget/shareqq/index.html?url={url}&title={title}",
        ("QQ",),
    ),
    _Network(
        "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey"
        "?url={url}&title={title}",
        ("QQ空间", "QQ空間", "Qzone"),
    ),
    _Network("https://t.me/share/url?url={url}&text={title}", ("Telegram",)),
    _Network("https://wa.me/?text={title}%20{url}", ("WhatsApp",)),
    _Network("https://x.com/intent/post?url={url}&text={title}", ("X",)),
    _Network("https://www.facebook.com/sharer/sharer.php?u={url}", ("Facebook",)),
    _Network("mailto:?subject={title}&body={url}", ("邮件", "郵件", "Email")),
)


def share_links(
    article: Article, *, links: Links, language: str
) -> Iterator[tuple[str, str]]:
    """Each network by name with the address that hands an article's share URL on.

    It leads to the page whose card they show; damaged it is repaired, and it is counted.
    """
    url = quote(links.share(article.info_code), safe="")
    title = quote(article.title, safe="")
    for network in _NETWORKS:
        yield network.name(language), network.address.format(url=url, title=title)
