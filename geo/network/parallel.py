"""Work over threads whose answers do not depend on their number; the kernels let go of the interpreter's lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def split_evenly(count: int, threads: int | None, *, most: int | None = None) -> list[tuple[int, int]]:
    """Ranges of nearly equal length, at least one: one per thread (processor if not given), none longer than `most`."""
    n_parts = max(min(threads or os.cpu_count() or 1, count), 1)
    if most is not None:
        n_parts = max(n_parts, -(-count // most))
    bounds = [count * part // n_parts for part in range(n_parts + 1)]
    return list(pairwise(bounds))


def map_in_order(function: Callable[[T], R], items: Sequence[T], threads: int | None) -> list[R]:
    """Results in the order of the items, whichever is ready first."""
    n_threads = min(threads or os.cpu_count() or 1, len(items))
    if n_threads <= 1:
        return [function(item) for item in items]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(function, items))
