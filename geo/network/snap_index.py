"""Find the nearest edge of a graph: a grid over the pieces of edge geometry (Numba, exact)."""

from typing import NamedTuple, TypeAlias

import numba
import numpy as np
import numpy.typing as npt

from geo.network.graph import CLOSED, Graph

CELL_M = 200.0  # own setting: a few pieces per square in a town, and few empty squares to pass in the country
MAX_CELLS = 4_000_000  # a wider grid gets larger squares

FloatArray = npt.NDArray[np.float64]
Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
_Streets: TypeAlias = tuple[BoolArray, FloatArray]  # which edges are wanted, and their geometry
_Best: TypeAlias = tuple[float, int, int, float]  # squared metres, edge, vertex, share of the piece


class SnapIndex(NamedTuple):
    """Squares with the pieces that touch them; a piece is named by its first vertex in ``edge_xy``.

    Attributes
    ----------
    origin, cell_m, shape
        Lower left corner, side of a square in metres, squares in x and y.
    offset, vertex, edge
        int64 (cells + 1,), int64 (p,), int32 (p,): pieces of each square and their edges, in ascending order.
    """

    origin: FloatArray
    cell_m: float
    shape: tuple[int, int]
    offset: Int64Array
    vertex: Int64Array
    edge: Int32Array


def build_index(graph: Graph) -> SnapIndex:
    """Sort the pieces of all edges that one may enter from the side into squares.

    Parameters
    ----------
    graph
        Streets; edges flagged `CLOSED` are left out, unless all are.

    Returns
    -------
    SnapIndex
        To be kept as long as the graph; about 12 bytes per piece.
    """
    entered = (graph.edge_flags & CLOSED) == 0
    entered |= not entered.any()
    count = np.diff(graph.edge_offset)
    edge = np.repeat(np.arange(graph.n_edges, dtype=np.int32), count)
    begins = entered[edge]
    begins[graph.edge_offset[1:] - 1] = False
    vertex = np.flatnonzero(begins)
    a, b = graph.edge_xy[vertex], graph.edge_xy[vertex + 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    origin = low.min(axis=0)
    width, height = high.max(axis=0) - origin
    cell_m = max(CELL_M, float(np.sqrt(width * height / MAX_CELLS)), max(width, height) / MAX_CELLS)
    first = ((low - origin) / cell_m).astype(np.int64)
    last = ((high - origin) / cell_m).astype(np.int64)
    shape = (int(last[:, 0].max()) + 1, int(last[:, 1].max()) + 1)
    offset, item = _fill(first, last, shape[0], shape[1])
    return SnapIndex(origin, cell_m, shape, offset, vertex[item], edge[vertex][item])


@numba.njit(cache=True)
def _fill(
    first: Int64Array, last: Int64Array, nx: int, ny: int
) -> tuple[Int64Array, Int64Array]:  # pragma: no cover - compiled
    """Pieces of each square (all squares of a piece's bounding box), in ascending order."""
    offset = np.zeros(nx * ny + 1, dtype=np.int64)
    for i in range(len(first)):
        for y in range(first[i, 1], last[i, 1] + 1):
            for x in range(first[i, 0], last[i, 0] + 1):
                offset[y * nx + x + 1] += 1
    offset = np.cumsum(offset)
    free = offset[:-1].copy()
    item = np.empty(offset[-1], dtype=np.int64)
    for i in range(len(first)):
        for y in range(first[i, 1], last[i, 1] + 1):
            for x in range(first[i, 0], last[i, 0] + 1):
                item[free[y * nx + x]] = i
                free[y * nx + x] += 1
    return offset, item


@numba.njit(cache=True, nogil=True)
def _project(
    px: float, py: float, a: FloatArray, b: FloatArray
) -> tuple[float, float]:  # pragma: no cover - compiled
    """Squared distance to a piece, and how far along it (0 to 1) the nearest point lies."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = 0.0
    if square > 0.0:
        share = min(1.0, max(0.0, ((px - a[0]) * dx + (py - a[1]) * dy) / square))
    # From the nearer end, so that two edges that meet are equally far in the last digit too.
    if share > 0.5:
        return (b[0] - (1.0 - share) * dx - px) ** 2 + (b[1] - (1.0 - share) * dy - py) ** 2, share
    return (a[0] + share * dx - px) ** 2 + (a[1] + share * dy - py) ** 2, share


@numba.njit(cache=True, nogil=True)
def _search_square(
    point: FloatArray, streets: _Streets, grid: SnapIndex, square_no: int, best: _Best
) -> _Best:  # pragma: no cover - compiled
    """The better of the best so far and what a square holds; equals by lowest edge, then first piece."""
    wanted, edge_xy = streets
    for k in range(grid.offset[square_no], grid.offset[square_no + 1]):
        e, j = grid.edge[k], grid.vertex[k]
        if wanted[e]:
            square, share = _project(point[0], point[1], edge_xy[j], edge_xy[j + 1])
            if square < best[0] or (square == best[0] and (e, j) < (best[1], best[2])):
                best = (square, int(e), int(j), share)
    return best


@numba.njit(cache=True, nogil=True)
def _search(point: FloatArray, streets: _Streets, grid: SnapIndex) -> _Best:  # pragma: no cover - compiled
    """Search squares in rings around a point until no farther one can hold anything nearer."""
    nx, ny = grid.shape
    cell_m = grid.cell_m
    px, py = point[0], point[1]
    # The grid's point nearest to this one; to any q in the grid d(p,q)^2 >= d(p,g)^2 + d(g,q)^2.
    gx = min(max(px - grid.origin[0], 0.0), nx * cell_m)
    gy = min(max(py - grid.origin[1], 0.0), ny * cell_m)
    outside = (px - grid.origin[0] - gx) ** 2 + (py - grid.origin[1] - gy) ** 2
    cx, cy = min(int(gx / cell_m), nx - 1), min(int(gy / cell_m), ny - 1)
    margin = max(0.0, min(gx - cx * cell_m, (cx + 1) * cell_m - gx, gy - cy * cell_m, (cy + 1) * cell_m - gy))
    best = (np.inf, -1, -1, 0.0)
    for ring in range(max(nx, ny)):
        if ring > 0 and outside + ((ring - 1) * cell_m + margin) ** 2 > best[0]:
            break
        for y in range(max(0, cy - ring), min(ny, cy + ring + 1)):
            whole_row = ring == 0 or y in (cy - ring, cy + ring)
            for x in range(cx - ring, cx + ring + 1, 1 if whole_row else 2 * ring):
                if 0 <= x < nx:
                    best = _search_square(point, streets, grid, y * nx + x, best)
    return best


@numba.njit(cache=True, nogil=True)
def find_nearest(
    points: FloatArray, wanted: BoolArray, edge_xy: FloatArray, grid: SnapIndex
) -> tuple[Int32Array, Int64Array, FloatArray, FloatArray]:  # pragma: no cover - compiled
    """Nearest wanted edge of each point: edge (-1 if none is wanted), piece, share of the piece, metres."""
    n = len(points)
    edge, vertex = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int64)
    share, metres = np.empty(n), np.empty(n)
    for i in range(n):
        square, edge[i], vertex[i], share[i] = _search(points[i], (wanted, edge_xy), grid)
        metres[i] = np.sqrt(square)
    return edge, vertex, share, metres
