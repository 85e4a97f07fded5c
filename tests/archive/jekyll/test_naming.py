"""What names of files say."""

import pytest

from feedsvc.archive.jekyll.naming import code_of_stem


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("2021-12-08-202112080000000001", "NW202112080000000001"),
        ("2021-12-08-nw202112080000000001", "NW202112080000000001"),
        ("-202112080000000001", "NW202112080000000001"),
        ("202112080000000001", "NW202112080000000001"),
        ("2021-12-08-story", None),
        ("2021-12-08-" + "\uff12" * 18, None),
        ("2021-12-08-20211208000000001", None),
        ("2021-12-08-2021120800000000011", None),
    ],
)
def test_file_names(stem: str, code: str | None):
    """Eighteen digits, with or without a date and NW."""
    assert code_of_stem(stem) == code
