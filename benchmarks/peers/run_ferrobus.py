"""ferrobus on a real timetable and real streets: travel times, the walks that it finds, and how long a query takes.

Runs in the peers' environment: nothing of ours is imported. Arguments: case (.npz), folder with the feed's tables,
file with streets, file for the answers. On the day without service every way is a walk: so its walks are read.
"""

import datetime
import json
import sys
import time
from importlib.metadata import version
from typing import Any

import ferrobus
import numpy as np

NO_SERVICE = datetime.date(2000, 1, 1)


def main() -> None:
    """Answer one case."""
    case_file, tables, streets, answer_file = sys.argv[1:5]
    with np.load(case_file) as file:
        case: dict[str, Any] = {name: file[name] for name in file.files}
    day, limit_s, rides = (
        datetime.date.fromisoformat(str(case["day"])),
        int(case["walk_s"]),
        int(case["rides"]),
    )
    start = time.perf_counter()
    model = ferrobus.create_transit_model(streets, [tables], day, limit_s)
    prepare_s = time.perf_counter() - start
    resting = ferrobus.create_transit_model(streets, [tables], NO_SERVICE, limit_s)
    stops, origins, targets = (
        [_point(at, model, limit_s) for at in case[name]] for name in ("stops", "origins", "targets")
    )
    travel_s = np.full((len(origins), len(case["departures"]), len(targets)), -1, np.int32)
    seconds = []
    known = [target for target in targets if target is not None]
    rows = [i for i, target in enumerate(targets) if target is not None]
    for i, origin in enumerate(origins):
        for j, departure_s in enumerate(case["departures"].tolist() if origin is not None else []):
            begin = time.perf_counter()
            found = ferrobus.find_routes_one_to_many(model, origin, known, departure_s, rides)
            seconds.append(time.perf_counter() - begin)
            travel_s[i, j, rows] = [-1 if way is None else way["travel_time_seconds"] for way in found]
    walks = {
        f"{a}_to_{b}": _walks(resting, starts, ends, limit_s)
        for a, starts, b, ends in (
            ("stops", stops, "stops", stops), ("origins", origins, "stops", stops),
            ("targets", targets, "stops", stops), ("origins", origins, "targets", targets),
        )
    }  # fmt: skip
    near = {
        f"{name}_near": _near(points, len(stops))
        for name, points in (("origins", origins), ("targets", targets))
    }
    np.savez(answer_file, travel_s=travel_s, **walks, **near)
    figures = {"version": version("ferrobus"), "prepare_s": prepare_s, "query_s": float(np.median(seconds))}
    print(json.dumps(figures))


def _point(at: Any, model: Any, limit_s: int) -> Any:
    """A place as ferrobus knows it; None off its streets."""
    try:
        return ferrobus.create_transit_point(float(at[0]), float(at[1]), model, limit_s, 10_000)
    except (ValueError, RuntimeError):
        return None


def _walks(model: Any, starts: list[Any], ends: list[Any], limit_s: int) -> Any:
    """Seconds between the street nodes of places, -1 where too far."""
    found = np.full((len(starts), len(ends)), -1, np.int32)
    rows = [j for j, end in enumerate(ends) if end is not None]
    known = [ends[j] for j in rows]
    for i, start in enumerate(starts):
        if start is not None:
            ways = ferrobus.find_routes_one_to_many(model, start, known, 0, 0)
            found[i, rows] = [-1 if way is None else _single_walk_s(way, limit_s) for way in ways]
    return found


def _single_walk_s(way: dict[str, Any], limit_s: int) -> int:
    """Seconds of a walk; -1 if it is several walks over stops, which here are called transit, beyond the limit."""
    several = way["used_transit"] and way["travel_time_seconds"] > limit_s
    return -1 if several else int(way["travel_time_seconds"])


def _near(points: list[Any], n_stops: int) -> Any:
    """Stops that a place may begin or end at, in order: position of each, -1 where it is not among them."""
    order = np.full((len(points), n_stops), -1, np.int32)
    for i, point in enumerate(points):
        if point is not None:
            near = point.nearest_stops()
            order[i, near] = np.arange(len(near))
    return order


if __name__ == "__main__":
    main()
