"""Parts of street edges that are reached in time: intervals along edges, and their lines."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.graph import Graph

Int = NDArray[np.int64]
Float = NDArray[np.float64]


def _no_int() -> Int:
    return np.empty(0, dtype=np.int64)


def _no_float() -> Float:
    return np.empty(0, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Reached:
    """What one search from an origin found.

    Attributes
    ----------
    node, node_ds
        Reached nodes and their times from the origin in deciseconds, shape (m,); each node once.
    seed_edge, seed_fraction, seed_ds
        Where the origin gets on the streets: edge, fraction of its length from u, and the time in
        deciseconds that the way there took (from the door to the street), shape (s,).
    """

    node: Int
    node_ds: Int
    seed_edge: Int = field(default_factory=_no_int)
    seed_fraction: Float = field(default_factory=_no_float)
    seed_ds: Int = field(default_factory=_no_int)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Intervals along edges, sorted by edge and start, disjoint: ``start <= end`` are fractions from u."""

    edge: Int
    start: Float
    end: Float

    def take(self, kept: NDArray[np.bool_]) -> "Pieces":
        """Those of a mask."""
        return Pieces(self.edge[kept], self.start[kept], self.end[kept])


def reached_pieces(streets: Graph, reached: Reached, limit_ds: float) -> Pieces:
    """Parts of edges that are reached within a limit.

    Time grows evenly along an edge in each allowed direction, from either end and from the origin on it.

    Parameters
    ----------
    streets
        Street graph.
    reached
        Times of nodes, at least up to the limit.
    limit_ds
        Limit in deciseconds, inclusive.
    """
    n_nodes = int(max(streets.edge_u.max(initial=-1), streets.edge_v.max(initial=-1))) + 1
    left_ds = np.full(n_nodes, -1.0)
    left_ds[reached.node] = limit_ds - reached.node_ds
    from_u, from_v = left_ds[streets.edge_u], left_ds[streets.edge_v]
    u = np.flatnonzero((from_u >= 0) & (streets.edge_fwd_ds > 0))
    v = np.flatnonzero((from_v >= 0) & (streets.edge_bwd_ds > 0))
    seed = np.flatnonzero(limit_ds - reached.seed_ds >= 0)
    on, at = reached.seed_edge[seed], reached.seed_fraction[seed]
    left: Float = np.asarray(limit_ds - reached.seed_ds[seed], dtype=np.float64)
    return merge_pieces(
        np.concatenate([u, v, on]),
        np.concatenate(
            [
                np.zeros(len(u)),
                np.maximum(1.0 - from_v[v] / streets.edge_bwd_ds[v], 0.0),
                np.maximum(at - _covered(left, streets.edge_bwd_ds[on]), 0.0),
            ]
        ),
        np.concatenate(
            [
                np.minimum(from_u[u] / streets.edge_fwd_ds[u], 1.0),
                np.ones(len(v)),
                np.minimum(at + _covered(left, streets.edge_fwd_ds[on]), 1.0),
            ]
        ),
    )


def _covered(left_ds: Float, edge_ds: NDArray[np.int32]) -> Float:
    """Fraction of an edge covered in the time that is left; 0 where the direction is not allowed."""
    covered: Float = np.zeros(len(left_ds))
    np.divide(left_ds, edge_ds, out=covered, where=edge_ds > 0)
    return covered


def merge_pieces(edge: Int, start: Float, end: Float) -> Pieces:
    """Join intervals of the same edge that overlap or touch; any order in, sorted and disjoint out."""
    if len(edge) == 0:
        return Pieces(_no_int(), _no_float(), _no_float())
    order = np.lexsort((start, edge))
    edge, start, end = edge[order], start[order], end[order]
    rank = np.cumsum(np.diff(edge, prepend=edge[0]) != 0)
    # Edges are laid out one after the other with a gap, so that one running maximum serves them all.
    farthest = np.maximum.accumulate(2.0 * rank + end)
    new = np.ones(len(edge), dtype=bool)
    new[1:] = 2.0 * rank[1:] + start[1:] > farthest[:-1]
    first = np.flatnonzero(new)
    return Pieces(edge[first], start[first], np.maximum.reduceat(end, first))


def invert_pieces(pieces: Pieces, edge: Int) -> Pieces:
    """What the pieces leave of these edges (ascending, each once)."""
    known = np.isin(pieces.edge, edge)
    # An empty interval before and behind each edge makes every gap lie between two neighbours.
    every = np.concatenate([pieces.edge[known], edge, edge])
    low = np.concatenate([pieces.start[known], np.zeros(len(edge)), np.ones(len(edge))])
    high = np.concatenate([pieces.end[known], np.zeros(len(edge)), np.ones(len(edge))])
    order = np.lexsort((high, low, every))
    every, low, high = every[order], low[order], high[order]
    gap = (every[1:] == every[:-1]) & (low[1:] > high[:-1])
    return Pieces(every[1:][gap], high[:-1][gap], low[1:][gap])


def split_pieces(streets: Graph, pieces: Pieces, longest_m: float) -> Pieces:
    """The same pieces in equal parts of at most ``longest_m`` metres."""
    length_m = (pieces.end - pieces.start) * streets.edge_length_m[pieces.edge]
    n_parts = np.maximum(np.ceil(length_m / longest_m), 1).astype(np.int64)
    owner = np.repeat(np.arange(len(n_parts)), n_parts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    step = (pieces.end - pieces.start) / n_parts
    start = pieces.start[owner] + number * step[owner]
    end = np.where(number + 1 == n_parts[owner], pieces.end[owner], start + step[owner])
    return Pieces(pieces.edge[owner], start, end)


def to_lines(streets: Graph, pieces: Pieces) -> NDArray[np.object_]:
    """Lines of pieces, in their order; EPSG:25832. A piece without length is a line of two equal points."""
    n_pieces = len(pieces.edge)
    if n_pieces == 0:
        return np.empty(0, dtype=object)
    first, stop = streets.edge_offset[pieces.edge], streets.edge_offset[pieces.edge + 1]
    size = stop - first
    base = np.concatenate([[0], np.cumsum(size)])
    owner = np.repeat(np.arange(n_pieces), size)
    xy = np.asarray(streets.edge_xy, dtype=np.float64)[np.arange(base[-1]) - base[owner] + first[owner]]
    along = _distance_along(xy, base)
    total = along[base[1:] - 1]
    low, high = pieces.start * total, pieces.end * total
    inner = (along > low[owner]) & (along < high[owner])
    row = np.concatenate([np.arange(n_pieces), owner[inner], np.arange(n_pieces)])
    points = np.concatenate([_locate(xy, along, base, low), xy[inner], _locate(xy, along, base, high)])
    order = np.argsort(row, kind="stable")
    lines: NDArray[np.object_] = shapely.linestrings(points[order], indices=row[order])
    return lines


def _distance_along(xy: Float, base: Int) -> Float:
    """Metres from the start of each line to each of its points; lines begin at ``base[:-1]``."""
    step = np.zeros(len(xy))
    step[1:] = np.hypot(*np.diff(xy, axis=0).T)
    step[base[:-1]] = 0.0
    running = np.cumsum(step)
    return running - np.repeat(running[base[:-1]], np.diff(base))


def _locate(xy: Float, along: Float, base: Int, target: Float) -> Float:
    """Point of each line at a distance from its start."""
    n_lines = len(target)
    owner = np.repeat(np.arange(n_lines), np.diff(base))
    before = np.bincount(owner[along <= target[owner]], minlength=n_lines)
    left = np.clip(base[:-1] + before - 1, base[:-1], base[1:] - 2)
    step = along[left + 1] - along[left]
    share = np.divide(target - along[left], step, out=np.zeros(n_lines), where=step > 0)
    moved: Float = xy[left] + np.clip(share, 0.0, 1.0)[:, None] * (xy[left + 1] - xy[left])
    return moved
