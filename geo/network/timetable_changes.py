"""What if the timetable were another: changes of a `Feed` that give a new `Feed`.

Trips that are added follow the line's own: the stops and running times of its main course in each direction. They are
ordinary trips of a service that runs on the one day, so that every search and every count treats them like any other.
Rows that were there keep their numbers.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from geo.network.courses import Course
from geo.network.timetable import NONE, REGULAR, SCHEMAS, STOP, Feed, IntArray, trips_on

SECONDS_PER_MINUTE = 60
METRES_PER_KM, SECONDS_PER_HOUR = 1000.0, 3600.0
ON_DEMAND_ROUTE_TYPE = 715  # GTFS, extended route types: demand and response bus


class ChangeSettings(BaseModel):
    """Settings of the changes; ``timetable_changes.toml`` explains each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same_trip_min: float = Field(ge=0)
    stop_s: int = Field(ge=0)
    most_detour_m: float = Field(gt=0)
    detour_kmh: float = Field(gt=0)
    road_factor: float = Field(ge=1)
    on_demand_kmh: float = Field(gt=0)


@cache
def read_change_settings() -> ChangeSettings:
    """The settings of this installation."""
    text = (files("geo.network") / "timetable_changes.toml").read_text("utf-8")
    return ChangeSettings.model_validate(tomllib.loads(text))


class Place(NamedTuple):
    """A place by name, metres in EPSG:25832."""

    name: str
    x: float
    y: float


def raise_frequency(
    feed: Feed, courses: Sequence[Course], day: date, window_s: tuple[int, int], interval_s: int
) -> Feed:
    """A line leaves every so many minutes.

    Parameters
    ----------
    feed
        The timetable.
    courses
        Of the line (`geo.network.courses.find_courses`); each gets its own minute, the one at which most of its
        trips leave already.
    day
        Service day.
    window_s
        First departure not before, last before, seconds of the day.
    interval_s
        Time between two departures.

    Returns
    -------
    Feed
        With a trip more wherever none of the line leaves within ``same_trip_min`` of the time. None is taken away.
    """
    for course in courses:
        wanted = _clock_face(course.departures_s, window_s, interval_s)
        feed = _repeat_trip(feed, day, course.trip, _keep_missing(wanted, course.departures_s))
    return feed


def add_departure(feed: Feed, courses: Sequence[Course], day: date, departure_s: int) -> Feed:
    """A line runs once more, in each direction, leaving its first stop at this time; not where it does already."""
    wanted = np.array([departure_s], np.int64)
    for course in courses:
        feed = _repeat_trip(feed, day, course.trip, _keep_missing(wanted, course.departures_s))
    return feed


def add_on_demand(
    feed: Feed, day: date, places: Sequence[Place], hub: int, *, window_s: tuple[int, int], interval_s: int
) -> Feed:
    """A bus when booked, between places and a stop.

    Parameters
    ----------
    feed
        The timetable.
    day
        Service day.
    places
        Where it calls at the door.
    hub
        Row of the stop that it leads to and comes from.
    window_s, interval_s
        First departure not before, last before; time between two departures.

    Returns
    -------
    Feed
        With a stop at each place and trips both ways (``on_demand``, route_type 715). They take the straight line times
        ``road_factor`` at ``on_demand_kmh``.
    """
    settings = read_change_settings()
    hub_name, hub_x, hub_y = feed.stops.select("stop_name", "x", "y").row(hub)
    metre_s = settings.road_factor / (settings.on_demand_kmh * METRES_PER_KM / SECONDS_PER_HOUR)
    times_s = np.arange(window_s[0], window_s[1], interval_s)
    first_stop, first_trip = feed.stops.height, feed.trips.height
    feed = replace(feed, stops=pl.concat([feed.stops, _stops(places)]))
    routes = _rows("routes", [("", "", "Bedarfsverkehr", "", ON_DEMAND_ROUTE_TYPE)])
    feed, service = _add_service(replace(feed, routes=pl.concat([feed.routes, routes])), day)
    trips: list[tuple[object, ...]] = []
    calls: list[tuple[object, ...]] = []
    for number, place in enumerate(places):
        ride_s = round(float(np.hypot(place.x - hub_x, place.y - hub_y)) * metre_s)
        ways = ((first_stop + number, hub, hub_name), (hub, first_stop + number, place.name))
        for (*ends, headsign), time_s in product(ways, times_s.tolist()):
            trip = first_trip + len(trips)
            trips.append(("", feed.routes.height - 1, service, NONE, headsign, True, False))
            calls += [
                (trip, ends[0], time_s, time_s, 1, REGULAR, REGULAR),
                (trip, ends[1], time_s + ride_s, time_s + ride_s, 2, REGULAR, REGULAR),
            ]
    return _append(feed, _rows("trips", trips), _rows("stop_times", calls))


def measure_vehicle_km(feed: Feed, trips: IntArray) -> float:
    """How far vehicles go on some trips: straight lines between stops times ``road_factor``, kilometres."""
    calls = feed.stop_times.filter(pl.col("trip").is_in(pl.Series(trips, dtype=pl.Int32).implode()))
    xy = feed.stops.select("x", "y").to_numpy()[calls["stop"].to_numpy()]
    trip = calls["trip"].to_numpy()
    along = (trip[1:] == trip[:-1]) if len(trip) else np.empty(0, np.bool_)
    crow_m = np.hypot(*(xy[1:] - xy[:-1]).T)[along].sum() if len(trip) else 0.0
    return float(crow_m * read_change_settings().road_factor / METRES_PER_KM)


def find_added(before: Feed, after: Feed, day: date) -> IntArray:
    """Trips of a day that a change has added."""
    trips = trips_on(after, day)
    return trips[trips >= before.trips.height]


def _clock_face(departures_s: IntArray, window_s: tuple[int, int], interval_s: int) -> IntArray:
    """Times of a regular service whose minute agrees with as many departures as possible; the earliest such."""
    begin, end = window_s
    minutes = (
        (departures_s[(departures_s >= begin) & (departures_s < end)] - begin)
        % interval_s
        // SECONDS_PER_MINUTE
    )
    offset = int(np.bincount(minutes).argmax()) * SECONDS_PER_MINUTE if len(minutes) else 0
    return np.arange(begin + offset, end, interval_s, dtype=np.int64)


def _keep_missing(wanted_s: IntArray, departures_s: IntArray) -> IntArray:
    """Times near which nothing leaves."""
    slack_s = read_change_settings().same_trip_min * SECONDS_PER_MINUTE
    near = np.abs(wanted_s[:, None] - departures_s) <= slack_s
    kept: IntArray = wanted_s[~near.any(axis=1)]
    return kept


def _repeat_trip(feed: Feed, day: date, template: int, departures_s: IntArray) -> Feed:
    """Copies of a trip that leave its first stop at other times."""
    if not len(departures_s):
        return feed
    feed, service = _add_service(feed, day)
    shown = feed.stop_times.filter(pl.col("trip") == template)
    shift_s = departures_s - shown["departure_s"][0]
    rows = pl.DataFrame(
        {
            "trip_new": pl.Series(feed.trips.height + np.arange(len(shift_s)), dtype=pl.Int32),
            "shift_s": pl.Series(shift_s, dtype=pl.Int32),
        }
    )
    calls = rows.join(shown, how="cross").with_columns(
        pl.col("arrival_s", "departure_s") + pl.col("shift_s"), trip=pl.col("trip_new")
    )
    one = feed.trips[template].with_columns(
        service=pl.lit(service, pl.Int32), trip_id=pl.lit(""), school=pl.lit(value=False)
    )
    return _append(feed, pl.concat([one] * len(shift_s)), calls.select(list(SCHEMAS["stop_times"])))


def _add_service(feed: Feed, day: date) -> tuple[Feed, int]:
    """A service of this day alone, and its number."""
    highest = [frame["service"].max() for frame in (feed.services, feed.trips)]
    service = 1 + max(int(str(number)) for number in [NONE, *highest] if number is not None)
    return replace(feed, services=pl.concat([feed.services, _rows("services", [(service, day)])])), service


def _append(feed: Feed, trips: pl.DataFrame, calls: pl.DataFrame) -> Feed:
    return replace(feed, trips=pl.concat([feed.trips, trips]), stop_times=pl.concat([feed.stop_times, calls]))


def _stops(places: Sequence[Place]) -> pl.DataFrame:
    return _rows(
        "stops", [(f"neu:{place.name}", place.name, place.x, place.y, STOP, NONE, "") for place in places]
    )


def _rows(table: str, rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS[table], orient="row")
