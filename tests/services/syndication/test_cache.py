"""The cache of editions: bounded by bytes, one render at a time for each document."""

import threading
from dataclasses import dataclass

import pytest

from feedsvc.services.syndication.cache import EditionCache


@dataclass(frozen=True, slots=True)
class Document:
    """An edition of nothing but a tag and a size."""

    tag: str
    weight: int


class Press:
    """Renders documents, and counts."""

    def __init__(self) -> None:
        """Nothing rendered yet."""
        self.rendered: list[str] = []

    def ask(
        self,
        cache: EditionCache[str, Document],
        key: str,
        tag: str = "1",
        size: int = 10,
    ) -> Document:
        """Ask the cache, rendering a document of `size` where it has none."""

        def render() -> Document:
            self.rendered.append(key)
            return Document(tag, size)

        return cache.get(key, tag, render)


@pytest.fixture
def press() -> Press:
    """A press that has rendered nothing."""
    return Press()


def test_an_edition_is_rendered_once(press: Press) -> None:
    """Whoever asks again gets the very same."""
    cache: EditionCache[str, Document] = EditionCache(100)
    assert press.ask(cache, "a") is press.ask(cache, "a")
    assert press.rendered == ["a"]


def test_a_new_tag_renders_anew(press: Press) -> None:
    """An edition stands only while its tag does, and makes room for the next."""
    cache: EditionCache[str, Document] = EditionCache(10)
    assert press.ask(cache, "a", "1").tag == "1"
    assert press.ask(cache, "a", "2").tag == "2"
    press.ask(cache, "a", "2")
    assert press.rendered == ["a", "a"]


def test_a_newer_edition_than_asked_for_is_given(press: Press) -> None:
    """A render may see more than the look-up before it: it is kept under its own tag."""
    cache: EditionCache[str, Document] = EditionCache(100)
    newer = cache.get("a", "1", lambda: Document("2", 10))
    assert newer.tag == "2"
    assert press.ask(cache, "a", "2") is newer
    assert press.rendered == []


def test_the_least_recently_used_goes_first(press: Press) -> None:
    """Asking is using."""
    cache: EditionCache[str, Document] = EditionCache(20)
    for key in ("a", "b", "a", "c", "a", "b"):
        press.ask(cache, key)
    assert press.rendered == ["a", "b", "c", "b"]


def test_bytes_are_the_bound(press: Press) -> None:
    """One large edition displaces as many as it must, and no more."""
    cache: EditionCache[str, Document] = EditionCache(40)
    for key in ("a", "b", "c", "d"):
        press.ask(cache, key)
    press.ask(cache, "large", size=20)
    press.rendered.clear()
    for key in ("c", "d", "large"):
        press.ask(cache, key)
    assert press.rendered == []


@pytest.mark.parametrize("bound", [0, 9])
def test_what_is_too_large_is_served_and_not_kept(press: Press, bound: int) -> None:
    """No bound makes a feed fail."""
    cache: EditionCache[str, Document] = EditionCache(bound)
    assert press.ask(cache, "a").weight == 10
    press.ask(cache, "a")
    assert press.rendered == ["a", "a"]


def test_what_is_too_large_displaces_nothing(press: Press) -> None:
    """One huge feed does not cost all others their editions."""
    cache: EditionCache[str, Document] = EditionCache(30)
    for key in ("a", "b"):
        press.ask(cache, key)
    press.ask(cache, "huge", size=31)
    press.rendered.clear()
    for key in ("a", "b"):
        press.ask(cache, key)
    assert press.rendered == []


def test_a_replaced_edition_gives_its_bytes_back(press: Press) -> None:
    """A document that changes a thousand times takes the room of one."""
    cache: EditionCache[str, Document] = EditionCache(20)
    press.ask(cache, "b")
    for number in range(1_000):
        press.ask(cache, "a", str(number))
    press.rendered.clear()
    press.ask(cache, "b")
    assert press.rendered == []


def test_concurrent_requests_render_once() -> None:
    """One renders while the others wait for it, and all get its edition."""
    cache: EditionCache[str, Document] = EditionCache(100)
    together = threading.Barrier(8)
    rendered: list[Document] = []
    got: list[Document] = []

    def render() -> Document:
        rendered.append(Document("1", 10))
        return rendered[-1]

    def ask() -> None:
        together.wait()
        got.append(cache.get("a", "1", render))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rendered) == 1
    assert all(edition is rendered[0] for edition in got)
    assert len(got) == 8


def test_one_document_does_not_wait_for_another() -> None:
    """A slow render holds up only those who want the same."""
    cache: EditionCache[str, Document] = EditionCache(100)
    other = threading.Event()

    def slow() -> Document:
        assert other.wait(30)
        return Document("1", 10)

    waiting = threading.Thread(target=lambda: cache.get("slow", "1", slow))
    waiting.start()
    cache.get("fast", "1", lambda: Document("1", 10))
    other.set()
    waiting.join()


def test_a_failed_render_fails_alone(press: Press) -> None:
    """The next who asks renders again; nobody waits for a lock that is never given."""
    cache: EditionCache[str, Document] = EditionCache(100)

    def fail() -> Document:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            cache.get("a", "1", fail)
    assert press.ask(cache, "a").tag == "1"
