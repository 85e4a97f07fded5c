"""Write archives of any size that look like the real one, from a seed.

The mix is the archive's: a third short digests, a third digests over HTML, a third HTML
alone; categories with hard names; footers, clutter and twins. The text is common
characters in random order. Knows nothing of feedsvc.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

_CHARACTERS = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
    "她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已"
    "老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问"
    "力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却"
)
_OUTLETS = tuple(
    f"{place}{kind}"
    for place in ("江城", "海风", "青禾", "临川", "云岭", "北塬", "南屿", "长桥")
    for kind in ("日报", "晚报", "财经网", "在线")
)
_HARD_CATEGORIES = (
    "TechWire", "Techwire", "21caijing zaobaoAPP", "21caijing  zaobaoAPP",
    "zhengquan(xianggang)", "c++ribao", "shang&mao", "50%zixun", "海风财经", "q.a_a~b",
)  # fmt: skip
_PLAIN_CATEGORIES = 1990  # about 2,000 in all, as in the archive: one an outlet
_HOSTS = ("finance", "stock", "hk", "mss")
_BEIJING = timezone(timedelta(hours=8))
_START = datetime(2021, 12, 1, 8, tzinfo=_BEIJING)
_EVERY = timedelta(minutes=2)  # a million end before 2026
_CLUTTER = (
    '<p style="display:none;height:1px;overflow:hidden;"><br /></p>'
    '<!-- EM_StockImg_Start --><p><a href="http://quote.example/r/{code}">'
    '<img src="http://chart.example/pic?nid={code}&type=k&token={code}" alt="K_0" />'
    "</a></p><!-- EM_StockImg_End -->"
)
_KEYWORD = (
    '<span id="stock_{code}"><a href="http://quote.example/r/{code}" class="keytip">'
    '{word}</a></span><span id="quote_{code}"></span>'
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post; a twin is the same post in another folder, with another footer."""

    number: int
    title: str
    category: str
    body: str

    @property
    def date(self) -> datetime:
        """Posts come evenly, oldest first."""
        return _START + self.number * _EVERY

    def file_name(self) -> str:
        """Posts without a digest carry `NW` before their id, as in the archive."""
        nw = "NW" if self.number % 3 == 2 else ""
        return f"{self.date:%Y-%m-%d}-{nw}{upstream_id(self)}.md"


def upstream_id(post: Post) -> str:
    """The 18 digits that stand for the article in file names and links."""
    return f"{post.date:%Y%m%d%H%M}{post.number:06d}"


def write_archive(folder: Path, posts: int, *, seed: int = 1) -> None:
    """Write `posts` articles, and twins of every twentieth, below `folder`."""
    for name in ("_posts", "old_post", "category"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in _categories():
        text = f"---\nlayout: category\ntitle: {name}新闻\ncategory: {name}\n---\n"
        (folder / "category" / f"{name}.html").write_text(text, encoding="utf-8")
    for post in generate(range(posts), seed=seed):
        _write_dated(folder, post)
        if post.number % 20 == 0:
            _write(folder / "old_post", post, zone="", footer=_FOOTERS[0])


def write_posts(folder: Path, numbers: range) -> None:
    """Write further posts of the same archive, and nothing else, below `folder`."""
    (folder / "_posts").mkdir(parents=True)
    for post in generate(numbers, seed=numbers.start):
        _write_dated(folder, post)


def generate(numbers: range, *, seed: int) -> Iterator[Post]:
    """The posts alone, the same ones for the same arguments."""
    rng = random.Random(seed)
    categories = _categories()
    for number in numbers:
        # Squared: a few categories get most posts, as outlets do.
        category = categories[int(rng.random() ** 2 * len(categories))]
        body = _BODIES[number % 3](rng)
        yield Post(number, _phrase(rng, 12, 30), category, body)


def _write_dated(folder: Path, post: Post) -> None:
    _write(folder / "_posts", post, zone=" +0800", footer=_FOOTERS[post.number % 4])


def _write(folder: Path, post: Post, *, zone: str, footer: str) -> None:
    identity = upstream_id(post)
    link = f"http://{_HOSTS[post.number % 4]}.example/news/1354,{identity}.html"
    if post.number % 3 == 2:
        link = f"http://news.example/html_News/NewsShare.html?infoCode=NW{identity}"
    text = (
        f'---\nlayout: post\ntitle: "{post.title}"\ndate: {post.date:%F %T}{zone}\n'
        f"categories: {post.category}\ntags: {post.category}新闻\n---\n"
        f"{post.body}\n\n<{link}>\n{footer.format(name=post.category)}"
    )
    (folder / post.file_name()).write_text(text, encoding="utf-8")


def _digest(rng: random.Random) -> str:
    return f"\n{_paragraph(rng, 120)}{rng.choice(('', f'（{rng.choice(_OUTLETS)}）'))}"


def _digest_and_html(rng: random.Random) -> str:
    code = f"{rng.randrange(10**6):06d}"
    paragraphs = "".join(f"<p>{_marked(rng, code)}</p>" for _ in range(13))
    source = f'<p class="em_media">（文章来源：{rng.choice(_OUTLETS)}）</p>'
    clutter = _CLUTTER.format(code=code)
    return f"> {_paragraph(rng, 100)}\n\n{clutter}{paragraphs}{source}"


def _html(rng: random.Random) -> str:
    outlet = rng.choice(_OUTLETS)
    paragraphs = (f" <p>{_paragraph(rng, 130)}</p>\n" for _ in range(14))
    return f"<p>{outlet}记者/{_phrase(rng, 2, 3)}</p>\n{''.join(paragraphs)}"


def _marked(rng: random.Random, code: str) -> str:
    keyword = _KEYWORD.format(code=code, word=_phrase(rng, 2, 4))
    return f"{_phrase(rng, 8, 20)}{keyword}{_paragraph(rng, 110)}"


def _paragraph(rng: random.Random, characters: int) -> str:
    sentences = []
    while characters > 0:
        sentences.append(_phrase(rng, 8, 24))
        sentences.append(rng.choice("，，、，。"))
        characters -= len(sentences[-2]) + 1
    return "".join(sentences[:-1]) + f"{rng.randrange(1, 1000) / 10}%。"


def _phrase(rng: random.Random, shortest: int, longest: int) -> str:
    return "".join(rng.choices(_CHARACTERS, k=rng.randint(shortest, longest)))


def _categories() -> tuple[str, ...]:
    plain = (f"ribao{number:04d}" for number in range(_PLAIN_CATEGORIES))
    return (*plain, *_HARD_CATEGORIES)


_BODIES = (_digest, _digest_and_html, _html)
_FOOTERS = (
    "",
    "\n[返回{name}](./{name}/)\n[返回首页](./)\n",
    "\n[返回{name}](//news.example/{name}/)\n[返回首页](//news.example/)\n",
    "\n[返回{name}](//news.example/category/{name}.html)｜[返回首页](//news.example/)\n",
)
