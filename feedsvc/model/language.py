"""Languages: the form of a credit line and a list in each language of feeds and pages.

The rest of the interface's words are in `site.words`, a file for each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language.

    Attributes:
        tag: BCP 47; languages that it begins are this one too.
        labels: of a credit, by the name of its role.
        colon, comma: with the space behind them that the language wants.
        inferred: behind the name of a source that only the category tells.
        note: for people who open a feed itself; {0} is its page.
        is_chinese: its sites are in both scripts, and shared in China's networks first.
    """

    tag: str
    labels: Mapping[str, str]
    colon: str
    comma: str
    inferred: str
    note: str
    is_chinese: bool = False


SIMPLIFIED = Language(
    tag="zh-CN",
    labels={
        "publisher": "来源",
        "author": "作者",
        "illustrator": "制图",
        "image": "图片来源",
        "editor": "责任编辑",
    },
    colon="：",
    comma="、",
    inferred="（据栏目推断）",
    note="这是供阅读器订阅的 feed，网页在 {0}",
    is_chinese=True,
)
TRADITIONAL = Language(
    tag="zh-Hant",
    labels={
        "publisher": "來源",
        "author": "作者",
        "illustrator": "製圖",
        "image": "圖片來源",
        "editor": "責任編輯",
    },
    colon="：",
    comma="、",
    inferred="（據欄目推斷）",
    note="這是供閱讀器訂閱的 feed，網頁在 {0}",
    is_chinese=True,
)
ENGLISH = Language(
    tag="en",
    labels={
        "publisher": "Source",
        "author": "By",
        "illustrator": "Graphics",
        "image": "Images",
        "editor": "Editor",
    },
    colon=": ",
    comma=", ",
    inferred=" (inferred from the category)",
    note="This is a feed for readers; the page for people is {0}",
)
# Choices of the setting `language`. Traditional Chinese is a script of every site.
CHOICES = (SIMPLIFIED, ENGLISH)


def of(tag: str) -> Language:
    """The language that a BCP 47 tag begins with; Simplified Chinese for all others."""
    lower = f"{tag.lower()}-"
    known = (TRADITIONAL, *CHOICES)
    matching = (each for each in known if lower.startswith(f"{each.tag.lower()}-"))
    return next(matching, SIMPLIFIED)
