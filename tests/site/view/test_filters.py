"""The filter of lists: which names a few typed letters mean."""

import pytest

from feedsvc.model.listing import IndexEntry
from feedsvc.model.stream import StreamKind
from feedsvc.site.view.filters import matching
from tests.site.samples import stream

TITLES = {
    "guang-zhou-ri-bao-1a2b3c": "广州日报",
    "le-monde": "Le Monde Économique",
    "21shijijingjibaodao": "21世纪经济报道",
    "strasse": "Straße & <b>Weg</b>",
    "hindi": "हिन्दी",
}
ENTRIES = [
    IndexEntry(stream(StreamKind.SOURCE, slug, title), 1)
    for slug, title in TITLES.items()
]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("", list(TITLES)),
        (" \t\u3000", list(TITLES)),
        ("日报", ["guang-zhou-ri-bao-1a2b3c"]),
        ("guangzhou", ["guang-zhou-ri-bao-1a2b3c"]),
        ("GUANG-ZHOU", ["guang-zhou-ri-bao-1a2b3c"]),
        ("bao guang", ["guang-zhou-ri-bao-1a2b3c"]),
        ("economique", ["le-monde"]),
        ("E\u0301CONO", ["le-monde"]),
        ("２１世纪", ["21shijijingjibaodao"]),
        ("<b>weg", ["strasse"]),
        ("हिन्दी", ["hindi"]),
        ("हन्दी", []),
        (".*", []),
        ("%", []),
        ("monde 日报", []),
    ],
)
def test_a_text_finds_names(text: str, slugs: list[str]) -> None:
    """Every word counts, in any order; letters are compared without capitals and accents."""
    found = [entry.stream.ref.slug for entry in matching(ENTRIES, text)]
    assert found == slugs


def test_what_is_ticked_stays() -> None:
    """Or it would be lost when the form is sent again."""
    ticked = ENTRIES[1].stream.ref
    found = matching(ENTRIES, "日报", [ticked])
    assert [entry.stream.title for entry in found] == [
        "广州日报",
        "Le Monde Économique",
    ]
