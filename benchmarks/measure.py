"""Measures of our own engine, beside scipy and a plain sweep in the same process, taken in turns."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from scipy.sparse.csgraph import dijkstra

from benchmarks.agreement import to_matrix, to_seeds
from benchmarks.graphs import SEED, pick_facilities
from geo.network.engine import Job, nearest_facilities, nearest_tables
from geo.network.graph import Graph, write_graph
from geo.network.kernels import MAX_DS, nearest_k, one_to_many
from geo.network.kernels_net import NODE_BITS
from geo.network.router import Router
from geo.network.snap import Snap
from geo.network.whatif import WhatIf

WALK_KMH = 5.0
ISO_ORIGINS, ISO_LIMIT_DS = 61, 9_000  # the Zentren of the default Verbund, 15 minutes
LAYERS, THREADS, ORIGINS = 20, 2, 50_000
NEAR_LIMIT_DS = 18_000  # 30 minutes, the default limit of a run

Values = Any


@njit(nogil=True, cache=True)
def sweep(indptr, head, seeds):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Breadth-first levels from the seeds: each arc looked at once, nothing else."""
    level = np.full(len(indptr) - 1, -1, np.int32)
    queue = np.empty(len(indptr), np.uint32)
    end = np.uint64(0)
    for seed in seeds:
        if level[seed] < 0:
            level[seed] = 0
            queue[end] = seed
            end += np.uint64(1)
    begin = np.uint64(0)
    while begin < end:
        node = np.uint64(queue[begin])
        begin += np.uint64(1)
        after = level[node] + 1
        for a in range(np.uint64(indptr[node]), np.uint64(indptr[node + np.uint64(1)])):
            there = np.uint64(head[a])
            if level[there] < 0:
                level[there] = after
                queue[end] = there
                end += np.uint64(1)
    return level


def time_in_turns(
    functions: Mapping[str, Callable[[], Values]],
    rounds: int,
    clock: Callable[[], float] = time.thread_time,
) -> dict[str, float]:
    """Best time of each in seconds; taken in turns, so that a busy machine is busy for all of them.

    The time is the processor's: on a busy machine a long search would be interrupted, a short one not. What
    works in several threads is told by ``time.perf_counter``.
    """
    best = dict.fromkeys(functions, np.inf)
    for _ in range(rounds):
        for name, function in functions.items():
            start = clock()
            function()
            best[name] = min(best[name], clock() - start)
    return best


def measure_nearest(graph: Graph, rounds: int) -> dict[str, Any]:
    """Nearest 1 and 3, with and without limit; scipy; the sweep; whether every time agrees with scipy's."""
    streets = Router(graph, WALK_KMH)
    node, net = pick_facilities(graph), streets.incoming
    seeds, matrix = to_seeds(node), to_matrix(net)
    head = (net.arcs["head"] & NODE_BITS).astype(np.uint32)
    ours = nearest_k(net, seeds, 1)
    theirs = dijkstra(matrix, indices=node, min_only=True)
    sweep(net.indptr, head, node)
    for k in (1, 3):  # compile
        nearest_k(net, seeds, k, NEAR_LIMIT_DS)
    seconds = time_in_turns(
        {
            "ours_1": lambda: nearest_k(net, seeds, 1),
            "sweep": lambda: sweep(net.indptr, head, node),
            "ours_3": lambda: nearest_k(net, seeds, 3),
            "ours_1_limit": lambda: nearest_k(net, seeds, 1, NEAR_LIMIT_DS),
            "ours_3_limit": lambda: nearest_k(net, seeds, 3, NEAR_LIMIT_DS),
        },
        rounds,
    )
    # Seldom, because each takes long; in turn with ours all the same.
    seconds |= time_in_turns(
        {
            "scipy": lambda: dijkstra(matrix, indices=node, min_only=True),
            "ours_beside_scipy": lambda: nearest_k(net, seeds, 1),
        },
        max(rounds // 4, 2),
    )
    expected = np.where(np.isinf(theirs), -1, theirs)
    return {
        "nodes": graph.n_nodes,
        "arcs": len(net.arcs),
        "facilities": len(node),
        "seconds": seconds,
        "agree": bool(np.array_equal(ours.time_ds[:, 0], expected)),
    }


def measure_isochrones(graph: Graph, rounds: int) -> dict[str, Any]:
    """61 searches of 15 minutes on foot over two threads, wall time; scipy does the same in one, one dense row each."""
    net = Router(graph, WALK_KMH).outgoing
    matrix = to_matrix(net)
    node = np.random.default_rng(SEED).choice(graph.n_nodes, ISO_ORIGINS, replace=False).astype(np.int32)
    origins = to_seeds(node)
    reached = one_to_many(net, origins, ISO_ORIGINS, ISO_LIMIT_DS)
    theirs = dijkstra(matrix, indices=node, limit=ISO_LIMIT_DS)
    agree = int(np.isfinite(theirs).sum()) == len(reached.node)
    for i in range(ISO_ORIGINS):
        part = slice(reached.offset[i], reached.offset[i + 1])
        agree = agree and bool(np.array_equal(theirs[i, reached.node[part]], reached.time_ds[part]))
    del theirs
    # So short that it is measured often: as long as anybody else works, two threads do not run side by side.
    seconds = time_in_turns(
        {"ours": lambda: one_to_many(net, origins, ISO_ORIGINS, ISO_LIMIT_DS, threads=THREADS)},
        50 * rounds,
        time.perf_counter,
    )
    seconds |= time_in_turns(
        {"ours_one_thread": lambda: one_to_many(net, origins, ISO_ORIGINS, ISO_LIMIT_DS, threads=1)}, rounds
    )
    seconds |= time_in_turns(
        {"scipy": lambda: dijkstra(matrix, indices=node, limit=ISO_LIMIT_DS)}, max(rounds // 4, 2)
    )
    return {
        "searches": ISO_ORIGINS,
        "threads": THREADS,
        "reached": len(reached.node),
        "seconds": seconds,
        "agree": agree,
    }


def random_points(graph: Graph, count: int, seed: int) -> Snap:
    """Points at random places of random edges."""
    rng = np.random.default_rng(seed)
    edge = rng.integers(0, graph.n_edges, count).astype(np.int32)
    component = graph.component[graph.edge_u[edge]]
    none = np.zeros(count, dtype=np.bool_)
    return Snap(edge, rng.uniform(0, 1, count), rng.uniform(0, 30, count), component, none, none)


def measure_layers(graph: Graph, rounds: int) -> dict[str, Any]:
    """20 layers of one mode over two threads against one layer alone, both from 50,000 points."""
    streets = Router(graph, WALK_KMH)
    origins = random_points(graph, ORIGINS, SEED)
    count = max(graph.n_nodes // 1000, 1)
    layers = {i: random_points(graph, count, SEED + 1 + i) for i in range(LAYERS)}
    jobs = {i: Job(streets, origins, layer, 1, MAX_DS) for i, layer in layers.items()}
    together = nearest_tables(jobs, threads=THREADS)
    alone = {i: nearest_facilities(streets, origins, layer, 1, MAX_DS) for i, layer in layers.items()}
    agree = all(
        np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        for i in jobs
        for a, b in zip(together[i], alone[i], strict=True)
    )
    one = time_in_turns(
        {"one": lambda: nearest_facilities(streets, origins, layers[0], 1, MAX_DS),
         "twenty": lambda: nearest_tables(jobs, threads=THREADS)}, rounds, time.perf_counter,
    )  # fmt: skip
    return {"layers": LAYERS, "threads": THREADS, "points": ORIGINS, "seconds": one, "agree": bool(agree)}


def measure_whatif(graph: Graph, rounds: int) -> dict[str, Any]:
    """One facility more, one less, told for 50,000 points; compared with computing everything anew."""
    streets = Router(graph, WALK_KMH)
    count = max(graph.n_nodes // 1000, 2)
    old, new = random_points(graph, count, SEED), random_points(graph, 1, SEED + 1)
    origins = random_points(graph, ORIGINS, SEED + 2)
    whatif = WhatIf(streets, old, origins, limit_ds=NEAR_LIMIT_DS)
    both = Snap(*(np.concatenate([getattr(old, n), getattr(new, n)]) for n in Snap.__slots__))
    fresh = nearest_facilities(streets, origins, both, 2, NEAR_LIMIT_DS)
    change = whatif.add(new)
    patched = whatif.now.time_ds.copy()
    patched[change.origin] = change.origin_after.time_ds
    whatif.close(0)
    seconds = time_in_turns({"add": lambda: whatif.add(new), "close": lambda: whatif.close(0)}, rounds)
    return {
        "points": ORIGINS, "nodes_changed": len(change.node), "points_changed": len(change.origin),
        "seconds": seconds, "agree": bool(np.array_equal(patched, fresh.time_ds)),
    }  # fmt: skip


def measure_memory(graph: Graph) -> dict[str, Any]:
    """Peak memory of a process that maps a stored graph, packs it and finds the nearest 1 of all nodes."""
    with tempfile.TemporaryDirectory() as folder:
        write_graph(graph, Path(folder))
        found = {}
        for k in (1, 3):
            command = [sys.executable, "-m", "benchmarks.memory", folder, str(k)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            found[f"k{k}"] = int(answer.stdout) / graph.n_nodes
    return found
