"""The courses of a line on a day: which stops it serves in each direction, and when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from geo.errors import InputError
from geo.network.timetable import NONE, Feed, IntArray, trips_on

LEAST_STOPS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Main course of a line in one direction.

    Attributes
    ----------
    trip
        The trip that shows stops and running times: a row of the feed.
    begin, end
        Names of its first and last stop.
    departures_s
        When trips of the line leave the first stop that also serve the last one, rising; also of other courses, not
        those for pupils only.
    """

    trip: int
    begin: str
    end: str
    departures_s: IntArray


def find_courses(feed: Feed, routes: Sequence[int], day: date) -> list[Course]:
    """Main courses of a line on a day: the one with the most trips, and its way back.

    Parameters
    ----------
    feed
        The timetable.
    routes
        Rows of its routes that are the line.
    day
        Service day.

    Returns
    -------
    list of Course
        One or two. The way back leads from the last stop's name to the first one's; where no trip does, it
        is the course with the most trips in the other ``direction_id``. Trips on demand do not count. Running times
        are those of the trip in the middle, neither the quickest nor the slowest.

    Raises
    ------
    InputError
        If the line does not run on that day.
    """
    calls = calls_of(feed, routes, day)
    shapes = _group_by_stops(calls)
    main = shapes[0]
    back = [
        row
        for row in shapes
        if (row["begin"], row["end"]) == (main["end"], main["begin"]) and row is not main
    ]
    other = [row for row in shapes if NONE < row["direction_id"] != main["direction_id"] > NONE]
    chosen = [main, *(back or other)[:1]]
    return [
        Course(row["trip"], row["begin"], row["end"], _departures_between(calls, row["begin"], row["end"]))
        for row in chosen
    ]


def find_usual_courses(
    feed: Feed, routes: Sequence[int], day: date, other_days: Sequence[date]
) -> tuple[list[Course], date]:
    """Main courses of a line as `find_courses` finds them, also for a day on which it does not run.

    Parameters
    ----------
    feed, routes, day
        As there.
    other_days
        Days that show its courses instead, the first on which it runs.

    Returns
    -------
    tuple
        The courses, and the day that shows them. Courses of another day have no departures.

    Raises
    ------
    InputError
        If the line runs on none of the days.
    """
    for shown in [day, *other_days]:
        if not _find_calls(feed, routes, shown).is_empty():
            courses = find_courses(feed, routes, shown)
            if shown != day:
                courses = [replace(course, departures_s=course.departures_s[:0]) for course in courses]
            return courses, shown
    raise _does_not_run(day)


def calls_of(feed: Feed, routes: Sequence[int], day: date) -> pl.DataFrame:
    """Calls of the trips of a line on a day, those on demand left out.

    Returns
    -------
    DataFrame
        As in the feed, with ``name`` (of the stop), ``direction_id`` and ``school`` (of the trip).

    Raises
    ------
    InputError
        If there is none.
    """
    calls = _find_calls(feed, routes, day)
    if calls.is_empty():
        raise _does_not_run(day)
    return calls.with_columns(name=feed.stops["stop_name"].gather(calls["stop"]))


def _does_not_run(day: date) -> InputError:
    return InputError(
        f"Die Linie fährt am {day:%d.%m.%Y} nicht: bitte einen anderen Tag oder eine andere Linie wählen."
    )


def _find_calls(feed: Feed, routes: Sequence[int], day: date) -> pl.DataFrame:
    """As `calls_of`, empty where there is none, without names."""
    trips = feed.trips.with_row_index("trip").with_columns(pl.col("trip").cast(pl.Int32))
    running = pl.Series("trip", trips_on(feed, day), dtype=pl.Int32)
    wanted = trips.filter(
        pl.col("trip").is_in(running.implode()), pl.col("route").is_in(list(routes)), ~pl.col("on_demand")
    )
    wanted = wanted.select("trip", "direction_id", "school")
    calls = feed.stop_times.join(wanted, on="trip", maintain_order="left")
    return calls.filter(pl.len().over("trip") >= LEAST_STOPS)


def _group_by_stops(calls: pl.DataFrame) -> list[dict[str, Any]]:
    """Courses with the same stops: trips in the middle of their running times, most trips and stops first."""
    trips = calls.group_by("trip", maintain_order=True).agg(
        pl.first("direction_id"),
        stops="stop",
        begin=pl.first("name"),
        end=pl.last("name"),
        span_s=pl.last("arrival_s") - pl.first("departure_s"),
    )
    courses = (
        trips.sort("span_s", "trip")
        .group_by("stops", maintain_order=True)
        .agg(pl.first("direction_id", "begin", "end"), trip=pl.col("trip").get(pl.len() // 2), n=pl.len())
        .sort(pl.col("n"), pl.col("stops").list.len(), -pl.col("trip"), descending=True)
    )
    return courses.drop("stops").to_dicts()


def _departures_between(calls: pl.DataFrame, begin: str, end: str) -> IntArray:
    """When trips leave one stop that call at another later on."""
    calls = calls.filter(~pl.col("school"))
    begins = calls.filter(pl.col("name") == begin)
    first = begins.group_by("trip").agg(pl.first("departure_s", "stop_sequence"))
    last = calls.filter(pl.col("name") == end).group_by("trip").agg(end_sequence=pl.last("stop_sequence"))
    both = first.join(last, on="trip").filter(pl.col("end_sequence") > pl.col("stop_sequence"))
    return np.unique(both["departure_s"].to_numpy()).astype(np.int64)
