"""Names: evidence that a text is a person's name, an outlet's, or none.

A phrase is not a name: it has a verb, a preposition, or points at something.
"""

import re
from collections import defaultdict
from importlib.resources import files

from feedsvc.content.attribution.script import simplified


def _lexicon() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    table = files(__package__).joinpath("lexicon.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            found[kind] += words.split()
    return {kind: tuple(words) for kind, words in found.items()}


_LEXICON = _lexicon()
_ENDINGS = _LEXICON["ending"]
_UNITS = _LEXICON["unit"]
_NO_NEWSPAPERS = _LEXICON["report"]
_FALSE_ENDINGS = _LEXICON["false"]
_OUTLETS = frozenset(_LEXICON["name"])
_SURNAMES = frozenset("".join(_LEXICON["surname"]))
_RARE_AS_SURNAMES = frozenset("".join(_LEXICON["rare"]))
_COMPOUND_SURNAMES = _LEXICON["compound"]
_JAPANESE_SURNAMES = tuple(map(simplified, _LEXICON["japanese"]))
_NO_PEOPLE = frozenset(_LEXICON["noperson"])
_PLACES = frozenset(_LEXICON["place"])
_GENERIC = frozenset(_LEXICON["generic"])
_ENGLISH_STOPS = frozenset(_LEXICON["stop"])
_FALSE_STARTS = (
    "公司", "本公司", "该公司", "官方", "相关", "有关", "微信", "原标题", "本报", "本网", "本刊",
    "本台", "我国", "全国", "各大", "多家", "部分", "其他", "最新", "今日新闻", "附近",
)  # fmt: skip
_TITLE_MARKS = re.compile(r"^《([^《》]*)》$")
_OUTLET_FORM = re.compile(r"[\w·・\-—+.&《》]{3,24}")
_PHRASE = re.compile(
    r"[的了吗呢吧请您你我他她它]|这|那个|该公司|什么|怎么|为何|如何|详见|参见|敬请|关注|点击|扫码|扫描|下载|"
    r"更多|截图|截自|翻摄|翻拍|长按|识别|二维码|订阅|登录|访问|查看|查阅|可见|见下|下同|上同|获悉|表示|认为|指出|"
    r"介绍称|透露|记者|报道称|显示|公布|公告|发布会|转发|添加|加入|回复|留言|投稿|免责|声明|版权|未经|"
    r"始发|首发|刊发|原载|源自|摘自|被删|原文|发自|二次|授权|已被|专访|禁止|不得|仅供|不代表|数据截至|以下简称|下称|简称|又称|即将|已经|曾经|不详|未知|整理自|根据|按照|"
    r"结合|对比|同比|环比|增长|下降|ことが|です|ます|した$"
)
_PHRASE_START = re.compile(
    r"[见据按由该仅自在与对从至以含即如指除此其某经被把将让向因若]|截至|属于|位于|关于|通过|不"
)
_NOT_STARTS = ("自由", "以色列", "在线", "经济", "按钮", "经观", "对外", "其他", "由你", "自贡",
               "据点", "从化", "向阳", "如皋", "如东", "除夕", "经理人", "与时", "在场", "见道",
               "见闻", "自然", "自媒", "对话", "经视", "至正", "不二", "不止", "某")  # fmt: skip

_JAPANESE_NAME = re.compile(
    r"[\u4e00-\u9fff\u3040-\u30ff々]{3,6}|[\u4e00-\u9fff々]{1,3}[\s\u3000][\u4e00-\u9fff\u3040-\u30ff々]{1,4}"
)
_NO_PERSONS_END = (
    "公司",
    "金融",
    "财经",
    "新闻",
    "视频",
    "观察",
    "快讯",
    "频道",
    "摄",
    "报",
)
_NO_NAME_ENDS = "市县区省州版文图篇稿制摄等表讯电片集期季网社报部案法会版章卷辑者家们里中上下前后内外时日月年"
_HAN_NAME = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]{2,3}")
_LONG_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:[·・•][\u4e00-\u9fff]{1,8}){1,4}"
    r"|[A-Za-z][A-Za-z.'\u2019-]*(?:\s[A-Za-z][A-Za-z.'\u2019-]*){0,4}"
)
_NICKNAME = re.compile(r"[小阿老][\u4e00-\u9fff]{1,2}")
_PEN_NAME = re.compile(r"[\w·・•.\-\u2019' ]{1,12}")
_NO_PEN_NAME = re.compile(
    r"\d{3,}|^[A-Za-z]{1,4}[-_]?\d+$|[在是有不和与及]|^[本该此各全]|"
    r"(?:作品|文章|图片|资料|内容|公司|部门|单位|匿名|佚名|未知|网络|综合|整理|简介|介绍|推荐|手记|部|招聘|"
    r"团队|提供|热线|电话|邮箱|大赛|大会|展|寄语|点评|注|按|语|问|答|\d)$"
)
_CODE = re.compile(
    r"[A-Za-z]{1,6}[-_]?\d{1,8}|[A-Z]{2,3}\d*[A-Z]?|\d+|[A-Z]\d+[A-Z]\d+"
)
_ANY_NAME = re.compile(r"[^~，。！？：；、,!?:;（）()【】\[\]<>\"“”]{1,40}")
_HALF_QUOTED = re.compile(
    r"^[^」』》]*[「『《][^」』》]*$|^[^「『《]*[」』》][^「『《]*$"
)
_ENGLISH_NAME = re.compile(
    r"[A-Z][\w.'\u2019&-]*(?:\s(?:[A-Z0-9][\w.'\u2019&-]*|of|the|and|for|de|da|van|von|der|la|le|bin|al|&)){0,5}"
)


def is_phrase(text: str) -> bool:
    """True if a text says something, and so is no name."""
    plain = simplified(text)
    if _PHRASE.search(plain):
        return True
    return bool(_PHRASE_START.match(plain)) and not plain.startswith(_NOT_STARTS)


def is_outlet(name: str) -> bool:
    """True if a text by its form names a news outlet, or a part of one."""
    plain = _TITLE_MARKS.sub(r"\1", simplified(name))
    if plain in _OUTLETS:
        return True
    if _OUTLET_FORM.fullmatch(plain) is None or is_phrase(plain):
        return False
    if plain.startswith(_FALSE_STARTS) or plain.endswith(_FALSE_ENDINGS):
        return False
    return _ends_as_outlet(plain)


def is_newspaper(name: str) -> bool:
    """True for 江城报, which only its place before 记者 tells from 海报 and 年报."""
    plain = simplified(name)
    is_short = 3 <= len(plain) <= 6 and plain.endswith("报")
    return is_short and not plain.endswith(_NO_NEWSPAPERS) and not is_phrase(plain)


def _ends_as_outlet(plain: str) -> bool:
    if plain.upper().endswith(_ENDINGS):
        return True
    head, dot, tail = plain.replace("・", "·").rpartition("·")
    if dot and head:  # 江城时报·快公司
        return is_outlet(head) and not is_person(tail)
    station, mark, programme = plain.partition("《")
    if mark and station and programme.endswith("》"):  # 江城电视台《早新闻》
        return is_outlet(station)
    whole, mark, unit = plain.partition("》")
    if mark:  # 《江城》新媒体
        return bool(whole.strip("《")) and unit in _UNITS
    return any(
        is_outlet(plain.removesuffix(unit)) for unit in _UNITS if plain.endswith(unit)
    )


def is_person(name: str) -> bool:
    """True if a bare word next to 记者 is a person's name, and not 获悉 or 了解."""
    plain = simplified(name)
    if _LONG_NAME.fullmatch(plain):
        return not plain.isascii() or is_english_name(name)
    if plain in _NO_PEOPLE or plain in _PLACES:
        return False
    if plain.startswith(_COMPOUND_SURNAMES) and 3 <= len(plain) <= 4:
        return not is_phrase(plain)
    if plain.startswith(_JAPANESE_SURNAMES) and _JAPANESE_NAME.fullmatch(plain):
        return not is_phrase(plain)
    if not plain or plain[0] not in _SURNAMES or not _HAN_NAME.fullmatch(plain):
        return False
    return not plain.endswith(_NO_PERSONS_END) and not _PHRASE.search(plain)


def is_lone_person(name: str) -> bool:
    """True if a word that nothing introduces can only be a person's name."""
    plain = simplified(name)
    if not _HAN_NAME.fullmatch(plain) and not plain.startswith(_COMPOUND_SURNAMES):
        return False
    if not is_person(name) or plain[-1] in _NO_NAME_ENDS:
        return False
    return plain[0] not in _RARE_AS_SURNAMES or len(plain) == 3


def is_signature(name: str) -> bool:
    """True if the text after 作者： or 责任编辑： can be somebody's signature."""
    plain = simplified(name)
    if is_generic(plain) or _CODE.fullmatch(plain):
        return False
    if is_person(plain):
        return True
    return (
        _PEN_NAME.fullmatch(plain) is not None
        and _NO_PEN_NAME.search(plain) is None
        and not is_phrase(plain)
    )


def is_nickname(name: str) -> bool:
    """True for 小可, 阿七 and the like."""
    return _NICKNAME.fullmatch(name) is not None and not is_phrase(name)


def is_nameable(name: str, *, is_quoted: bool = False) -> bool:
    """True if the text after an outright label such as 来源： can be a name at all.

    Args:
        is_quoted: quotation marks, or the word for an account, say where it ends.
    """
    if _ANY_NAME.fullmatch(name) is None or is_generic(simplified(name)):
        return False
    if (
        _HALF_QUOTED.search(name)
        or "://" in name
        or name.isdigit()
        or (_CODE.fullmatch(name) and len(name) > 5)
    ):
        return False
    if is_quoted or name.isascii():
        return True
    return not is_phrase(name.strip("《》"))


def is_generic(name: str) -> bool:
    """True if a word stands for somebody without naming them: 网络, 受访者."""
    return name.strip("《》「」 ") in _GENERIC


def is_code(text: str) -> bool:
    """True for an editor's number, such as DF380."""
    return _CODE.fullmatch(text) is not None


def is_english_name(name: str) -> bool:
    """True if an English text is a proper name: each word with a capital."""
    if _ENGLISH_NAME.fullmatch(name) is None:
        return False
    return _ENGLISH_STOPS.isdisjoint(name.split()[:1])


def is_english_title(name: str) -> bool:
    """True if an English text can be an outlet's name: of words with a capital, or one."""
    return (
        is_english_name(name.removeprefix("The "))
        or re.fullmatch(r"[\w.&'-]+", name) is not None
    )


def is_place(text: str) -> bool:
    """True for a place that datelines name."""
    return simplified(text) in _PLACES
