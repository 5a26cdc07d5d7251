"""Isochrones: areas around the streets that are reached in time, never across streets that are not.

What an isochrone claims: every place on the network inside it is reached within its limit plus the tolerance
``width_m / walking speed``, the time to walk from a reached street to the edge of its strip. That holds by
construction: whatever part of a street takes longer is cut out, and what lies beyond the cut is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.analysis.pieces import Pieces, Reached, invert_pieces, reached_pieces, split_pieces, to_lines
from geo.crs import STORAGE
from geo.errors import InputError
from geo.network.area import CELL_M
from geo.network.graph import CLOSED, Graph
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR

QUADRANT_SEGMENTS = 4  # corners of a quarter circle; fewer only make the strip narrower


@dataclass(frozen=True, slots=True)
class IsochroneSettings:
    """How an area is drawn around reached streets; all own settings, stated with the result.

    Attributes
    ----------
    width_m
        Half the width of the strip along a reached street, metres.
    walk_kmh
        Speed from the street to a place in the strip; with ``width_m`` it makes the tolerance.
    cut_m
        Half the width of the cut along a street that is not reached in time.
    hull_ratio
        None: strips only. Else the ratio of `shapely.concave_hull` (0 tight to 1 convex) that fills the
        ground between reached streets; unreached streets are cut out of it all the same.
    """

    width_m: float = 40.0
    walk_kmh: float = 5.0
    cut_m: float = 2.0
    hull_ratio: float | None = None

    def __post_init__(self) -> None:
        if not (0 < self.cut_m < self.width_m < np.inf and 0 < self.walk_kmh < np.inf):
            raise InputError(
                "Isochronen brauchen 0 < cut_m < width_m und walk_kmh größer als 0: bitte die Werte berichtigen."
            )
        if self.hull_ratio is not None and not 0 <= self.hull_ratio <= 1:
            raise InputError("hull_ratio der Isochronen muss zwischen 0 und 1 liegen.")

    @property
    def tolerance_s(self) -> float:
        """Seconds beyond the limit that a network place inside the area may take."""
        return self.width_m / (self.walk_kmh * METRES_PER_KM / SECONDS_PER_HOUR)


def isochrones(
    streets: Graph, reached: Reached, limits_s: Sequence[float], settings: IsochroneSettings | None = None
) -> gpd.GeoDataFrame:
    """Areas reached within each limit from one origin.

    Parameters
    ----------
    streets
        Street graph of one mode.
    reached
        Nodes with their times from the origin, at least up to the greatest limit plus the tolerance, and
        where the origin gets on the streets.
    limits_s
        Limits in seconds, greater than 0, in any order.
    settings
        How to draw; defaults where None.

    Returns
    -------
    GeoDataFrame
        One row per limit, ascending: ``limit_s``, ``tolerance_s``, ``width_m``, ``street_m`` (reached length
        of street), ``complete`` (false where reached streets come within 250 m of the edge of the data, so that
        more could lie beyond) and ``geometry`` (MultiPolygon, EPSG:25832; empty where no street is reached in
        time). A smaller limit lies inside every greater one.

    Raises
    ------
    InputError
        If there is no limit, or one is not greater than 0.
    """
    settings = settings or IsochroneSettings()
    limits = sorted(set(limits_s))
    if not limits or not limits[0] > 0 or not limits[-1] < np.inf:
        raise InputError("Isochronen brauchen mindestens eine Zeitgrenze größer als 0 Sekunden.")
    # A copy, because the streets are shared by threads, and GEOS writes into what it prepares.
    streets = replace(streets, data_area=shapely.from_wkb(shapely.to_wkb(streets.data_area)))
    rows = []
    inner: BaseGeometry = MultiPolygon()
    for limit_s in limits:
        pieces = reached_pieces(streets, reached, limit_s * DS_PER_SECOND)
        lines = to_lines(streets, pieces)
        # Nobody gets off along a ferry or a motorway: no strip, however soon they are reached.
        is_open = (streets.edge_flags[pieces.edge] & CLOSED) == 0
        late_ds = (limit_s + settings.tolerance_s) * DS_PER_SECOND
        inner = _claim(streets, reached, pieces.take(is_open), late_ds, settings).union(inner)
        rows.append(
            {
                "limit_s": float(limit_s),
                "tolerance_s": settings.tolerance_s,
                "width_m": settings.width_m,
                "street_m": float(shapely.length(lines[is_open]).sum()),
                "complete": _complete(lines, streets.data_area),
                "geometry": _to_multipolygon(inner),
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=STORAGE)


def _claim(
    streets: Graph, reached: Reached, pieces: Pieces, late_ds: float, settings: IsochroneSettings
) -> BaseGeometry:
    """Strips along reached pieces, without the streets that are reached later and what lies beyond them."""
    if len(pieces.edge) == 0:
        return MultiPolygon()
    lines = to_lines(streets, pieces)
    strips = _strip(lines, settings.width_m)
    hull: BaseGeometry = MultiPolygon()
    if settings.hull_ratio is not None:
        hull = shapely.concave_hull(shapely.multilinestrings(lines), ratio=settings.hull_ratio).buffer(0)
    bounds = shapely.total_bounds([*strips, hull])
    late = to_lines(streets, _late_pieces(streets, reached, late_ds, bounds))
    cuts = _strip(late, settings.cut_m)
    touched = np.isin(np.arange(len(strips)), shapely.STRtree(cuts).query(strips, predicate="intersects")[0])
    # In short pieces, because around the end of a long one the strip leads behind the street next to it.
    short = to_lines(streets, split_pieces(streets, pieces.take(touched), settings.width_m / 2))
    parts = [strips[~touched], _cut_out(_strip(short, settings.width_m), cuts, short)]
    if settings.hull_ratio is not None:
        whole = np.array([shapely.multilinestrings(lines)])
        parts.append(_cut_out(np.array([hull]), cuts, whole))
    return shapely.union_all(np.concatenate(parts)).intersection(streets.data_area)


def _strip(lines: NDArray[np.object_], width_m: float) -> NDArray[np.object_]:
    strips: NDArray[np.object_] = shapely.buffer(lines, width_m, quad_segs=QUADRANT_SEGMENTS)
    return strips


def _cut_out(
    areas: NDArray[np.object_], cuts: NDArray[np.object_], lines: NDArray[np.object_]
) -> NDArray[np.object_]:
    """What the cuts leave of each area, as far as it holds a part of the area's own line."""
    area, cut = shapely.STRtree(cuts).query(areas, predicate="intersects")
    order = np.argsort(area, kind="stable")
    left = areas.copy()
    for group in np.split(order, np.flatnonzero(np.diff(area[order])) + 1):
        if len(group):
            row = area[group[0]]
            left[row] = areas[row].difference(shapely.union_all(cuts[cut[group]]))
    parts, owner = shapely.get_parts(left, return_index=True)
    kept: NDArray[np.object_] = parts[shapely.intersects(parts, lines[owner])]
    return kept


def _late_pieces(streets: Graph, reached: Reached, late_ds: float, bounds: NDArray[np.float64]) -> Pieces:
    """Parts of all streets near the area that are reached after ``late_ds`` or never."""
    near = edges_in_box(streets, bounds)
    return invert_pieces(reached_pieces(streets, reached, late_ds), near)


def edges_in_box(streets: Graph, bounds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Edges whose own bounding box meets the box (west, south, east, north), ascending.

    Parameters
    ----------
    streets
        Street graph; every edge has at least two points.
    bounds
        Metres in EPSG:25832.
    """
    start = streets.edge_offset[:-1]
    if len(start) == 0 or np.isnan(bounds[0]):
        return np.empty(0, dtype=np.int64)
    west, south, east, north = bounds
    low = np.minimum.reduceat(streets.edge_xy, start, axis=0)
    high = np.maximum.reduceat(streets.edge_xy, start, axis=0)
    meets = (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
    return np.flatnonzero(meets)


def _complete(lines: NDArray[np.object_], data_area: BaseGeometry) -> bool:
    """Whether every reached street keeps away from the edge of the data.

    By the width of a square of `geo.network.area`: where nobody states the border of an extract, the last street may
    end anywhere in the last square that is known.
    """
    if len(lines) == 0:
        return True
    shapely.prepare(data_area)
    inside = bool(shapely.contains_properly(data_area, lines).all())
    return inside and not bool(shapely.dwithin(lines, data_area.boundary, CELL_M).any())


def _to_multipolygon(area: BaseGeometry) -> MultiPolygon:
    parts = shapely.get_parts(area)
    return MultiPolygon(list(parts[shapely.get_dimensions(parts) == 2]))
