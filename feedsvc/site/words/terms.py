"""What the terms of reuse say, in both Chineses and in English.

Apart from `strings`: it is one page's text, which a site may replace with its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the terms: what it is about, and what it asks."""

    name: str
    text: str


_CHINESE = (
    Clause(
        "注明来源",
        "照订阅中给出的原样，把来源和署名放在文章旁边，让读者一眼看到。",
    ),
    Clause(
        "链接原文",
        "每篇文章都链接到它在本站的永久地址，也就是订阅中给出的地址。",
    ),
    Clause(
        "不改原意",
        "不对标题和正文作实质改动。可以节选，但要注明，并链接到全文。",
    ),
    Clause(
        "图片除外",
        "文中图片属于他人，不在许可之列。要用，请先征得权利人同意。",
    ),
    Clause(
        "同步撤回",
        "本站撤回的文章，请在 24 小时内撤下，存档也不例外。"
        "撤回的标志：Atom 中出现它的 at:deleted-entry，或者它的永久地址和分享链接返回 410 或 451。",
    ),
    Clause(
        "从容请求",
        "同一订阅，两次请求的间隔不短于 Cache-Control 给出的时间，并带上手里的 ETag。",
    ),
    Clause(
        "版权不变",
        "文章版权始终归其署明的来源所有，这里不转让任何权利。",
    ),
)

_TRADITIONAL = (
    Clause(
        "註明來源",
        "照訂閱中給出的原樣，把來源和署名放在文章旁邊，讓讀者一眼看到。",
    ),
    Clause(
        "連結原文",
        "每篇文章都連結到它在本站的永久網址，也就是訂閱中給出的網址。",
    ),
    Clause(
        "不改原意",
        "不對標題和正文作實質改動。可以節選，但要註明，並連結到全文。",
    ),
    Clause(
        "圖片除外",
        "文中圖片屬於他人，不在許可之列。要用，請先徵得權利人同意。",
    ),
    Clause(
        "同步撤回",
        "本站撤回的文章，請在 24 小時內撤下，存檔也不例外。"
        "撤回的標誌：Atom 中出現它的 at:deleted-entry，或者它的永久網址和分享連結傳回 410 或 451。",
    ),
    Clause(
        "從容請求",
        "同一訂閱，兩次請求的間隔不短於 Cache-Control 給出的時間，並帶上手裡的 ETag。",
    ),
    Clause(
        "版權不變",
        "文章版權始終歸其署明的來源所有，這裡不轉讓任何權利。",
    ),
)

_ENGLISH = (
    Clause(
        "Credit",
        "Show the source and the credit line just as the feed gives them, with the article and in plain sight.",
    ),
    Clause(
        "Link",
        "Link every article to its permalink on this site: the address that the feed gives.",
    ),
    Clause(
        "Changes",
        "Do not change what the title and the text say. You may shorten an article if you say so, and link to the whole.",
    ),
    Clause(
        "Pictures",
        "Pictures belong to others, and are not included. Ask whoever holds the rights before you use one.",
    ),
    Clause(
        "Removal",
        "When an article is withdrawn here, take it down within 24 hours, from archives too. "
        "You can tell by its at:deleted-entry in Atom, or by its permalink and share link, which answer 410 or 451.",
    ),
    Clause(
        "Pace",
        "Ask for a feed no more often than its Cache-Control says, and send the ETag that you have.",
    ),
    Clause(
        "Rights",
        "Articles stay the property of the sources that they are credited to. Nothing here passes on a right to them.",
    ),
)


def clauses(language: str) -> tuple[Clause, ...]:
    """The terms in a BCP 47 language; but for English and zh-Hant, Simplified."""
    tag = language.lower()
    if tag.startswith("en"):
        return _ENGLISH
    return _TRADITIONAL if tag.startswith("zh-hant") else _CHINESE
