"""Ways that mobility gaps are judged by: on foot, by bike, by bus and rail, to every service that is held to a norm."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.analysis.destinations import general_limit_min, pt_norm_of
from geo.analysis.mobility_gaps import WAY_COLUMNS, street_ways, transit_ways
from geo.domain import Handlungsfeld, Mode, Rank, State
from geo.layers.spec import LayerSpec
from geo.network.door_summary import CLOSED
from geo.norms import find_norm_for
from geo.units import SECONDS_PER_MINUTE

RANKS = tuple(str(rank) for rank in Rank)


def list_gap_layers(layers: Sequence[LayerSpec]) -> list[str]:
    """Layers that are judged: those with a norm for the way on foot, stops and stations themselves left out."""
    return [
        layer.key
        for layer in layers
        if find_norm_for(layer.norms, Mode.WALK) is not None
        and layer.handlungsfeld is not Handlungsfeld.MOBILITAET
    ]


def limits_of(services: Sequence[str]) -> Mapping[str, float]:
    """Minutes by bus and rail, per service: the norm of a rank, else the general limit."""
    return {
        service: pt_norm_of(Rank(service)).value if service in RANKS else general_limit_min()
        for service in services
    }


def find_ways(reach: pd.DataFrame, times: pd.DataFrame, services: Sequence[str]) -> pd.DataFrame:
    """All ways of one kind of days.

    Parameters
    ----------
    reach
        Reachability of the run, for foot and bike to layers.
    times
        Of one kind of days (`geo.analysis.transit_times.TIME_COLUMNS`); empty without a timetable.
    services
        Layers that are judged; ranks of centres come from ``times``.

    Returns
    -------
    DataFrame
        `geo.analysis.mobility_gaps.WAY_COLUMNS`. Ways on foot and by bike to a centre are held against the limit of
        its rank for bus and rail: no norm speaks of them. A service that is closed whenever one could be there has
        no ways: what is shut is no gap of mobility.
    """
    judged = [*services, *RANKS]
    asked = times[times["target"].isin(judged)]
    travel = asked.rename(columns={"zentrum_id": "ortsteil_id", "target": "service"})
    parts = [
        street_ways(reach, services),
        _ways_to_centres(travel, Mode.WALK, "walk_s"),
        _ways_to_centres(travel, Mode.BIKE, "bike_s"),
        transit_ways(travel, limits_of(judged)),
    ]
    kept = [part for part in parts if len(part)]
    if not kept:
        return pd.DataFrame(columns=WAY_COLUMNS)
    ways, keys = pd.concat(kept, ignore_index=True), ["ortsteil_id", "service"]
    shut = (travel["reason"] == CLOSED).groupby([travel[key] for key in keys]).all()
    return ways[~ways.set_index(keys).index.isin(shut.index[shut])].reset_index(drop=True)


def _ways_to_centres(travel: pd.DataFrame, mode: Mode, column: str) -> pd.DataFrame:
    """Ways on foot or by bike to centres; too far where none was found, not judged where no centre is known."""
    rows = travel[travel["service"].isin(RANKS)].drop_duplicates(["ortsteil_id", "service"])
    value = rows[column].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan) / SECONDS_PER_MINUTE
    known = rows["state"] != str(State.DATA_MISSING)
    met = pd.Series(value <= rows["limit_min"].to_numpy(), index=rows.index, dtype=object).where(known, None)
    state = np.where(met == True, str(State.REACHED), str(State.BEYOND_LIMIT))  # noqa: E712 (three values)
    return pd.DataFrame(
        {
            "ortsteil_id": rows["ortsteil_id"],
            "service": rows["service"],
            "mode": str(mode),
            "state": np.where(known, state, str(State.DATA_MISSING)),
            "value": value,
            "unit": "min",
            "limit_value": rows["limit_min"],
            "norm_id": None,
            "nearer_possible": rows["nearer_possible"],
            "met": met,
            "return_met": met.where(met != False, None),  # noqa: E712
            "window": None,
        }
    )[WAY_COLUMNS]
