"""Channels: the names that people know them by."""

from feedsvc.language.words import Statistics
from feedsvc.model.channel import Channel

# Names that do not differ from language to language.
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


def channel_name(channel: Channel, words: Statistics) -> str:
    """A channel's name."""
    return words.channels.get(channel) or _BRANDS[channel]
