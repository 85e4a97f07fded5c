"""Promises to writers are kept, whatever happens to their server."""

from pathlib import Path

from benchmarks.durability import kill_often, write_together


def test_a_killed_server_loses_nothing(database_url: str, tmp_path: Path) -> None:
    """Killed twice in the middle of writes, new articles and corrections."""
    kept = kill_often(database_url, tmp_path, 2)
    assert kept.acknowledged > 0
    assert kept.lost == 0


def test_a_crowd_hears_of_no_lock(database_url: str, tmp_path: Path) -> None:
    """Two processes of eight writers each: stored, or sent away for later."""
    answers = write_together(database_url, tmp_path, 1)
    stored = answers[200] + answers[201]
    assert stored > 0
    assert answers.total() == stored + answers[503]
