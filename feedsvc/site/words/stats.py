"""What the page of statistics says, in Chinese and in English.

Apart from `strings`: it is staff's page, and has no Traditional Chinese form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from feedsvc.model.channel import Channel


@dataclass(frozen=True, slots=True)
class StatsStrings:
    """The words of one language.

    Attributes:
        channels: those with a name of their own; the others are brands, in every language.
    """

    title: str
    lead: str
    period: str
    periods: str
    people: str
    robots: str
    unknown: str
    by_day: str
    day: str
    tooltip: str
    as_table: str
    by_channel: str
    by_article: str
    by_code: str
    code_why: str
    other_codes: str
    withdrawn: str
    nothing: str
    channels: Mapping[Channel, str]

    def channel(self, channel: Channel) -> str:
        """A channel's name."""
        return self.channels.get(channel) or _BRANDS[channel]


_BRANDS = {
    Channel.QQ: "QQ",
    Channel.TELEGRAM: "Telegram",
    Channel.WHATSAPP: "WhatsApp",
    Channel.X: "X",
    Channel.FACEBOOK: "Facebook",
    Channel.INSTAGRAM: "Instagram",
    Channel.LINKEDIN: "LinkedIn",
    Channel.REDDIT: "Reddit",
    Channel.SLACK: "Slack",
    Channel.DISCORD: "Discord",
}

_CHINESE = StatsStrings(
    title="点击统计",
    lead="分享链接被打开的次数。只记日期、渠道、是人还是机器人，不记是谁。",
    period="{since} 至 {until}",
    periods="时间范围",
    people="读者",
    robots="机器人",
    unknown="打不开的链接",
    by_day="每天",
    day="{n} 天",
    tooltip="{day}：读者 {human}，机器人 {bot}",
    as_table="看数字",
    by_channel="渠道",
    by_article="文章",
    by_code="打不开的链接",
    code_why="没有文章用过的代码：可能是链接被截断，也可能有人在试。",
    other_codes="其他，或不成代码",
    withdrawn="已撤回的文章",
    nothing="这段时间还没有点击。",
    channels={
        Channel.WECHAT_MOMENTS: "微信朋友圈",
        Channel.WECHAT_CHAT: "微信好友",
        Channel.WECHAT_GROUP: "微信群",
        Channel.WECHAT: "微信",
        Channel.WEIBO: "微博",
        Channel.DINGTALK: "钉钉",
        Channel.FEISHU: "飞书",
        Channel.TOUTIAO: "今日头条",
        Channel.DOUYIN: "抖音",
        Channel.XIAOHONGSHU: "小红书",
        Channel.ZHIHU: "知乎",
        Channel.DOUBAN: "豆瓣",
        Channel.SEARCH: "搜索引擎",
        Channel.SITE: "本站",
        Channel.OTHER: "其他网站",
        Channel.DIRECT: "直接打开",
    },
)

_ENGLISH = StatsStrings(
    title="Clicks",
    lead="How often share links were opened. Only day, channel, and person or robot are counted, never who it was.",
    period="{since} to {until}",
    periods="Period",
    people="People",
    robots="Robots",
    unknown="Dead links",
    by_day="By day",
    day="{n} days",
    tooltip="{day}: {human} people, {bot} robots",
    as_table="As numbers",
    by_channel="By channel",
    by_article="Articles",
    by_code="Dead links",
    code_why="Codes that no article ever had: cut off when a link was passed on, or tried by somebody.",
    other_codes="others, or no code at all",
    withdrawn="a withdrawn article",
    nothing="No clicks yet.",
    channels={
        Channel.WECHAT_MOMENTS: "WeChat Moments",
        Channel.WECHAT_CHAT: "WeChat chat",
        Channel.WECHAT_GROUP: "WeChat group",
        Channel.WECHAT: "WeChat",
        Channel.WEIBO: "Weibo",
        Channel.DINGTALK: "DingTalk",
        Channel.FEISHU: "Lark",
        Channel.TOUTIAO: "Toutiao",
        Channel.DOUYIN: "Douyin",
        Channel.XIAOHONGSHU: "Xiaohongshu",
        Channel.ZHIHU: "Zhihu",
        Channel.DOUBAN: "Douban",
        Channel.SEARCH: "Search engines",
        Channel.SITE: "This site",
        Channel.OTHER: "Other sites",
        Channel.DIRECT: "Direct",
    },
)


def stats_strings(language: str) -> StatsStrings:
    """The strings of a BCP 47 language; but for English, Chinese."""
    return _ENGLISH if language.lower().startswith("en") else _CHINESE
