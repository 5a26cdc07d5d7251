"""What a window of departures amounts to: shares and quartiles over all its minutes, in one row."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.domain import State
from geo.network.door_minutes import FAR, NONE, Minutes

BoolArray = npt.NDArray[np.bool_]
MEDIAN = 0.5
QUARTILES = {"p25": 0.25, "p50": MEDIAN, "p75": 0.75}
NO_STOP, NO_TRIP, TOO_LONG, CLOSED, NO_FACILITY = "no_stop", "no_trip", "too_long", "closed", "no_facility"
"""Why there is no connection: no stop in reach, no trip that leads there, only one that takes longer than the limit,
nothing open on arrival, nothing to go to."""

SCHEMA = {
    "origin": pl.Int32,
    "goal": pl.String,
    "window": pl.String,
    "state": pl.String,
    "reason": pl.String,
    "target": pl.Int32,
    "share": pl.Float64,
    "walk_share": pl.Float64,
    "closed_share": pl.Float64,
    "hours_unknown_share": pl.Float64,
    "p25_s": pl.Int32,
    "p50_s": pl.Int32,
    "p75_s": pl.Int32,
    "changes": pl.Int32,
    "waiting_s": pl.Int32,
    "return_share": pl.Float64,
    "away_s": pl.Int32,
    "last_ride_s": pl.Int32,
    "walk_s": pl.Int32,
    "snap_m": pl.Float64,
}
"""Columns of `geo.network.door_to_door.travel_table`, explained there."""
HOMEWARD = ("return_share", "away_s", "last_ride_s")
"""Those of the way home."""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What the minutes do not tell of an origin and a goal.

    Attributes
    ----------
    outside
        Whether the origin lies outside of the area whose streets are known.
    has_stops
        Whether a stop is within reach of the origin.
    hours_known
        Whether the hours of each of the goal's targets are known.
    opens
        Whether any of the targets opens on that day.
    ever
        Whether any connection exists on that day from the window on, however long.
    """

    outside: bool
    has_stops: bool
    hours_known: BoolArray
    opens: bool
    ever: bool


def summarise(minutes: Minutes, departure_s: npt.NDArray[np.integer], about: About) -> dict[str, Any]:
    """One row of the table from the departures of one window.

    Parameters
    ----------
    minutes
        Of one origin and one goal: arrays of shape (d,), targets counted within the goal.
    departure_s
        The departures, shape (d,).
    about
        What else decides the state.

    Returns
    -------
    dict
        Columns of `SCHEMA` from state to last_ride_s; None where there is no value.
    """
    found = minutes.target != NONE
    total_s = np.where(found, minutes.total_s, FAR)
    away_s = np.where(minutes.home_s != NONE, minutes.home_s - departure_s, FAR)
    usual = int(np.bincount(minutes.target[found]).argmax()) if found.any() else NONE
    last_s = int(minutes.last_ride_s[minutes.target == usual][0]) if usual != NONE else NONE
    unknown = ~about.hours_known[minutes.target[found]]
    state, reason = _judge(found, minutes.closed, about)
    return {
        "state": state.value,
        "reason": reason,
        "target": None if usual == NONE else usual,
        "share": float(found.mean()),
        "walk_share": float((minutes.rides == 0).mean()),
        "closed_share": float(minutes.closed.mean()),
        "hours_unknown_share": float(unknown.sum() / len(found)),
        **{f"{name}_s": _quantile(total_s, share) for name, share in QUARTILES.items()},
        "changes": _quantile(np.maximum(minutes.rides[found].astype(np.int64) - 1, 0), MEDIAN),
        "waiting_s": _quantile(minutes.waiting_s[found], MEDIAN),
        "return_share": float((minutes.home_s != NONE).mean()),
        "away_s": _quantile(away_s, MEDIAN),
        "last_ride_s": None if last_s == NONE else last_s,
    }


def _quantile(values: npt.NDArray[np.integer], share: float) -> int | None:
    """The least value that so large a share does not exceed (nearest rank); None if there is none."""
    if not len(values):
        return None
    value = int(np.sort(values)[max(ceil(share * len(values)) - 1, 0)])
    return None if value >= FAR else value


def _judge(found: BoolArray, closed: BoolArray, about: About) -> tuple[State, str]:
    """State, and why there is no connection in any minute."""
    if not len(about.hours_known):
        return State.DATA_MISSING, NO_FACILITY
    if found.any():
        return (State.OUTSIDE_DATA_AREA if about.outside else State.REACHED), ""
    reason = CLOSED if closed.any() or not about.opens else NO_TRIP if about.has_stops else NO_STOP
    if about.outside:
        return State.OUTSIDE_DATA_AREA, reason
    too_long = about.ever and reason != CLOSED
    return (State.BEYOND_LIMIT, TOO_LONG) if too_long else (State.NOT_CONNECTED, reason)
