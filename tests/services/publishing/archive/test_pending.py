"""Pending paths: given out once nobody writes there any more, and not too late."""

import pytest

from feedsvc.services.publishing.archive.pending import Pending


@pytest.mark.parametrize(
    ("changed_at", "taken_at", "ready"),
    [
        ([10], 11, set()),
        ([10], 12, {"a"}),
        ([10, 11, 12], 13, set()),
        ([10, 11, 12], 14, {"a"}),
        ([10, 11, 12, 13], 14, set()),
        ([10, 11, 12, 13, 14], 15, {"a"}),
    ],
)
def test_a_path_waits_until_it_is_quiet(
    changed_at: list[int], taken_at: int, ready: set[str]
) -> None:
    """Or has changed for so long that it may never be; then it waits no more."""
    pending = Pending(quiet_s=2)
    for moment in changed_at:
        pending.add(["a"], moment)
    assert pending.take(taken_at) == ready
    assert len(pending) == 1 - len(ready)
