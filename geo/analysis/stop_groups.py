"""Stops that are one stop for people: poles of a station, both sides of a street, the same place twice in a feed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.network.timetable import NONE, STOP

SAME_NAME_M = 150.0
"""Stops of the same name so near to each other are one (own setting: both sides of a junction, not two villages)."""
SAME_SPOT_M = 10.0
"""Stops so near to each other are one, whatever they are called (own setting: the same pole from two operators)."""

FloatArray = npt.NDArray[np.float64]
Int32Array = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class StopGroups:
    """Which stops belong together.

    Attributes
    ----------
    group
        int32, one per row of ``feed.stops``; groups are numbered from 0 in the order of their first stop.
    stop_id
        First stop of each group, that of its station where it has one: a key that outlives a reload.
    name
        Name of that stop.
    xy
        float64 (n, 2); mean position of the places where people board, metres of EPSG:25832.
    """

    group: Int32Array
    stop_id: list[str]
    name: list[str]
    xy: FloatArray

    def __len__(self) -> int:
        return len(self.stop_id)


def group_stops(stops: pl.DataFrame) -> StopGroups:
    """Put stops together that are one stop for people.

    Parameters
    ----------
    stops
        As in `geo.network.timetable.Feed`.

    Returns
    -------
    StopGroups
        Together are: a station and its stops; stops of the same name within `SAME_NAME_M`; any stops within
        `SAME_SPOT_M`. It does not matter how many others stand between them.

    Notes
    -----
    Where poles of both directions stand farther apart they stay two stops, each served in one direction. No
    departure is lost by that: departures of a single direction count in full (`geo.analysis.stop_categories`).
    """
    n = stops.height
    parent = stops["parent"].to_numpy()
    child = np.flatnonzero(parent != NONE)
    near = _near_pairs(stops)
    rows = np.concatenate([child, near[:, 0]])
    columns = np.concatenate([parent[child], near[:, 1]])
    edges = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(n, n))
    _, label = connected_components(edges, directed=False)
    _, first, group = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first), dtype=np.int32)
    return _describe(stops, rank[group])


def _near_pairs(stops: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Pairs of rows, shape (k, 2)."""
    xy = stops.select("x", "y").to_numpy()
    name = stops["stop_name"].str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    code = name.rank("dense").to_numpy()
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(known):
        return np.empty((0, 2), dtype=np.int64)
    pairs = known[cKDTree(xy[known]).query_pairs(SAME_NAME_M, output_type="ndarray")]
    apart = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)
    named = (name.to_numpy() != "")[pairs[:, 0]]
    same_name = named & (code[pairs[:, 0]] == code[pairs[:, 1]])
    kept: npt.NDArray[np.int64] = pairs[same_name | (apart <= SAME_SPOT_M)]
    return kept


def _describe(stops: pl.DataFrame, group: Int32Array) -> StopGroups:
    """Name and place of each group: stations lead in names, places of boarding decide the position."""
    frame = stops.with_columns(pl.Series("group", group), is_stop=pl.col("location_type") == STOP)
    leading = (
        frame.sort("group", "is_stop", maintain_order=True).group_by("group", maintain_order=True).first()
    )
    boarding = pl.col("is_stop") | ~pl.col("is_stop").any().over("group")
    middle = frame.filter(boarding).group_by("group").agg(pl.mean("x", "y")).sort("group")
    return StopGroups(
        group=group,
        stop_id=leading["stop_id"].to_list(),
        name=leading["stop_name"].to_list(),
        xy=middle.select("x", "y").to_numpy(),
    )
