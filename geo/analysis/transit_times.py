"""Door to door by bus and rail from every Zentrum to every destination, on every kind of days, beside bike and car."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.analysis.destinations import Destination, Origins
from geo.domain import DayType, Mode, State
from geo.network import crowfly
from geo.network.door_to_door import DoorToDoor, Goal, travel_table
from geo.network.engine import travel_matrix
from geo.network.opening_hours import read_opening
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.units import DS_PER_MINUTE, DS_PER_SECOND, SECONDS_PER_MINUTE

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
ObjectArray = npt.NDArray[np.object_]
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
    world: DoorToDoor,
    day: DayType,
    origins: Origins,
    destinations: Sequence[Destination],
    *,
    and_back: bool = True,
) -> pd.DataFrame:
    """Travel times of the places of one municipality on one day.

    Parameters
    ----------
    world
        The day (`geo.network.door_to_door.open_day`).
    day
        Which kind of days that is.
    origins, destinations
        From where to where.
    and_back
        Whether the way home is looked for (`geo.network.door_to_door.travel_table`).

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
    on = world.transit.day.date
    hours = [d.hours_on(day) for d in destinations]
    goals = [
        Goal(d.key, d.xy, None if texts is None else read_opening(texts, on))
        for d, texts in zip(destinations, hours, strict=True)
    ]
    table = travel_table(world, origins.xy, goals, and_back=and_back)
    found = (
        pd.DataFrame(table.to_dict(as_series=False))
        .rename(columns={"target": "position", "goal": "target"})
        .astype(dict.fromkeys([*COUNTS, "position"], "Int64"))
    )
    return _judge(found, destinations, origins).assign(day_type=str(day), bike_s=np.nan, car_s=np.nan)[
        TIME_COLUMNS
    ]


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


def _judge(found: pd.DataFrame, destinations: Sequence[Destination], origins: Origins) -> pd.DataFrame:
    """Names, limit and certainty of all rows at once."""
    number = {destination.key: i for i, destination in enumerate(destinations)}
    goal, origin = found["target"].map(number).to_numpy(dtype=np.int64), found["origin"].to_numpy()
    edge_m = np.array([d.edge_m for d in destinations])[goal, origin]
    limit_min = np.array([d.limit_min for d in destinations])[goal]
    norm_id = np.array([d.norm_id for d in destinations], dtype=object)[goal]
    outside = (found["state"] == str(State.OUTSIDE_DATA_AREA)).to_numpy()
    p50_s = found["p50_s"].to_numpy(dtype=np.float64, na_value=np.nan)
    met = p50_s <= limit_min * SECONDS_PER_MINUTE
    silent = np.isnan(edge_m) & ~met
    verdict = pd.Series(pd.array(met, dtype="boolean"), index=found.index)
    verdict[silent | outside | (norm_id == None)] = pd.NA  # noqa: E711 (elementwise)
    ids, names, crow_m = _name_places(found, (goal, origin), destinations, origins)
    ids[silent], names[silent] = None, ""
    return found.assign(
        zentrum_id=[origins.ids[i] for i in origin],
        target_id=pd.Series(ids, index=found.index, dtype=object),
        target_name=names,
        state=found["state"].where(~silent | outside, str(State.DATA_MISSING)),
        reason=found["reason"].where(~silent, NOT_KNOWN),
        limit_min=limit_min,
        norm_id=pd.Series(norm_id, index=found.index, dtype=object),
        norm_met=verdict,
        nearer_possible=~silent & ~(crow_m <= np.nan_to_num(edge_m)),
        **{name: found[name].mask(silent) for name in FIGURES},
    )


def _name_places(
    found: pd.DataFrame,
    at: tuple[IntArray, IntArray],
    destinations: Sequence[Destination],
    origins: Origins,
) -> tuple[ObjectArray, ObjectArray, FloatArray]:
    """Id and name of the place that each row leads to, and how far it is as the crow flies (infinite without one)."""
    goal, origin = at
    ids, names = np.full(len(found), None, dtype=object), np.full(len(found), "", dtype=object)
    crow_m = np.full(len(found), np.inf)
    position = found["position"].to_numpy(dtype=np.float64, na_value=np.nan)
    for i, destination in enumerate(destinations):
        rows = np.flatnonzero((goal == i) & ~np.isnan(position))
        if len(rows):
            place = position[rows].astype(np.int64)
            ids[rows] = np.array(destination.ids, dtype=object)[place]
            names[rows] = np.array(destination.names, dtype=object)[place]
            crow_m[rows] = np.hypot(*(origins.xy[origin[rows]] - destination.xy[place]).T)
    return ids, names, crow_m


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
