"""Peak memory of one search in a process of its own; prints bytes. Arguments: folder of a graph, k."""

import sys
from pathlib import Path

import numpy as np

from benchmarks.agreement import to_seeds
from benchmarks.graphs import pick_facilities
from benchmarks.peers.process import read_bytes, reset_peak
from geo.network.graph import read_graph
from geo.network.kernels import nearest_k, pack_arcs, pack_incoming


def main(folder: Path, k: int) -> int:
    """Bytes in use at the peak above those before the graph's arrays were first touched."""
    one = np.ones(1, np.int32)
    nearest_k(pack_arcs(np.array([0, 1, 1]), one, one, one.astype(np.float32)), to_seeds(one), k)
    graph = read_graph(folder)
    node = pick_facilities(graph)
    _forget_pages(graph)
    before = reset_peak()
    nearest_k(pack_incoming(graph), to_seeds(node), k)
    return read_bytes("VmHWM") - before


def _forget_pages(graph: object) -> None:
    """Let go of the pages that checking the files' checksums has brought in, so that all that is used counts."""
    for name in graph.__slots__:  # type: ignore[attr-defined]
        mapped = getattr(graph, name)
        if isinstance(mapped, np.memmap):
            mapped._mmap.madvise(4)  # type: ignore[attr-defined]  # MADV_DONTNEED


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2])))
