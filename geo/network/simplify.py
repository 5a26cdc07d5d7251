"""From pieces between neighbouring nodes to edges between junctions (Numba; linear in time and memory)."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]


class Chains(NamedTuple):
    """Edges as runs of half-edges.

    Attributes
    ----------
    half
        int64 (s,); half-edge 2 i runs along segment i, 2 i + 1 against it. Every segment stands once.
    offset
        int64 (c + 1,); chain j is ``half[offset[j]:offset[j + 1]]``.
    """

    half: Int64Array
    offset: Int64Array


@numba.njit(cache=True)
def _find_passed(
    ends: Int32Array, passage: Int32Array, n_nodes: int
) -> tuple[npt.NDArray[np.bool_], Int64Array]:  # pragma: no cover - compiled
    """Nodes that a chain runs through, and per node the XOR of the half-edges that leave it."""
    degree = np.zeros(n_nodes, dtype=np.int32)
    leaving = np.zeros(n_nodes, dtype=np.int64)  # of two half-edges: from one follows the other
    first = np.zeros(n_nodes, dtype=np.int64)
    for h in range(len(ends)):
        degree[ends[h]] += 1
        leaving[ends[h]] ^= h
        first[ends[h]] = h
    passed = np.zeros(n_nodes, dtype=np.bool_)
    for v in range(n_nodes):
        if degree[v] == 2:
            h = first[v]
            # Arriving on the reverse of one, leaving on the other: the same speeds and rules?
            passed[v] = passage[h ^ 1] == passage[leaving[v] ^ h]
    return passed, leaving


@numba.njit(cache=True)
def _walk_chains(
    ends: Int32Array, passed: npt.NDArray[np.bool_], leaving: Int64Array
) -> tuple[Int64Array, Int64Array, int]:  # pragma: no cover - compiled
    used = np.zeros(len(ends) // 2, dtype=np.bool_)
    half = np.empty(len(ends) // 2, dtype=np.int64)
    offset = np.zeros(len(ends) // 2 + 1, dtype=np.int64)
    n_chains, filled = 0, 0
    for rings in (False, True):  # what the first round leaves are rings without a junction
        for start in range(len(ends)):
            if used[start >> 1] or (passed[ends[start]] and not rings):
                continue
            passed[ends[start]] = False
            h = start
            while True:
                used[h >> 1] = True
                half[filled] = h
                filled += 1
                v = ends[h ^ 1]
                if not passed[v]:
                    break
                h = leaving[v] ^ (h ^ 1)
            n_chains += 1
            offset[n_chains] = filled
    return half, offset, n_chains


def find_chains(seg_a: Int32Array, seg_b: Int32Array, along: Int32Array, against: Int32Array) -> Chains:
    """Join segments at nodes where exactly two meet and nothing changes.

    Parameters
    ----------
    seg_a, seg_b
        Ends of each segment, shape (s,), a != b.
    along, against
        Number of the passage (speeds of both directions, flags) of each segment as met from a to b and
        from b to a. Chains stop where it changes, so that the speed is the same all along an edge.

    Returns
    -------
    Chains
        In the order of their first segment; dead ends, parallel chains and loops are kept. A ring without
        any junction is cut at one of its nodes.
    """
    ends = np.column_stack([seg_a, seg_b]).ravel()  # the node that each half-edge leaves
    passage = np.column_stack([along, against]).ravel()
    n_nodes = int(ends.max()) + 1 if len(ends) else 0
    half, offset, n_chains = _walk_chains(ends, *_find_passed(ends, passage, n_nodes))
    return Chains(half, offset[: n_chains + 1].copy())


def morton_code(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.uint64]:
    """Place of each point on a Z-curve through squares of 1 m, shape (n,): near in the plane is near in memory."""
    if not len(xy):
        return np.empty(0, dtype=np.uint64)
    cells = (xy - xy.min(axis=0)).astype(np.uint64)
    return np.asarray(_spread_bits(cells[:, 0]) | (_spread_bits(cells[:, 1]) << np.uint64(1)))


def _spread_bits(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Put a zero between every two bits of 32-bit numbers."""
    steps = (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    )
    for shift, mask in steps:
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values
