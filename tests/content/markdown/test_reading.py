"""Markdown: kramdown's own, held against kramdown 2.4, and Chinese as it was meant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.content.draft import render

# Each output is what kramdown writes, cleaned, but where a comment says otherwise.
WRITTEN = {
    # Emphasis beside Chinese; CommonMark sees `**` there as text.
    "**结论。**后文，**“引号”**之后": (
        "<p><strong>结论。</strong>后文，<strong>“引号”</strong>之后</p>"
    ),
    "他说**好！**然后*(甲)*乙": "<p>他说<strong>好！</strong>然后<em>(甲)</em>乙</p>",
    "说。**甲是乙。**Angular": "<p>说。<strong>甲是乙。</strong>Angular</p>",
    "甲。_Every_。乙 甲_b_乙": "<p>甲。<em>Every</em>。乙 甲_b_乙</p>",
    "a**b**c snake_case_word": "<p>a<strong>b</strong>c snake_case_word</p>",
    # The names of companies, where kramdown sees emphasis.
    "*ST甲和*ST乙、S*ST丙": "<p>*ST甲和*ST乙、S*ST丙</p>",
    "**\\*ST甲** `*ST乙`": "<p><strong>*ST甲</strong> <code>*ST乙</code></p>",
    "~~旧的。~~新的 a~b": "<p><del>旧的。</del>新的 a~b</p>",
    "a[^x]\n\n[^x]: 注*一*。": (
        "<p>a<sup>1</sup></p>\n<hr>\n<ol>\n<li><p>注<em>一</em>。</p>\n</li>\n</ol>"
    ),  # without kramdown's links, which lead nowhere in a feed
    "Term\n: One\n: Two": "<dl>\n<dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd>\n</dl>",
    "x {: .a}\n\n*em*{: .b} y\n{: .lead #id}": "<p>x {: .a}</p>\n<p><em>em</em> y</p>",
    "* toc\n{:toc}\n\n# A {#a}\n\n## B\n\n## C\n{:.no_toc}\n\n# D": (
        "<ul><li>A<ul><li>B</li></ul></li><li>D</li></ul><h1>A</h1>\n<h2>B</h2>\n"
        "<h2>C</h2>\n<h1>D</h1>"
    ),
    "*[HTML]: Hyper Text\n\nThe HTML, not HTMLX": (
        '<p>The <abbr title="Hyper Text">HTML</abbr>, not HTMLX</p>'
    ),
    "\"Hello\" -- it's... so---'80s": "<p>“Hello” – it’s… so—’80s</p>",
    '他说"好"。': "<p>他说“好”。</p>",
    "$$a_1 * b * c_1$$ x": "<p>$$a_1 * b * c_1$$ x</p>",  # as it was written
    # Lists: what lies where, and how deep, as kramdown has it and CommonMark has not.
    "1. a\n  - b\n  - c\n2. d": (
        "<ol>\n<li>a\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n<li>d</li>\n</ol>"
    ),
    "- a\n+ b\n\n  c\n* d": (
        "<ul>\n<li>a</li>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n<li>d</li>\n</ul>"
    ),
    "- a\nb\n\n    c\n\nd": (
        "<ul>\n<li>\n<p>a\nb</p>\n<p>c</p>\n</li>\n</ul>\n<p>d</p>"
    ),
    "5. \n  a": '<ol start="5">\n<li>a</li>\n</ol>',
    "-\ta\n\t- b\n- {:.x} c\n{:.y}\n\nd": (
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n<p>d</p>"
    ),
    "* a\n  ```\n  b\n```\n* c": (
        "<ul>\n<li>a<pre><code>b\n</code></pre>\n</li>\n<li>c</li>\n</ul>"
    ),
    "- a\n<div>b</div>\n- c": "<ul>\n<li>a</li>\n</ul>\n<div>b</div>\n<ul>\n<li>c</li>\n</ul>",
    "- a\n^\n- b": "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>",
    # Quotes go on to the blank line, whatever begins in them.
    "> a\n- b\n# c\n\nd": (
        "<blockquote>\n<p>a</p>\n<ul>\n<li>b\n<h1>c</h1>\n</li>\n</ul>\n</blockquote>\n<p>d</p>"
    ),
    "> a\n<https://x.example>": (
        "<blockquote>\n<p>a</p>\n</blockquote>\n"
        '<p><a href="https://x.example" rel="noopener">https://x.example</a></p>'
    ),
    "> > a\n\n> <p>b</p>": (
        "<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>\n"
        "<blockquote>\n<p>b</p>\n</blockquote>"
    ),
    # Code: a fence needs another; lines may go on with indented code.
    "a\n\n```ruby\nb *c*\n\n``": "<p>a</p>\n<p>```ruby\nb <em>c</em></p>\n<p>``</p>",
    "    a <\nb\n\n    c\n\nd": "<pre><code>a &lt;\nb\n\nc\n</code></pre>\n<p>d</p>",
    "` a` b, <code>*c* < d</code> <kbd>e_f_g</kbd>": (
        "<p>` a` b, <code>*c* &lt; d</code> <kbd>e_f_g</kbd></p>"
    ),
    "a\n---\n\nb\nc\n---": "<h2>a</h2>\n<p>b\nc</p>\n<hr>",
    "\\@a \\*b\\* c\\d [e\\_f][]\n\n[e_f]: https://x.example": (
        '<p>\\@a *b* c\\d <a href="https://x.example" rel="noopener">e_f</a></p>'
    ),
    "[a](javascript:void(0)) [b]({post_url 1-a})": "<p>a b</p>",
    "<font color=red>a</font>b\n\n<x-y>c\n\n*d*</x-y>": "a<p>b</p>\nc\n\n*d*",
    '<div>\n*a*\n<div markdown="1">\n- *b*\n</div>\n*c*\n</div>': (
        "<div>\n*a*\n<div><ul>\n<li><em>b</em></li>\n</ul>\n</div>\n*c*\n</div>"
    ),
    "| a | b |\n|---|---|\n| `c|d` | e |": (
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td><code>c|d</code></td>\n<td>e</td>\n</tr>\n</tbody>\n</table>"
    ),
    "[a\nb](https://x.example/c\n/d)": (
        '<p><a href="https://x.example/c/d" rel="noopener">a\nb</a></p>'
    ),
    "<br>\n**a。**\nb": "<p><br>\n<strong>a。</strong>\nb</p>",
    "a\\\\\nb": "<p>a<br>\nb</p>",
    "{::comment}\nhidden\n{:/comment}\n\n{::options a /}\nb": "<p>b</p>",
    "{::nomarkdown}\n<b>*x*</b>\n{:/}": "<b>*x*</b>",
    '<div markdown="1">\n- **a**\n\n  b\n</div>': (
        "<div><ul>\n<li>\n<p><strong>a</strong></p>\n<p>b</p>\n</li>\n</ul>\n</div>"
    ),
    '<p markdown="1">**a**</p>': "<p><strong>a</strong></p>",
    "<div>\n  **a**\n\n    <p>b</p>\n</div>\n*c*": (
        "<div>\n  **a**\n\n    <p>b</p>\n</div>\n<p><em>c</em></p>"
    ),
    "<p>a</p><div>b</div> *c*": "<p>a</p><div>b</div> <p><em>c</em></p>",
    "<div><div>a</div>\n\n*b*\n</div>": "<div><div>a</div>\n\n*b*\n</div>",
    # CommonMark's block, where kramdown takes the rest of the text for HTML.
    "<div>\n\n*a*": "<div>\n<p><em>a</em></p></div>",
    "```python\na < 1\n```": "<pre><code>a &lt; 1\n</code></pre>",
    "`` a ` b ``, ` c `, x`` y``": (
        "<p><code>a ` b</code>, ` c <code>, x</code><code> y</code>`</p>"
    ),
    "<<a>> <b>b</b>, >>> c": "<p>«a» <b>b</b>, &gt;&gt;&gt; c</p>",
    "a\n3. b\n\n1) c": '<p>a</p>\n<ol start="3">\n<li>b</li>\n</ol>\n<p>1) c</p>',
    "- [ ] a\n- [x] *b*": "<ul>\n<li>☐ a</li>\n<li>☑ <em>b</em></li>\n</ul>",
    "<a@x.example> <https://x.example/%E4%BA%91>": (
        '<p><a href="mailto:a@x.example" rel="noopener">a@x.example</a> '
        '<a href="https://x.example/%E4%BA%91" rel="noopener">https://x.example/%E4%BA%91'
        "</a></p>"
    ),
    "[a](https://x.example/b c (1).pdf) [d](一段 说明)": (
        '<p><a href="https://x.example/b%20c%20(1).pdf" rel="noopener">a</a> '
        "[d](一段 说明)</p>"
    ),
    "> 摘要\n\n<p>一</p>\n\n二": (
        "<blockquote>\n<p>摘要</p>\n</blockquote>\n<p>一</p>\n<p>二</p>"
    ),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_it_reads_as_kramdown_does(text: str):
    """Or as the writer meant."""
    assert render(text).html == WRITTEN[text]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| a | b |\n|---|--:|\n| c | d |", [["a", "b"], ["c", "d"]]),
        ("| a | b |\n| c | `d` |\n|===|", [["a", "b"], ["c", "d"]]),
        ("a | b\n--|--\nc | d", [["a", "b"], ["c", "d"]]),
        ("a | b | e\n--|--\nc | d | f", [["a", "b", "e"], ["c", "d", "f"]]),
        ("a | b\nc | d", [["a", "b"], ["c", "d"]]),
        ("* a | `b|c`\n* d", [["a", "b|c"]]),
        ("a | b\nc\n\nd\ne | f\n\n`g | h`", []),
        ("作者 | 阿七", []),  # credits
        ("文 | 张三\n编辑 | 李四", []),
        ("作者 | 书名\n阿七 | 海边", [["作者", "书名"], ["阿七", "海边"]]),
    ],
)
def test_tables_with_and_without_headings(text: str, rows: list[list[str]]):
    """Bars at both ends make one without."""
    html = re.sub("</?code>", "", render(text).html)
    found = re.findall("<tr>(.*?)</tr>", html, re.DOTALL)
    assert [re.findall(r"<t[dh]>(.*?)</t[dh]>", row) for row in found] == rows


_pieces = st.lists(
    st.sampled_from(
        ["<div>", "</div>", "\n", "\n\n", "    ", "甲**", "|", "{:toc}", "* a", "$$", "[^1]",
         "[^1]: b", "{::comment}", "{:/}", ": c", "*[d]: e", "d", '<p markdown="1">', "</p>"]
    ),
    max_size=30,
)  # fmt: skip


@given(_pieces)
def test_any_text_is_read(pieces: list[str]):
    """Rules of two kinds do not stumble over each other."""
    render("".join(pieces))


@pytest.mark.parametrize(
    "piece",
    ["<div>\n", '<div markdown="1">\n', "a\n-\n", "- a\n  > b\n", "x\n```\n", "<p>a</p> b\n", "| a |\n", "*[a]: b\n", "{::comment}\n", "$$", "[^a]: b\n"],
)  # fmt: skip
def test_costly_texts_are_read(piece: str):
    """Made to hurt, as large as is still read as Markdown, within a file's time."""
    assert render(piece * (4_000 // len(piece))) is not None


def test_elements_to_be_read_in_each_other_end_somewhere():
    """Deeper ones stay as written; their text is there."""
    for depth in (3, 300):
        body = '<div markdown="1">\n' * depth + "*正文*" + "\n</div>" * depth
        assert ("<em>正文</em>" in render(body).html) is (depth == 3)
        assert "正文" in render(body).html
