"""Policies: the rights a browser gives a page (Content Security Policy level 3)."""

from feedsvc.model.links import Links

# No script of an article's can run, nothing can be posted, nobody can frame a page.
PAGE_POLICY = (
    "default-src 'none'; img-src * data:; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# A file of an archive may be anything: it runs nothing, and loads nothing.
MEDIA_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "sandbox"
)
COPY_SCRIPT = "copy.js"
CHOOSING_SCRIPT = "choosing.js"
FILTER_SCRIPT = "filter.js"
WECHAT_SCRIPT = "wechat.js"
WECHAT_SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"


def copying_policy(links: Links) -> str:
    """Policy of a page with copy buttons: one file may run, named by its whole address."""
    return f"{PAGE_POLICY}; script-src {links.base_url}/static/{COPY_SCRIPT}"


def directory_policy(links: Links, path: str, *scripts: str) -> str:
    """Policy of a page with lists, which its form and `FILTER_SCRIPT` ask for again.

    Args:
        links: of the site.
        path: of the page.
        scripts: names of further files that may run.
    """
    page = links.absolute(path)
    policy = PAGE_POLICY.replace("form-action 'none'", f"form-action {page}")
    files = (f"{links.base_url}/static/{name}" for name in (*scripts, FILTER_SCRIPT))
    return f"{policy}; script-src {' '.join(files)}; connect-src {page}"


def searching_policy(links: Links) -> str:
    """Policy of a page with the form for searches."""
    page = links.search_page()
    return PAGE_POLICY.replace("form-action 'none'", f"form-action {page}")


def partners_policy(links: Links) -> str:
    """Policy of the page for partners, which shows frames and follows its form."""
    page = links.absolute("/partners/")
    policy = copying_policy(links).replace("form-action 'none'", f"form-action {page}")
    return (
        f"{policy} {links.base_url}/static/{CHOOSING_SCRIPT}; connect-src {page}; "
        f"frame-src {links.base_url}/embed/"
    )


def article_policy(links: Links, *, has_wechat: bool = False) -> str:
    """Policy of an article's page, which has a copy button too.

    Args:
        links: of the site.
        has_wechat: allow also the file that speaks to WeChat, WeChat's own, and what they need.
    """
    policy = copying_policy(links)
    if not has_wechat:
        return policy
    # WeChat on Android receives messages of a page through the addresses of hidden
    # frames, weixin://dispatch_message/, which no other browser knows.
    return (
        f"{policy} {links.base_url}/static/{WECHAT_SCRIPT} {WECHAT_SDK}; "
        "connect-src 'self'; frame-src weixin:"
    )
