"""Supply per head with floating catchments: 2SFCA, E2SFCA, M2SFCA (methods.md, section 3).

Sources: 2SFCA Luo & Wang 2003; E2SFCA Luo & Qi 2009 (the same weight in both steps); M2SFCA the weight, then
its square. Here the weight is the Gaussian ``exp(-t² / (2 sigma²))``. Catchment time and sigma are settings of
the run: no published value binds them.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputError

FloatArray = NDArray[np.float64]
PAIR_COLUMNS = ["origin_id", "facility_id", "travel_time_s"]
BALANCE_TOLERANCE = 1e-9  # relative; rounding of float64 sums


class Variant(StrEnum):
    """Which weights the two steps use."""

    TWO_STEP = "2sfca"
    ENHANCED = "e2sfca"
    MODIFIED = "m2sfca"


@dataclass(frozen=True, slots=True)
class CatchmentMethod:
    """Settings of one computation.

    Attributes
    ----------
    variant
        Which of the three.
    catchment_s
        Longest travel time t0 in seconds that counts, inclusive.
    sigma_s
        Standard deviation of the Gaussian weight in seconds; None for 2SFCA, which weighs nothing.
    """

    variant: Variant
    catchment_s: float
    sigma_s: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.catchment_s < np.inf:
            raise InputError(
                f"Das Einzugsgebiet (catchment_s) muss größer als 0 s sein, nicht {self.catchment_s}."
            )
        if self.variant is Variant.TWO_STEP:
            if self.sigma_s is not None:
                raise InputError(
                    "2SFCA gewichtet nicht nach Zeit: bitte sigma_s weglassen oder E2SFCA wählen."
                )
        elif self.sigma_s is None or not 0 < self.sigma_s < np.inf:
            raise InputError(f"{self.variant.upper()} braucht sigma_s größer als 0 s: bitte angeben.")

    def weight(self, travel_time_s: FloatArray) -> FloatArray:
        """Weight w(t) of a travel time in seconds, from 1 at the door falling; 1 throughout for 2SFCA."""
        if self.sigma_s is None:
            return np.ones_like(travel_time_s)
        return np.asarray(np.exp(-(travel_time_s**2) / (2 * self.sigma_s**2)))


@dataclass(frozen=True, slots=True)
class Balance:
    """Whether what is handed out is what there is.

    Attributes
    ----------
    supply
        Of all facilities.
    supply_reached
        Of those with demand in their catchment; only this can be handed out.
    handed_out
        Sum of A_i D_i.
    demand_outside
        People outside of the Verbund who share in its supply (or bring theirs): part of the demand.
    holds
        Whether ``handed_out`` equals ``supply_reached``; None for M2SFCA, where it must not.
    """

    supply: float
    supply_reached: float
    handed_out: float
    demand_inside: float
    demand_outside: float
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Catchments:
    """Result: supply per head by origin, load by facility, and the balance.

    Attributes
    ----------
    origins
        Indexed by ``origin_id``: ``demand``, ``inside``, ``access`` (A_i, supply per person; 0 where no
        facility lies in the catchment) and ``n_facilities``.
    facilities
        Indexed by ``facility_id``: ``supply``, ``demand_weighted``, ``ratio`` (R_j; missing without demand)
        and ``has_demand``.
    balance
        The invariant, checked.
    """

    origins: pd.DataFrame
    facilities: pd.DataFrame
    balance: Balance


def two_step_catchment(
    pairs: pd.DataFrame, origins: pd.DataFrame, supply: pd.Series, method: CatchmentMethod
) -> Catchments:
    """Supply per head of every origin.

    R_j = S_j / sum_k D_k w(t_kj) over the origins k within t0; A_i = sum_j R_j w(t_ij) over the facilities j
    within t0. 2SFCA: w = 1. M2SFCA: w² in the second step.

    Parameters
    ----------
    pairs
        Sparse table ``origin_id``, ``facility_id``, ``travel_time_s``, each pair once. It must hold every pair
        within the catchment; longer ones are passed over.
    origins
        Indexed by ``origin_id``: ``demand`` (people, >= 0) and ``inside`` (bool, whether the origin belongs to
        the Verbund). People outside count as demand and are stated in the balance.
    supply
        Capacity S_j >= 0 indexed by ``facility_id``. A facility whose capacity is unknown is refused.
    method
        Variant and settings.

    Raises
    ------
    InputError
        If a pair stands twice or speaks of something unknown, or a figure is missing or negative.
    """
    _validate(pairs, origins, supply)
    near = pairs[pairs["travel_time_s"] <= method.catchment_s]
    origin = origins.index.get_indexer(near["origin_id"])
    facility = supply.index.get_indexer(near["facility_id"])
    weight = method.weight(near["travel_time_s"].to_numpy(dtype=np.float64))
    demand = origins["demand"].to_numpy(dtype=np.float64)
    capacity = supply.to_numpy(dtype=np.float64)
    weighted = np.bincount(facility, demand[origin] * weight, minlength=len(supply))
    ratio = np.divide(capacity, weighted, out=np.full(len(supply), np.nan), where=weighted > 0)
    second = weight**2 if method.variant is Variant.MODIFIED else weight
    part = np.nan_to_num(ratio, nan=0.0)[facility] * second
    access = np.bincount(origin, part, minlength=len(origins))
    by_origin = origins[["demand", "inside"]].assign(
        access=access, n_facilities=np.bincount(origin, minlength=len(origins))
    )
    by_facility = pd.DataFrame(
        {"supply": capacity, "demand_weighted": weighted, "ratio": ratio, "has_demand": weighted > 0},
        index=supply.index,
    )
    return Catchments(by_origin, by_facility, _balance(by_origin, by_facility, method.variant))


def _balance(origins: pd.DataFrame, facilities: pd.DataFrame, variant: Variant) -> Balance:
    handed_out = float((origins["access"] * origins["demand"]).sum())
    reached = float(facilities.loc[facilities["has_demand"], "supply"].sum())
    served = origins[origins["n_facilities"] > 0]
    inside = served["inside"].to_numpy(dtype=bool)
    holds = None
    if variant is not Variant.MODIFIED:
        holds = bool(np.isclose(handed_out, reached, rtol=BALANCE_TOLERANCE, atol=0.0))
    return Balance(
        supply=float(facilities["supply"].sum()),
        supply_reached=reached,
        handed_out=handed_out,
        demand_inside=float(served.loc[inside, "demand"].sum()),
        demand_outside=float(served.loc[~inside, "demand"].sum()),
        holds=holds,
    )


def _validate(pairs: pd.DataFrame, origins: pd.DataFrame, supply: pd.Series) -> None:
    for values, title in ((origins["demand"], "Die Einwohnerzahl"), (supply, "Die Kapazität")):
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        wrong = values.index[~((numbers >= 0) & np.isfinite(numbers))]
        if len(wrong):
            raise InputError(
                f"{title} von „{wrong[0]}“ fehlt oder ist negativ: bitte ergänzen oder die Zeile weglassen."
            )
    for index, column in ((origins.index, "origin_id"), (supply.index, "facility_id")):
        if not index.is_unique:
            raise InputError(
                f"{column} „{index[index.duplicated()][0]}“ steht doppelt: bitte eine Zeile löschen."
            )
        unknown = pairs.loc[~pairs[column].isin(index), column]
        if len(unknown):
            raise InputError(f"{column} „{unknown.iloc[0]}“ steht nur bei den Reisezeiten: bitte ergänzen.")
    if pairs.duplicated(["origin_id", "facility_id"]).any():
        doubled = pairs[pairs.duplicated(["origin_id", "facility_id"])].iloc[0]
        raise InputError(
            f"Die Reisezeit von „{doubled['origin_id']}“ nach „{doubled['facility_id']}“ steht doppelt: "
            "bitte eine löschen."
        )
    if not (pairs["travel_time_s"] >= 0).all():
        raise InputError("Eine Reisezeit fehlt oder ist negativ: bitte die Zeile weglassen.")
