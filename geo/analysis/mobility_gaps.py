"""Mobility gaps: a service that is too far on foot, by bike, and by bus and rail; or not there and back in a day.

A way is the way of one Ortsteil to one service with one means of transport. Four answers are possible: the limit is
met, missed, met but without a way back the same day, or it is not judged. Only what is judged can be a gap.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.gaps import limit_value
from geo.domain import Mode, Scope, State

PT = "pt"
MODES = (str(Mode.WALK), str(Mode.BIKE), PT)
WAY_COLUMNS = [
    "ortsteil_id", "service", "mode", "state", "value", "unit", "limit_value", "norm_id", "nearer_possible", "met",
    "return_met", "window",
]  # fmt: skip
GAP_COLUMNS = [
    "ortsteil_id", "service", "pt_judged", "norm_missed", "no_return", "mode", "shortfall", "shortfall_share", "unit",
    "nearer_possible", "residents", "rank_people", "rank_shortfall",
]  # fmt: skip
SECONDS_PER_MINUTE = 60.0
HALF = 0.5  # of the minutes of a window: the median


def street_ways(reach: pd.DataFrame, services: Sequence[str]) -> pd.DataFrame:
    """Ways on foot and by bike.

    Parameters
    ----------
    reach
        As `geo.analysis.travel_time.reach_table` returns it.
    services
        Layers that are looked at.

    Returns
    -------
    DataFrame
        `WAY_COLUMNS`. ``met`` is None where the run says nothing but "keine Daten" or "außerhalb der Daten";
        who gets there on foot or by bike gets back.
    """
    rows = reach[
        (reach["scope"] == str(Scope.ANYWHERE))
        & reach["mode"].isin([str(Mode.WALK), str(Mode.BIKE)])
        & reach["layer"].isin(services)
    ]
    value = limit_value(rows)
    silent = rows["state"].isin([str(State.DATA_MISSING), str(State.OUTSIDE_DATA_AREA)]) & value.isna()
    met = pd.Series(value <= rows["limit_value"], dtype=object).where(~silent, None)
    return pd.DataFrame(
        {
            "ortsteil_id": rows["zentrum_id"],
            "service": rows["layer"],
            "mode": rows["mode"],
            "state": rows["state"],
            "value": value,
            "unit": rows["limit_unit"],
            "limit_value": rows["limit_value"],
            "norm_id": rows["norm_id"],
            "nearer_possible": rows["nearer_possible"],
            "met": met,
            "return_met": met.where(met != False, None),  # noqa: E712 (three values)
            "window": None,
        }
    )[WAY_COLUMNS].reset_index(drop=True)


def transit_ways(travel: pd.DataFrame, limit_min: Mapping[str, float]) -> pd.DataFrame:
    """Ways by bus and rail: of every window of departures, the one that serves best.

    Parameters
    ----------
    travel
        One row per Ortsteil, service and window: ``ortsteil_id``, ``service``, ``window``, ``state``, ``p50_s`` (median
        over all minutes of the window, missing where half of them have no connection), ``return_share``,
        ``norm_id``, ``nearer_possible``.
    limit_min
        Minutes by service.

    Returns
    -------
    DataFrame
        `WAY_COLUMNS`, one row per Ortsteil and service. A window serves where its median keeps the limit, and better
        where one also comes home the same day after half of its minutes. Of equal windows the quickest stands.
    """
    limit = travel["service"].map(limit_min)
    value = _to_float(travel["p50_s"]) / SECONDS_PER_MINUTE
    silent = travel["state"].isin([str(State.DATA_MISSING), str(State.OUTSIDE_DATA_AREA)]) & value.isna()
    met = (value <= limit).to_numpy()
    home = (_to_float(travel["return_share"]) >= HALF).to_numpy()
    frame = pd.DataFrame(
        {
            "ortsteil_id": travel["ortsteil_id"],
            "service": travel["service"],
            "mode": PT,
            "state": travel["state"],
            "value": value,
            "unit": "min",
            "limit_value": limit,
            "norm_id": travel["norm_id"],
            "nearer_possible": travel["nearer_possible"],
            "met": pd.Series(met, index=travel.index, dtype=object).where(~silent, None),
            "return_met": pd.Series(np.where(met, home, None), index=travel.index, dtype=object),
            "window": travel["window"],
            "order": np.where(met & home, 0, np.where(met, 1, 2)),
        }
    )
    best = frame.sort_values(["ortsteil_id", "service", "order", "value", "window"], na_position="last")
    return best.drop_duplicates(["ortsteil_id", "service"])[WAY_COLUMNS].reset_index(drop=True)


def mobility_gap_table(ways: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Where a service is reached by none of the three means.

    Parameters
    ----------
    ways
        `WAY_COLUMNS`, at most one row per Ortsteil, service and mode; without a row of bus and rail they are not
        judged.
    residents
        People per Ortsteil, scaled to the official total, indexed by id; missing where unknown.

    Returns
    -------
    DataFrame
        `GAP_COLUMNS`, most people first. ``norm_missed``: all three miss their limit. ``no_return``: on foot and by
        bike it is missed, by bus and rail one gets there in time, but not home the same day. ``pt_judged`` is False
        where nothing is known of bus and rail: then ``norm_missed`` speaks of foot and bike alone. ``mode`` is the one
        that falls short by the smallest share of its limit, ``shortfall`` and ``shortfall_share`` are its own;
        missing where none has a figure. Where foot or bike is not judged there is no gap.
    """
    keys = ["ortsteil_id", "service"]
    met = _spread(ways, "met")
    on_streets = (met[str(Mode.WALK)] == False) & (met[str(Mode.BIKE)] == False)  # noqa: E712 (three values)
    judged = met[PT].notna()
    no_return = judged & (met[PT] == True) & (_spread(ways, "return_met")[PT] == False)  # noqa: E712
    missed = ~judged | (met[PT] == False)  # noqa: E712
    found = pd.DataFrame({"pt_judged": judged, "norm_missed": missed, "no_return": no_return})
    found = found[on_streets & (missed | no_return)]
    gaps = found.join(_nearest_miss(ways).set_index(keys), how="left").reset_index()
    gaps["nearer_possible"] = [
        bool(value) for value in gaps.set_index(keys).index.map(ways.groupby(keys)["nearer_possible"].any())
    ]
    gaps["residents"] = gaps["ortsteil_id"].map(residents).astype("Int64")
    gaps["rank_people"] = gaps["residents"].rank(method="min", ascending=False).astype("Int64")
    gaps["rank_shortfall"] = gaps["shortfall_share"].rank(method="min", ascending=False).astype("Int64")
    order = ["rank_people", "rank_shortfall", *keys]
    return gaps.sort_values(order, na_position="last")[GAP_COLUMNS].reset_index(drop=True)


def _to_float(column: pd.Series) -> pd.Series:
    """Numbers with NaN where they are missing, of any kind of column."""
    return pd.Series(column.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan), index=column.index)


def _spread(ways: pd.DataFrame, column: str) -> pd.DataFrame:
    """One column per mode, indexed by Ortsteil and service; None where nothing is known."""
    wide: Any = ways.pivot(index=["ortsteil_id", "service"], columns="mode", values=column)
    return wide.reindex(columns=list(MODES)).astype(object).where(lambda frame: frame.notna(), None)


def _nearest_miss(ways: pd.DataFrame) -> pd.DataFrame:
    """Of each Ortsteil and service the mode that misses its limit by the smallest share."""
    missed = ways[ways["value"] > ways["limit_value"]]
    shortfall = missed["value"] - missed["limit_value"]
    frame = missed.assign(shortfall=shortfall, shortfall_share=shortfall / missed["limit_value"])
    keys = ["ortsteil_id", "service"]
    best = frame.sort_values([*keys, "shortfall_share"]).drop_duplicates(keys)
    return best[[*keys, "mode", "shortfall", "shortfall_share", "unit"]]
