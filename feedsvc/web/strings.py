"""Interface strings: all that a page says of its own, in both Chineses and in English.

One frozen structure, so a language that misses a string does not construct. Knows nothing
of articles; what is in braces is filled in by `presentation` or by a template.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of one language.

    Attributes:
        months, weekdays: January and Monday first.
        problems: what to say of an HTTP status; 400 and 500 speak for their class.
    """

    og_locale: str
    colon: str
    list_comma: str
    date: str
    weekday_date: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    beijing_time: str
    skip_to_content: str
    home: str
    latest: str
    newest: str
    older: str
    older_page: str
    page_navigation: str
    day_navigation: str
    categories: str
    sources: str
    category: str
    source: str
    updated: str
    original: str
    share_address: str
    day_news: str
    previous_day: str
    next_day: str
    site_feeds: str
    rights: str

    subscribe: str
    subscribe_how: str
    feed_address: str
    feed_help: str
    preview: str
    read_article: str
    summaries: str
    script: str
    all_feeds: str
    feed_reader: str
    opml: str
    opml_how: str
    selection: str
    selection_how: str
    selection_example: str
    variants: str
    variants_how: str
    count: str
    jump_to: str
    other_letters: str
    no_articles: str
    no_older_articles: str
    no_groups: str
    look_elsewhere: str

    not_found: str
    not_found_why: str
    gone: str
    gone_legal: str
    gone_since: str
    problem: str
    problems: dict[int, str]


_CHINESE = Strings(
    og_locale="zh_CN",
    colon="：",
    list_comma="、",
    date="{year}年{month}月{day}日",
    weekday_date="{date} {weekday}",
    months=tuple(f"{month}月" for month in range(1, 13)),
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    beijing_time="北京时间",
    skip_to_content="跳到正文",
    home="首页",
    latest="最新文章",
    newest="回到最新",
    older="更早的文章",
    older_page="{title}：更早的文章",
    page_navigation="翻页",
    day_navigation="前后日期",
    categories="全部栏目",
    sources="全部来源",
    category="栏目",
    source="来源",
    updated="更新于",
    original="原文",
    share_address="分享链接",
    day_news="{date}的新闻",
    previous_day="前一天",
    next_day="后一天",
    site_feeds="全站订阅",
    rights="文章版权归其署明的来源所有。",
    subscribe="订阅",
    subscribe_how="把任一地址复制到阅读器，新文章会自动送达。",
    feed_address="{format} 订阅地址",
    feed_help="阅读器是什么？",
    preview="在阅读器里的样子",
    read_article="阅读全文",
    summaries="摘要版",
    script="简繁切换",
    all_feeds="全部订阅",
    feed_reader="阅读器替你守着关心的网站：把订阅地址交给它，新文章一发布就会送到，不用注册，也没有算法替你挑选。",
    opml="下载订阅列表（OPML）",
    opml_how="下面所有的订阅都在这一个文件里，导入阅读器即可。",
    selection="合成一个订阅",
    selection_how="把几个栏目（category）或来源（source）写进同一个地址，用 & 相连，至多 {n} 个。它们的文章会按时间排在一起，同一篇只出现一次。",
    selection_example="例如“{first}”和“{second}”：",
    variants="其他版本",
    variants_how="每个订阅都另有摘要版，也都有简体和繁体。全站的是：",
    count="{n} 篇",
    jump_to="按首字母跳转",
    other_letters="其他",
    no_articles="这里还没有文章。",
    no_older_articles="没有更早的文章了。",
    no_groups="这里还什么都没有。",
    look_elsewhere="不妨从这里继续：",
    not_found="没有找到这一页",
    not_found_why="地址可能在转发时被截断或多带了字符，也可能从来没有过这一页。",
    gone="这篇文章已撤回",
    gone_legal="这篇文章已依法移除",
    gone_since="{since}起不再提供。",
    problem="出了点问题",
    problems={
        400: "这个请求无法理解，请检查地址后再试。",
        405: "这个地址只供阅读，不接受这种请求。",
        414: "这个地址太长了，请检查后再试。",
        429: "请求太频繁了，请稍等片刻再试。",
        500: "问题出在我们这边，请稍后再试。",
        503: "网站暂时无法服务，请稍后再试。",
    },
)  # fmt: skip

_TRADITIONAL = Strings(
    og_locale="zh_TW",
    colon="：",
    list_comma="、",
    date="{year}年{month}月{day}日",
    weekday_date="{date} {weekday}",
    months=_CHINESE.months,
    weekdays=_CHINESE.weekdays,
    beijing_time="北京時間",
    skip_to_content="跳至正文",
    home="首頁",
    latest="最新文章",
    newest="回到最新",
    older="更早的文章",
    older_page="{title}：更早的文章",
    page_navigation="翻頁",
    day_navigation="前後日期",
    categories="全部欄目",
    sources="全部來源",
    category="欄目",
    source="來源",
    updated="更新於",
    original="原文",
    share_address="分享連結",
    day_news="{date}的新聞",
    previous_day="前一天",
    next_day="後一天",
    site_feeds="全站訂閱",
    rights="文章版權歸其署名的來源所有。",
    subscribe="訂閱",
    subscribe_how="把任一網址複製到閱讀器，新文章會自動送達。",
    feed_address="{format} 訂閱網址",
    feed_help="閱讀器是什麼？",
    preview="在閱讀器裡的樣子",
    read_article="閱讀全文",
    summaries="摘要版",
    script="簡繁切換",
    all_feeds="全部訂閱",
    feed_reader="閱讀器替你守著關心的網站：把訂閱網址交給它，新文章一發布就會送到，不用註冊，也沒有演算法替你挑選。",
    opml="下載訂閱清單（OPML）",
    opml_how="下面所有的訂閱都在這一個檔案裡，匯入閱讀器即可。",
    selection="合成一個訂閱",
    selection_how="把幾個欄目（category）或來源（source）寫進同一個網址，用 & 相連，至多 {n} 個。它們的文章會按時間排在一起，同一篇只出現一次。",
    selection_example="例如「{first}」和「{second}」：",
    variants="其他版本",
    variants_how="每個訂閱都另有摘要版，也都有簡體和繁體。全站的是：",
    count="{n} 篇",
    jump_to="按首字母跳轉",
    other_letters="其他",
    no_articles="這裡還沒有文章。",
    no_older_articles="沒有更早的文章了。",
    no_groups="這裡還什麼都沒有。",
    look_elsewhere="不妨從這裡繼續：",
    not_found="沒有找到這一頁",
    not_found_why="網址可能在轉發時被截斷或多帶了字，也可能從來沒有過這一頁。",
    gone="這篇文章已撤回",
    gone_legal="這篇文章已依法移除",
    gone_since="{since}起不再提供。",
    problem="出了點問題",
    problems={
        400: "這個請求無法理解，請檢查網址後再試。",
        405: "這個網址只供閱讀，不接受這種請求。",
        414: "這個網址太長了，請檢查後再試。",
        429: "請求太頻繁了，請稍等片刻再試。",
        500: "問題出在我們這邊，請稍後再試。",
        503: "網站暫時無法服務，請稍後再試。",
    },
)  # fmt: skip

_ENGLISH = Strings(
    og_locale="en_US",
    colon=": ",
    list_comma=", ",
    date="{day} {month_name} {year}",
    weekday_date="{weekday}, {date}",
    months=(
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    weekdays=(
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ),
    beijing_time="Beijing time",
    skip_to_content="Skip to content",
    home="Home",
    latest="Latest articles",
    newest="Back to newest",
    older="Older articles",
    older_page="{title}: older articles",
    page_navigation="Pages",
    day_navigation="Days",
    categories="All categories",
    sources="All sources",
    category="Category",
    source="Source",
    updated="Updated",
    original="Original",
    share_address="Share link",
    day_news="News of {date}",
    previous_day="Previous day",
    next_day="Next day",
    site_feeds="Everything",
    rights="Articles belong to the sources that they are credited to.",
    subscribe="Subscribe",
    subscribe_how="Copy an address into your feed reader, and new articles come by themselves.",
    feed_address="{format} feed address",
    feed_help="What is a feed reader?",
    preview="As a feed reader shows it",
    read_article="Read the article",
    summaries="Summaries only",
    script="Chinese script",
    all_feeds="All feeds",
    feed_reader="A feed reader watches websites for you: give it the address of a feed, and new articles come as they are published, with no account to make and no algorithm to choose for you.",
    opml="Download the list of feeds (OPML)",
    opml_how="Every feed below is in this one file, for your reader to import.",
    selection="Several as one feed",
    selection_how="Put several categories (category) or sources (source) into one address, joined by &, {n} at most. Their articles come in order of time, each of them once.",
    selection_example="For example {first} and {second}:",
    variants="Other forms",
    variants_how="Every feed also comes with summaries only, and in both Chinese scripts. For the whole site:",
    count="({n})",
    jump_to="Jump to a letter",
    other_letters="Other",
    no_articles="No articles here yet.",
    no_older_articles="There are no older articles.",
    no_groups="Nothing here yet.",
    look_elsewhere="You could go on from here:",
    not_found="This page was not found",
    not_found_why="The address may have been cut or added to when it was passed on, or there never was such a page.",
    gone="This article was withdrawn",
    gone_legal="This article was removed for legal reasons",
    gone_since="It has not been available since {since}.",
    problem="Something went wrong",
    problems={
        400: "The request could not be understood. Please check the address.",
        405: "This address is for reading, and does not take such a request.",
        414: "The address is too long. Please check it.",
        429: "Too many requests. Please wait a moment and try again.",
        500: "The fault is ours. Please try again later.",
        503: "The site is out of service for the moment. Please try again later.",
    },
)  # fmt: skip


def strings(language: str) -> Strings:
    """The strings of a BCP 47 language; but for English and zh-Hant, Simplified."""
    tag = language.lower()
    if tag.startswith("en"):
        return _ENGLISH
    return _TRADITIONAL if tag.startswith("zh-hant") else _CHINESE
