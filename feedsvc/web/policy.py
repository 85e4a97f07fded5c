"""Policies: what a browser may do with a page (Content Security Policy level 3)."""

from feedsvc.model.links import Links

# No script of an article's can run, nothing can be posted, nobody can frame a page.
PAGE_POLICY = (
    "default-src 'none'; img-src * data:; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
COPY_SCRIPT = "copy.js"
WECHAT_SCRIPT = "wechat.js"
WECHAT_SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"


def article_policy(links: Links, *, has_wechat: bool = False) -> str:
    """The same, but for files named by their whole address: the copy button's.

    Args:
        links: of the site.
        has_wechat: also the file that speaks to WeChat, WeChat's own, and what they need.
    """
    files = f"{links.base_url}/static/"
    policy = f"{PAGE_POLICY}; script-src {files}{COPY_SCRIPT}"
    if not has_wechat:
        return policy
    # WeChat on Android hears what a page tells it by the addresses of hidden frames,
    # weixin://dispatch_message/, which no other browser knows.
    return (
        f"{policy} {files}{WECHAT_SCRIPT} {WECHAT_SDK}; "
        "connect-src 'self'; frame-src weixin:"
    )
