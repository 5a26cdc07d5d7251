"""A grid town in the desert: streets at right angles, whose travel times are known in closed form."""

import math

import numpy as np
import shapely

from geo.domain import Mode
from geo.network.graph import Graph, build_arcs

ORIGIN = (400_000.0, 5_700_000.0)  # EPSG:25832, in Westphalia
SPEED_KMH = {Mode.WALK: 5.0, Mode.BIKE: 15.0, Mode.CAR: 30.0}


def node_number(nx, ix, iy):
    """Node at column ix and row iy of `build_grid`."""
    return iy * nx + ix


def edge_ds(spacing_m, mode):
    """Time along one block in deciseconds, rounded half up."""
    return max(1, math.floor(spacing_m / (SPEED_KMH[mode] / 3.6) * 10 + 0.5))


def build_grid(nx: int, ny: int, spacing_m: float, mode: Mode) -> Graph:
    """Streets of nx columns and ny rows, all two-way; node (ix, iy) is ``iy * nx + ix``.

    The time between two nodes is the Manhattan distance in blocks times `edge_ds`. Nodes stand in rows,
    not in Morton order, so that numbers are easy to say by heart.
    """
    iy, ix = np.divmod(np.arange(nx * ny), nx)
    xy = np.column_stack([ORIGIN[0] + ix * spacing_m, ORIGIN[1] + iy * spacing_m]).astype(np.float64)
    east, north = np.flatnonzero(ix < nx - 1), np.flatnonzero(iy < ny - 1)
    u = np.concatenate([east, north]).astype(np.int32)
    v = np.concatenate([east + 1, north + nx]).astype(np.int32)
    ds = np.full(len(u), edge_ds(spacing_m, mode), dtype=np.int32)
    arcs = build_arcs(nx * ny, u, v, ds, ds)
    return Graph(
        mode=mode,
        node_xy=xy,
        component=np.zeros(nx * ny, dtype=np.int32),
        component_size=np.array([nx * ny], dtype=np.int32),
        edge_u=u,
        edge_v=v,
        edge_fwd_ds=ds,
        edge_bwd_ds=ds.copy(),
        edge_length_m=np.full(len(u), spacing_m, dtype=np.float32),
        edge_flags=np.zeros(len(u), dtype=np.uint8),
        edge_offset=np.arange(0, 2 * len(u) + 1, 2, dtype=np.int64),
        edge_xy=xy[np.column_stack([u, v]).ravel()],
        **arcs._asdict(),
        data_area=shapely.box(*xy.min(axis=0) - spacing_m, *xy.max(axis=0) + spacing_m),
        provenance={"source": "desert"},
    )


def nothing(count):
    """Times and lengths of seeds that lie on their nodes."""
    return np.zeros(count, np.int32), np.zeros(count, np.float32)
