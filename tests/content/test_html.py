"""Cleaning: what may stay, what goes, and in which order."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import document_fromstring

from feedsvc.content import html
from feedsvc.content.draft import render
from feedsvc.content.html import clean, cut_charts
from feedsvc.content.media import Addresses, Known
from feedsvc.content.traditional import html_to_traditional
from feedsvc.model.medium import Use
from feedsvc.model.submission import Given
from feedsvc.model.text import xml_legal
from tests.support.process import ROOT

START, END = "<!-- EM_StockImg_Start -->", "<!-- EM_StockImg_End -->"
ATTACKS = (
    '<a href="javascript:alert(1)">甲</a>',
    '<a href="java&#1;script:alert(1)">甲</a>',
    '<a href="&#1;javascript&colon;alert(1)">甲</a>',
    "<img src=x onerror=alert(1)>",
    '<img src="data:text/html,<script>alert(1)</script>">',
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><img src="https://a.example/" onerror=alert(1)>',
    "<script>alert(1)</script>",
    "<style>@import 'javascript:alert(1)'</style>",
    '<iframe src="javascript:alert(1)"></iframe>',
    '<p style="background:url(javascript:alert(1))">甲</p>',
    "[甲](javascript:alert(1))",
    "<javascript:alert(1)>",
    '<a href="vbscript:x">甲</a>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
)
REALISTIC = st.lists(
    st.sampled_from(
        (
            "<p>甲乙丙&nbsp;丁</p>",
            "\n",
            "&amp;",
            "&#13;",
            "&#1;",
            "&#&#xB;1;",
            "&lt;b&gt;",
            "<center><img src='//a.example/1.jpg?a=1&b=2' width=5></center>",
            '<a href="https://a.example/?x=1&y=2" class="keytip">甲</a>',
            "<a href='/relative'>乙</a>",
            "<table><tr><td>1<td>2</table>",
            "<ul><li>甲<li>乙</ul>",
            "<blockquote><p>甲</blockquote>",
            "<b><i>甲</b></i>",
            "<span id=quote_1></span>",
            "<br/>",
            "<p style='display:none'>隐</p>",
            "<pre>\n\n 甲\n</pre>",
            "<h2>甲",
            "\u3000\u3000文",
            "<!-- 注 -->",
            "</div>",
        )
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("attack", ATTACKS)
@given(data=st.data())
def test_no_control_character_makes_a_script(attack: str, data: st.DataObject):
    """Inserted anywhere, before or after cleaning would strip it."""
    control = st.sampled_from("\x00\x01\x0b\x1f\ufffe\ud800\t\n\r")
    text = attack
    for mark in data.draw(st.lists(control, max_size=4)):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + mark + text[at:]
    for served in (clean(text), render(text).html):
        assert is_harmless(served)
        assert is_harmless(xml_legal(served))


def is_harmless(html: str) -> bool:
    """Whether a second parser finds nothing in it that runs."""
    for element in document_fromstring(f"<div>{html}</div>").iter(etree.Element):
        urls = [element.get(name, "") for name in ("href", "src")]
        if element.tag in {"script", "style", "iframe", "svg", "math", "object"}:
            return False
        if any(str(name).startswith(("on", "style")) for name in element.attrib):
            return False
        if any(re.match(r"[\s\x00-\x20]*(?!https?://|mailto:)\S", url) for url in urls):
            return False
    return True


@given(st.text(st.characters(exclude_categories=())) | REALISTIC)
@example("&#1;&#11;&#xFFFE;&#xD800;")
@example("<p title='&#xB;'>&#0;</p>")
@example('&#1;<a href="x">甲</a>&#1;<a href="//a.example/&#1;">乙</a>')
@example("<pre>&#1;</pre>&#&#1;1;")
def test_what_is_served_is_xml_legal_text(html: str):
    """Character references spell what the raw text did not hold."""
    served = clean(html)
    assert xml_legal(served) == served
    served = render(html).html
    assert xml_legal(served) == served


@given(REALISTIC)
@example("a\rb&#13;c")
def test_cleaning_again_changes_nothing(html: str):
    """So served HTML is what cleaning made, byte for byte."""
    once = clean(html)
    assert clean(once) == once


def test_images_load_lazily_and_say_no_referrer():
    """The cleaner itself sets both."""
    image = clean('<img src="http://a.example/1.jpg" onclick="x" style="y" alt="图">')
    assert 'loading="lazy"' in image
    assert 'referrerpolicy="no-referrer"' in image
    assert "onclick" not in image
    assert "style" not in image


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (
            '<a href="//a.example/x">甲</a>',
            '<a href="https://a.example/x" rel="noopener">甲</a>',
        ),
        (
            '<a href="mailto:a@a.example">甲</a>',
            '<a href="mailto:a@a.example" rel="noopener">甲</a>',
        ),
        ('<a href="./x">甲</a>', "甲"),
        ('<a href="ftp://a.example/">甲</a>', "甲"),
        ("<a>甲</a>", "甲"),
        ('<img src="x.jpg">', ""),
        ('<img src="mailto:a@a.example">', ""),
        ('<p style="display:none;height:1px">隐</p>显', "显"),
        ('<p style="DISPLAY : NONE">隐</p>显', "显"),
        ('<span id="quote_1"></span>显', "显"),
        ("<center>中</center>", "<div>中</div>"),
        ("<html><body><p>甲</p></body></html><p>乙</p>", "<p>甲</p><p>乙</p>"),
        ("甲<!-- 注 -->乙", "甲乙"),
    ],
)
def test_links_are_absolute_and_clutter_goes(html: str, cleaned: str):
    """What cannot be made absolute is dropped, its text kept."""
    assert clean(html) == cleaned


def test_an_ampersand_in_an_address_is_written_as_html_wants_it():
    """The archive's URLs carry bare ones."""
    assert "a=1&amp;imageType=k" in clean(
        '<img src="http://a.example/?a=1&imageType=k">'
    )


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"一{START}图{END}二", "一二"),
        (f"一{START}图{END}二{START}图{END}三", "一二三"),
        (f"一{START}二{START}图{END}三", f"一{START}二三"),
        (f"一{END}二", "一二"),
        (f"一{START}二", f"一{START}二"),
    ],
)
def test_charts_are_cut_and_text_between_marks_is_not(body: str, kept: str):
    """Each end closes the nearest start."""
    assert cut_charts(body) == kept


def test_text_that_quotes_code_stays_html():
    """Nor does a quoted `>` in a tag make a long body plain."""
    code = '<pre><code>a = "b" =&gt; c="d > e</code></pre>' * 500
    assert clean(code).count("<pre>") == 500
    link = '<p>x</p><a title="a > b" href="https://x.example">y</a>' * 500
    assert clean(link).count('title="a &gt; b"') == 500


COSTLY = {
    "open elements": "<div>" * 100_000 + "正文",
    "nested elements": "<div>" * 300 + "正文" + "</div>" * 300,
    "nested quotes": "> " * 100_000 + "正文",
    "open brackets": "正文" + "[" * 1_000_000,
    "emphasis": "正文" + "*a" * 500_000,
    "ampersands": "正文" + "&" * 1_000_000,
    "open tags": "正文" + "<" * 1_000_000,
    "chart starts": "正文" + START * 40_000,
    "open comments": "正文" + "x <!-- " * 100_000,
    "open attributes": "正文" + '="a' * 200_000,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">正文</p>",
    "hidden attributes": "<p a='>' " + " ".join(map(str, range(100_000))) + ">正文",
    "doubtful quotes": "<a ='x y=\"> ' > \" "
    + " ".join(map(str, range(100_000)))
    + ">正文",
    "nested list": "".join(" " * n + "- 正文\n" for n in range(1_000)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_document_built_to_be_costly_is_still_an_article(name: str):
    """A simpler reader takes over, and keeps the text; none takes minutes."""
    assert "正文" in render(COSTLY[name]).html


def test_every_process_cleans_alike():
    """nh3 adds attributes of its own in another order in each: hashes would differ."""
    code = (
        "from feedsvc.content.html import clean;"
        'print(clean(\'<img src="https://a.example/b.jpg" alt="c">\'))'
    )
    command = [sys.executable, "-c", code]
    said = {subprocess.check_output(command, cwd=ROOT) for _ in range(6)}
    assert len(said) == 1


def test_controls_of_another_table_are_gone() -> None:
    """U+007F to U+009F: dropped, but a reference means what browsers show for it."""
    html = clean(
        '<p title="a\x9fb">\x93引&#147;文&#x94;\x7f&#127;&#129;</p>\x85<p>b</p>'
    )
    assert not set(html) & set(map(chr, range(0x7F, 0xA0)))
    assert "引“文”\ufffd\ufffd" in html


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ('<img data-src="https://i.example/a.jpg" src="data:image/gif;base64,AA==">', "a.jpg"),
        ('<img data-original="//i.example/b.jpg" src="https://i.example/_.gif">', "b.jpg"),
        ('<img data-srcset="https://i.example/c.jpg 1x, https://i.example/d.jpg 2x">', "c.jpg"),
        ('<img srcset="https://i.example/a,b.jpg 480w, https://i.example/e.jpg 1200w">', "e.jpg"),
        ('<picture><source srcset="https://i.example/f.webp 1x"><img alt=""></picture>', "f.webp"),
        ('<picture><source srcset="//i.example/g.webp"><img src="//i.example/h.jpg"></picture>',
         "h.jpg"),
        ('<img src="https://i.example/图 1.jpg" width="1">', None),
        ('<img src="https://i.example/图.jpg" width="1">', "%E5%9B%BE.jpg"),
        ('<img src="https://i.example/p.gif" width="1" height="1px">', None),
        ('<img src="https://i.example/p.gif" style="width:0;height: 1px">', None),
    ],
)  # fmt: skip
def test_a_picture_is_what_readers_see(image: str, url: str | None):
    """One that loads late is one; one that counts readers is none; its address a URI."""
    found = re.findall('src="([^"]*)"', clean(f"<p>甲{image}</p>"))
    assert found == ([f"https://i.example/{url}"] if url else [])


@pytest.mark.parametrize(
    ("player", "link"),
    [
        ('<video src="https://v.example/a.mp4" controls></video>', "https://v.example/a.mp4"),
        ('<audio><source src="//v.example/a.mp3">no player</audio>', "https://v.example/a.mp3"),
        ('<iframe src="https://v.example/embed/1"></iframe>', "https://v.example/embed/1"),
        ('<object data="https://v.example/a.swf">old</object>', "https://v.example/a.swf"),
        ('<iframe src="javascript:alert(1)"></iframe>', None),
        ("<video></video>", None),
    ],
)  # fmt: skip
def test_a_player_leaves_a_link(player: str, link: str | None):
    """And the text around it stays in order."""
    html = clean(f"<p>甲{player}乙</p>")
    anchor = f'<a href="{link}" rel="noopener">{link}</a>' if link else ""
    assert html == f"<p>甲{anchor}乙</p>"


def test_addresses_without_a_host_lie_under_the_site():
    """A picture said beside the body comes first, unless the body has it."""
    body = '<p><img src="/a.jpg"><a href="/b/?c=1">乙</a><a href="#d">丁</a></p>'
    given_ = Given(base_url="https://press.example/blog", image="/a.jpg")
    html = render(body, given=given_).html
    assert re.findall('(?:src|href)="([^"]*)"', html) == [
        "https://press.example/a.jpg", "https://press.example/b/?c=1"
    ]  # fmt: skip
    first = render(body, given=replace(given_, image="/c.jpg")).html
    assert first.startswith('<p><img src="https://press.example/c.jpg"')


_OWN = f"/media/{'0a' * 32}/a.png"


def own_files(body: str, found: dict[str, str]) -> str:
    """A body cleaned while these addresses mean files of this site."""
    root = html.parse(body)
    html.drop_clutter(root, Addresses("https://old.example", Known(found)))
    return html.serve(root)


def test_files_of_this_site_have_paths_without_a_host():
    """Only what was found does; feeds get them absolute, from the cleaner itself."""
    cleaned = own_files(
        '<img src="a.png"><a href="a.pdf">x</a><img src="b.png"><a href="//x.example">y</a>',
        {"a.png": _OWN, "a.pdf": _OWN.replace("png", "pdf#page=2")},
    )
    assert f'src="{_OWN}"' in cleaned
    assert 'pdf#page=2"' in cleaned
    assert 'src="https://old.example/b.png"' in cleaned
    absolute = html.with_base(cleaned, "http://[::1]:8080")
    assert f'src="http://[::1]:8080{_OWN}"' in absolute
    assert '="/' not in absolute
    assert html.with_base(absolute, "https://other.example") == absolute
    plain = clean("<p>a &amp; b</p>")
    assert html.with_base(plain, "https://x.example") is plain


def test_every_size_of_a_picture_and_the_poster_of_a_film_come_in():
    """One of them is shown; the poster stands in the film's link."""
    found = {f"{one}.png": _OWN.replace("a.png", f"{one}.png") for one in "abcdef"}
    found["g.mp4"] = _OWN.replace("a.png", "g.mp4")
    looked_for: list[str] = []

    class Listening(Known):
        def find(self, written: str, use: Use) -> str | None:
            looked_for.append(written)
            return super().find(written, use)

    root = html.parse(
        '<picture><source srcset="a.png 1x, b.png 2x"><source srcset="c.png">'
        '<img src="d.png" srcset="e.png 480w"></picture>'
        '<video poster="f.png" src="g.mp4" title="海"></video><video poster="f.png"></video>'
    )
    html.drop_clutter(root, Addresses("", Listening(found)))
    cleaned = html.serve(root)
    assert set(looked_for) == set(found)
    assert re.findall('src="[^"]*/([^"]*)"', cleaned) == ["d.png", "f.png"]
    assert re.search('href="[^"]*/g.mp4"[^>]*><img[^>]*f.png"[^>]*> 海</a>', cleaned)
    assert cleaned.count('loading="lazy"') == 2


def test_pages_of_this_site_have_paths_without_a_host():
    """Feeds get them absolute, and Traditional Chinese loses none of them."""
    cleaned = own_files(
        '<a href="../b.html">汉</a><img src="a.png">',
        {"../b.html": "/2024/b.html", "a.png": _OWN},
    )
    assert '<a href="/2024/b.html"' in cleaned
    assert 'href="https://x.example/2024/b.html"' in html.with_base(
        cleaned, "https://x.example"
    )
    assert html_to_traditional(cleaned) == cleaned.replace("汉", "漢")


@pytest.mark.parametrize(
    "hostile",
    [
        '<a href="/media/x">', '<a href="/evil">', '<a href="javascript:alert(1)">',
        f'<img src="{_OWN}" onerror="alert(1)">', '<a href="\\\\evil.example/x">',
        f'<a href="//evil.example{_OWN}">', "<svg><a href='/evil'>",
        f"<noscript><a href='/evil' title='{_OWN}'>",
    ],
)  # fmt: skip
def test_a_body_with_media_lets_nothing_else_through(hostile: str):
    """Each address leads to one of them or to another site, and no handler stays."""
    cleaned = own_files(f'<img src="a.png">{hostile}x', {"a.png": _OWN})
    assert f'src="{_OWN}"' in cleaned
    for address in re.findall(r'(?:src|href)="([^"]*)"', cleaned):
        assert address == _OWN or address.startswith("https://")
    assert not re.search(r"\son\w+=|javascript:|evil.*<svg", cleaned)
