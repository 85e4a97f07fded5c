"""The queue of jobs: sorted, whatever there is of it, and whatever files are called."""

from feedsvc.archive.jekyll.walk import FileKind, FoundFile
from feedsvc.services.publishing.archive.queue import Queue, job_of, line_of


def test_lines_beyond_what_is_held_come_in_order() -> None:
    """Three runs of them, two in files: none is lost, split or told twice."""
    lines = [f"{number:06d}\0a\nb \\ \u2028 {number}" for number in range(250_000)]
    queue = Queue(lines[::-2] + lines[::2])
    assert len(queue) == len(lines)
    assert list(queue) == lines


def test_nothing_is_a_queue_too() -> None:
    """An archive in which nothing differs."""
    queue = Queue([])
    assert (len(queue), list(queue)) == (0, [])


def test_a_job_comes_back_from_its_line() -> None:
    """Under a path that no person would choose."""
    file = FoundFile("_posts/2024-01-01-a\nb.md", 1, 2, FileKind.POST)
    job = job_of(line_of(file, None))
    assert (job.path, job.kind, job.known_hash) == (file.path, file.kind, b"")
