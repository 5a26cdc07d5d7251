"""Run every peer on the same graphs, each in a process of its own, and compare every value with ours."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.environment import ROOT, find_python
from benchmarks.graphs import pick_facilities
from geo.network.graph import Graph
from geo.network.kernels import pack_incoming
from geo.network.kernels_net import NODE_BITS

LARGE = "large"
"""Name of the graph whose times and memory are told; on the others only the values count."""
PEERS_HERE = ("ours", "scipy", "pgrouting")  # in our own environment; the others in theirs
PEERS_THERE = ("networkit", "rustworkx", "igraph", "networkx", "pandana")
TIMEOUT_S = 900
LIMIT_DS = 18_000

Figures = dict[str, Any]


def find_peers() -> dict[str, Path | str]:
    """Python that runs each peer, ours first; or why it cannot be run."""
    there, reason = find_python()
    return dict.fromkeys(PEERS_HERE, Path(sys.executable)) | dict.fromkeys(PEERS_THERE, reason or there)


def compare_peers(
    graphs: Mapping[str, Graph], folder: Path, peers: Mapping[str, Path | str], *, repeats: int
) -> Iterator[tuple[str, Figures]]:
    """Name and figures of one peer after the other; a peer that fails says why.

    Parameters
    ----------
    graphs
        By name; `LARGE` is taken first, so that its memory is not what an earlier graph has left.
    folder
        For cases and values.
    peers
        As `find_peers` gives them; "ours" comes first.
    repeats
        How often each question is asked.
    """
    cases = {name: folder / f"{name}.npz" for name in sorted(graphs, key=lambda name: name != LARGE)}
    for name, file in cases.items():
        write_case(graphs[name], file)
    for peer, python in peers.items():
        figures = (
            {"error": python}
            if isinstance(python, str)
            else _run(peer, python, list(cases.values()), repeats)
        )
        if "error" in figures:
            yield peer, figures
            continue
        differ = {name: count_differences(file, peer) for name, file in cases.items()}
        yield peer, figures[LARGE] | {"agree": not any(differ.values()), "values_that_differ": differ}


def write_case(graph: Graph, file: Path) -> None:
    """What every peer reads: arcs against the traffic, as plain arrays."""
    net = pack_incoming(graph)
    np.savez(
        file,
        indptr=net.indptr.astype(np.int64), head=(net.arcs["head"] & NODE_BITS).astype(np.int32),
        ds=net.arcs["ds"], length_m=net.arcs["length_m"],
        x=graph.node_xy[:, 0], y=graph.node_xy[:, 1], facilities=pick_facilities(graph), limit_ds=LIMIT_DS,
    )  # fmt: skip


def _run(peer: str, python: Path, cases: list[Path], repeats: int) -> Figures:
    script = ROOT / "benchmarks" / "peers" / f"run_{peer}.py"
    try:
        done = subprocess.run(
            [str(python), str(script), peer, str(repeats), *map(str, cases)],
            capture_output=True, text=True, check=False, timeout=TIMEOUT_S, cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": f"gave no answer within {TIMEOUT_S} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    figures: Figures = json.loads(cases[0].with_name(f"{peer}.json").read_text())
    return figures


def count_differences(case: Path, peer: str) -> int:
    """How many values are not ours; those of a peer with a limit are compared up to that."""
    values, ours = (np.load(case.with_suffix(f".{name}.npy")) for name in (peer, "ours"))
    if peer == "pandana":
        values, ours = (np.where((part >= 0) & (part < LIMIT_DS), part, -1) for part in (values, ours))
    return int(np.count_nonzero(values != ours)) if values.shape == ours.shape else len(ours)
