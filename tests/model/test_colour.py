"""Colours: whatever accent a partner likes, it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.colour import contrast, readable

COLOURS = st.binary(min_size=3, max_size=3).map(bytes.hex)


@given(colour=COLOURS, ground=st.sampled_from(["ffffff", "1c1b19"]))
def test_every_accent_can_be_read(colour: str, ground: str) -> None:
    """E8: a contrast of 4.5 on both grounds of frames."""
    assert contrast(readable(colour, ground), ground) >= 4.5


@pytest.mark.parametrize(
    ("colour", "ground", "shown"),
    [
        ("006633", "ffffff", "006633"),
        ("ffff00", "1c1b19", "ffff00"),
        ("ffffff", "ffffff", "737373"),
    ],
)
def test_a_readable_accent_is_left_as_it_is(
    colour: str, ground: str, shown: str
) -> None:
    """E8: others move as little as they must."""
    assert readable(colour, ground) == shown
