"""What would mend a mobility gap most cheaply: three remedies, each tried and measured, then compared.

The remedies: serve the nearest stop more often, run once more in the evening, build a missing piece of footpath.
Efforts are vehicle kilometres a day and metres of path. They are compared in euros only where somebody has given unit
costs with a source; without them efforts of one kind are compared as they are, unlike ones are named side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

FloatArray = npt.NDArray[np.float64]
Kind = Literal["stop_service", "evening_trip", "footpath"]
FIRST_RADIUS_M = 25.0  # the search for a missing path looks this far first, then twice as far, and so on


class Effort(StrEnum):
    """What an effort is counted in, which is also the key of its unit cost."""

    VEHICLE_KM = "vehicle_km"
    PATH_M = "path_m"


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit of an effort costs in a year.

    Attributes
    ----------
    eur_a
        Euros a year: for a vehicle kilometre that runs on every day of its kind, for a metre of path its upkeep and
        the share of building it.
    source, date
        Whose figure it is.
    """

    eur_a: float
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Option:
    """One remedy that was tried.

    Attributes
    ----------
    kind
        Which.
    mends
        Whether the gap is closed by it; None where it could not be tried.
    effort, unit
        What it takes; None where it could not be tried.
    """

    kind: Kind
    mends: bool | None
    effort: float | None
    unit: Effort


@dataclass(frozen=True, slots=True)
class Ranked:
    """Remedies compared.

    Attributes
    ----------
    costs_eur_a
        Per option, in their order; None without unit cost.
    ranks
        Per option, 1 is the cheapest of those that mend; None where it does not mend or cannot be compared.
    basis
        ``cost``, ``effort`` (all that mend are counted in one unit), ``single`` (only one mends), ``none`` (none
        does), or ``not_comparable``.
    """

    costs_eur_a: tuple[float | None, ...]
    ranks: tuple[int | None, ...]
    basis: Literal["cost", "effort", "single", "none", "not_comparable"]


def compare_options(options: Sequence[Option], costs: Mapping[Effort, UnitCost]) -> Ranked:
    """Which remedy mends most cheaply.

    Parameters
    ----------
    options
        What was tried.
    costs
        Unit costs, where there are any.

    Returns
    -------
    Ranked
        Equal amounts share a rank.
    """
    priced = tuple(
        None
        if option.effort is None or option.unit not in costs
        else option.effort * costs[option.unit].eur_a
        for option in options
    )
    mending = [i for i, option in enumerate(options) if option.mends and option.effort is not None]
    none: tuple[int | None, ...] = (None,) * len(options)
    if not mending:
        return Ranked(priced, none, "none")
    if len(mending) == 1:
        return Ranked(priced, tuple(1 if i == mending[0] else None for i in range(len(options))), "single")
    if all(priced[i] is not None for i in mending):
        amounts, basis = {i: float(priced[i] or 0.0) for i in mending}, "cost"
    elif len({options[i].unit for i in mending}) == 1:
        amounts, basis = {i: float(options[i].effort or 0.0) for i in mending}, "effort"
    else:
        return Ranked(priced, none, "not_comparable")
    ranks = tuple(
        1 + sum(other < amounts[i] for other in amounts.values()) if i in amounts else None
        for i in range(len(options))
    )
    return Ranked(priced, ranks, "cost" if basis == "cost" else "effort")


class MissingLink(NamedTuple):
    """The shortest new path that brings a way within its limit: metres, and the positions of its two ends."""

    length_m: float
    here: int
    there: int


def find_missing_link(
    here_xy: FloatArray, here_m: FloatArray, there_xy: FloatArray, there_m: FloatArray, limit_m: float
) -> MissingLink | None:
    """The shortest straight path between what is reached from two ends, so that the whole way keeps the limit.

    Parameters
    ----------
    here_xy, here_m
        Places reached from the one end, shape (n, 2), and how far they are from it, metres.
    there_xy, there_m
        The same for the other end.
    limit_m
        Greatest length of the whole way, the new path included.

    Returns
    -------
    MissingLink or None
        None where no straight path is short enough. Of equally short ones the one with the shorter whole way.

    Notes
    -----
    Between all places of both sides; in rings that double, so that only near pairs are looked at. What lies between
    (water, railway, slope, property) is not known here: the path is where to look, not what can be built.
    """
    near, far = cKDTree(here_xy), cKDTree(there_xy)
    if not (near.n and far.n):
        return None
    most_m = limit_m - float(here_m.min()) - float(there_m.min())
    radius_m = FIRST_RADIUS_M
    while most_m >= 0:
        found = near.sparse_distance_matrix(far, min(radius_m, most_m), output_type="ndarray")
        i, j, apart_m = found["i"], found["j"], found["v"]
        whole_m = here_m[i] + there_m[j] + apart_m
        kept = np.flatnonzero(whole_m <= limit_m)
        if len(kept):
            best = kept[np.lexsort((whole_m[kept], apart_m[kept]))[0]]
            return MissingLink(float(apart_m[best]), int(i[best]), int(j[best]))
        if radius_m >= most_m:
            break
        radius_m *= 2
    return None
