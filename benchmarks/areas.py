"""Near areas beside spopt: how many people in need stand in an area, and how long it takes.

``python -m benchmarks.areas [--quick]``. At the size at hand (the default Verbund with its partners) and on a made-up
Land of some 4,000 places. spopt has no model of near areas (each pair within a limit, two municipalities at least): its
regions are mended into near areas by a greedy rule, and the greedy rule alone is told beside it.
"""

import argparse
import json
import time
import warnings
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from libpysal.weights import W
from spopt.region import WardSpatial

from geo.analysis.gaps import gap_table
from geo.analysis.travel_time import reach_table
from geo.areas.near_areas import to_limits
from geo.areas.near_model import find_hub, solve_near
from geo.areas.near_question import NearQuestion, find_parts, weights
from geo.areas.near_start import find_start
from geo.areas.times import measure_ways
from geo.crs import STORAGE
from geo.domain import Mode
from geo.layers import get_layer
from geo.network.parameters import RunParameters, read_parameters
from geo.pipeline.areas import join_area_places
from geo.settings import PROJECT_ROOT
from geo.sources.verbund import read_verbund

SEED = 61
VERBUND = PROJECT_ROOT / "data" / "verbuende" / "61-6-eins"
SERVICES = ("primary_school", "secondary_school", "further_school", "railway_station")
"""Known of all six municipalities without a download."""
KOMMUNEN, QUICK_KOMMUNEN = 396, 40  # North Rhine-Westphalia has 396 municipalities ...
SPACING_M = 9_280.0  # ... on 34,112 km2
NEED_SHARE = 0.5
WORK, QUICK_WORK = 2.0, 0.5  # deterministic time of each search and part
MEAN_SIZES = (3, 5, 8, 12, 20)  # places of a region of spopt, on average

Figures = dict[str, Any]
IntArray = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]
Case = tuple[NearQuestion, Points]
"""A question and where its places lie, (n, 2) metres."""


def measure_areas(*, quick: bool) -> Figures:
    """Both sizes; quality and seconds of ours, of spopt mended, of the greedy rule alone."""
    parameters = read_parameters()
    places, cases = read_at_hand(parameters)
    land = make_land(places, QUICK_KOMMUNEN if quick else KOMMUNEN, parameters)
    return {
        "at_hand": add_up([compare(case, None) for case in cases]),
        "land": compare(land, QUICK_WORK if quick else WORK),
    }


def find_keys(found: Figures) -> Figures:
    """The figures that stand at the top of ``results.json``; qualities and times ours over theirs."""
    here, land = found["at_hand"], found["land"]
    return {
        "areas_near_gap": here["gap"],
        "areas_near_vs_spopt_quality": here["covered"]["ours"] / max(here["covered"]["spopt"], 1),
        "areas_near_vs_spopt_ways": here["hub_seconds"]["ours"] / max(here["hub_seconds"]["spopt"], 1),
        "areas_near_seconds_ratio": here["seconds"]["ours"] / here["seconds"]["spopt"],
        "areas_near_land_gap": land["gap"],
        "areas_near_land_vs_spopt_quality": land["covered"]["ours"] / max(land["covered"]["spopt"], 1),
        "areas_near_land_vs_spopt_ways": land["hub_seconds"]["ours"] / max(land["hub_seconds"]["spopt"], 1),
        "areas_near_land_seconds_ratio": land["seconds"]["ours"] / land["seconds"]["spopt"],
    }


def read_at_hand(parameters: RunParameters) -> tuple[gpd.GeoDataFrame, list[Case]]:
    """Zentren and partners of the default Verbund, and one question per service; ways by the straight-line model."""
    package = read_verbund(VERBUND)
    places = join_area_places(package.zentren, package.ortsteile, package.partners)
    around = shapely.box(*places.total_bounds).buffer(100_000)
    layers = tuple(get_layer(key) for key in SERVICES)
    areas = dict.fromkeys(SERVICES, around)
    reach = reach_table(package.zentren, package.facilities, areas, layers, parameters)
    gaps = gap_table(reach, package.ortsteile.set_index("ortsteil_id")["residents_scaled"])
    base = to_question(places, places["place_id"].isin([]).to_numpy(), parameters)
    needs = [
        places["place_id"].isin(rows["ortsteil_id"]).to_numpy(dtype=np.bool_)
        for _, rows in gaps.groupby("layer")
    ]
    xy = shapely.get_coordinates(places.geometry.to_numpy())
    return places, [(replace(base, in_need=need), xy) for need in needs]


def to_question(
    places: gpd.GeoDataFrame, in_need: npt.NDArray[np.bool_], parameters: RunParameters
) -> NearQuestion:
    """Places with the limits of a run."""
    limits = to_limits(parameters)
    return NearQuestion(
        ags=places["ags"].to_numpy(dtype=object),
        in_need=in_need,
        people=places["residents"].fillna(0).to_numpy(dtype=np.int64),
        time_s=measure_ways(places.geometry, Mode.CAR, parameters).time_s,
        limit_s=limits.limit_s,
        min_residents=limits.min_residents,
        max_members=limits.max_members,
    )


def make_land(places: gpd.GeoDataFrame, kommunen: int, parameters: RunParameters) -> Case:
    """A made-up Land: municipalities on a grid, each with the places of one of ours around its middle.

    Residents of partner places, which are not known, are drawn from those of the Zentren; half of all places, drawn
    as well, are in need.
    """
    rng = np.random.default_rng(SEED)
    towns = [town for _, town in places.groupby("ags")]
    known = places["residents"].dropna().to_numpy(dtype=np.int64)
    side = int(np.ceil(kommunen**0.5))
    parts = []
    for number in range(kommunen):
        town = towns[rng.integers(len(towns))]
        middle = np.array([number % side, number // side]) * SPACING_M
        xy = shapely.get_coordinates(town.geometry.to_numpy())
        points = shapely.points(xy - np.median(xy, axis=0) + middle)
        parts.append(
            gpd.GeoDataFrame(
                {
                    "ags": f"{number:04}",
                    "residents": np.where(
                        town["residents"].isna(),
                        rng.choice(known, len(town)),
                        town["residents"].fillna(0).to_numpy(dtype=np.int64),
                    ),
                },
                geometry=points,
                crs=STORAGE,
            )
        )
    land = gpd.GeoDataFrame(
        {name: np.concatenate([part[name].to_numpy() for part in parts]) for name in ("ags", "residents")},
        geometry=np.concatenate([part.geometry.to_numpy() for part in parts]),
        crs=STORAGE,
    )
    question = to_question(land, rng.random(len(land)) < NEED_SHARE, parameters)
    return question, shapely.get_coordinates(land.geometry.to_numpy())


def compare(case: Case, work: float | None) -> Figures:
    """One question to all three, one after the other in one process; wall times."""
    question, xy = case
    start = time.perf_counter()
    solution = solve_near(question) if work is None else solve_near(question, work)
    ours_s = time.perf_counter() - start
    parts = list(find_parts(question))
    start = time.perf_counter()
    greedy = [area for part in parts for area in find_start(question, part)]
    greedy_s = time.perf_counter() - start
    start = time.perf_counter()
    spopt = [area for part in parts for area in solve_spopt(question, xy, part)]
    spopt_s = time.perf_counter() - start
    return {
        "places": len(question.ags),
        "in_need": int(question.in_need.sum()),
        "parts": len(parts),
        "largest_part": max((len(part) for part in parts), default=0),
        "people_in_need": int(weights(question).sum()),
        "covered": {
            "ours": solution.covered,
            "spopt": count_covered(question, spopt),
            "greedy": count_covered(question, greedy),
        },
        "hub_seconds": {
            "ours": solution.total_s,
            "spopt": add_ways(question, spopt),
            "greedy": add_ways(question, greedy),
        },
        "covered_bound": solution.covered_bound,
        "gap": round(solution.covered_gap, 6),
        "time_gap": round(solution.total_gap, 6),
        "seconds": {"ours": ours_s, "spopt": spopt_s, "greedy": greedy_s},
    }


def solve_spopt(question: NearQuestion, xy: Points, part: IntArray) -> list[IntArray]:
    """Regions of spopt's Ward clustering over places within the limit of each other, mended into near areas.

    How many regions is not known beforehand: the best of some mean sizes counts.
    """
    near = question.time_s[np.ix_(part, part)] <= question.limit_s
    np.fill_diagonal(near, val=False)
    frame = gpd.GeoDataFrame({"x": xy[part, 0], "y": xy[part, 1]}, geometry=shapely.points(xy[part]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = W({i: np.flatnonzero(row).tolist() for i, row in enumerate(near)}, silence_warnings=True)
        found = []
        for size in MEAN_SIZES:
            model = WardSpatial(frame, graph, ["x", "y"], max(round(len(part) / size), 1))
            model.solve()
            labels = np.asarray(model.labels_)
            areas = [find_start(question, part[labels == label]) for label in np.unique(labels)]
            found.append([area for region in areas for area in region])
    return max(found, key=lambda areas: count_covered(question, areas))


def count_covered(question: NearQuestion, areas: list[IntArray]) -> int:
    """People in need inside of areas, each of which keeps its limits."""
    for area in areas:
        inside = question.time_s[np.ix_(area, area)] <= question.limit_s
        assert inside.all(), "two members are too far from each other"
        assert len(set(question.ags[area])) > 1, "one municipality alone"
    return sum(int(weights(question)[area].sum()) for area in areas)


def add_ways(question: NearQuestion, areas: list[IntArray]) -> int:
    """Seconds from all members to the best place in need of their area to meet at."""
    total = 0
    for area in areas:
        total += round(question.time_s[area, find_hub(question, area)].sum())
    return total


def add_up(rows: list[Figures]) -> Figures:
    """Figures of several services as one."""

    def total(*path: str) -> Any:
        return sum(_at(row, path) for row in rows)

    covered, bound = total("covered", "ours"), total("covered_bound")
    return {
        "services": len(rows),
        **{name: max(row[name] for row in rows) for name in ("places", "largest_part", "time_gap")},
        **{name: total(name) for name in ("in_need", "parts", "people_in_need", "covered_bound")},
        "covered": {name: total("covered", name) for name in ("ours", "spopt", "greedy")},
        "hub_seconds": {name: total("hub_seconds", name) for name in ("ours", "spopt", "greedy")},
        "gap": round(1 - covered / bound, 6) if bound else 0.0,
        "seconds": {name: total("seconds", name) for name in ("ours", "spopt", "greedy")},
    }


def _at(row: Figures, path: tuple[str, ...]) -> Any:
    return row[path[0]] if len(path) == 1 else _at(row[path[0]], path[1:])


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.areas", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the Land")
    found = measure_areas(quick=parser.parse_args().quick)
    print(json.dumps(found | {"keys": find_keys(found)}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
