"""Residents of cells within reach, and norms met or missed by them, per Ortsteil, Kommune and Verbund.

The notions are those of `geo.analysis.gaps`, with the cell in place of the Zentrum: P0 is the share of judged
residents beyond the norm, P1 their mean shortfall relative to the norm (Foster-Greer-Thorbecke). Where facilities are
not known completely, a norm can be seen to be met but never to be missed: shares of those who could be judged
would be too good. So Ortsteile of which more than `MOST_UNKNOWN` cannot be judged have neither share, nor part in one.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.gaps import limit_value
from geo.domain import Scope, State
from geo.units import SECONDS_PER_MINUTE

MOST_UNKNOWN = 0.05  # own setting: share of the people of an Ortsteil
MINUTES = (5, 10, 15, 20, 30)
AREA_COLUMNS = ["area_kind", "area_id", "layer", "mode"]
COVERAGE_COLUMNS = [
    *AREA_COLUMNS, "minutes", "residents", "residents_within", "residents_beyond", "residents_unknown",
]  # fmt: skip
NORM_COLUMNS = [
    *AREA_COLUMNS, "norm_id", "residents", "residents_met", "residents_missed",
    "residents_missed_nearer_possible", "residents_unknown", "residents_unvalued",
    "poverty_share", "poverty_gap",
]  # fmt: skip
UNKNOWN_STATES = [str(State.DATA_MISSING), str(State.OUTSIDE_DATA_AREA)]


def coverage_table(
    reach: pd.DataFrame,
    cells: pd.DataFrame,
    minutes: Sequence[float] = MINUTES,
    searched_s: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """How many residents reach a layer within so many minutes.

    Parameters
    ----------
    reach
        ``cell_id``, ``layer``, ``mode``, ``scope``, ``state``, ``travel_time_s`` (missing where the state says
        so) and ``nearer_possible``; only scope *anywhere* is counted. One row per cell, layer and mode.
    cells
        ``cell_id`` (unique), ``ortsteil_id``, ``ags``, ``residents``; cells outside of the Ortsteile are left
        out of every sum.
    minutes
        Limits, inclusive.
    searched_s
        Per mode, up to which time the engine searched; beyond it a figure that is missing says nothing. A
        mode that is absent was searched without limit.

    Returns
    -------
    DataFrame
        `COVERAGE_COLUMNS`, one row per area (``area_kind`` ortsteil, kommune, verbund; ``area_id`` empty for
        the Verbund), layer, mode and limit. ``residents`` = within (certain) + beyond (certain) + unknown: no
        data, or a nearer facility is possible beyond the mapped area. Cells that ``reach`` does not name for a
        layer and mode are unknown.
    """
    rows = _joined(reach, cells)
    time_s = rows["travel_time_s"].to_numpy(dtype=np.float64, na_value=np.nan)
    searched = rows["mode"].map(searched_s or {}).to_numpy(dtype=np.float64, na_value=np.nan)
    searched = np.where(np.isnan(searched), np.inf, searched)
    open_end = rows["nearer_possible"].to_numpy(dtype=bool)
    no_data = rows["state"].isna().to_numpy() | rows["state"].isin(UNKNOWN_STATES).to_numpy()
    unconnected = (rows["state"] == str(State.NOT_CONNECTED)).to_numpy()
    parts = []
    for limit in minutes:
        limit_s = limit * SECONDS_PER_MINUTE
        within = time_s <= limit_s
        too_far = np.where(np.isnan(time_s), unconnected | (searched >= limit_s), time_s > limit_s)
        beyond = too_far.astype(bool) & ~open_end & ~no_data
        unknown = ~within & ~beyond
        sums = _sums(rows, {"within": within, "beyond": beyond, "unknown": unknown})
        parts.append(sums.assign(minutes=limit))
    return pd.concat(parts, ignore_index=True)[COVERAGE_COLUMNS]


def norm_table(reach: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Norms met and missed by the residents of each area.

    Parameters
    ----------
    reach
        As in `coverage_table`, with ``distance_m``, ``limit_value``, ``limit_unit`` and ``norm_id``; rows
        without a norm are passed over.
    cells
        As in `coverage_table`.

    Returns
    -------
    DataFrame
        `NORM_COLUMNS`, one row per area, layer, mode and norm. ``residents`` = met + missed + unknown. Missed:
        the figure exceeds the norm (as an upper bound in ``residents_missed_nearer_possible`` of them), or
        there is no way, or none within the search; the last two have no figure (``residents_unvalued``).
        ``poverty_share`` (P0) is missed / (met + missed). ``poverty_gap`` (P1) is the mean of
        max(0, value - norm) / norm over those with a figure, so with ``residents_unvalued`` > 0 it is too low.
        Both speak of the Ortsteile of which at most `MOST_UNKNOWN` are unknown, and are missing where there is none.
    """
    rows = _joined(reach[reach["norm_id"].notna()], cells)
    value = limit_value(rows).to_numpy(dtype=np.float64, na_value=np.nan)
    norm = rows["limit_value"].to_numpy(dtype=np.float64, na_value=np.nan)
    unvalued = np.isnan(value) & rows["state"].isin(
        [str(State.NOT_CONNECTED), str(State.BEYOND_LIMIT)]
    ).to_numpy(dtype=bool)
    met = value <= norm
    missed = (value > norm) | unvalued
    unknown = ~met & ~missed
    fair = _known_ortsteile(rows, unknown)
    sums = _sums(
        rows,
        {
            "met": met,
            "missed": missed,
            "missed_nearer_possible": missed & rows["nearer_possible"].to_numpy(dtype=bool),
            "unknown": unknown,
            "unvalued": unvalued,
            "fairly_judged": fair & ~unknown,
            "fairly_missed": fair & missed,
            "fairly_valued": fair & ~unknown & ~unvalued,
        },
        weights={"shortfall": fair * np.nan_to_num(np.maximum(value - norm, 0.0) / norm)},
    )
    ids = rows.dropna(subset="norm_id").drop_duplicates(["layer", "mode"])[["layer", "mode", "norm_id"]]
    table = sums.merge(ids, on=["layer", "mode"])
    judged, valued = table["residents_fairly_judged"], table["residents_fairly_valued"]
    table["poverty_share"] = (table["residents_fairly_missed"] / judged.where(judged > 0)).astype("Float64")
    table["poverty_gap"] = (table["shortfall"] / valued.where(valued > 0)).astype("Float64")
    return table[NORM_COLUMNS]


def _known_ortsteile(rows: pd.DataFrame, unknown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Per row, whether nearly everybody of its Ortsteil can be judged for that layer and mode."""
    people = rows["residents"].to_numpy(dtype=np.float64)
    counted = rows[["ortsteil_id", "layer", "mode"]].assign(people=people, unknown=people * unknown)
    sums = counted.groupby(["ortsteil_id", "layer", "mode"])[["people", "unknown"]].transform("sum")
    return np.asarray(sums["unknown"] <= MOST_UNKNOWN * sums["people"])


def _joined(reach: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every cell of an Ortsteil with every layer and mode that was asked; missing figures where none came."""
    home = cells.loc[cells["ortsteil_id"].notna(), ["cell_id", "ortsteil_id", "ags", "residents"]]
    found = reach[reach["scope"] == str(Scope.ANYWHERE)].drop(columns="scope")
    asked = found[["layer", "mode"]].drop_duplicates()
    rows = home.merge(asked, how="cross").merge(
        found, on=["cell_id", "layer", "mode"], how="left", validate="one_to_one"
    )
    return rows.assign(nearer_possible=rows["nearer_possible"].eq(True))  # missing is False


def _sums(
    rows: pd.DataFrame,
    flags: Mapping[str, NDArray[np.bool_]],
    weights: Mapping[str, NDArray[np.float64]] | None = None,
) -> pd.DataFrame:
    """Residents per area, layer and mode: all, those of each flag, and times each weight."""
    residents = rows["residents"].to_numpy(dtype=np.float64)
    counted = rows[["ortsteil_id", "ags", "layer", "mode", "residents"]].assign(
        **{f"residents_{key}": residents * flag for key, flag in flags.items()},
        **{key: residents * weight for key, weight in (weights or {}).items()},
    )
    figures = list(counted.columns[4:])
    parts = []
    for kind, column in (("ortsteil", "ortsteil_id"), ("kommune", "ags"), ("verbund", None)):
        named = counted.assign(area_kind=kind, area_id=counted[column] if column else "")
        parts.append(named.groupby(AREA_COLUMNS, sort=True, as_index=False)[figures].sum())
    return pd.concat(parts, ignore_index=True)
