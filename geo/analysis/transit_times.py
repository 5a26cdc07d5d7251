"""Door to door by bus and rail from every Zentrum to every destination, on every kind of days, beside bike and car."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.analysis.destinations import Destination, Origins
from geo.domain import DayType, Mode, State
from geo.network import crowfly
from geo.network.door_summary import NO_TRIP
from geo.network.door_to_door import DoorToDoor, Goal, travel_table
from geo.network.engine import travel_matrix
from geo.network.opening_hours import read_opening
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.units import DS_PER_MINUTE, DS_PER_SECOND, SECONDS_PER_MINUTE

FloatArray = npt.NDArray[np.float64]
TIME_COLUMNS = [
    "zentrum_id", "target", "day_type", "window", "state", "reason", "target_id", "target_name", "share", "walk_share",
    "closed_share", "hours_unknown_share", "p25_s", "p50_s", "p75_s", "changes", "waiting_s", "return_share", "away_s",
    "last_ride_s", "walk_s", "bike_s", "car_s", "snap_m", "limit_min", "norm_id", "norm_met", "nearer_possible",
]  # fmt: skip
COUNTS = ["p25_s", "p50_s", "p75_s", "changes", "waiting_s", "away_s", "last_ride_s", "walk_s"]
FIGURES = [*COUNTS, "share", "walk_share", "closed_share", "hours_unknown_share", "return_share"]
NOT_KNOWN = "not_known"
"""Reason where a limit is missed, but what is offered around the Zentrum is not known completely."""


def time_table(
    world: DoorToDoor, day: DayType, origins: Origins, destinations: Sequence[Destination], *, on: date
) -> pd.DataFrame:
    """Travel times of the Zentren of one municipality on one day.

    Parameters
    ----------
    world
        The day (`geo.network.door_to_door.open_day`).
    day, on
        Which kind of days, and its date, for opening hours.
    origins, destinations
        From where to where.

    Returns
    -------
    DataFrame
        `TIME_COLUMNS`, one row per Zentrum, destination and window; ``bike_s`` and ``car_s`` are missing
        (`add_street_times`). Columns as in `geo.network.door_to_door.travel_table`. Where a destination is not known
        completely around a Zentrum, a limit that is kept is kept, and one that is missed says nothing:
        ``data_missing``, without figures. ``nearer_possible``: the edge of what is known lies nearer, as the crow
        flies, than the place that was found. ``norm_met`` judges the median over all minutes; missing without a norm,
        and where nothing can be said.
    """
    goals = [
        Goal(d.key, d.xy, None if d.hours is None else read_opening(list(d.hours), on)) for d in destinations
    ]
    found = pd.DataFrame(travel_table(world, origins.xy, goals).to_dict(as_series=False))
    found = found.rename(columns={"target": "position", "goal": "target"}).astype(
        dict.fromkeys([*COUNTS, "position"], "Int64")
    )
    by_key = {destination.key: destination for destination in destinations}
    parts = [_judge(part, by_key[str(key)], origins) for key, part in found.groupby("target", sort=False)]
    table = pd.concat(parts).sort_index()
    return table.assign(day_type=str(day), bike_s=np.nan, car_s=np.nan)[TIME_COLUMNS]


def no_service_table(
    day: DayType, origins: Origins, destinations: Sequence[Destination], windows: Sequence[str]
) -> pd.DataFrame:
    """Rows of `time_table` for a day on which nothing runs at all: that is an answer, not missing data."""
    rows = [
        {
            "zentrum_id": zentrum,
            "target": d.key,
            "window": window,
            "limit_min": d.limit_min,
            "norm_id": d.norm_id,
        }
        for zentrum in origins.ids
        for d in destinations
        for window in windows
    ]
    return pd.DataFrame(rows, columns=TIME_COLUMNS).assign(
        day_type=str(day),
        state=str(State.NOT_CONNECTED),
        reason=NO_TRIP,
        target_name="",
        share=0.0,
        return_share=0.0,
        norm_met=pd.array([None if row["norm_id"] is None else False for row in rows], dtype="boolean"),
        nearer_possible=False,
    )


def add_street_times(
    table: pd.DataFrame,
    origins: Origins,
    destinations: Sequence[Destination],
    routers: Mapping[Mode, Router],
    parameters: RunParameters,
) -> pd.DataFrame:
    """Times by bike and by car beside those by bus and rail.

    Parameters
    ----------
    table
        Of `time_table`, of any number of days.
    origins, destinations
        The same.
    routers
        Streets of both modes; a mode without them goes by the straight-line model.
    parameters
        Settings of the run.

    Returns
    -------
    DataFrame
        The same rows. ``bike_s`` to the place that is nearest by bike; ``car_s`` to the place that the row names, else
        to the one that is nearest by car; missing where no way is found within the search limits of the run.
    """
    row = {key: i for i, key in enumerate(origins.ids)}
    origin = table["zentrum_id"].map(row).to_numpy()
    bike_s, car_s = np.full(len(table), np.inf), np.full(len(table), np.inf)
    for destination in destinations:
        if not len(destination.xy):
            continue
        here = np.flatnonzero((table["target"] == destination.key).to_numpy())
        bike, car = (
            _street_times(origins.xy, destination.xy, mode, routers.get(mode), parameters)
            for mode in (Mode.BIKE, Mode.CAR)
        )
        bike_s[here] = bike[origin[here]].min(axis=1)
        place = {key: i for i, key in enumerate(destination.ids)}
        named = table["target_id"].iloc[here].map(place).to_numpy(dtype=np.float64)
        known = np.isfinite(named)
        to_named = car[origin[here], np.where(known, named, 0).astype(np.int64)]
        car_s[here] = np.where(known, to_named, car[origin[here]].min(axis=1))
    return table.assign(
        bike_s=np.where(np.isfinite(bike_s), bike_s, np.nan),
        car_s=np.where(np.isfinite(car_s), car_s, np.nan),
    )


def _judge(part: pd.DataFrame, destination: Destination, origins: Origins) -> pd.DataFrame:
    """Names, limit and certainty of the rows of one destination."""
    origin = part["origin"].to_numpy()
    edge_m = destination.edge_m[origin]
    named = part["position"].notna().to_numpy()
    position = part["position"].fillna(0).to_numpy(dtype=np.int64)
    crow_m = np.full(len(part), np.inf)
    if named.any():
        apart = origins.xy[origin[named]] - destination.xy[position[named]]
        crow_m[named] = np.hypot(*apart.T)
    met = (
        (part["p50_s"] <= destination.limit_min * SECONDS_PER_MINUTE).fillna(value=False).to_numpy(dtype=bool)
    )
    silent = np.isnan(edge_m) & ~met
    outside = (part["state"] == str(State.OUTSIDE_DATA_AREA)).to_numpy()
    verdict = pd.Series(pd.array(met, dtype="boolean"), index=part.index)
    verdict[silent | outside | (destination.norm_id is None)] = pd.NA
    return part.assign(
        zentrum_id=[origins.ids[i] for i in origin],
        target_id=[
            destination.ids[i] if ok else None for i, ok in zip(position, named & ~silent, strict=True)
        ],
        target_name=[
            destination.names[i] if ok else "" for i, ok in zip(position, named & ~silent, strict=True)
        ],
        state=part["state"].where(~silent | outside, str(State.DATA_MISSING)),
        reason=part["reason"].where(~silent, NOT_KNOWN),
        limit_min=destination.limit_min,
        norm_id=destination.norm_id,
        norm_met=verdict,
        nearer_possible=~silent & ~(crow_m <= np.nan_to_num(edge_m)),
        **{name: part[name].mask(silent) for name in FIGURES},
    )


def _street_times(
    origins_xy: FloatArray,
    targets_xy: FloatArray,
    mode: Mode,
    router: Router | None,
    parameters: RunParameters,
) -> FloatArray:
    """Seconds from every origin to every target, infinite where no way is found."""
    if router is None:
        path_m = crowfly.to_path_m(crowfly.distances(origins_xy, targets_xy), parameters)
        return crowfly.to_time_s(path_m, mode, parameters)
    limit_ds = int(parameters.search_min[mode] * DS_PER_MINUTE)
    time_ds, _ = travel_matrix(router, router.snap(origins_xy), router.snap(targets_xy), limit_ds)
    return np.where(time_ds >= 0, time_ds / DS_PER_SECOND, np.inf)
