"""The pool: work shared out to several processes, and given back in the order it came."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import forkserver
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# By name: warming up the pool must not require importing it first.
_PARSING = "feedsvc.services.publishing.archive.reading"
_CHUNK_ITEMS = 50
# At most so many chunks wait for the writer, which bounds the memory of an import.
_CHUNKS_AHEAD_A_WORKER = 3


def in_order(
    work: Callable[[Sequence[_Item]], Sequence[_Result]],
    items: Iterable[_Item],
    *,
    workers: int,
) -> Iterator[tuple[_Item, _Result]]:
    """Each item with its result, in the order of the items.

    Args:
        work: a picklable function of some items, giving one result each.
        workers: processes; 1 to work here.
    """
    chunks = _chunks(items)
    if workers == 1:
        for chunk in chunks:
            yield from zip(chunk, work(chunk), strict=True)
        return
    waiting: deque[tuple[list[_Item], Future[Sequence[_Result]]]] = deque()
    with ProcessPoolExecutor(
        workers, mp_context=_context(), initializer=_follow_parent
    ) as pool:
        try:
            while True:
                room = workers * _CHUNKS_AHEAD_A_WORKER - len(waiting)
                for chunk in islice(chunks, room):
                    waiting.append((chunk, pool.submit(work, chunk)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                yield from zip(chunk, future.result(), strict=True)
        finally:  # on an early stop, items that are no longer wanted are not begun
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, _CHUNK_ITEMS)):
        yield chunk


def warm_up() -> None:
    """Begin to start the server that forks the pool's processes; does not wait for it.

    Worth it before a second of other work: the parser is imported meanwhile.
    """
    if _start_method() == "forkserver":
        _context()
        # Inherited: Ctrl-C reaches every process of the terminal, and one has to answer.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        forkserver.ensure_running()
        signal.signal(signal.SIGINT, before)


def _follow_parent() -> None:
    """End with the process that this one works for, and not by Ctrl-C before it.

    The queues do not show that the parent was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _context() -> multiprocessing.context.BaseContext:
    """Processes that begin clean: forking one with threads and locks may hang."""
    context = multiprocessing.get_context(_start_method())
    if isinstance(context, multiprocessing.context.ForkServerContext):
        context.set_forkserver_preload([_PARSING])
    return context


def _start_method() -> str:
    methods = multiprocessing.get_all_start_methods()
    return "forkserver" if "forkserver" in methods else "spawn"
