"""What changed between two runs: times, states, norms, and the people concerned."""

import numpy as np
import pandas as pd

FIGURES = [
    "state", "facility_id", "travel_time_s", "distance_m", "limit_value", "limit_unit", "norm_id", "norm_met",
    "nearer_possible",
]  # fmt: skip
CHANGE_COLUMNS = [
    "layer", "mode", "scope", "presence", "state_a", "state_b", "state_changed",
    "travel_time_s_a", "travel_time_s_b", "travel_time_change_s", "distance_m_a", "distance_m_b",
    "distance_change_m", "facility_changed", "limit_changed", "norm_change",
    "residents", "residents_gained", "residents_lost",
]  # fmt: skip
SUMMARY_COLUMNS = [
    "layer", "mode", "scope", "n_both", "n_new", "n_missing", "n_state_changed", "n_faster", "n_slower",
    "median_change_s", "n_norm_gained", "n_norm_lost", "residents_gained", "residents_lost",
    "n_residents_unknown",
]  # fmt: skip
SAME_TIME_S = (
    0.5  # own setting: less is rounding (times are stored to 0.1 s, edges are rounded), not a change
)
BOTH, NEW, MISSING = "both", "new", "missing"
GAINED, LOST, SAME, UNKNOWN = "gained", "lost", "same", "unknown"


def compare_runs(
    reach_a: pd.DataFrame, reach_b: pd.DataFrame, residents: pd.Series, key: str = "zentrum_id"
) -> pd.DataFrame:
    """Differences from run A (before) to run B (after).

    Parameters
    ----------
    reach_a, reach_b
        Long tables as `geo.analysis.travel_time.reach_table` returns them: one row per place, layer, mode and
        scope.
    residents
        People per place, the same for both runs (else a census would look like a gain); missing where unknown.
    key
        Name of the column that identifies the place (``zentrum_id``, ``ortsteil_id``, ``cell_id``).

    Returns
    -------
    DataFrame
        ``key`` and `CHANGE_COLUMNS`, one row per place, layer, mode and scope that stands in either run, sorted.
        ``presence``: *both*, *new* (only in B) or *missing* (only in A). Changes are B minus A, missing unless
        both runs have the figure. ``norm_change``: *gained* (B meets the norm, A did not), *lost*, *same*, or
        *unknown* where a run does not judge, or judges by another norm or limit (``limit_changed``).
        ``residents_gained`` and ``residents_lost`` are the people of a place that gained or lost: 0 where it
        did neither, missing where residents are unknown.
    """
    index = [key, "layer", "mode", "scope"]
    joined = reach_a[[*index, *FIGURES]].merge(
        reach_b[[*index, *FIGURES]],
        on=index, how="outer", suffixes=("_a", "_b"), indicator="presence", validate="one_to_one",
    )  # fmt: skip
    presence = joined["presence"].astype(object).map({"both": BOTH, "right_only": NEW, "left_only": MISSING})
    both = presence == BOTH
    norm = _norm_change(joined, both)
    people = joined[key].map(residents).astype("Int64")
    table = joined.assign(
        presence=presence,
        state_changed=both & (joined["state_a"] != joined["state_b"]),
        travel_time_change_s=joined["travel_time_s_b"] - joined["travel_time_s_a"],
        distance_change_m=joined["distance_m_b"] - joined["distance_m_a"],
        facility_changed=both & _differs(joined, "facility_id"),
        limit_changed=both & _limit_changed(joined),
        norm_change=norm,
        residents=people,
        residents_gained=people.where(norm == GAINED, 0),
        residents_lost=people.where(norm == LOST, 0),
    )
    return table.sort_values(index, ignore_index=True)[[key, *CHANGE_COLUMNS]]


def summarise_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Changes per layer, mode and scope.

    Parameters
    ----------
    changes
        As `compare_runs` returns it.

    Returns
    -------
    DataFrame
        `SUMMARY_COLUMNS`. Faster and slower by more than `SAME_TIME_S`; ``median_change_s`` over places with a
        figure in both runs (missing without any); people over places whose residents are known, and in
        ``n_residents_unknown`` how many places that gained or lost have none.
    """
    change_s = changes["travel_time_change_s"]
    turned = changes["norm_change"].isin([GAINED, LOST])
    counted = changes[["layer", "mode", "scope"]].assign(
        n_both=changes["presence"] == BOTH,
        n_new=changes["presence"] == NEW,
        n_missing=changes["presence"] == MISSING,
        n_state_changed=changes["state_changed"],
        n_faster=change_s < -SAME_TIME_S,
        n_slower=change_s > SAME_TIME_S,
        n_norm_gained=changes["norm_change"] == GAINED,
        n_norm_lost=changes["norm_change"] == LOST,
        residents_gained=changes["residents_gained"].fillna(0),
        residents_lost=changes["residents_lost"].fillna(0),
        n_residents_unknown=turned & changes["residents"].isna(),
    )
    groups = ["layer", "mode", "scope"]
    sums = counted.groupby(groups).sum().astype("int64")
    median = changes.groupby(groups)["travel_time_change_s"].median()
    return sums.assign(median_change_s=median).reset_index()[SUMMARY_COLUMNS]


def _differs(joined: pd.DataFrame, name: str) -> pd.Series:
    """Whether a figure differs; missing in both is the same."""
    a, b = joined[f"{name}_a"].astype(object), joined[f"{name}_b"].astype(object)
    return ~((a == b).fillna(value=False).astype(bool) | (a.isna() & b.isna()))


def _limit_changed(joined: pd.DataFrame) -> pd.Series:
    return _differs(joined, "limit_value") | _differs(joined, "limit_unit") | _differs(joined, "norm_id")


def _norm_change(joined: pd.DataFrame, both: pd.Series) -> pd.Series:
    a, b = (joined[f"norm_met_{run}"].astype("boolean") for run in "ab")
    judged = both & a.notna() & b.notna() & ~_limit_changed(joined)
    met_a, met_b = (met.fillna(value=False).to_numpy(dtype=bool) for met in (a, b))
    change = np.select([~judged, met_b & ~met_a, met_a & ~met_b], [UNKNOWN, GAINED, LOST], SAME)
    return pd.Series(change, index=joined.index, dtype=object)
