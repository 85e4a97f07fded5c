"""Channels: the app or site where a share link was followed. The one table of them.

A channel is one of a closed set, so no foreign host or parameter is ever stored.
Add an app here and its name in `language/texts`. The links to share to a network are apart, in
`site.view.networks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit


class Channel(StrEnum):
    """App or site where a link was followed."""

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
    DIRECT = "direct"  # no evidence: typed, or an app that hides its origin


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs of an app or site, all in lower case.

    Attributes:
        hosts: of web referrers, each with all below it.
        apps: Android packages and iOS bundles, each with all below it: of `android-app://`
            and `ios-app://` referrers.
        fields: parameters with their values, which the app itself appends to the link.
        names: parameters that tell by their name, with any value: click ids.
        campaigns: its names in `utm_source`, beside its own name.
    """

    hosts: str = ""
    apps: str = ""
    fields: str = ""
    names: str = ""
    campaigns: str = ""


# A row a channel: to add an app, add it here and to `Channel`.
_SIGNS: Mapping[Channel, _Signs] = {
    Channel.WECHAT_MOMENTS: _Signs(fields="from=timeline"),
    Channel.WECHAT_CHAT: _Signs(fields="from=singlemessage"),
    Channel.WECHAT_GROUP: _Signs(fields="from=groupmessage"),
    Channel.WECHAT: _Signs(
        hosts="weixin.qq.com weixin110.qq.com servicewechat.com wechat.com",
        apps="com.tencent.mm com.tencent.xin com.tencent.wework com.tencent.weworkenterprise",
        names="isappinstalled nsukey scene",
        campaigns="weixin",
    ),
    Channel.QQ: _Signs(
        hosts="qq.com qzone.com",
        apps="com.tencent.mobileqq com.tencent.qqlite com.tencent.tim com.tencent.mqq"
        " com.qzone com.tencent.minihd.qq",
        fields="from=qq",
        names="adtag",
        campaigns="qzone",
    ),
    Channel.WEIBO: _Signs(
        hosts="weibo.com weibo.cn t.cn sinaurl.cn",
        apps="com.sina.weibo com.sina.weibolite com.sina.weiboabroad com.weico.international"
        " com.eico.weico",
        fields="from=weibo",
        campaigns="sina",
    ),
    Channel.DINGTALK: _Signs(
        hosts="dingtalk.com dingtalk.cn",
        apps="com.alibaba.android.rimet com.laiwang.dingtalk",
    ),
    Channel.FEISHU: _Signs(
        hosts="feishu.cn larksuite.com larkoffice.com feishu.net",
        apps="com.ss.android.lark com.larksuite.suite com.bytedance.ee.lark",
        campaigns="lark",
    ),
    Channel.TOUTIAO: _Signs(
        hosts="toutiao.com snssdk.com toutiaocdn.com toutiaoapi.com",
        apps="com.ss.android.article com.ss.iphone.article",
    ),
    Channel.DOUYIN: _Signs(
        hosts="douyin.com iesdouyin.com",
        apps="com.ss.android.ugc.aweme com.ss.iphone.ugc.aweme",
    ),
    Channel.XIAOHONGSHU: _Signs(
        hosts="xiaohongshu.com xhslink.com rednote.com",
        apps="com.xingin.xhs com.xingin.discover",
        campaigns="xhs rednote",
    ),
    Channel.ZHIHU: _Signs(
        hosts="zhihu.com",
        apps="com.zhihu.android com.zhihu.ios",
    ),
    Channel.DOUBAN: _Signs(
        hosts="douban.com",
        apps="com.douban.frodo com.douban.group com.douban.movie com.douban.book"
        " com.douban.douban com.douban.radio",
    ),
    Channel.TELEGRAM: _Signs(
        hosts="t.me telegram.org telegram.me",
        apps="org.telegram org.thunderdog.challegram ph.telegra.telegraph",
    ),
    Channel.WHATSAPP: _Signs(
        hosts="wa.me whatsapp.com whatsapp.net",
        apps="com.whatsapp net.whatsapp.whatsapp net.whatsapp.whatsappsmb",
    ),
    Channel.X: _Signs(
        hosts="x.com twitter.com t.co",
        apps="com.twitter.android com.atebits.tweetie2 com.twitter.twitter-ipad",
        names="twclid",
        campaigns="twitter",
    ),
    Channel.FACEBOOK: _Signs(
        hosts="facebook.com fb.me fb.com messenger.com m.me",
        apps="com.facebook",
        names="fbclid",
        campaigns="fb",
    ),
    Channel.INSTAGRAM: _Signs(
        hosts="instagram.com ig.me instagr.am",
        apps="com.instagram com.burbn.instagram",
        names="igshid igsh",
        campaigns="ig",
    ),
    Channel.LINKEDIN: _Signs(
        hosts="linkedin.com lnkd.in",
        apps="com.linkedin",
        names="li_fat_id",
    ),
    Channel.REDDIT: _Signs(
        hosts="reddit.com redd.it",
        apps="com.reddit com.reddit.frontpage com.laurencedawson.reddit_sync"
        " com.andrewshu.android.reddit",
        names="rdt_cid",
    ),
    Channel.SLACK: _Signs(
        hosts="slack.com slack-redir.net",
        apps="com.slack com.tinyspeck.chatlyio",
    ),
    Channel.DISCORD: _Signs(
        hosts="discord.com discordapp.com discord.gg",
        apps="com.discord com.hammerandchisel.discord",
    ),
    Channel.SEARCH: _Signs(
        hosts="baidu.com sogou.com so.com sm.cn bing.com duckduckgo.com yandex.com yandex.ru"
        " yahoo.com yahoo.co.jp ecosia.org naver.com quark.cn shenma.cn qwant.com"
        " startpage.com search.brave.com",
        apps="com.google.android.googlequicksearchbox com.google.android.gm.search"
        " com.google.googlemobile com.baidu.searchbox com.baidu.baiduboxapp com.sogou"
        " com.qihoo.haosou com.microsoft.bing com.duckduckgo.mobile com.ucmobile.search",
        names="gclid msclkid gbraid wbraid bd_vid",
        campaigns="baidu google bing sogou",
    ),
}


def _table(kind: str) -> dict[str, Channel]:
    """Each sign of one kind, with its channel."""
    return {
        sign: channel
        for channel, signs in _SIGNS.items()
        for sign in getattr(signs, kind).split()
    }


_NO_APP = (Channel.SITE, Channel.OTHER, Channel.DIRECT)
_CAMPAIGNS = {
    channel.value: channel for channel in Channel if channel not in _NO_APP
} | _table("campaigns")
_HOSTS, _APPS, _NAMES = _table("hosts"), _table("apps"), _table("names")
_FIELDS = _table("fields") | {
    f"utm_source={name}": channel for name, channel in _CAMPAIGNS.items()
}
_APP_SCHEMES = ("android-app", "ios-app")
_TELLS_NOTHING = frozenset((Channel.DIRECT, Channel.OTHER))
_MAX_FIELDS = 64
_KNOWN_REFERERS = 1_024  # in memory alone


def channel_of(referer: str, query: str, *, own_host: str) -> Channel:
    """App or site where a link was followed, by the best evidence there is.

    In order: parameters that an app appends for this purpose (`from=timeline`); a known
    referrer; click ids, which stay on a link that was copied and followed elsewhere; an
    unknown referrer.

    Args:
        referer: the header as it came; empty if there was none.
        query: as it came, of the link.
        own_host: of this site's pages, in lower case.
    """
    surely, perhaps = _of_query(query)
    by_referer = _of_referer(referer, own_host)
    known = None if by_referer in _TELLS_NOTHING else by_referer
    return surely or known or perhaps or by_referer


def _of_query(query: str) -> tuple[Channel | None, Channel | None]:
    """Channel that a query names, and the one that a click id hints at.

    Apps append to the end, so the last sign found is the latest.
    """
    surely = perhaps = None
    for field in query.lower().split("&", _MAX_FIELDS)[:_MAX_FIELDS]:
        field = field.removeprefix("amp;")  # of a link that was escaped for HTML
        surely = _FIELDS.get(field, surely)
        perhaps = _NAMES.get(field.partition("=")[0], perhaps)
    return surely, perhaps


@lru_cache(_KNOWN_REFERERS)
def _of_referer(referer: str, own_host: str) -> Channel:
    if not referer:
        return Channel.DIRECT
    try:
        url = urlsplit(referer)
        host = url.hostname or ""
    except ValueError:
        return Channel.OTHER
    if url.scheme in _APP_SCHEMES:
        return _of_app(host, url.path)
    host = host.removesuffix(".")
    if host == own_host:
        return Channel.SITE
    if host.removeprefix("www.").startswith("google."):  # one in each country
        return Channel.SEARCH
    while host:
        if host in _HOSTS:
            return _HOSTS[host]
        host = host.partition(".")[2]
    return Channel.OTHER


def _of_app(package: str, path: str) -> Channel:
    """Channel of a package or one above it; iOS gives a number, then the name.

    An app may say instead which site's address it opened: `android-app://app/https/host/`.
    """
    if package.isdecimal():
        package = path.strip("/").partition("/")[0].lower()
    while package:
        if package in _APPS:
            return _APPS[package]
        package = package.rpartition(".")[0]
    return Channel.OTHER
