"""Feeds of any text: what Hypothesis draws, and a list of what has broken feeds before."""

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from feedsvc.feeds.border import legal
from feedsvc.model.attribution import CreditPart, Party, Role
from feedsvc.model.feed import Entry, EntrySource, Feed, Format, Term, Tombstone
from feedsvc.model.image import Image
from feedsvc.model.recording import Recording
from tests.feeds.samples import ARCHIVE, CHINA, COMPLETE, CURRENT, FULL, feed_of

NASTY_TEXTS = {
    "control characters": "".join(map(chr, range(0x20))) + "\x7f\x85\x9f",
    "end of CDATA": "<![CDATA[x]]>]]>",
    "lone surrogates": "\ud83d and \udfff",
    "non-characters": "\ufffe\uffff\U0001ffff",
    "right to left": "\u202eעברית\u202c و العربية\u200f",
    "emoji": "👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿😀",
    "markup": "<script>alert('&amp;&nbsp;')</script><!-- --> <br>",
    "line ends": "a\r\nb\rc\u2028d\n",
    "nothing": "",
    "white space": " \t\u3000",
    "a megabyte": "长文" * 175_000,
}

_text = st.lists(
    st.characters(exclude_categories=())
    | st.sampled_from(["]]>", "--", "-", "\x00", "\ud800", "\ufffe", "\r\n", "<b>&"]),
    max_size=12,
).map("".join)
_url = _text.map("https://news.example/{}".format)
_name = _text.map("江城{}".format)  # what the model promises never to be empty
# RFC 822 readers take an earlier year for one of two digits.
_moment = st.datetimes(datetime(1000, 1, 1), timezones=st.just(CHINA))  # noqa: DTZ001
_pixels = st.none() | st.integers(0, 99_999)


def _tuples(values: st.SearchStrategy, max_size: int = 2) -> st.SearchStrategy:
    return st.lists(values, max_size=max_size).map(tuple)


_part = st.builds(
    CreditPart,
    role=st.sampled_from(Role),
    label=_text,
    parties=_tuples(st.builds(Party, name=_text, url=st.none() | _url)),
)
_image = st.builds(
    Image,
    url=_url,
    media_type=st.sampled_from(["image/jpeg", "image/svg+xml"]),
    alt=_text,
    width=_pixels,
    height=_pixels,
)
_recording = st.builds(
    Recording,
    url=_url,
    media_type=st.sampled_from(["audio/mpeg", "video/mp4"]),
    length=st.none() | st.integers(0, 2**40),
)
_entry = st.builds(
    Entry,
    id=_url,
    url=_url,
    title=_text,
    published=_moment,
    updated=_moment,
    summary=_text,
    html=_text,
    terms=_tuples(st.builds(Term, name=_text, title=_text)),
    credit=_tuples(_part, max_size=3),
    original_url=st.none() | _url,
    source=st.none()
    | st.builds(EntrySource, id=_url, title=_name, url=_url, feed_url=_url),
    images=_tuples(_image, max_size=3),
    recordings=_tuples(_recording),
)
feeds = st.builds(
    Feed,
    id=_url,
    title=_text,
    subtitle=_text,
    page_url=_url,
    urls=st.fixed_dictionaries(dict.fromkeys(Format, _url)),
    updated=_moment,
    language=st.sampled_from(["zh-CN", "en"]),
    author=_name,
    icon_url=_url,
    license_url=_url,
    ttl_s=st.sampled_from([60, 300, 900, 3600]),
    entries=st.lists(_entry, max_size=3, unique_by=lambda e: legal(e.id)).map(tuple),
    paging=st.sampled_from([None, CURRENT, ARCHIVE, COMPLETE]),
    tombstones=_tuples(st.builds(Tombstone, ref=_url, when=_moment), max_size=3),
)
short_feeds = feeds.map(lambda feed: replace(feed, has_content=False))


def nasty_feed(text: str) -> Feed:
    """A feed that holds one text wherever an article may hold any."""
    party = Party(text, f"https://paper.example/{text[:50]}")
    entry = replace(
        FULL,
        title=text[:500],
        summary=text[:500],
        html=text,
        terms=(Term(text[:50], text[:50]),),
        credit=(CreditPart(Role.PUBLISHER, "来源", (party,)),),
        images=tuple(replace(image, alt=text[:50]) for image in FULL.images),
    )
    return replace(feed_of(entry), subtitle=text[:500])
