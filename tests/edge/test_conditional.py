"""Caching: which conditional requests are answered by 304, and who is sent gzip."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.edge.conditional import (
    Conditions,
    Verdict,
    accepts_gzip,
    http_date,
    is_not_modified,
    public,
)

TAG = "7-655a-atom-0af1"
CHANGED = datetime(2026, 11, 1, 0, 0, 44, tzinfo=UTC)
NOW = CHANGED + timedelta(days=1)


def not_modified(
    if_none_match: str | None = None, if_modified_since: str | None = None
) -> bool:
    """Whether a client that sends these has the edition of TAG."""
    return is_not_modified(
        TAG,
        CHANGED,
        if_none_match=if_none_match,
        if_modified_since=if_modified_since,
        now=NOW,
    )


@pytest.mark.parametrize(
    "header",
    [
        f'"{TAG}"',
        f'W/"{TAG}"',
        f'"{TAG}-gzip"',
        f'W/"{TAG}-gzip"',
        f'"older", "{TAG}"',
        f'"older",W/"{TAG}-gzip" , "newer"',
        "*",
        " * ",
    ],
)
def test_a_known_tag_is_not_modified(header: str) -> None:
    """A list, `*`, a weak tag, and the suffix of another encoding all say: I have it."""
    assert not_modified(header)


@pytest.mark.parametrize(
    "header",
    ["", '""', '"older"', TAG, f'"{TAG}', f'"x{TAG}"', f'"{TAG}-br"', '"*"', "**"],
)
def test_any_other_tag_is_modified(header: str) -> None:
    """Neither another tag, nor an unquoted or torn one, is the edition's."""
    assert not not_modified(header)


def test_a_tag_outranks_a_date() -> None:
    """If-Modified-Since is ignored beside If-None-Match (RFC 9110 §13.1.3)."""
    assert not not_modified('"older"', http_date(CHANGED))
    assert not_modified(f'"{TAG}"', http_date(CHANGED - timedelta(days=1)))


def test_the_date_we_sent_is_not_modified() -> None:
    """Most readers send Last-Modified back as they got it."""
    assert not_modified(None, http_date(CHANGED))


def test_a_later_date_is_not_modified() -> None:
    """A date between the change and now is the client's own clock, and new enough."""
    assert not_modified(None, http_date(CHANGED + timedelta(hours=1)))


@pytest.mark.parametrize(
    "header",
    [
        http_date(CHANGED - timedelta(seconds=1)),
        http_date(NOW + timedelta(seconds=1)),
        "Thu, 01 Jan 1800 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 99999999999999999999 23:59:59 GMT",
        "Sun, 01 Nov 2026 00:00:44 +99999999999",
        "Sun, 99 Nov 2026 25:61:61 GMT",
        "2026-11-01T00:00:44Z",
        "yesterday",
        "0",
        "",
        "\x00",
    ],
)
def test_no_other_date_is_believed(header: str) -> None:
    """An older, future, absurd or broken date gets the whole edition."""
    assert not not_modified(None, header)


EARLIER, LATER = (http_date(CHANGED + timedelta(hours=by)) for by in (-1, 1))
OURS = f'"{TAG}"'


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({}, Verdict.PROCEED),
        ({"If-Match": OURS}, Verdict.PROCEED),
        ({"If-Match": f'"older", "{TAG}-gzip"'}, Verdict.PROCEED),
        ({"If-Match": "*"}, Verdict.PROCEED),
        ({"If-Match": '"older"'}, Verdict.FAILED),
        ({"If-Match": f"W/{OURS}"}, Verdict.FAILED),
        ({"If-Match": ""}, Verdict.FAILED),
        ({"If-Match": TAG}, Verdict.FAILED),
        ({"If-Unmodified-Since": http_date(CHANGED)}, Verdict.PROCEED),
        ({"If-Unmodified-Since": LATER}, Verdict.PROCEED),
        ({"If-Unmodified-Since": EARLIER}, Verdict.FAILED),
        ({"If-Unmodified-Since": "yesterday"}, Verdict.PROCEED),
        ({"If-Match": OURS, "If-Unmodified-Since": EARLIER}, Verdict.PROCEED),
        ({"If-Match": '"older"', "If-Unmodified-Since": LATER}, Verdict.FAILED),
        ({"If-Match": OURS, "If-None-Match": OURS}, Verdict.NOT_MODIFIED),
        ({"If-Match": '"older"', "If-None-Match": OURS}, Verdict.FAILED),
        ({"If-Match": '"older"', "If-None-Match": '"older"'}, Verdict.FAILED),
        ({"If-Unmodified-Since": EARLIER, "If-None-Match": OURS}, Verdict.FAILED),
        ({"If-Unmodified-Since": LATER, "If-Modified-Since": LATER}, Verdict.NOT_MODIFIED),
        ({"If-None-Match": '"older"', "If-Modified-Since": LATER}, Verdict.PROCEED),
        ({"If-None-Match": OURS, "If-Modified-Since": EARLIER}, Verdict.NOT_MODIFIED),
    ],
)  # fmt: skip
def test_conditions_have_an_order(headers: dict[str, str], verdict: Verdict) -> None:
    """RFC 9110 §13.2.2: what must hold first, and a tag before a date."""
    found = Conditions.of(headers.get).verdict(TAG, CHANGED, now=NOW)
    assert found is verdict


def test_without_a_date_none_is_compared() -> None:
    """§13.1.4: a recipient must ignore the field where there is no date to compare."""
    for name in ("If-Unmodified-Since", "If-Modified-Since"):
        conditions = Conditions.of({name: EARLIER}.get)
        assert conditions.verdict(TAG, None, now=NOW) is Verdict.PROCEED


def test_a_date_in_another_zone_is_compared_as_a_moment() -> None:
    """HTTP dates are GMT; one that is not still means its moment."""
    assert not_modified(None, "Sun, 01 Nov 2026 08:00:44 +0800")
    assert not not_modified(None, "Sun, 01 Nov 2026 08:00:43 +0800")


@given(st.text(), st.text())
def test_no_header_breaks_it(if_none_match: str, if_modified_since: str) -> None:
    """Whatever a client sends is compared, and never raises."""
    not_modified(if_none_match)
    not_modified(None, if_modified_since)


@given(
    st.builds(
        "{}, {} {} {} {}:{}:{} {}".format,
        st.sampled_from(["Mon", "Sunday", "?"]),
        st.integers(),
        st.sampled_from(["Jan", "Dec", "Brumaire"]),
        st.integers(),
        st.integers(),
        st.integers(),
        st.integers(),
        st.one_of(st.just("GMT"), st.integers().map("{:+}".format)),
    )
)
def test_nothing_like_a_date_breaks_it(header: str) -> None:
    """Numbers out of every range are no reason to fail."""
    not_modified(None, header)


@pytest.mark.parametrize(
    "header",
    [
        "gzip",
        "GZIP",
        "gzip, deflate, br",
        "br;q=1.0, gzip;q=0.1",
        "*",
        "identity;q=0.5, *;q=0.8",
        "identity;q=0.5, gzip;q=0.5",
        "x-gzip",
        "X-GZIP;q=0.2, gzip;q=0",
        "deflate, x-gzip;q=0.5, identity;q=0.4",
        "gzip;q=0.5, *;q=0",
        "gzip ; q=0.001",
    ],
)
def test_gzip_is_sent_to_who_takes_it(header: str) -> None:
    """Named, or covered by `*`, with a quality above zero."""
    assert accepts_gzip(header)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip;q=0.000, *",
        "*;q=0",
        "gzipped",
        "identity;q=1, gzip;q=0.5",
        "identity, gzip;q=0.999",
        "identity;q=0.5, *;q=0.1",
        "x-gzip;q=0, *",
        "gzip;q=x",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=",
        "y-gzip",
    ],
)
def test_gzip_is_not_sent_to_others(header: str | None) -> None:
    """Not named, liked less than plain bytes, or with a quality of zero or of no number."""
    assert not accepts_gzip(header)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["gzip", "*", ";", "q", "=", "0", ".", ",", "-"])).map(
            "".join
        ),
    )
)
def test_no_accept_encoding_breaks_it(header: str) -> None:
    """Whatever a client sends is an answer, and never raises."""
    assert accepts_gzip(header) in {True, False}


def test_dates_are_english() -> None:
    """A header is the same in every locale and zone."""
    assert http_date(CHANGED) == "Sun, 01 Nov 2026 00:00:44 GMT"


def test_public_says_how_long() -> None:
    """What is the same for everybody may be kept by every cache."""
    assert public(300) == "public, max-age=300"
