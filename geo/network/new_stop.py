"""What if a line stopped at one place more: the stop is put where it costs each course the smallest detour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.errors import InputError
from geo.network.courses import calls_of
from geo.network.timetable import NONE, REGULAR, SCHEMAS, STOP, Feed
from geo.network.timetable_changes import (
    METRES_PER_KM,
    SECONDS_PER_HOUR,
    ChangeSettings,
    Place,
    read_change_settings,
)

FloatArray = npt.NDArray[np.float64]


class Insertion(NamedTuple):
    """Where a stop goes into a course: before this position, with so many metres of road there and on."""

    position: int
    there_m: float
    on_m: float
    saved_m: float

    @property
    def detour_m(self) -> float:
        """How much longer the course becomes."""
        return self.there_m + self.on_m - self.saved_m


def add_stop(feed: Feed, routes: Sequence[int], day: date, place: Place) -> Feed:
    """Let a line stop at a new place.

    Parameters
    ----------
    feed
        The timetable.
    routes
        Rows of its routes that are the line.
    day
        Its trips of this day stop there, both ways, as far as their courses pass within ``most_detour_m``.
    place
        Where.

    Returns
    -------
    Feed
        One stop more, as its last row. Trips that call there run later from there on, by the detour at
        ``detour_kmh`` and ``stop_s``; beyond the end of a course they go on, and begin earlier before its begin.

    Raises
    ------
    InputError
        If the line does not run on that day, or passes too far away.
    """
    settings = read_change_settings()
    calls = calls_of(feed, routes, day)
    new = feed.stops.height
    row = pl.DataFrame(
        [(f"neu:{place.name}", place.name, place.x, place.y, STOP, NONE, "")],
        schema=SCHEMAS["stops"],
        orient="row",
    )
    xy = feed.stops.select("x", "y").to_numpy()
    shapes = (
        calls.group_by("trip", maintain_order=True)
        .agg("stop")
        .group_by("stop", maintain_order=True)
        .agg("trip")
    )
    nearest_m, parts = np.inf, []
    for stops, trips in shapes.iter_rows():
        found = find_insertion(xy[stops], place, settings.road_factor)
        nearest_m = min(nearest_m, found.detour_m)
        if found.detour_m <= settings.most_detour_m:
            chosen = calls.filter(pl.col("trip").is_in(trips))
            parts.append(_insert(chosen.select(list(SCHEMAS["stop_times"])), found, new, settings))
    if not parts:
        detour = f"{nearest_m / METRES_PER_KM:.1f} km".replace(".", ",")
        raise InputError(
            f"Die Linie müsste für diese Haltestelle {detour} Umweg fahren: bitte einen Ort näher an ihr wählen."
        )
    changed = pl.concat(parts)
    kept = feed.stop_times.join(changed.select("trip").unique(), on="trip", how="anti")
    stop_times = pl.concat([kept, changed]).sort("trip", "stop_sequence", maintain_order=True)
    return replace(feed, stops=pl.concat([feed.stops, row]), stop_times=stop_times)


def find_insertion(course_xy: FloatArray, place: Place, road_factor: float) -> Insertion:
    """Position in a course (shape (n, 2), metres) where a place makes it longer by the least; the first of equals."""
    apart_m = np.hypot(course_xy[:, 0] - place.x, course_xy[:, 1] - place.y) * road_factor
    leg_m = np.hypot(*(course_xy[1:] - course_xy[:-1]).T) * road_factor
    there_m = np.concatenate([[0.0], apart_m])
    on_m = np.concatenate([apart_m, [0.0]])
    saved_m = np.concatenate([[0.0], leg_m, [0.0]])
    best = int(np.argmin(there_m + on_m - saved_m))
    return Insertion(best, float(there_m[best]), float(on_m[best]), float(saved_m[best]))


def _insert(calls: pl.DataFrame, found: Insertion, stop: int, settings: ChangeSettings) -> pl.DataFrame:
    """The same calls with one more, for trips of one course; ``stop_sequence`` is counted anew."""
    metre_s = SECONDS_PER_HOUR / (settings.detour_kmh * METRES_PER_KM)
    n = calls.group_by("trip").len()["len"][0]
    at = found.position
    calls = calls.with_columns(k=pl.int_range(pl.len()).over("trip"))
    here = calls.filter(pl.col("k") == min(at, n - 1))
    if at == 0:
        leave_s = here["departure_s"] - round(found.on_m * metre_s)
        moved, ready = calls, leave_s
    elif at == n:
        ready = here["departure_s"] + round(found.there_m * metre_s)
        moved, leave_s = calls, ready
    else:
        before = calls.filter(pl.col("k") == at - 1)
        ride_s = here["arrival_s"] - before["departure_s"]
        total_s = ride_s + round(found.detour_m * metre_s)
        share = found.there_m / max(found.there_m + found.on_m, 1.0)
        ready = before["departure_s"] + (total_s * share).round().cast(pl.Int32)
        leave_s = ready + settings.stop_s
        later_s = round(found.detour_m * metre_s) + settings.stop_s
        late = pl.when(pl.col("k") >= at).then(later_s).otherwise(0)
        moved = calls.with_columns((pl.col("arrival_s", "departure_s") + late).cast(pl.Int32))
    call = here.with_columns(
        arrival_s=ready.cast(pl.Int32), departure_s=leave_s.cast(pl.Int32), stop=pl.lit(stop, pl.Int32),
        k=pl.lit(at - 0.5), pickup_type=pl.lit(REGULAR, pl.UInt8), drop_off_type=pl.lit(REGULAR, pl.UInt8),
    )  # fmt: skip
    both = pl.concat([moved.with_columns(pl.col("k").cast(pl.Float64)), call]).sort("trip", "k")
    return both.with_columns(stop_sequence=pl.int_range(1, pl.len() + 1).over("trip").cast(pl.Int32)).drop(
        "k"
    )
