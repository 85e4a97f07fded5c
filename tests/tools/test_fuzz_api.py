"""`make fuzz-api`, with some cases of each call: the API answers as its document says."""

from pathlib import Path

from tools.fuzz_api import fuzz


def test_the_api_keeps_to_its_document(database_url: str, tmp_path: Path) -> None:
    """No request breaks it; the output of a failure names the one that does."""
    assert fuzz(database_url, tmp_path, cases=40, seed=1, phases="fuzzing") == 0
