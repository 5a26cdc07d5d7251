"""Twins: Zentren with the same profile of gaps at any distance, so that one concept serves them all.

A profile has one entry per norm that somebody in the Verbund misses (layer and mode): how far the norm is missed, as a
share s of the norm, bent to s / (1 + s), so that one very long way does not outweigh the rest. The distance of two
profiles is the mean difference of the entries that both know, weighted by the people who miss each norm: 0 the same,
near 1 opposite. Gower's handling of what is missing: an entry that one of the two does not know counts for neither, and
two that share less than half of the weight are not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from geo.analysis.gaps import limit_value
from geo.areas.near_areas import AREA_COLUMNS, MEMBER_COLUMNS
from geo.domain import Scope

FloatArray = npt.NDArray[np.float64]

TWIN = "twin"
TWIN_COLUMNS = ["a_id", "b_id", "distance", "both_missed", "both_met"]
UNLIKE = 1.0  # distance of two that cannot be compared
LEAST_SHARED = 0.5  # own setting: share of the weight that two profiles must both know


@dataclass(frozen=True, slots=True)
class Profiles:
    """Profiles of gaps.

    Attributes
    ----------
    zentrum_id, ags
        (n,) whose they are.
    norms
        What the entries are: "layer/mode", m of them.
    shortfall
        (n, m) share of the norm by which it is missed, 0 where it is met, NaN where not known.
    weight
        (m,) share of the people who miss it; sums to 1 unless nobody misses anything.
    people
        (n,) residents, 0 where not known.
    """

    zentrum_id: npt.NDArray[np.object_]
    ags: npt.NDArray[np.object_]
    norms: tuple[str, ...]
    shortfall: FloatArray
    weight: FloatArray
    people: npt.NDArray[np.int64]


def to_profiles(reach: pd.DataFrame, zentren: pd.DataFrame) -> Profiles:
    """Profiles of all Zentren.

    Parameters
    ----------
    reach
        As `geo.analysis.travel_time.reach_table` gives it.
    zentren
        Columns place_id, ags, residents; one row per Zentrum.
    """
    judged = reach[(reach["scope"] == str(Scope.ANYWHERE)) & reach["norm_met"].notna()]
    share = (limit_value(judged) / judged["limit_value"] - 1).clip(lower=0)
    table = pd.DataFrame(
        {
            "zentrum_id": judged["zentrum_id"],
            "norm": judged["layer"] + "/" + judged["mode"],
            "share": share.astype(float),
        }
    ).pivot_table(index="zentrum_id", columns="norm", values="share", aggfunc="first")
    table = table.reindex(zentren["place_id"])
    people = zentren["residents"].fillna(0).to_numpy(dtype=np.int64)
    missed = (table > 0).to_numpy()
    in_need = (missed * np.maximum(people, 1)[:, None]).sum(axis=0)
    kept = in_need > 0
    return Profiles(
        zentrum_id=zentren["place_id"].to_numpy(dtype=object),
        ags=zentren["ags"].to_numpy(dtype=object),
        norms=tuple(table.columns[kept]),
        shortfall=table.to_numpy(dtype=np.float64)[:, kept],
        weight=in_need[kept] / max(in_need.sum(), 1),
        people=people,
    )


def profile_distances(profiles: Profiles) -> FloatArray:
    """Distances of all profiles, shape (n, n), symmetric, 0 on the diagonal, at most 1."""
    bent = profiles.shortfall / (1 + profiles.shortfall)
    known = ~np.isnan(bent)
    bent = np.nan_to_num(bent)
    n, m = bent.shape
    different, shared = np.zeros((n, n)), np.zeros((n, n))
    for k in range(m):
        both = known[:, None, k] & known[None, :, k]
        different += profiles.weight[k] * both * np.abs(bent[:, None, k] - bent[None, :, k])
        shared += profiles.weight[k] * both
    compared = shared >= LEAST_SHARED
    distance = np.where(compared, different / np.where(compared, shared, 1.0), UNLIKE)
    np.fill_diagonal(distance, 0.0)
    return distance


def twin_groups(distance: FloatArray, cut: float) -> npt.NDArray[np.int64]:
    """Number of the group of each profile; each two inside a group are at most ``cut`` apart (complete linkage)."""
    if len(distance) < 2:
        return np.zeros(len(distance), dtype=np.int64)
    tree = linkage(squareform(distance, checks=False), method="complete")
    return np.asarray(fcluster(tree, t=cut, criterion="distance"), dtype=np.int64)


def twin_tables(profiles: Profiles, cut: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Groups of twins, their members, and each pair across a border.

    Returns
    -------
    areas, members
        `AREA_COLUMNS` and `MEMBER_COLUMNS`: groups of two municipalities or more that all miss one norm at least.
    twins
        `TWIN_COLUMNS`, one row per pair (``a_id < b_id``) of different municipalities in such a group, most alike
        first; what both miss and what both meet as "layer/mode", the most people first.
    """
    distance = profile_distances(profiles)
    group = twin_groups(distance, cut)
    areas, members, pairs = [], [], []
    for number in np.unique(group):
        inside = np.flatnonzero(group == number)
        missed = shared_norms(profiles, inside, missed=True)
        if len(set(profiles.ags[inside])) < 2 or not missed:
            continue
        first = inside[np.lexsort((profiles.zentrum_id[inside].astype(str), -profiles.people[inside]))[0]]
        area_id = f"{TWIN}-{profiles.zentrum_id[first]}"
        areas.append(_group_row(profiles, inside, distance) | {"area_id": area_id, "both_missed": missed})
        members += [
            {"area_id": area_id, "place_id": profiles.zentrum_id[i], "in_need": True, "time_to_hub_s": None}
            for i in inside
        ]
        pairs += _pairs(profiles, inside, distance)
    order = ["distance", "a_id", "b_id"]
    return (
        pd.DataFrame(areas, columns=AREA_COLUMNS),
        pd.DataFrame(members, columns=MEMBER_COLUMNS),
        pd.DataFrame(pairs, columns=TWIN_COLUMNS).sort_values(order, ignore_index=True),
    )


def shared_norms(
    profiles: Profiles, inside: Sequence[int] | npt.NDArray[np.intp], *, missed: bool
) -> list[str]:
    """Norms ("layer/mode") that all of these miss, or that all of these meet; the weightiest first."""
    values = profiles.shortfall[np.asarray(inside)]
    shared = (values > 0 if missed else values == 0).all(axis=0)
    order = sorted(np.flatnonzero(shared), key=lambda k: (-profiles.weight[k], profiles.norms[k]))
    return [profiles.norms[k] for k in order]


def _group_row(profiles: Profiles, inside: npt.NDArray[np.intp], distance: FloatArray) -> dict[str, object]:
    people = int(profiles.people[inside].sum())
    return {
        "kind": TWIN,
        "service": "",
        "hub_id": None,
        "ags": sorted(set(profiles.ags[inside])),
        "residents": people,
        "residents_in_need": people,
        "spread": float(distance[np.ix_(inside, inside)].max()),
        "total_s": None,
        "both_met": shared_norms(profiles, inside, missed=False),
    }


def _pairs(profiles: Profiles, inside: npt.NDArray[np.intp], distance: FloatArray) -> list[dict[str, object]]:
    ids = profiles.zentrum_id
    ordered = sorted(inside, key=lambda i: str(ids[i]))
    return [
        {
            "a_id": ids[i],
            "b_id": ids[j],
            "distance": float(distance[i, j]),
            "both_missed": shared_norms(profiles, [i, j], missed=True),
            "both_met": shared_norms(profiles, [i, j], missed=False),
        }
        for at, i in enumerate(ordered)
        for j in ordered[at + 1 :]
        if profiles.ags[i] != profiles.ags[j]
    ]
