"""Residents per Ortsteil: published figures where there are some, an official total shared out where not.

Published figures have different dates, so they are never added up as they are: ``residents_scaled`` brings
every Ortsteil of a municipality to the official total and date.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputError

PUBLISHED = "veröffentlichte Zahl"
BY_GRID = "amtliche Summe der Kommune mal Anteil am Zensusraster 2011 (100 m, abgeleitet)"
BY_AREA = "amtliche Summe der Kommune mal Flächenanteil"
UNKNOWN = "keine Zahl bekannt"
REQUIRED = ["ags", "population", "grid_share", "area_km2"]


def share_residents(frame: pd.DataFrame, totals: pd.Series) -> pd.DataFrame:
    """Give every Ortsteil a number of residents and say how it came about.

    Parameters
    ----------
    frame
        One row per Ortsteil with ``ags``, ``population`` (published figure, missing where there is none),
        ``grid_share`` (share of the municipality's residents, missing where unknown) and ``area_km2``.
    totals
        Official residents per municipality, indexed by ``ags``; a municipality may be absent or missing.

    Returns
    -------
    DataFrame
        Same index. ``residents`` (Int64; missing where neither figure nor total is known, never 0 instead),
        ``residents_estimated`` (bool), ``residents_scaled`` (Int64; sums to the official total of each
        municipality; missing without a total) and ``residents_method`` (German).

    Raises
    ------
    InputError
        If a column is missing, a figure is negative, or an Ortsteil can be given no weight.
    """
    _validate(frame, totals)
    parts = [_share_kommune(rows, totals.get(ags)) for ags, rows in frame.groupby("ags", sort=False)]
    if not parts:
        return _result(frame.index, [], [], [])
    return pd.concat(parts).reindex(frame.index)


def largest_remainder(weights: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Share out a whole number by weights so that the parts sum to it exactly (Hare quota).

    Parameters
    ----------
    weights
        Not negative, not all 0.
    total
        Whole number to share out, at least 0.

    Returns
    -------
    numpy.ndarray
        One whole number per weight; a larger weight never gets less. Equal remainders: the larger weight,
        then the earlier position, is served first.
    """
    quota = weights / weights.sum() * total
    parts: NDArray[np.int64] = np.floor(quota).astype(np.int64)
    left = total - int(parts.sum())
    # Rounding noise in the quotas must not let a smaller weight overtake a larger one.
    order = np.lexsort((np.arange(len(weights)), -weights, -np.round(quota - parts, 9)))
    parts[order[:left]] += 1
    return parts


def _share_kommune(rows: pd.DataFrame, total: float | None) -> pd.DataFrame:
    published = rows["population"].astype("Float64")
    if total is None or pd.isna(total):
        method = np.where(published.notna(), PUBLISHED, UNKNOWN)
        return _result(rows.index, published.round().astype("Int64"), pd.NA, method)
    by_grid = bool(rows["grid_share"].notna().all() and rows["grid_share"].sum() > 0)
    weight = rows["grid_share"] if by_grid else rows["area_km2"]
    estimate = weight.astype(float) / float(weight.sum()) * float(total)
    residents = published.fillna(estimate.round()).astype("Float64")
    figures = published.fillna(estimate).to_numpy(dtype=float)
    if figures.sum() == 0:  # every published figure is 0, or the total is
        figures = weight.to_numpy(dtype=float)
    scaled = largest_remainder(figures, int(total))
    method = np.where(published.notna(), PUBLISHED, BY_GRID if by_grid else BY_AREA)
    return _result(rows.index, residents.round().astype("Int64"), scaled, method)


def _result(index: pd.Index, residents: object, scaled: object, method: object) -> pd.DataFrame:
    data = {"residents": residents, "residents_scaled": scaled, "residents_method": method}
    frame = pd.DataFrame(data, index=index).astype({"residents": "Int64", "residents_scaled": "Int64"})
    estimated = frame["residents_method"].isin([BY_GRID, BY_AREA])
    frame.insert(1, "residents_estimated", estimated)
    return frame


def _validate(frame: pd.DataFrame, totals: pd.Series) -> None:
    missing = [column for column in REQUIRED if column not in frame]
    if missing:
        raise InputError(f"In der Einwohnertabelle fehlt die Spalte {missing[0]}: bitte ergänzen.")
    for column in ("population", "grid_share", "area_km2"):
        negative = frame.index[frame[column].astype("Float64").lt(0).fillna(False)]
        if len(negative):
            raise InputError(
                f"{column} von {negative[0]} ist negativ: bitte in der Einwohnertabelle berichtigen."
            )
    if totals.lt(0).fillna(False).any():
        raise InputError("Eine amtliche Einwohnerzahl ist negativ: bitte in kommunen.geojson berichtigen.")
    flat = frame.index[~frame["area_km2"].astype("Float64").gt(0).fillna(False)]
    if len(flat):
        raise InputError(f"{flat[0]} hat keine Fläche: bitte die Grenze in der Ortsteil-Datei prüfen.")
