"""Gaps: where a norm is missed, how many people it concerns and by how much; ranked both ways."""

from dataclasses import dataclass

import pandas as pd

from geo.domain import Scope, State
from geo.units import SECONDS_PER_MINUTE

GAP_COLUMNS = [
    "ortsteil_id", "layer", "mode", "norm_id", "shortfall", "shortfall_share", "residents",
    "rank_people", "rank_shortfall",
]  # fmt: skip


NO_FIGURE = [str(State.BEYOND_LIMIT), str(State.NOT_CONNECTED)]
"""Without a figure these still miss every norm: nothing within the search, or no way at all."""


def limit_value(reach: pd.DataFrame) -> pd.Series:
    """The figure that the limit speaks of: metres of way or minutes, per row, same index."""
    return reach["distance_m"].where(reach["limit_unit"] == "m", reach["travel_time_s"] / SECONDS_PER_MINUTE)


def gap_table(reach: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Every missed norm with the people concerned and its shortfall.

    Parameters
    ----------
    reach
        As `geo.analysis.travel_time.reach_table` returns it.
    residents
        People per Ortsteil, scaled to the official total, indexed by id; missing where unknown.

    Returns
    -------
    DataFrame
        `GAP_COLUMNS`, one row per Ortsteil, layer and mode with a missed norm. ``shortfall`` is
        max(0, value - norm) in the unit of the norm, ``shortfall_share`` is shortfall / norm; both are missing
        where there is no figure (`NO_FIGURE`). Ranks count within a mode, 1 is the worst, equals share a rank;
        without a figure one is farther than with any. ``rank_people`` is missing where residents are.

    Notes
    -----
    All residents of an Ortsteil are counted at its Zentrum: the resolution of the straight-line model.
    """
    missed = reach[(reach["scope"] == str(Scope.ANYWHERE)) & (reach["norm_met"] == False)]  # noqa: E712 (nullable)
    shortfall = limit_value(missed) - missed["limit_value"]
    gaps = pd.DataFrame(
        {
            "ortsteil_id": missed["zentrum_id"],
            "layer": missed["layer"],
            "mode": missed["mode"],
            "norm_id": missed["norm_id"],
            "shortfall": shortfall,
            "shortfall_share": shortfall / missed["limit_value"],
            "residents": missed["zentrum_id"].map(residents).astype("Int64"),
        }
    )
    ranks = gaps.assign(shortfall_share=gaps["shortfall_share"].fillna(float("inf"))).groupby("mode")
    gaps["rank_people"] = ranks["residents"].rank(method="min", ascending=False).astype("Int64")
    gaps["rank_shortfall"] = ranks["shortfall_share"].rank(method="min", ascending=False).astype("Int64")
    return gaps.sort_values(["mode", "rank_people", "rank_shortfall", "ortsteil_id", "layer"])[GAP_COLUMNS]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a region does on one limit. Foster-Greer-Thorbecke: P0 share below, P1 mean relative shortfall.

    ``residents_missed`` and the shares are None where residents are unknown for a judged Ortsteil. Ortsteile without a
    figure (`NO_FIGURE`) are missed, and no part of P1.
    """

    n_total: int
    n_judged: int
    n_missed: int
    n_missed_nearer_possible: int
    n_data_missing: int
    residents_missed: int | None
    poverty_share: float | None
    poverty_gap: float | None


def summarise_coverage(reach: pd.DataFrame, residents: pd.Series) -> Coverage:
    """Coverage of one layer with one mode.

    Parameters
    ----------
    reach
        Rows of one layer, mode and scope, one per Zentrum.
    residents
        People per Ortsteil, scaled, indexed by id.
    """
    value = limit_value(reach)
    far = value.isna() & reach["state"].isin(NO_FIGURE)
    judged = reach[value.notna() | far]
    missed = reach[far | (value > reach["limit_value"])]
    people = judged["zentrum_id"].map(residents).astype("Float64")
    share: float | None = None
    gap: float | None = None
    below: int | None = None
    if len(judged) and not people.isna().any() and people.sum() > 0:
        shortfall = ((value[judged.index] - judged["limit_value"]) / judged["limit_value"]).clip(lower=0)
        below = int(people[missed.index].sum())
        share = float(people[missed.index].sum() / people.sum())
        valued = people[shortfall.notna()].sum()
        gap = float((shortfall * people).sum() / valued) if valued else None
    return Coverage(
        n_total=len(reach),
        n_judged=len(judged),
        n_missed=len(missed),
        n_missed_nearer_possible=int(missed["nearer_possible"].sum()),
        n_data_missing=len(reach) - len(judged),
        residents_missed=below,
        poverty_share=share,
        poverty_gap=gap,
    )
