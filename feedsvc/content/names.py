"""Names: tests that tell an outlet's or a person's name by its form."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# （证券时报） is a source and （年报） is not: a name counts only if it ends as names do.
_OUTLET_ENDINGS = (
    "日报", "晚报", "早报", "晨报", "时报", "周报", "导报", "商报", "都市报", "青年报", "证券报",
    "经济报", "文汇报", "大公报", "新京报", "观察报", "联合报", "新闻报", "信息报", "金融报",
    "法治报", "法制报", "科技报", "工人报", "消费报", "消费者报", "市场报", "建设报", "保险报",
    "基金报", "投资报", "能源报", "电子报", "汽车报", "交通报", "教育报", "产业报", "财经报",
    "房地产报", "快报", "参考报", "军报", "明报", "信报", "邮报", "报社", "新华社", "财联社",
    "中新社", "法新社", "路透社", "美联社", "共同社", "塔斯社", "彭博社", "韩联社", "通讯社",
    "新闻社", "出版社", "杂志社", "通社", "网", "网站", "新闻", "客户端", "周刊", "月刊", "导刊",
    "杂志", "画报", "电视台", "广播电台", "卫视", "总台", "之声", "之音", "在线", "频道", "财经",
    "传媒", "资讯", "经济报道", "公众号", "官微", "微博", "APP",
)  # fmt: skip
_KNOWN_OUTLETS = _words("""
    路透 彭博 界面 澎湃 华尔街见闻 虎嗅 36氪 IT之家 钛媒体 参考消息 经济参考 央视 央广 新浪 腾讯
    网易 搜狐 每经 e公司 证券时报e公司 中证金牛座 格隆汇 金十数据 盖世汽车 蓝鲸 财新 新华 半月谈
    求是 瞭望 上观 封面 极目 今日头条 雪球 同花顺 东方财富 智通 齐鲁壹点 新华视点 国是直通车
    TechWeb Reuters Bloomberg CNBC CNN BBC
""")
_FALSE_STARTS = ("公司", "本公司", "该公司", "官方", "相关", "有关", "微信", "原标题")
_FALSE_ENDINGS = (
    "互联网", "物联网", "因特网", "局域网", "广域网", "电网", "管网", "路网", "水网", "上网",
    "入网", "触网", "并网", "联网", "全网", "业绩快报", "月度快报", "好新闻", "发布新闻",
)  # fmt: skip
_OUTLET_FORM = re.compile(r"[\w·・\-—+.&]{3,24}")

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐傅卞齐康伍余元卜顾"
    "孟黄穆萧尹姚邵汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季麻强贾路娄江童颜郭梅盛林钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊"
    "惠甄曲封芮靳段富巫乌焦巴牧隗谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎"
    "薄印白怀蒲邰鄂索赖卓蔺屠蒙池乔阴胥苍闻党翟谭贡劳姬申扶冉宰雍桑桂牛寿边扈燕冀浦尚农温别庄晏"
    "柴瞿阎慕连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广东欧殳沃利蔚越夔隆师巩聂晁勾敖"
    "冷辛阚那简饶空曾沙鞠丰巢关查荆红游竺权逯盖益桓公肖付代仝岳帅佟闫涂邝苑冼展修买尧"
)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐",
                      "慕容", "司徒", "长孙", "宇文", "端木")  # fmt: skip
_NO_PEOPLE = _words("""
    关注 连线 成长 方面 常驻 高度 全程 全国 全球 全部 全面 国内 国外 国际 文章 文字 东部 向来 公司 公布
    公告 居民 应该 幸好 单位 都是 易于 广大 容易 别人 查阅 查询 安全 温馨 强调 项目 于是 曾经 时评 利用
    都在 都会 都有 应邀 应约 连日 连续 向他 向其 别样 关于 满怀 强烈 金融 史上 云集 红包 单独 居家 师傅
""")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]{2,3}")
_LONG_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:[·・•][\u4e00-\u9fff]{1,8}){1,4}|[A-Za-z][A-Za-z.'\u2019 -]{1,39}"
)
_MAX_SIGNATURE = 10  # characters
_ANY_NAME = re.compile(r"[^，。！？：；、,!?:;（）()【】\[\]<>\"“”]{1,40}")
_NO_SOURCES = _words("网络 互联网 综合 未知 本站 原创 其他 转载 不详")
_SEPARATORS = r"[、/／；;，,|｜]"
# A space parts two names between Chinese characters; Financial Times is one name.
_BETWEEN_OUTLETS = re.compile(
    rf"{_SEPARATORS}|(?<=[\u4e00-\u9fff》])\s+(?=[\u4e00-\u9fff《])"
)
_BETWEEN_PEOPLE = re.compile(rf"{_SEPARATORS}|(?<![A-Za-z.])\s+|\s+(?![A-Za-z])")
_PADDED_NAME = re.compile(
    r"(?<![^\s、])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![^\s、])"
)
_DATELINE = re.compile(r"\d{4}[-年/.]\d{1,2}.*|\s\S{0,8}(?:报道|摄影报道)$|\s*摄$")


def is_outlet(name: str) -> bool:
    """True if a bare word in brackets names a news outlet."""
    return name in _KNOWN_OUTLETS or (
        name.upper().endswith(_OUTLET_ENDINGS)
        and not name.endswith(_FALSE_ENDINGS)
        and not name.startswith(_FALSE_STARTS)
        and _OUTLET_FORM.fullmatch(name) is not None
    )


def is_person(name: str) -> bool:
    """True if a bare word next to 记者 is a person's name, and not 获悉 or 了解."""
    if _LONG_NAME.fullmatch(name):
        return True
    if name in _NO_PEOPLE:
        return False
    if name.startswith(_COMPOUND_SURNAMES) and 3 <= len(name) <= 4:
        return True
    return name[0] in _SURNAMES and _HAN_NAME.fullmatch(name) is not None


def is_nameable(name: str) -> bool:
    """True if the text after an outright label such as 来源： can be a name at all."""
    return _ANY_NAME.fullmatch(name) is not None and name not in _NO_SOURCES


def is_signature(name: str) -> bool:
    """True if the text after 作者： or 责任编辑： can be somebody's signature."""
    return is_person(name) or (len(name) <= _MAX_SIGNATURE and is_nameable(name))


def split_outlets(text: str) -> list[str]:
    """The names in a list of outlets, title marks 《》 dropped."""
    parts = _BETWEEN_OUTLETS.split(_DATELINE.sub("", text))
    return [name for part in parts if (name := part.strip(' 《》“”".'))]


def split_people(text: str) -> list[str]:
    """The names in a list of people; 李 明, padded to three characters, is one."""
    joined = _PADDED_NAME.sub(r"\1\2", _DATELINE.sub("", text.strip()))
    return [name for part in _BETWEEN_PEOPLE.split(joined) if (name := part.strip())]
