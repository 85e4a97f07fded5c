"""Selections: several streams as one feed, however the address was dressed up."""

import re
from itertools import permutations

import feedparser
import pytest

from feedsvc.model.document import MAX_PARTS
from feedsvc.model.feed import Format
from feedsvc.model.slug import slug_of_name
from tests.services.syndication.press import parsed
from tests.support import paper
from tests.support.client import Answer, ask

FORMAT = pytest.mark.parametrize("format_", Format, ids=lambda format_: format_.name)
PARTS = (
    f"category={paper.OUTLET}",
    f"category={paper.ROLLING}",
    f"source={paper.SOURCE}",
)
QUERY = "&".join(PARTS)


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are one object for every cache."""
    names = ("ETag", "Last-Modified", "Cache-Control", "Link", "Content-Type")
    return (one.status, one.body, [one.headers[name] for name in names]) == (
        other.status, other.body, [other.headers[name] for name in names]
    )  # fmt: skip


@FORMAT
def test_a_selection_is_merged(site: str, format_: Format) -> None:
    """Each article once though it is in two of the parts, newest first."""
    answer = ask(site, f"/feeds/{format_}?{QUERY}")
    assert answer.headers["Content-Type"] == format_.media_type
    merged = parsed(answer.body, format_).titles
    parts = [
        parsed(ask(site, feed.format(format_)).body, format_).titles
        for feed in (paper.FEEDS["outlet"], paper.FEEDS["category"], paper.FEEDS["source"])
    ]  # fmt: skip
    assert sum(map(len, parts)) > len(set().union(*parts)) >= len(merged)
    assert merged.keys() <= set().union(*parts)
    assert paper.STORY_TITLE in merged.values()


def test_a_selection_is_ordered(site: str) -> None:
    """Newest first, across its parts."""
    feed = feedparser.parse(ask(site, f"/feeds/atom.xml?{QUERY}").body)
    published = [entry.published for entry in feed.entries]
    assert published == sorted(published, reverse=True)
    assert published[0].startswith("2026-11-01")


@FORMAT
def test_order_and_repeats_are_nothing(site: str, format_: Format) -> None:
    """Rule 15: the same bytes and validators, whatever the order."""
    first = ask(site, f"/feeds/{format_}?{QUERY}")
    for order in permutations((*PARTS, PARTS[0])):
        assert same(ask(site, f"/feeds/{format_}?{'&'.join(order)}"), first)


@pytest.mark.parametrize(
    "path", ["/feeds/{}?" + QUERY, "/{}", "/pages/1/{}", "/feeds/{}"]
)
@FORMAT
def test_stray_parameters_are_never_echoed(
    site: str, path: str, format_: Format
) -> None:
    """Rule 15: ignored, in body and headers alike."""
    plain = ask(site, path.format(format_))
    stray = "utm_source=EVIL&x=%22%3E%3Cscript%3E&EVIL&content=EVIL&category=&%00=%ff"
    decorated = path.format(format_) + ("&" if "?" in path else "?") + stray
    answer = ask(site, decorated)
    assert same(answer, plain)
    assert "EVIL" not in answer.text + str(answer.headers)


@FORMAT
def test_self_is_the_normal_form(site: str, format_: Format) -> None:
    """Rule 15: one address, which leads back to the very same."""
    scrambled = f"/feeds/{format_}?content=summary&{PARTS[2]}&{PARTS[1]}&{PARTS[0]}"
    answer = ask(site, scrambled)
    expected = f"{site}/feeds/{format_}?{QUERY}&content=summary"
    named = f'<{expected}>; rel="self", <{site}/hub>; rel="hub"'
    assert answer.headers["Link"] == named
    if format_ is not Format.JSON:
        assert parsed(answer.body, format_).links["self"] == expected
    else:
        assert f'"feed_url":"{expected}"' in answer.text
    assert same(ask(site, expected), answer)


@FORMAT
def test_a_selection_of_one_is_the_streams_own_feed(site: str, format_: Format) -> None:
    """One document, so one address and one object; of none it is the site's."""
    alone = ask(site, f"/feeds/{format_}?{PARTS[0]}&{PARTS[0]}")
    assert same(alone, ask(site, paper.FEEDS["outlet"].format(format_)))
    assert same(ask(site, f"/feeds/{format_}"), ask(site, f"/{format_}"))


@FORMAT
@pytest.mark.parametrize("feed", ["site", "category", "page", "selection"])
def test_a_short_feed_has_no_bodies(site: str, feed: str, format_: Format) -> None:
    """`content=summary`: the same entries, a summary each, in fewer bytes."""
    path = paper.FEEDS[feed].format(format_)
    whole = ask(site, path)
    short = ask(site, path + ("&" if "?" in path else "?") + "content=summary")
    assert parsed(short.body, format_).titles == parsed(whole.body, format_).titles
    assert len(short.body) < len(whole.body)
    assert short.headers["ETag"] != whole.headers["ETag"]
    for element in ("<content ", "<content:encoded", '"content_html"'):
        assert element not in short.text


@FORMAT
@pytest.mark.parametrize(
    "part",
    ["category=nowhere", "source=nowhere", "category=%00", "source=a%00b", "category=%ff",
     "category=" + "a" * 2_000, f"source={paper.OUTLET}"],
)  # fmt: skip
def test_an_unknown_part_is_404(site: str, format_: Format, part: str) -> None:
    """Rather than a feed that silently lacks what was asked for."""
    answer = ask(site, f"/feeds/{format_}?{PARTS[0]}&{part}")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@FORMAT
@pytest.mark.parametrize("prefix", ["", "/zh-Hant"])
def test_a_renamed_part_is_a_redirect(site: str, format_: Format, prefix: str) -> None:
    """Rule 19: to the normal form, of what may have another order by then."""
    old = (
        f"category={paper.RENAMED}&category={paper.ROLLING}&category=BinJiang+Cai+Jing"
    )
    answer = ask(site, f"{prefix}/feeds/{format_}?utm=x&{old}&content=summary")
    slugs = sorted((slug_of_name(paper.SPACED), paper.ROLLING, paper.NEW_SLUG))
    query = "&".join(f"category={slug}" for slug in slugs)
    assert answer.status == 301
    assert answer.location == (
        f"{site}{prefix}/feeds/{format_}?{query}&content=summary"
    )
    assert ask(site, answer.location).status == 200


def test_a_part_under_two_names_is_one(site: str) -> None:
    """The old slug beside the new one leads to that stream's own feed."""
    query = f"category={paper.RENAMED}&category={paper.NEW_SLUG}"
    answer = ask(site, f"/feeds/rss.xml?{query}")
    assert answer.location == f"{site}/categories/{paper.NEW_SLUG}/rss.xml"


def test_a_selection_is_bounded(site: str) -> None:
    """Twenty parts at most: one more is 404, known or not."""
    parts = "&".join(f"category=c{number}" for number in range(MAX_PARTS))
    assert ask(site, f"/feeds/atom.xml?{parts}&{PARTS[0]}").status == 404


def test_a_stray_slash_leads_to_the_selection(site: str) -> None:
    """The query is kept, for it says which one."""
    answer = ask(site, f"/feeds/atom.xml/?{QUERY}")
    assert answer.status == 301
    assert f"<{answer.location}>" in ask(site, answer.location).headers["Link"]


@pytest.mark.parametrize("path", ["/feeds/x/atom.xml", "/feeds/atom"])
def test_nothing_else_is_a_selection(site: str, path: str) -> None:
    """Whatever its query says."""
    assert ask(site, f"{path}?{QUERY}").status == 404


@FORMAT
@pytest.mark.parametrize("kind", paper.FEEDS)
def test_every_feed_says_where_it_is(site: str, kind: str, format_: Format) -> None:
    """Rule 16: `self` as a Link header, and the page for people but of a selection."""
    path = paper.FEEDS[kind].format(format_)
    answer = ask(site, path)
    link = answer.headers["Link"]
    assert link.startswith(f'<{site}{path}>; rel="self"')
    assert ('rel="alternate"; type="text/html"' in link) == (kind != "selection")
    for page in re.findall(r'<([^>]*)>; rel="alternate"', link):
        assert ask(site, page).status == 200


def test_no_two_documents_share_an_id(site: str) -> None:
    """RFC 4287 §4.2.6: each stream, selection and variant is a feed to itself."""
    documents = set()
    for feed in (
        paper.FEEDS[kind]
        for kind in ("site", "category", "outlet", "source", "empty", "selection")
    ):
        path = feed.format(Format.ATOM)
        path += "&" if "?" in path else "?"
        for prefix in ("", "/zh-Hant"):
            for query in ("", "content=summary"):
                read = feedparser.parse(ask(site, prefix + path + query).body).feed
                documents.add((read.id, read.links[0].href))
    assert len(documents) == len({id_ for id_, _ in documents}) == 6 * 4
