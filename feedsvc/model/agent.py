"""User agents: which of them are robots', by what they call themselves.

A maintained list knows robots by name. It takes some people for robots, whose browser or
phone has a name like one's, and cannot know every library and monitor; but these do not
claim to be a browser, which every browser does, and every app that has one inside.
"""

import re
from collections.abc import Iterable

# Of people's browsers and phones, where the list's patterns match them: the houses of a
# robot that have a browser, too, and words that are part of a longer one.
_PEOPLES = re.compile(
    r"Sogou(?![\w .-]*spider)|coc_?coc_?(?:browser|\b)|ViewSonic|HTC[ _-]?Butterfly"
    r"|\bFreespoke/|\bBlackboard/|\bCode/(?=[\d.]+ Chrome/)",
    re.IGNORECASE,
)
# What browsers say. Those of before 2010 name a phone alone; some need no screen.
_BROWSER = re.compile(
    r"^(?:Mozilla|Opera)\b|AppleWebKit|Browser|UCWEB|\bJUC\b|MIDP|Symbian|BlackBerry|Nokia"
    r"|SonyEricsson|^(?:Lynx|w3m|E?Links|Dillo|NetSurf|Emacs|SAMSUNG|LG|MOT|ZTE|HUAWEI)\b"
    # Apps with a browser inside, should one say no more than its name.
    r"|MicroMessenger|\bM?QQ/|Qzone/|baiduboxapp|Quark/|Weibo|DingTalk|Feishu|\bLark/"
    r"|Alipay|NewsArticle|aweme|xhsdiscover|\bdiscover/|Toutiao|Douban|Zhihu|SogouMSE"
    r"|SogouSearch|FBAN/|FBAV/|Instagram \d",
    re.IGNORECASE,
)
# What robots say though they claim to be a browser: whom to write to, that they are no
# more than compatible with one, or that a document of Office asks whether a link is dead.
_ROBOT = re.compile(
    r"https?:|mailto:|\w@[a-z][\w-]*\.[a-z]|\bms-office\b|\bMSOffice\b|Microsoft Office|Existence Discovery"
    r"|Protocol Discovery|WebDAV|URL Preview|Link ?Preview|Cardyb|Headless|compatible\)|like Gecko; "
    r"|^Mozilla/[\d.]+ \w(?!.*(?:WebKit|Gecko))|\b(?:monitoring|scanner|crawler|diagnostics)\b"
    r"|\(compatible;(?! ?(?:MSIE|Konqueror|IEMobile|Opera|iCab|NetPositive|Windows|ABrowse))",
    re.IGNORECASE,
)


def is_robot(agent: str, listed: Iterable[re.Pattern[str]]) -> bool:
    """True if a user agent is a program's that no person looks through.

    Args:
        agent: what it calls itself.
        listed: what the maintained list knows robots by.
    """
    if not any(map(str.isalpha, agent)):  # none, blank, or a dash, as proxies write it
        return True
    agent = _PEOPLES.sub("", agent)
    if _ROBOT.search(agent) or any(robots.search(agent) for robots in listed):
        return True
    # What does not even begin as RFC 9110 §10.1.5 has it is nobody's.
    is_named = agent.lstrip(" -\"'([")[:1].isascii()
    return is_named and _BROWSER.search(agent) is None
