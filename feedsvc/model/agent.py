"""User agents: which of them are robots', by what they call themselves.

A maintained list knows robots by name. It mistakes some people for robots, because
their browser or phone has a similar name, and it cannot know every library and monitor.
But those do not claim to be a browser, as every browser and every app with a browser
inside does.
"""

import re
from collections.abc import Iterable

# People's browsers and phones that the list's patterns match: those of companies that
# also run a robot, and names that contain a robot's.
_PEOPLES = re.compile(
    r"Sogou(?![\w .-]*spider)|coc_?coc_?(?:browser|\b)|ViewSonic|HTC[ _-]?Butterfly"
    r"|\bFreespoke/|\bBlackboard/|\bCode/(?=[\d.]+ Chrome/)",
    re.IGNORECASE,
)
# Signs of browsers. Before 2010 some name only a phone; some need no screen.
_BROWSER = re.compile(
    r"^(?:Mozilla|Opera)\b|AppleWebKit|Browser|UCWEB|\bJUC\b|MIDP|Symbian|BlackBerry|Nokia"
    r"|SonyEricsson|^(?:Lynx|w3m|E?Links|Dillo|NetSurf|Emacs|SAMSUNG|LG|MOT|ZTE|HUAWEI)\b"
    # Apps with a browser inside that may give only their own name.
    r"|MicroMessenger|\bM?QQ/|Qzone/|baiduboxapp|Quark/|Weibo|DingTalk|Feishu|\bLark/"
    r"|Alipay|NewsArticle|aweme|xhsdiscover|\bdiscover/|Toutiao|Douban|Zhihu|SogouMSE"
    r"|SogouSearch|FBAN/|FBAV/|Instagram \d",
    re.IGNORECASE,
)
# Signs of robots that claim to be a browser: a contact address, a claim to be only
# compatible, or Office checking whether a document's link is dead.
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
        agent: the `User-Agent` header.
        listed: patterns of the maintained list.
    """
    if not any(map(str.isalpha, agent)):  # none, blank, or a dash, as proxies write it
        return True
    agent = _PEOPLES.sub("", agent)
    if _ROBOT.search(agent) or any(robots.search(agent) for robots in listed):
        return True
    # An agent that does not begin as RFC 9110 §10.1.5 demands is no browser's.
    is_named = agent.lstrip(" -\"'([")[:1].isascii()
    return is_named and _BROWSER.search(agent) is None
