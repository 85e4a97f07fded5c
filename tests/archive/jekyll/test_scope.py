"""Liquid that is worked out: values, addresses and files of the site, as Jekyll does."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.library import Library
from feedsvc.archive.jekyll.liquid import Plain, without_liquid
from feedsvc.archive.jekyll.post import RawPost
from feedsvc.archive.jekyll.scope import PostScope
from feedsvc.archive.jekyll.site import Zones, read_site
from tests.support.trees import Tree

OWN = {"url": "/a.html", "date": "2022-05-09 08:00:00 +0800"}
FILES = {
    "_config.yml": "title: Press\nurl: https://p.example\nbaseurl: /blog\nold: false\n"
    "collections: {guides: {output: true}}\n",
    "_guides/start.md": "---\ntitle: Start\n---\n",
    "_posts/2022-05-01-story.md": "---\ncategories: news\n---\n",
    "_posts/deep/2022-05-02-deep.md": "---\n---\n",
    "town/_posts/2022-05-03-town.md": "---\npermalink: /t/\n---\n",
    "about.md": "---\n---\n",
    "docs/index.md": "---\n---\n",
    "own.html": "---\npermalink: /mine/\n---\n",
    "assets/a b.pdf": "x",
    "_posts/deep/part.txt": "part",
    "_includes/note.html": "<b>{{ include.text }}</b>",
    "_includes/given.html": "{% for p in include %}{{ p[0] }}={{ p[1] }};{% endfor %}",
    "_includes/loop.html": "{% include loop.html %}",
    "_includes/list.html": "{% for p in site.posts %}{{ p.title }}{% endfor %}",
}

# A body, and what Jekyll shows of it.
SHOWN = {
    "{{ site.title }} {{ page.title | upcase }} {{ page.none }}|": "Press HARBOUR |",
    "{{ site.baseurl }}/a.png": "/blog/a.png",
    "{{ '/a.png' | relative_url }}": "/blog/a.png",
    '{{ "a.png" | absolute_url }}': "https://p.example/blog/a.png",
    "{{ page.tags | join: ', ' }} {{ 'a|b' | append: '|' }}": "x, y a|b|",
    "{{ page.none | default: 'so' }}": "so",
    "{% post_url 2022-05-01-story %}": "/blog/news/2022/05/01/story.html",
    "{% post_url deep/2022-05-02-deep %}": "/blog/2022/05/02/deep.html",
    "{% post_url 2022-05-02-deep %}": "/blog/2022/05/02/deep.html",
    "{% post_url town/2022-05-03-town %}": "/blog/t/",
    "{% link _posts/2022-05-01-story.md %}": "/blog/news/2022/05/01/story.html",
    "{% link about.md %} {% link docs/index.md %}": "/blog/about.html /blog/docs/",
    "{% link _guides/start.md %}": "/blog/guides/start.html",
    "{% link own.html %} {% link assets/a b.pdf %}": "/blog/mine/ /blog/assets/a b.pdf",
    "{% include note.html text='hi' %}": "<b>hi</b>",
    "{% assign a = 'x' %}{{ a }}": "x",
    "{% if page.title == 'Harbour' %}A{% else %}B{% endif %}": "A",
    "{% if page.none %}A{% elsif site.title %}B{% else %}C{% endif %}": "B",
    "{% unless site.old %}A{% endunless %}": "A",
    "{{ page.date | date: '%B %-d, %Y' }} {{ page.date | date_to_string }}": (
        "May 9, 2022 09 May 2022"
    ),
    "{{ page.date }} {{ page.tags[1] }} {{ page.tags.size }} {{ page.url }}": (
        "2022-05-09 08:00:00 +0800 y 2 /a.html"
    ),
    "{{ 'a b c' | replace: 'b', '-' | split: ' ' | last }} {{ 5 | plus: 3 }}": "c 8",
    "{{ '<b>long text</b>' | strip_html | truncate: 8 | escape }}": "long ...",
    "{% for t in page.tags reversed %}[{{ t }}]{% endfor %}": "[y][x]",
    "{% capture c %}{{ site.title }}!{% endcapture %}a {{ c }}": "a Press!",
    "{% case page.title %}{% when 'a', 'Harbour' %}A{% else %}B{% endcase %}": "A",
    "{% case page.none %}{% when 'a' %}A{% else %}B{% endcase %}": "B",
    "{% include {{ page.note | append: '.html' }} text='hi' %}": "<b>hi</b>",
    "{% include_relative deep/part.txt %}": "part",
    "{% include {{ page.note | append: '.html' }} %}": "<b></b>",
    "{% include given.html a='b' c=page.title %}": "a=b;c=Harbour;",
    "{% capture c %}*a*\n\n- b{% endcapture %}{{ c | markdownify }}": (
        '<div markdown="1">\n*a*\n\n- b\n</div>'
    ),
    "a {% if page.none %}b{% endif %}{%- comment -%} c {%- endcomment -%} d": "a d",
    "a\n{{- page.title -}}\nb": "aHarbourb",
    "{% if page.tags contains 'y' and page.title %}A{% endif %}": "A",
    "{% if page.none %}{% if site.title %}A{% endif %}{{ odd.one }}{% endif %}B": "B",
    "{% highlight html %}{% raw %}<i>{{ x }}{% endraw %}{% endhighlight %}": (
        "\n<pre><code>&lt;i&gt;{{ x }}\n</code></pre>\n"
    ),
}
LEFT_OUT = {
    "a {{ content }} b": "a  b",
    "a {% gist 1 %} b": "a  b",
    "{{ site.posts.size }}": "",
    "{{ page.excerpt | strip_html }}{{ page.next.url }}": "",
    "{{ page.title | where: 'a', 'b' }}": "",
    "{{ page.date | date: '%99999999Y' }}": "",
    "a{% for p in site.posts %}{{ p.title }}, {% endfor %}b": "ab",
    "{% for one in page.tags %}{% for p in site.posts %}c{% endfor %}-{% endfor %}": "--",
    "{% include_relative ../../secret %}": "",
    "{% post_url 2000-01-01-none %}": "",
    "{% link ../secret %}": "",
    "{% include ../../etc/passwd %}": "",
    "{% include loop.html %}": "",
    "{% include list.html %}": "",
    "{% if jekyll.version > 3 %}A{% else %}B{% endif %}": "A",
}


@pytest.fixture
def shown(tmp_path: Path):
    """Render a body in a site of these files."""
    tree = Tree(tmp_path)
    for path, text in FILES.items():
        tree.write(path, text)
    site = read_site(tmp_path, Zones(None, ZoneInfo("Asia/Shanghai")))
    post = RawPost(
        "_posts/2022-05-09-a.md",
        {"title": "Harbour", "tags": ("x", "y"), "note": "note"},
    )

    def show(body: str) -> Plain:
        return without_liquid(body, PostScope(site, Library(site), post, OWN))

    return show


def test_what_is_known_is_worked_out(shown):
    """And nothing is left out."""
    assert {body: shown(body) for body in SHOWN} == {
        body: Plain(text) for body, text in SHOWN.items()
    }


def test_what_is_not_known_is_left_out_and_told(shown):
    """With its line, and never shown raw."""
    assert {body: shown(body).text for body in LEFT_OUT} == LEFT_OUT
    assert all(shown(body).left_out for body in LEFT_OUT)
    assert shown("a\n\n{% gist 1 %}").left_out == ((3, "{% gist 1 %}"),)


def test_files_that_posts_include_are_part_of_the_site(tmp_path: Path):
    """When one changes, posts are read again."""
    zones = Zones(None, ZoneInfo("UTC"))
    Tree(tmp_path).write("_includes/a.html", "x")
    before = read_site(tmp_path, zones).fingerprint
    Tree(tmp_path).write("_includes/a.html", "y")
    assert read_site(tmp_path, zones).fingerprint != before
