"""Arcs of a street graph packed for the compiled searches, and how these are compiled."""

import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit

from geo.errors import InputError
from geo.network.graph import Float32Array, Graph, Int32Array

ARC = np.dtype([("head", np.uint32), ("ds", np.int32), ("length_m", np.float32)])
DEAD_END = np.uint32(1 << 31)  # in `head`: from there nothing leads on but the way back
NODE_BITS = np.uint32(0x7FFFFFFF)
MAX_DS = 2**30 - 1
"""Longest time that can be told apart, more than three years; also the limit that stands for none."""
U = np.uint64
"""An index. Unsigned, because numba then leaves out the test for negative ones: a third less time."""

Array = npt.NDArray[Any]
Whole = int | np.integer[Any]
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile in nopython mode, free of the interpreter's lock, kept on disk until any kernel changes."""
    dispatcher: Any = njit(nogil=True, cache=True)(function)
    # Numba looks at the function's own file only, but compiles what it calls in other files into it.
    file = dispatcher._cache._cache_file
    file._source_stamp = (file._source_stamp, _sources_checksum())
    return cast(F, dispatcher)


@cache
def _sources_checksum() -> int:
    sources = sorted(Path(__file__).parent.glob("kernels*.py"))
    return zlib.crc32(b"".join(path.read_bytes() for path in sources))


class Net(NamedTuple):
    """Arcs packed for the search, so that those of a node lie side by side.

    Attributes
    ----------
    indptr
        uint32 (n + 1,); the arcs of node i are ``arcs[indptr[i]:indptr[i + 1]]``.
    arcs
        `ARC` (a,); in ``head`` the bit `DEAD_END`.
    shift
        Buckets are ``2**shift`` deciseconds wide.
    max_ds, max_degree
        Longest arc, and most arcs of one node.
    """

    indptr: Array
    arcs: Array
    shift: int
    max_ds: int
    max_degree: int


def pack_outgoing(graph: Graph) -> Net:
    """Arcs of a street graph, for searches along the traffic.

    Raises
    ------
    InputError
        If a time is below 1 or above `MAX_DS`.
    """
    return pack_arcs(graph.indptr, graph.head, graph.arc_ds, graph.edge_length_m[graph.arc_edge])


def pack_incoming(graph: Graph) -> Net:
    """The same arcs the other way round, for searches against the traffic; no other copy is made on the way."""
    indptr = np.zeros(graph.n_nodes + 1, dtype=np.uint32)
    arcs = np.empty(len(graph.head), dtype=ARC)
    _pack_reversed(
        (graph.indptr, graph.head, graph.arc_ds, graph.arc_edge), graph.edge_length_m, indptr, arcs
    )
    return _finish(indptr, arcs)


def pack_arcs(
    indptr: npt.NDArray[np.integer], head: Int32Array, arc_ds: Int32Array, arc_length_m: Float32Array
) -> Net:
    """Pack arcs for searches along them.

    Parameters
    ----------
    indptr, head, arc_ds
        Compressed rows as in `geo.network.graph.Arcs`; times from 1 to `MAX_DS`.
    arc_length_m
        float32 (a,); metres.

    Returns
    -------
    Net
        12 bytes per arc and 4 per node.

    Raises
    ------
    InputError
        If a time is out of range.
    """
    arcs = np.empty(len(head), dtype=ARC)
    arcs["head"], arcs["ds"], arcs["length_m"] = head, arc_ds, arc_length_m
    return _finish(indptr.astype(np.uint32), arcs)


def reverse_net(net: Net) -> Net:
    """The same arcs the other way round."""
    head = (net.arcs["head"] & NODE_BITS).astype(np.int32)
    indptr, arcs = np.zeros_like(net.indptr), np.empty_like(net.arcs)
    number = np.arange(len(head), dtype=np.int32)
    ds, length_m = np.ascontiguousarray(net.arcs["ds"]), np.ascontiguousarray(net.arcs["length_m"])
    _pack_reversed((net.indptr, head, ds, number), length_m, indptr, arcs)
    return _finish(indptr, arcs)


def _finish(indptr: Array, arcs: Array) -> Net:
    longest = int(arcs["ds"].max(initial=1))
    if arcs["ds"].min(initial=1) < 1 or longest > MAX_DS:
        raise InputError(
            f"Zeiten im Straßennetz müssen zwischen 1 und {MAX_DS} Zehntelsekunden liegen: "
            "bitte das Netz neu aufbauen."
        )
    _mark_dead_ends(indptr, arcs)
    # Half the mean: wider buckets make labels pass on twice, narrower ones are empty.
    shift = max(int(arcs["ds"].mean()).bit_length() - 2, 0) if len(arcs) else 0
    return Net(indptr, arcs, shift, longest, int(np.diff(indptr).max(initial=0)))


@compiled
def _pack_reversed(
    given: tuple[Array, Array, Array, Array], edge_length_m: Array, new_indptr: Array, arcs: Array
) -> None:
    """A counting sort by head; the arcs of a node stay in the order of where they come from."""
    indptr, head, arc_ds, arc_edge = given
    n = len(indptr) - 1
    for a in range(U(len(head))):
        new_indptr[U(head[a]) + U(1)] += 1
    for node in range(U(n)):
        new_indptr[node + U(1)] += new_indptr[node]
    # While arcs are put in, `new_indptr[i]` is where the next one of node i goes: in the end, where i + 1 begins.
    for node in range(n):
        for a in range(U(indptr[node]), U(indptr[node + 1])):
            place = U(new_indptr[U(head[a])])
            arcs[place].head, arcs[place].ds = node, arc_ds[a]
            arcs[place].length_m = edge_length_m[U(arc_edge[a])]
            new_indptr[U(head[a])] += 1
    for node in range(n, 0, -1):
        new_indptr[node] = new_indptr[node - 1]
    new_indptr[0] = 0


@compiled
def _mark_dead_ends(indptr: Array, arcs: Array) -> None:
    for node in range(len(indptr) - 1):
        for a in range(U(indptr[node]), U(indptr[node + 1])):
            head = U(arcs[a].head)
            begin, degree = U(indptr[head]), indptr[head + U(1)] - indptr[head]
            if degree == 0 or (degree == 1 and arcs[begin].head & NODE_BITS == node):
                arcs[a].head = np.uint32(head) | DEAD_END
