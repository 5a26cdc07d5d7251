"""Work over threads whose answers do not depend on their number; the kernels let go of the interpreter's lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def count_processors() -> int:
    """Processors that this process may use: fewer than the machine has where it is held to some of them."""
    return len(os.sched_getaffinity(0))


def split_evenly(
    count: int, threads: int | None, *, most: int | None = None, per_thread: int = 1, least: int = 1
) -> list[tuple[int, int]]:
    """Ranges of nearly equal length, at least one.

    Parameters
    ----------
    count
        How many there are to be split.
    threads
        How many work on them; one per processor if not given.
    most
        No range is longer.
    per_thread
        Ranges for each: with several, whoever is ready first goes on with the next.
    least
        Of several for each none is shorter, for beginning one has its price too.
    """
    n_threads = threads or count_processors()
    n_each = max(min(per_thread, count // (n_threads * least)), 1)
    n_parts = max(min(n_threads * n_each if n_threads > 1 else 1, count), 1)
    if most is not None:
        n_parts = max(n_parts, -(-count // most))
    bounds = [count * part // n_parts for part in range(n_parts + 1)]
    return list(pairwise(bounds))


def map_in_order(function: Callable[[T], R], items: Sequence[T], threads: int | None) -> list[R]:
    """Results in the order of the items, whichever is ready first.

    The caller works too, and waits for nothing that has not begun: so an item may itself be split over threads.
    """
    n_threads = min(threads or count_processors(), len(items))
    if n_threads <= 1:
        return [function(item) for item in items]
    results: dict[int, R] = {}
    todo = iter(range(len(items)))  # a step of this iterator is one under the interpreter's lock

    def work() -> None:
        try:
            for i in todo:
                results[i] = function(items[i])
        except BaseException:
            for _ in todo:  # the others stop after what they have begun
                pass
            raise

    others = [_pool().submit(work) for _ in range(n_threads - 1)]
    try:
        work()
    finally:
        begun = [other for other in others if not other.cancel()]
        failed = [error for other in begun if (error := other.exception()) is not None]
    if failed:
        raise failed[0]
    return [results[i] for i in range(len(items))]


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads that stay: starting new ones takes longer than a short search. It starts as many as are busy at once."""
    return ThreadPoolExecutor(8 * count_processors(), thread_name_prefix="mitten")


os.register_at_fork(after_in_child=_pool.cache_clear)  # threads do not live on in a child
