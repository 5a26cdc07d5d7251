"""Near areas as tables: places of several municipalities, close together, that miss the same norm."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas.near_model import solve_near
from geo.areas.near_question import NearQuestion, NearSolution, weights
from geo.network.parameters import RunParameters
from geo.units import SECONDS_PER_MINUTE

AREA_COLUMNS = [
    "area_id", "kind", "service", "hub_id", "ags", "residents", "residents_in_need", "spread", "total_s",
    "both_missed", "both_met",
]  # fmt: skip
MEMBER_COLUMNS = ["area_id", "place_id", "in_need", "time_to_hub_s"]
NEAR = "near"


@dataclass(frozen=True, slots=True)
class AreaLimits:
    """What a near area must keep: seconds between each two members, fewest residents, most members."""

    limit_s: float
    min_residents: float
    max_members: int


@dataclass(frozen=True, slots=True)
class NearAreas:
    """Areas of one service.

    Attributes
    ----------
    areas, members
        `AREA_COLUMNS` and `MEMBER_COLUMNS`.
    figures
        How well they were found: people in need, covered, bounds, gaps, seconds.
    """

    areas: pd.DataFrame
    members: pd.DataFrame
    figures: dict[str, float | int | str]


def to_limits(parameters: RunParameters) -> AreaLimits:
    """Limits of a run."""
    settings = parameters.areas
    return AreaLimits(
        limit_s=settings["limit_min"] * SECONDS_PER_MINUTE,
        min_residents=settings["min_residents"],
        max_members=int(settings["max_members"]),
    )


def near_areas(
    places: pd.DataFrame,
    time_s: npt.NDArray[np.float64],
    service: str,
    in_need: npt.NDArray[np.bool_],
    *,
    limits: AreaLimits,
) -> NearAreas:
    """Near areas of one service.

    Parameters
    ----------
    places
        Columns place_id, ags, residents (missing where not known, as of partners); in a fixed order.
    time_s
        Seconds between places in that order, symmetric, infinite where far.
    service
        Key of a layer.
    in_need
        Which places miss its norm.
    limits
        What an area must keep.
    """
    people = places["residents"].fillna(0).to_numpy(dtype=np.int64)
    question = NearQuestion(
        ags=places["ags"].to_numpy(dtype=object),
        in_need=in_need,
        people=people,
        time_s=time_s,
        limit_s=limits.limit_s,
        min_residents=limits.min_residents,
        max_members=limits.max_members,
    )
    solution = solve_near(question)
    ids = places["place_id"].to_numpy(dtype=object)
    areas, members = [], []
    for hub in np.unique(solution.hub[solution.hub >= 0]):
        inside = np.flatnonzero(solution.hub == hub)
        area = _area_row(question, inside, int(hub), service)
        area_id = f"{NEAR}-{service}-{ids[hub]}"
        areas.append({"area_id": area_id, "hub_id": ids[hub], **area})
        members += [
            {
                "area_id": area_id,
                "place_id": ids[i],
                "in_need": bool(in_need[i]),
                "time_to_hub_s": float(time_s[i, hub]),
            }
            for i in inside
        ]
    return NearAreas(
        pd.DataFrame(areas, columns=AREA_COLUMNS).sort_values(
            ["residents_in_need", "area_id"], ascending=[False, True], ignore_index=True
        ),
        pd.DataFrame(members, columns=MEMBER_COLUMNS).sort_values(
            ["area_id", "time_to_hub_s", "place_id"], ignore_index=True
        ),
        _figures(question, solution),
    )


def _area_row(
    question: NearQuestion, inside: npt.NDArray[np.intp], hub: int, service: str
) -> dict[str, object]:
    needy = inside[question.in_need[inside]]
    return {
        "kind": NEAR,
        "service": service,
        "ags": sorted(set(question.ags[inside])),
        "residents": int(question.people[inside].sum()),
        "residents_in_need": int(question.people[needy].sum()),
        "spread": float(question.time_s[np.ix_(inside, inside)].max()),
        "total_s": float(question.time_s[inside, hub].sum()),
        "both_missed": [],
        "both_met": [],
    }


def _figures(question: NearQuestion, solution: NearSolution) -> dict[str, float | int | str]:
    weight = weights(question)
    return {
        "n_in_need": int(question.in_need.sum()),
        "residents_in_need": int(weight.sum()),
        "covered": solution.covered,
        "covered_bound": solution.covered_bound,
        "covered_gap": round(solution.covered_gap, 6),
        "total_s": solution.total_s,
        "total_bound_s": solution.total_bound_s,
        "total_gap": round(solution.total_gap, 6),
        "seconds": round(solution.seconds, 3),
    }
