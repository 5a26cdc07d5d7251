"""Norms missed per Ortsteil and layer, as `geo.analysis.ranking` compares them: people, and mean shortfall."""

from dataclasses import dataclass

import pandas as pd

from geo.analysis.coverage import norm_table

REACH_COLUMNS = [
    "cell_id", "layer", "mode", "scope", "state", "distance_m", "travel_time_s", "nearer_possible",
    "limit_value", "limit_unit", "norm_id",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormFigures:
    """One row per Ortsteil, one column per layer with a norm; more is worse.

    Attributes
    ----------
    people
        Residents who miss the norm; 0 where it is met, missing where too little is known.
    shortfall
        Mean of max(0, value - norm) / norm over the residents with a figure (P1); missing without any.
    judged
        Whether met or missed is known, of nearly everybody (`geo.analysis.coverage.MOST_UNKNOWN`).
    missed
        Whether anybody misses it.
    nearer_possible
        Whether some of those who miss it could have a nearer facility that nobody mapped.
    """

    people: pd.DataFrame
    shortfall: pd.DataFrame
    judged: pd.DataFrame
    missed: pd.DataFrame
    nearer_possible: pd.DataFrame


def place_norms(reach: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Norms of Ortsteile whose residents are all counted at the Zentrum.

    Parameters
    ----------
    reach
        As `geo.analysis.travel_time.reach_table` returns it, of one or more layers and modes.
    residents
        People per Ortsteil, scaled to the official total, indexed by id; missing where unknown.

    Returns
    -------
    DataFrame
        As `geo.analysis.coverage.norm_table` with ``area_kind`` ortsteil: the Ortsteil is its only cell. Where
        residents are unknown, ``residents_missed`` is 0 for a norm that is met and missing for one that is not.
    """
    ids = reach["zentrum_id"].drop_duplicates()
    one = pd.DataFrame({"cell_id": ids, "ortsteil_id": ids, "ags": "", "residents": 1.0})
    norms = norm_table(reach.assign(cell_id=reach["zentrum_id"])[REACH_COLUMNS], one)
    norms = norms[norms["area_kind"] == "ortsteil"].reset_index(drop=True)
    people = norms["area_id"].map(residents).astype("Float64")
    counted = {
        name: (norms[name] * people).where(norms[name] > 0, 0.0)
        for name in norms.columns
        if name.startswith("residents")
    }
    return norms.assign(**counted)


def pivot_norms(norms: pd.DataFrame, ortsteile: pd.Index) -> NormFigures:
    """Figures of one mode side by side.

    Parameters
    ----------
    norms
        As `place_norms` or `geo.analysis.coverage.norm_table` returns it; only Ortsteile are read.
    ortsteile
        Ids of all Ortsteile, the index of the result.
    """
    rows = norms[norms["area_kind"] == "ortsteil"]
    judged = rows["poverty_share"].notna()
    nearer = rows["residents_missed_nearer_possible"]
    rows = rows.assign(
        people=rows["residents_missed"].astype("Float64").where(judged),
        judged=judged,
        missed=(rows["poverty_share"].fillna(0) > 0).astype(bool),  # nullable, a missing one would be no "no"
        nearer=nearer.isna() | (nearer > 0),
    )

    def pivot(column: str) -> pd.DataFrame:
        return rows.pivot(index="area_id", columns="layer", values=column).reindex(ortsteile)

    return NormFigures(
        people=pivot("people").astype("Float64"),
        shortfall=pivot("poverty_gap").astype("Float64"),
        judged=pivot("judged").eq(other=True),
        missed=pivot("missed").eq(other=True),
        nearer_possible=pivot("nearer").eq(other=True),
    )
