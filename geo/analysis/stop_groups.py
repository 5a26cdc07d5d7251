"""Stops as people know them, with name, key and place (which poles belong together: `geo.network.stop_groups`)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.network.stop_groups import group_stops
from geo.network.timetable import STOP

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


def describe_groups(stops: pl.DataFrame) -> StopGroups:
    """Put the stops of a feed together and describe each group.

    Parameters
    ----------
    stops
        As in `geo.network.timetable.Feed`.

    Returns
    -------
    StopGroups
        Stations lead in names, the places where people board decide the position.

    Notes
    -----
    Where poles of both directions stand too far apart they stay two stops, each served in one direction. No
    departure is lost by that: departures of a single direction count in full (`geo.analysis.stop_categories`).
    """
    _, group = np.unique(group_stops(stops), return_inverse=True)
    frame = stops.with_columns(
        group=pl.Series(group, dtype=pl.Int32), is_stop=pl.col("location_type") == STOP
    )
    leading = (
        frame.sort("group", "is_stop", maintain_order=True).group_by("group", maintain_order=True).first()
    )
    boarding = pl.col("is_stop") | ~pl.col("is_stop").any().over("group")
    middle = frame.filter(boarding).group_by("group").agg(pl.mean("x", "y")).sort("group")
    return StopGroups(
        group=group.astype(np.int32),
        stop_id=leading["stop_id"].to_list(),
        name=leading["stop_name"].to_list(),
        xy=middle.select("x", "y").to_numpy(),
    )
