"""Which poles and platforms are one stop to a passenger."""

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.network.timetable import NONE, IntArray

# Own settings. Poles of one name stand on both sides of a crossing, two villages lie farther apart; two poles so near
# that they are one carry the names that two operators give it.
SAME_NAME_M = 250.0
SAME_SPOT_M = 5.0
_APART_M = 1e7  # put between names in the third dimension, so that only stops of one name are near each other


def group_stops(stops: pl.DataFrame) -> IntArray:
    """Group the stops of a feed: by the station that it states, by name where poles lie close together, by place.

    Many feeds state no stations at all; then the two poles of a village are two stops of the same name. Others hold
    one pole twice, from two operators under two names; then each would have half of the departures.

    Parameters
    ----------
    stops
        Of a `geo.network.timetable.Feed`.

    Returns
    -------
    numpy.ndarray
        int64 (n stops,): the lowest row number in the group of each stop; so a group is named by one of its stops.
        A stop without a position is grouped by its station only.
    """
    n = stops.height
    own = np.arange(n)
    parent = stops["parent"].to_numpy().astype(np.int64)
    child = np.flatnonzero(parent != NONE)
    pairs = np.vstack([np.column_stack([child, parent[child]]), _near_pairs(stops)])
    links = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    _, label = connected_components(links, directed=False)
    lowest = np.full(label.max(initial=-1) + 1, n)
    np.minimum.at(lowest, label, own)
    groups: IntArray = lowest[label].astype(np.int64)
    return groups


def _near_pairs(stops: pl.DataFrame) -> IntArray:
    """Pairs of named rows: of one name within `SAME_NAME_M`, of any within `SAME_SPOT_M`."""
    xy = stops.select("x", "y").fill_null(np.nan).to_numpy()
    written = stops["stop_name"].str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    names = written.rank("dense").to_numpy()
    rows = np.flatnonzero(np.isfinite(xy).all(axis=1) & (stops["stop_name"] != "").to_numpy())
    if len(rows) == 0:
        return np.empty((0, 2), dtype=np.int64)
    points = np.column_stack([xy[rows], names[rows] * _APART_M])
    named = cKDTree(points).query_pairs(SAME_NAME_M, output_type="ndarray")
    placed = cKDTree(xy[rows]).query_pairs(SAME_SPOT_M, output_type="ndarray")
    pairs: IntArray = rows[np.vstack([named, placed])].reshape(-1, 2)
    return pairs
