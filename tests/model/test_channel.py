"""Channels: known apps by what they write behind a link, and by where people came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.channel import Channel, channel_of

HOST = "news.example"


def of(referer: str = "", query: str = "") -> Channel:
    """The channel of a request to our own host."""
    return channel_of(referer, query, own_host=HOST)


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        ("infoCode=X&from=timeline", Channel.WECHAT_MOMENTS),
        ("from=singlemessage&infoCode=X&isappinstalled=0", Channel.WECHAT_CHAT),
        ("infoCode=X&FROM=GroupMessage&isappinstalled=0", Channel.WECHAT_GROUP),
        ("infoCode=X&amp;from=timeline", Channel.WECHAT_MOMENTS),
        ("infoCode=X&from=singlemessage&from=timeline", Channel.WECHAT_MOMENTS),
        ("infoCode=X&isappinstalled=0", Channel.WECHAT),
        ("infoCode=X&scene=126", Channel.WECHAT),
        ("infoCode=X&nsukey=abc%3D", Channel.WECHAT),
        ("infoCode=X&ADTAG=share", Channel.QQ),
        ("infoCode=X&fbclid=IwAR0", Channel.FACEBOOK),
        ("infoCode=X&igshid=1", Channel.INSTAGRAM),
        ("infoCode=X&utm_source=weibo&utm_medium=social", Channel.WEIBO),
        ("infoCode=X&utm_source=Twitter", Channel.X),
        ("infoCode=X&utm_source=weibo&from=timeline", Channel.WECHAT_MOMENTS),
        ("infoCode=X&utm_source=nobody", Channel.DIRECT),
        ("infoCode=X&from=", Channel.DIRECT),
        ("timeline", Channel.DIRECT),
        ("", Channel.DIRECT),
    ],
)
def test_apps_by_their_parameters(query: str, channel: Channel) -> None:
    """The last that tells counts, and a value that is known tells more than a name."""
    assert of(query=query) is channel


@pytest.mark.parametrize(
    ("referer", "channel"),
    [
        ("https://weibo.com/", Channel.WEIBO),
        ("https://m.weibo.cn/status/1?x=1", Channel.WEIBO),
        ("http://T.CN:80/A6x", Channel.WEIBO),
        ("https://mp.weixin.qq.com/s/x", Channel.WECHAT),
        ("https://user.qzone.qq.com/1", Channel.QQ),
        ("android-app://com.tencent.mm/", Channel.WECHAT),
        ("android-app://org.telegram.messenger/", Channel.TELEGRAM),
        ("https://t.co/abc", Channel.X),
        ("https://www.google.com.hk/", Channel.SEARCH),
        ("https://notweibo.com/", Channel.OTHER),
        ("https://weibo.com.evil.example/", Channel.OTHER),
        (f"https://{HOST}/a.html", Channel.SITE),
        ("https://blog.example/weibo.com", Channel.OTHER),
        ("https://[", Channel.OTHER),
        ("weibo.com", Channel.OTHER),
        ("\x00", Channel.OTHER),
    ],
)
def test_sites_by_their_hosts(referer: str, channel: Channel) -> None:
    """A host and all below it; what looks like one is another."""
    assert of(referer) is channel


def test_a_parameter_outranks_the_referrer() -> None:
    """The app that passed a link on wrote it there itself."""
    assert of("https://weibo.com/", "from=timeline") is Channel.WECHAT_MOMENTS


@pytest.mark.parametrize(
    ("referer", "query", "channel"),
    [
        ("https://l.instagram.com/", "fbclid=PAZX", Channel.INSTAGRAM),
        ("android-app://com.reddit.frontpage/", "fbclid=x", Channel.REDDIT),
        ("https://m.weibo.cn/", "infoCode=X&isappinstalled=0", Channel.WEIBO),
        ("https://www.linkedin.com/", "twclid=x", Channel.LINKEDIN),
        ("https://t.co/x", "gclid=x", Channel.X),
        (f"https://{HOST}/", "fbclid=x", Channel.SITE),
        ("https://blog.example/", "fbclid=x", Channel.FACEBOOK),
        ("android-app://com.example.mail/", "igshid=x", Channel.INSTAGRAM),
        ("", "fbclid=x", Channel.FACEBOOK),
        ("https://l.instagram.com/", "fbclid=x&from=timeline", Channel.WECHAT_MOMENTS),
    ],
)
def test_the_referrer_outranks_click_ids(
    referer: str, query: str, channel: Channel
) -> None:
    """They stay on a link that is copied elsewhere; a referrer that nobody knows does not."""
    assert of(referer, query) is channel


PACKAGES = {
    Channel.WECHAT: "com.tencent.mm", Channel.QQ: "com.tencent.mobileqq",
    Channel.WEIBO: "com.sina.weibo", Channel.DINGTALK: "com.alibaba.android.rimet",
    Channel.FEISHU: "com.ss.android.lark", Channel.TOUTIAO: "com.ss.android.article.news",
    Channel.DOUYIN: "com.ss.android.ugc.aweme.lite", Channel.XIAOHONGSHU: "com.xingin.xhs",
    Channel.ZHIHU: "com.zhihu.android", Channel.DOUBAN: "com.douban.frodo",
    Channel.TELEGRAM: "org.telegram.messenger.web", Channel.WHATSAPP: "com.whatsapp.w4b",
    Channel.X: "com.twitter.android", Channel.FACEBOOK: "com.facebook.lite",
    Channel.INSTAGRAM: "com.instagram.android", Channel.LINKEDIN: "com.linkedin.android",
    Channel.REDDIT: "com.reddit.frontpage", Channel.SLACK: "com.Slack",
    Channel.DISCORD: "com.discord", Channel.SEARCH: "com.google.android.googlequicksearchbox",
}  # fmt: skip
_MOMENTS = (Channel.WECHAT_MOMENTS, Channel.WECHAT_CHAT, Channel.WECHAT_GROUP)


def test_every_app_is_known_by_its_package() -> None:
    """Of `android-app://`, whatever the address that it opened; none is left out."""
    for channel, package in PACKAGES.items():
        for path in ("", "/", "/https/news.example/s/NW1"):
            assert of(f"android-app://{package}{path}") is channel
    without = (*_MOMENTS, Channel.SITE, Channel.OTHER, Channel.DIRECT)
    assert set(PACKAGES) == set(Channel) - set(without)


@pytest.mark.parametrize(
    ("referer", "channel"),
    [
        ("ios-app://414478124/com.tencent.xin/", Channel.WECHAT),
        ("ios-app://389801252/com.burbn.instagram", Channel.INSTAGRAM),
        ("ios-app://com.atebits.Tweetie2/", Channel.X),
        ("ios-app://1234567890/", Channel.OTHER),
        ("android-app://com.discordant.app/", Channel.OTHER),
        ("android-app://com.example.instagram/", Channel.OTHER),
        ("android-app://weibo.com/", Channel.OTHER),
        ("https://com.instagram.android/", Channel.OTHER),
        ("android-app://", Channel.OTHER),
        ("https://l.instagram.com./", Channel.INSTAGRAM),
    ],
)
def test_an_app_is_no_site(referer: str, channel: Channel) -> None:
    """A package and all below it; a name that holds another's is its own."""
    assert of(referer) is channel


@given(st.text(), st.text())
def test_whatever_comes_is_some_channel(referer: str, query: str) -> None:
    """Of a closed set: nothing of a request can be stored by way of it."""
    assert isinstance(of(referer, query), Channel)
