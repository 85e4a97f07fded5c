"""Channels: by which app or site a share link was followed. The one table of them.

A channel is one of a closed set, so that neither a stranger's host nor a parameter is
ever stored. Add an app here, its name in `web.stats_strings`, and nothing else.
"""

from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit


class Channel(StrEnum):
    """Where a link was followed."""

    WECHAT_MOMENTS = "wechat-moments"
    WECHAT_CHAT = "wechat-chat"
    WECHAT_GROUP = "wechat-group"
    WECHAT = "wechat"
    QQ = "qq"
    WEIBO = "weibo"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    TOUTIAO = "toutiao"
    DOUYIN = "douyin"
    XIAOHONGSHU = "xiaohongshu"
    ZHIHU = "zhihu"
    DOUBAN = "douban"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    LINKEDIN = "linkedin"
    REDDIT = "reddit"
    SLACK = "slack"
    DISCORD = "discord"
    SEARCH = "search"
    SITE = "site"  # a page of our own
    OTHER = "other"
    DIRECT = "direct"  # nothing tells: typed, or an app that hides where it was


# What apps write behind a link that is passed on: names and values in lower case.
_VALUES = {
    ("from", "timeline"): Channel.WECHAT_MOMENTS,
    ("from", "singlemessage"): Channel.WECHAT_CHAT,
    ("from", "groupmessage"): Channel.WECHAT_GROUP,
    ("from", "qq"): Channel.QQ,
    ("from", "weibo"): Channel.WEIBO,
}
# The same where any value tells.
_NAMES = {
    "isappinstalled": Channel.WECHAT,
    "nsukey": Channel.WECHAT,
    "scene": Channel.WECHAT,
    "adtag": Channel.QQ,
    "fbclid": Channel.FACEBOOK,
    "igshid": Channel.INSTAGRAM,
    "igsh": Channel.INSTAGRAM,
    "twclid": Channel.X,
    "gclid": Channel.SEARCH,
    "msclkid": Channel.SEARCH,
}

# Hosts of `Referer`, each with all below it. Android apps give their package's name.
_HOSTS = {
    "weixin.qq.com": Channel.WECHAT,
    "servicewechat.com": Channel.WECHAT,
    "com.tencent.mm": Channel.WECHAT,
    "qq.com": Channel.QQ,
    "com.tencent.mobileqq": Channel.QQ,
    "weibo.com": Channel.WEIBO,
    "weibo.cn": Channel.WEIBO,
    "t.cn": Channel.WEIBO,
    "com.sina.weibo": Channel.WEIBO,
    "dingtalk.com": Channel.DINGTALK,
    "feishu.cn": Channel.FEISHU,
    "larksuite.com": Channel.FEISHU,
    "toutiao.com": Channel.TOUTIAO,
    "douyin.com": Channel.DOUYIN,
    "xiaohongshu.com": Channel.XIAOHONGSHU,
    "zhihu.com": Channel.ZHIHU,
    "douban.com": Channel.DOUBAN,
    "t.me": Channel.TELEGRAM,
    "telegram.org": Channel.TELEGRAM,
    "org.telegram.messenger": Channel.TELEGRAM,
    "wa.me": Channel.WHATSAPP,
    "whatsapp.com": Channel.WHATSAPP,
    "com.whatsapp": Channel.WHATSAPP,
    "x.com": Channel.X,
    "twitter.com": Channel.X,
    "t.co": Channel.X,
    "com.twitter.android": Channel.X,
    "facebook.com": Channel.FACEBOOK,
    "fb.me": Channel.FACEBOOK,
    "messenger.com": Channel.FACEBOOK,
    "com.facebook.katana": Channel.FACEBOOK,
    "com.facebook.orca": Channel.FACEBOOK,
    "instagram.com": Channel.INSTAGRAM,
    "linkedin.com": Channel.LINKEDIN,
    "lnkd.in": Channel.LINKEDIN,
    "com.linkedin.android": Channel.LINKEDIN,
    "reddit.com": Channel.REDDIT,
    "slack.com": Channel.SLACK,
    "com.slack": Channel.SLACK,
    "discord.com": Channel.DISCORD,
    "discordapp.com": Channel.DISCORD,
    "baidu.com": Channel.SEARCH,
    "sogou.com": Channel.SEARCH,
    "so.com": Channel.SEARCH,
    "sm.cn": Channel.SEARCH,
    "bing.com": Channel.SEARCH,
    "com.google.android.googlequicksearchbox": Channel.SEARCH,
    "duckduckgo.com": Channel.SEARCH,
    "yandex.com": Channel.SEARCH,
    "yandex.ru": Channel.SEARCH,
    "yahoo.com": Channel.SEARCH,
}

_NO_APP = (Channel.SITE, Channel.OTHER, Channel.DIRECT)
# What campaigns call them, beside their own names.
_CAMPAIGNS = {
    channel.value: channel for channel in Channel if channel not in _NO_APP
} | {
    "weixin": Channel.WECHAT,
    "sina": Channel.WEIBO,
    "qzone": Channel.QQ,
    "lark": Channel.FEISHU,
    "twitter": Channel.X,
    "fb": Channel.FACEBOOK,
    "ig": Channel.INSTAGRAM,
    "baidu": Channel.SEARCH,
    "google": Channel.SEARCH,
    "bing": Channel.SEARCH,
}
_VALUES |= {("utm_source", name): channel for name, channel in _CAMPAIGNS.items()}
_MAX_FIELDS = 64
_KNOWN_REFERERS = 1_024  # in memory alone


def channel_of(referer: str, query: str, *, own_host: str) -> Channel:
    """By which app or site a link was followed: its query tells more than the referrer.

    Args:
        referer: the header as it came; empty if there was none.
        query: as it came, of the link.
        own_host: of this site's pages, in lower case.
    """
    return _of_query(query) or _of_referer(referer, own_host)


def _of_query(query: str) -> Channel | None:
    """Apps write at the end, so the last one that tells is where the link was last."""
    surely = perhaps = None
    for field in query.lower().split("&", _MAX_FIELDS)[:_MAX_FIELDS]:
        name, _, value = field.partition("=")
        name = name.removeprefix("amp;")  # of a link that was escaped for HTML
        surely = _VALUES.get((name, value), surely)
        perhaps = _NAMES.get(name, perhaps)
    return surely or perhaps


@lru_cache(_KNOWN_REFERERS)
def _of_referer(referer: str, own_host: str) -> Channel:
    if not referer:
        return Channel.DIRECT
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        return Channel.OTHER
    if host == own_host:
        return Channel.SITE
    if host.removeprefix("www.").startswith("google."):  # one in each country
        return Channel.SEARCH
    while host:
        if host in _HOSTS:
            return _HOSTS[host]
        host = host.partition(".")[2]
    return Channel.OTHER
