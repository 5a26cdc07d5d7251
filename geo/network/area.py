"""The area inside of which an extract knows all roads."""

import numpy as np
import numpy.typing as npt
import shapely
from scipy.ndimage import distance_transform_edt
from shapely.geometry.base import BaseGeometry

from geo.network.ways import Ways

# Own settings, all about the shape of an extract, none about travel.
CELL_M = 250.0  # squares in which roads are counted
GAP_M = 2000.0  # a hole without any road up to twice as wide is forest or lake, not missing data
ARM_M = 1000.0  # roads that stick out of the extract in an arm up to twice as wide are cut off
BOX_FILLED = 0.8  # share of a stated box that must lie in reach of roads for the box itself to be believed
BOX_HOLDS = 0.5  # share of the squares with roads that a stated box must hold to be believed at all
PIECE = 500_000  # segments
ROW_NUMBERS = 1 << 20  # more than rows of squares from the equator to the pole

BoolArray = npt.NDArray[np.bool_]


def find_data_area(ways: Ways) -> BaseGeometry:
    """Where the roads of the files are completely known, in EPSG:25832.

    Parameters
    ----------
    ways
        All ways, of every mode.

    Returns
    -------
    BaseGeometry
        A stated box, if roads fill it. Else (extracts cut along a border state the box around it) the
        ground near roads: squares with roads, holes up to 4 km closed, arms up to 2 km wide cut off,
        within the stated box. For a file too small for that, the convex hull of its roads. Never more
        than ``ways.area``; a box of which that holds a part only is not believed, for how full it is
        cannot be seen.
    """
    points = _squares_with_roads(ways)
    ground = _ground_near_roads(points)
    stated = shapely.union_all([shapely.box(*box) for box in ways.box])
    if not stated.is_empty and shapely.contains_xy(stated, *points.T).mean() >= BOX_HOLDS:
        inside = ground.intersection(stated)
        seen = ways.area is None or ways.area.covers(stated)
        filled = ground.is_empty or (seen and inside.area >= BOX_FILLED * stated.area)
        return _clip(stated if filled else inside, ways)
    known = ways.node_xy[~np.isnan(ways.node_xy[:, 0])]
    return _clip(shapely.MultiPoint(known).convex_hull if ground.is_empty else ground, ways)


def _clip(area: BaseGeometry, ways: Ways) -> BaseGeometry:
    return area if ways.area is None else area.intersection(ways.area)


def _squares_with_roads(ways: Ways) -> npt.NDArray[np.float64]:
    """Centres of the squares that roads touch; squares stand on multiples of their side."""
    _, a, b = ways.segments()
    found = []
    for begin in range(
        0, len(a), PIECE
    ):  # in pieces: all points at once would be the peak of the whole build
        part = slice(begin, begin + PIECE)
        column, row = (_dense(ways.node_xy[a[part]], ways.node_xy[b[part]]) // CELL_M).astype(np.int64).T
        found.append(np.unique(column * ROW_NUMBERS + row))
    number = np.unique(np.concatenate(found))
    return (np.column_stack([number // ROW_NUMBERS, number % ROW_NUMBERS]) + 0.5) * CELL_M


def _dense(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points along segments, at least one per length of a square."""
    length = np.hypot(*(b - a).T)
    n_parts = np.maximum(1, np.ceil(length / CELL_M)).astype(np.int64)
    segment = np.repeat(np.arange(len(a)), n_parts)
    part = np.arange(n_parts.sum()) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    share = ((part + 0.5) / n_parts[segment])[:, None]
    return np.asarray(a[segment] + share * (b - a)[segment])


def _ground_near_roads(centres: npt.NDArray[np.float64]) -> BaseGeometry:
    margin = int(np.ceil(2 * GAP_M / CELL_M)) + 1
    origin = centres.min(axis=0) - (margin + 0.5) * CELL_M
    column, row = ((centres - origin) // CELL_M).astype(np.int64).T
    filled = np.zeros((row.max() + margin + 1, column.max() + margin + 1), dtype=np.bool_)
    filled[row, column] = True
    closed = _shrink(_grow(filled, GAP_M), GAP_M)
    return _to_polygon(_grow(_shrink(closed, ARM_M), ARM_M), origin)


def _grow(cells: BoolArray, metres: float) -> BoolArray:
    if not cells.any():
        return cells
    return np.asarray(distance_transform_edt(~cells) * CELL_M <= metres)


def _shrink(cells: BoolArray, metres: float) -> BoolArray:
    return np.asarray(distance_transform_edt(cells) * CELL_M > metres)


def _to_polygon(cells: BoolArray, origin: npt.NDArray[np.float64]) -> BaseGeometry:
    """Union of squares, one rectangle per run in a row."""
    padded = np.pad(cells, ((0, 0), (1, 1))).astype(np.int8)
    row, begin = np.nonzero(np.diff(padded, axis=1) == 1)
    _, end = np.nonzero(np.diff(padded, axis=1) == -1)
    x0, y0 = origin
    runs = shapely.box(x0 + begin * CELL_M, y0 + row * CELL_M, x0 + end * CELL_M, y0 + (row + 1) * CELL_M)
    return shapely.union_all(runs)
