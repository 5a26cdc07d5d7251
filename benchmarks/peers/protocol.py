"""What every peer's process does alike: read cases, measure, write values and figures. Standard library and numpy.

A case (``.npz``) holds arcs against the traffic (indptr, head, ds, length_m), positions (x, y), the facilities' nodes
and a limit. The answer is the time in deciseconds from every node to its nearest facility, -1 where there is none.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from process import read_bytes, reset_peak

Case = dict[str, Any]


def run(
    version: str,
    prepare: Callable[[Case], Any],
    query: Callable[[Case, Any], Any],
    find_server: Callable[[Any], int] | None = None,
) -> None:
    """Measure one peer: per case ``prepare`` once, ``query`` as often as asked; the best time counts.

    Arguments on the command line: name of the peer, repeats, case files. Values go beside each case, into
    ``CASE.NAME.npy``, figures by case into ``NAME.json``. ``find_server`` is the process that works for a peer.
    """
    name, repeats, *files = sys.argv[1:]
    figures = {}
    for file in map(Path, files):
        with np.load(file) as arrays:
            case = {key: arrays[key] for key in arrays.files}
        values, measured = _measure(case, int(repeats), (prepare, query, find_server))
        np.save(file.with_suffix(f".{name}.npy"), values)
        figures[file.stem] = {"version": version, **measured}
    file.with_name(f"{name}.json").write_text(
        json.dumps(figures)
    )  # standard output is full of pandana's words


def _measure(case: Case, repeats: int, peer: tuple[Any, Any, Any]) -> tuple[Any, dict[str, float]]:
    prepare, query, find_server = peer
    before = reset_peak()
    start = time.perf_counter()
    prepared = prepare(case)
    prepare_s = time.perf_counter() - start
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        values = query(case, prepared)
        seconds.append(time.perf_counter() - start)
    peak = read_bytes("VmHWM") - before
    if find_server:
        peak += read_bytes("VmHWM", find_server(prepared))
    return np.asarray(values), {"prepare_s": prepare_s, "query_s": min(seconds), "peak_bytes": peak}


def to_deciseconds(values: Any) -> Any:
    """Whole deciseconds from floats; infinite ones become -1."""
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(values), np.rint(np.where(np.isfinite(values), values, 0)), -1).astype(
        np.int64
    )


def tails(case: Case) -> Any:
    """Where each arc begins."""
    return np.repeat(np.arange(len(case["indptr"]) - 1), np.diff(case["indptr"]))


def with_source(case: Case) -> tuple[Any, Any, Any, int]:
    """Tail, head and time of arcs, with one more node that leads to every facility in no time; its number."""
    source = len(case["indptr"]) - 1
    seeds = case["facilities"]
    tail = np.concatenate([tails(case), np.full(len(seeds), source)])
    return (
        tail,
        np.concatenate([case["head"], seeds]),
        np.concatenate([case["ds"], np.zeros(len(seeds))]),
        source,
    )
