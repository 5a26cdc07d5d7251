"""The score "Nahversorgung 0-5": services of daily need within walking distance, as a range where data are missing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from geo.domain import Mode, Scope, State
from geo.errors import InputError
from geo.norms import get_norm

SCORE_COLUMNS = ["points_known", "points_possible", "n_met", "n_unknown"]


class Component(BaseModel):
    """One service of the score: it counts if any of its layers lies within the distance of its norm."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: str
    layers: tuple[str, ...]
    norm: str
    weight: float

    @property
    def distance_m(self) -> float:
        """Length of the way in metres, from the norm register."""
        return get_norm(self.norm).value


class Nahversorgung(BaseModel):
    """The method as data (``geo/norms/nahversorgung.toml``) with its source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    mode: Mode
    source: str
    weights_source: str
    component: tuple[Component, ...]

    @property
    def most(self) -> int:
        """Highest score: one point per service, whatever the weights."""
        return len(self.component)

    def points(self) -> dict[str, float]:
        """Points of each service: its weight, scaled so that all of them sum to `most`."""
        total = sum(part.weight for part in self.component)
        return {part.key: part.weight / total * self.most for part in self.component}


@cache
def read_method() -> Nahversorgung:
    """The published method with equal weights."""
    text = (files("geo.norms") / "nahversorgung.toml").read_text("utf-8")
    return Nahversorgung.model_validate(tomllib.loads(text))


def with_weights(method: Nahversorgung, weights: Mapping[str, float]) -> Nahversorgung:
    """The method with other weights; services that are not named keep theirs.

    Raises
    ------
    InputError
        If a service is unknown, a weight is negative or no number, or all are 0.
    """
    known = {part.key: part.weight for part in method.component}
    for key, weight in weights.items():
        if key not in known:
            raise InputError(f"Das Gewicht „{key}“ gibt es nicht; möglich sind: {', '.join(known)}.")
        if not (weight >= 0 and isfinite(weight)):
            raise InputError(f"Das Gewicht „{key}“ muss eine Zahl ab 0 sein, nicht {weight}.")
    merged = {**known, **weights}
    if not sum(merged.values()) > 0:
        raise InputError("Mindestens ein Gewicht der Nahversorgung muss größer als 0 sein.")
    parts = tuple(part.model_copy(update={"weight": merged[part.key]}) for part in method.component)
    return method.model_copy(update={"component": parts, "weights_source": "Gewichte dieser Auswertung"})


def component_table(
    reach: pd.DataFrame, origins: pd.Index, method: Nahversorgung, searched_m: float = 0.0
) -> pd.DataFrame:
    """Whether each origin has each service within its distance.

    Parameters
    ----------
    reach
        ``origin_id``, ``layer``, ``mode``, ``scope``, ``state``, ``distance_m``, ``nearer_possible``; only the
        mode of the method and scope *anywhere* are read.
    origins
        Cells or Zentren to be judged.
    method
        Services and distances.
    searched_m
        Length of way up to which the engine searched for certain: a facility "beyond limit" without a figure
        is farther than that. 0 where every known facility has its figure.

    Returns
    -------
    DataFrame of nullable bool
        Index ``origins``, one column per service. True: within. False: certainly not. Missing: no data, or a
        facility that nobody mapped could be within.
    """
    chosen = reach[(reach["mode"] == str(method.mode)) & (reach["scope"] == str(Scope.ANYWHERE))]
    columns = {}
    for part in method.component:
        met, denied = np.zeros(len(origins), dtype=bool), np.ones(len(origins), dtype=bool)
        for layer in part.layers:
            rows = chosen[chosen["layer"] == layer].set_index("origin_id").reindex(origins)
            within, beyond = _judge(rows, part.distance_m, searched_m)
            met, denied = met | within, denied & beyond
        column = pd.array(met, dtype="boolean")
        column[~met & ~denied] = pd.NA
        columns[part.key] = column
    return pd.DataFrame(columns, index=origins)


def score_table(components: pd.DataFrame, method: Nahversorgung) -> pd.DataFrame:
    """The score of every origin.

    Parameters
    ----------
    components
        As `component_table` returns it.
    method
        Weights.

    Returns
    -------
    DataFrame
        Index of ``components``: ``points_known`` (services certainly within), ``points_possible`` (these and
        the unknown ones; equal where all is known), ``n_met`` and ``n_unknown``. 0 <= known <= possible <= 5.
        An unknown service never counts as missing.
    """
    points = pd.Series(method.points())
    met = components[points.index].fillna(False).astype(bool)
    unknown = components[points.index].isna()
    known = met.to_numpy(dtype=np.float64) @ points.to_numpy()
    more = unknown.to_numpy(dtype=np.float64) @ points.to_numpy()
    data = {
        "points_known": known,
        "points_possible": np.minimum(known + more, method.most),
        "n_met": met.sum(axis=1),
        "n_unknown": unknown.sum(axis=1),
    }
    return pd.DataFrame(data, index=components.index)[SCORE_COLUMNS]


def mean_scores(scores: pd.DataFrame, residents: pd.Series, areas: pd.Series) -> pd.DataFrame:
    """Mean score of the residents of each area, again as a range.

    Parameters
    ----------
    scores
        As `score_table` returns it.
    residents, areas
        People and area of each origin, on the same index; origins without an area are left out.

    Returns
    -------
    DataFrame
        Indexed by area: ``residents``, ``points_known``, ``points_possible`` (missing where nobody lives) and
        ``residents_none`` (people who certainly have no service at all).
    """
    people = residents.reindex(scores.index).astype(np.float64)
    none = (scores["n_met"] == 0) & (scores["n_unknown"] == 0)
    weighted = pd.DataFrame(
        {
            "residents": people,
            "points_known": scores["points_known"] * people,
            "points_possible": scores["points_possible"] * people,
            "residents_none": people.where(none, 0.0),
        }
    )
    sums = weighted.groupby(areas.reindex(scores.index)).sum()
    living = sums["residents"].where(sums["residents"] > 0)
    return sums.assign(
        points_known=sums["points_known"] / living, points_possible=sums["points_possible"] / living
    )


def _judge(
    rows: pd.DataFrame, distance_m: float, searched_m: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Certainly within, certainly beyond."""
    figure = rows["distance_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    open_end = rows["nearer_possible"].eq(other=True).to_numpy(dtype=bool)
    state = rows["state"].to_numpy(dtype=object)
    no_way = (state == str(State.NOT_CONNECTED)) | (
        (state == str(State.BEYOND_LIMIT)) & (searched_m >= distance_m)
    )
    within = figure <= distance_m
    beyond = (figure > distance_m) | (np.isnan(figure) & no_way)
    return within, beyond & ~open_end
