"""Put points on the street: to the nearest edge, not to the next junction, with both directions priced."""

from dataclasses import dataclass
from threading import Lock
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import CrsError
from geo.network.graph import NOT_ALLOWED, Graph
from geo.network.snap_index import SnapIndex, build_index, find_nearest
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR

ISLAND_NODES = 50  # issue 3: a component of fewer nodes is an island
ISLAND_DETOUR_M = 400.0  # methods.md, section 4: a snap beyond this is flagged; no farther to leave an island
FAR_M = 400.0  # methods.md, section 4
NORTHING_MIN_M = 1000.0  # degrees are below; so far south UTM 32N is not used

# GEOS completes a prepared geometry while it is asked, and not for two threads at once (measured: it crashes).
_AREA_LOCK = Lock()

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
Int32Array = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Snap:
    """Points on the street, each found alone: arrays of shape (m,).

    Attributes
    ----------
    edge
        int32; the edge.
    fraction
        float64, 0 to 1; share of its length from u to v where the point stands.
    snap_m
        float64; straight way from the point to the street in metres.
    component
        int32; component of the edge.
    island
        Whether that component has fewer nodes than `ISLAND_NODES`.
    outside
        Whether the point lies outside of the area whose roads are completely known.
    """

    edge: Int32Array
    fraction: FloatArray
    snap_m: FloatArray
    component: Int32Array
    island: BoolArray
    outside: BoolArray

    @property
    def far(self) -> BoolArray:
        """Whether the street is farther than `FAR_M`: a flag for the reader, not a limit."""
        return np.asarray(self.snap_m > FAR_M)


class Ends(NamedTuple):
    """What it takes between points and both ends of their edges; shapes (m, 2): to u, to v.

    Attributes
    ----------
    node
        int32; u and v.
    time_ds
        int32; deciseconds with the straight way to the street, -1 where the direction is not allowed.
    length_m
        float32; metres with the straight way to the street.
    """

    node: Int32Array
    time_ds: Int32Array
    length_m: Float32Array


def snap_points(
    graph: Graph,
    xy: FloatArray,
    *,
    index: SnapIndex | None = None,
    island_nodes: int = ISLAND_NODES,
    island_detour_m: float = ISLAND_DETOUR_M,
) -> Snap:
    """Nearest edge of each point; no answer depends on the other points.

    Parameters
    ----------
    graph
        Streets.
    xy
        Shape (m, 2), metres in EPSG:25832.
    index
        What `geo.network.snap_index.build_index` made of the graph; built if not given.
    island_nodes, island_detour_m
        An edge of a component with fewer nodes is passed over for the nearest edge of a larger one,
        if that is within this distance of the point.

    Returns
    -------
    Snap
        ``snap_m`` is the true distance to the edge's geometry.

    Raises
    ------
    CrsError
        If coordinates are degrees or not finite.
    """
    points = np.ascontiguousarray(xy, dtype=np.float64).reshape(-1, 2)
    _validate_points(points)
    index = index or build_index(graph)
    small = graph.component_size < island_nodes
    everywhere = np.ones(graph.n_edges, dtype=np.bool_)
    edge, vertex, share, metres = find_nearest(points, everywhere, graph.edge_xy, index)
    island = small[graph.component[graph.edge_u[edge]]]
    on_island = np.flatnonzero(island)
    if len(on_island) and not small.all():
        mainland = ~small[graph.component[graph.edge_u]]
        other = find_nearest(points[on_island], mainland, graph.edge_xy, index)
        near = (other[0] >= 0) & (other[3] <= island_detour_m)
        moved = on_island[near]
        edge[moved], vertex[moved], share[moved], metres[moved] = (values[near] for values in other)
    component = graph.component[graph.edge_u[edge]]
    outside = ~_inside(graph.data_area, points)
    return Snap(edge, _fraction(graph, edge, vertex, share), metres, component, small[component], outside)


def to_ends(graph: Graph, snap: Snap, direction: Literal["leave", "arrive"], *, walk_kmh: float) -> Ends:
    """Price the way from points to the ends of their edges, or from the ends to the points.

    Parameters
    ----------
    graph, snap
        Streets, and points on them.
    direction
        ``leave`` for origins (point to end), ``arrive`` for facilities (end to point).
    walk_kmh
        Speed of the straight way to the street, with every mode.

    Returns
    -------
    Ends
        Time rounded half up once, of walk and share of the edge together.
    """
    fwd, bwd = graph.edge_fwd_ds[snap.edge], graph.edge_bwd_ds[snap.edge]
    edge_ds = np.column_stack([bwd, fwd] if direction == "leave" else [fwd, bwd])
    share = np.column_stack([snap.fraction, 1.0 - snap.fraction])
    time_ds = np.floor(_walk_ds(snap, walk_kmh)[:, None] + share * edge_ds + 0.5)
    length = snap.snap_m[:, None] + share * graph.edge_length_m[snap.edge][:, None]
    # Who stands at an end is there: a one-way street may be the nearest edge of a place at a crossing.
    forbidden = (edge_ds == NOT_ALLOWED) & (share > 0)
    return Ends(
        np.column_stack([graph.edge_u[snap.edge], graph.edge_v[snap.edge]]).astype(np.int32),
        np.where(forbidden, NOT_ALLOWED, time_ds).astype(np.int32),
        length.astype(np.float32),
    )


def price_direct(
    graph: Graph, origin: Snap, target: Snap, *, walk_kmh: float
) -> tuple[Int32Array, Float32Array]:
    """Way along the common edge of origin i and target i, both straight ways included.

    Parameters
    ----------
    graph, origin, target
        Streets, and points on them, of the same number.
    walk_kmh
        Speed of the straight ways.

    Returns
    -------
    tuple of int32 (m,) and float32 (m,)
        Deciseconds and metres; -1 and NaN where the edges differ or the direction is not allowed.
    """
    step = target.fraction - origin.fraction
    edge_ds = np.where(step >= 0, graph.edge_fwd_ds[origin.edge], graph.edge_bwd_ds[origin.edge])
    # Whoever starts where he ends needs no direction.
    open_way = (origin.edge == target.edge) & ((edge_ds != NOT_ALLOWED) | (step == 0))
    walk_ds = _walk_ds(origin, walk_kmh) + _walk_ds(target, walk_kmh)
    time_ds = np.floor(walk_ds + np.abs(step) * edge_ds + 0.5)
    length = origin.snap_m + target.snap_m + np.abs(step) * graph.edge_length_m[origin.edge]
    return (
        np.where(open_way, time_ds, NOT_ALLOWED).astype(np.int32),
        np.where(open_way, length, np.nan).astype(np.float32),
    )


def distance_to_data_edge(graph: Graph, xy: FloatArray) -> FloatArray:
    """Metres from points to where the known roads end, shape (m,); 0 outside. Nothing beyond is known to be nearer."""
    points = np.ascontiguousarray(xy, dtype=np.float64).reshape(-1, 2)
    inside, edge = _inside(graph.data_area, points), graph.data_area.boundary
    shapely.prepare(edge)  # made for this call: no other thread asks it
    return np.where(inside, shapely.distance(edge, shapely.points(points)), 0.0)


def _inside(area: BaseGeometry, points: FloatArray) -> BoolArray:
    with _AREA_LOCK:
        shapely.prepare(area)
        return np.asarray(shapely.intersects_xy(area, points[:, 0], points[:, 1]))


def _walk_ds(snap: Snap, walk_kmh: float) -> FloatArray:
    return np.asarray(snap.snap_m / (walk_kmh * METRES_PER_KM) * SECONDS_PER_HOUR * DS_PER_SECOND)


def _fraction(graph: Graph, edge: Int32Array, vertex: npt.NDArray[np.int64], share: FloatArray) -> FloatArray:
    """Share of the edge's length before the point."""
    begin, count = graph.edge_offset[edge], np.diff(graph.edge_offset)[edge] - 1
    owner = np.repeat(np.arange(len(edge)), count)
    piece = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + begin[owner]
    length = np.hypot(*(graph.edge_xy[piece + 1] - graph.edge_xy[piece]).T)
    covered = np.where(piece < vertex[owner], 1.0, np.where(piece == vertex[owner], share[owner], 0.0))
    total = np.bincount(owner, weights=length, minlength=len(edge))
    before = np.bincount(owner, weights=length * covered, minlength=len(edge))
    return np.clip(np.divide(before, total, out=np.zeros(len(edge)), where=total > 0), 0.0, 1.0)


def _validate_points(points: FloatArray) -> None:
    if not np.isfinite(points).all() or (points[:, 1] < NORTHING_MIN_M).any():
        raise CrsError(
            "Punkte für das Straßennetz müssen Meter in EPSG:25832 sein: "
            "bitte Grad vorher umrechnen und leere Koordinaten weglassen."
        )
