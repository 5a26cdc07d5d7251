"""Two timetables compared: classes and travel times before and after, Ortsteil by Ortsteil."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.domain import Rank
from geo.norms.gueteklassen import Method
from geo.units import SECONDS_PER_MINUTE

CHANGE_COLUMNS = [
    "zentrum_id", "class_before", "class_after", "target", "window", "target_name", "before_s", "after_s",
    "minutes_gained", "norm_before", "norm_after", "norm_gained", "return_before_s", "return_after_s", "return_gained",
    "return_later",
]  # fmt: skip
FLAGS = ["norm_gained", "return_gained", "return_later"]
KEYS = ["zentrum_id", "target", "window"]
SAME_S = 60.0  # a minute more or less is the rounding of walks and departures, not a change
RANKS = tuple(str(rank) for rank in Rank)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What one timetable gives on one kind of days: letters by Ortsteil (missing where none), and travel times."""

    letters: pd.Series
    times: pd.DataFrame


def compare_sides(before: Side, after: Side) -> pd.DataFrame:
    """What changes for whom.

    Parameters
    ----------
    before, after
        Both of the same kind of days; times as in `geo.analysis.transit_times.TIME_COLUMNS`.

    Returns
    -------
    DataFrame
        `CHANGE_COLUMNS`, one row per Ortsteil whose class or any travel time or way home differs. It names the way that
        changes most: one to a centre before all others; of the medians the one with the most minutes, where a way
        that appears or goes away counts more than any; else the last way home. ``norm_gained``: a norm for the way to a
        centre is kept in any window in which it was not. ``return_gained``: a way home the same day where there was
        none, from a centre. ``return_later``: a later last way home from a centre.
    """
    ways = _join(before.times, after.times)
    differs = (ways["change_s"].abs() > SAME_S) | ways["appears"] | ways["goes"]
    changed = ways[differs | ways["return_gained"] | ways["return_later"]]
    order = ["is_centre", "size", "later_s"]
    best = changed.sort_values(order, ascending=False, kind="stable").drop_duplicates("zentrum_id")
    gained = changed.groupby("zentrum_id")[FLAGS].any()
    letters = pd.DataFrame({"class_before": before.letters, "class_after": after.letters})
    moved = letters[letters["class_before"].fillna("") != letters["class_after"].fillna("")]
    ids = list(dict.fromkeys([*moved.index, *best["zentrum_id"]]))
    table = best.drop(columns=FLAGS).set_index("zentrum_id").reindex(ids)
    table = table.join(letters).join(gained).rename_axis("zentrum_id").reset_index()
    table[FLAGS] = table[FLAGS].astype("boolean").fillna(value=False).astype(bool)
    return table.assign(minutes_gained=0.0 - table["change_s"] / SECONDS_PER_MINUTE)[CHANGE_COLUMNS]


def is_better(method: Method, before: str | None, after: str | None) -> bool:
    """Whether a class is better than another; any is better than none."""
    order = {letter: number for number, letter in enumerate(method.classes)}
    return order.get(after or "", len(order)) < order.get(before or "", len(order))


def _join(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    columns = [*KEYS, "target_name", "p50_s", "norm_met", "return_share", "last_ride_s"]
    ways = before[columns].merge(after[columns], on=KEYS, suffixes=("_before", "_after"))
    numbers = ["p50_s_before", "p50_s_after", "return_share_before", "return_share_after"]
    for name in [*numbers, "last_ride_s_before", "last_ride_s_after"]:
        ways[name] = ways[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    change_s = ways["p50_s_after"] - ways["p50_s_before"]
    appears = ways["p50_s_before"].isna() & ways["p50_s_after"].notna()
    goes = ways["p50_s_before"].notna() & ways["p50_s_after"].isna()
    was, now = (
        ways[f"norm_met_{side}"].astype("boolean").fillna(value=False) for side in ("before", "after")
    )
    later_s = ways["last_ride_s_after"] - ways["last_ride_s_before"]
    is_centre = ways["target"].isin(RANKS)
    return ways.assign(
        target_name=ways["target_name_after"].where(
            ways["target_name_after"] != "", ways["target_name_before"]
        ),
        before_s=ways["p50_s_before"],
        after_s=ways["p50_s_after"],
        change_s=change_s,
        appears=appears,
        goes=goes,
        size=change_s.abs().where(~(appears | goes), np.inf).fillna(0.0),
        later_s=later_s.fillna(0.0),
        is_centre=is_centre,
        return_later=(later_s > SAME_S) & is_centre,
        norm_before=ways["norm_met_before"],
        norm_after=ways["norm_met_after"],
        norm_gained=now & ~was,
        return_before_s=ways["last_ride_s_before"],
        return_after_s=ways["last_ride_s_after"],
        return_gained=is_centre
        & (ways["return_share_after"].fillna(0) > 0)
        & ~(ways["return_share_before"].fillna(0) > 0),
    )
