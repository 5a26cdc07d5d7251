"""Departures of a day per stop and direction, as a person at the stop would count them."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.analysis.stop_groups import StopGroups
from geo.domain import TripKind
from geo.network.timetable import NONE, NOT_AVAILABLE, PHONE_AGENCY, Feed, trips_on
from geo.units import SECONDS_PER_MINUTE

KINDS = tuple(str(kind) for kind in TripKind)
DEPARTURE_SCHEMA: dict[str, Any] = {
    "group": pl.Int32,
    "stop": pl.Int32,
    "next_group": pl.Int32,
    "line": pl.String,
    "direction": pl.Int32,
    "route_type": pl.Int32,
    "kind": pl.Enum(KINDS),
    "departure_s": pl.Int32,
    "trip": pl.Int32,
}
MINUTE_S = int(SECONDS_PER_MINUTE)  # times of a timetable are whole seconds


def departure_table(
    feed: Feed, groups: StopGroups, day: date, *, school: npt.NDArray[np.bool_] | None = None
) -> pl.DataFrame:
    """Departures of a day.

    Parameters
    ----------
    feed
        The timetable.
    groups
        Its stops, put together.
    day
        Service day: trips that began before midnight run on after 24:00, those of the night before are its own.
    school
        Per trip, whether it is for pupils only (`geo.analysis.school_trips`); as the feed says if not given.

    Returns
    -------
    DataFrame
        ``DEPARTURE_SCHEMA``, sorted by group, time, line. A departure is a call where people may board and
        after which the trip goes on to another stop (``next_group``). ``direction`` tells the directions of a line
        apart at this stop: its direction_id where the line has both in the feed, else 2 + next_group.
        ``kind`` is on demand where the trip is, or where this stop must be ordered by phone.

    Notes
    -----
    Departures of one line from one stop to the same next stop in the same minute are one departure, of which
    the most open kind stays: a trip that a feed holds twice does not double the service. Lines are told apart by
    vehicle and name, not by route_id or agency: many feeds give each direction or operator a route of its own.
    """
    calls = _calls(feed, groups, day)
    trips = feed.trips.with_row_index("trip").with_columns(pl.col("trip").cast(pl.Int32))
    if school is not None:
        trips = trips.with_columns(school=pl.Series(school))
    lines = line_table(feed)
    table = (
        calls.join(trips, on="trip")
        .join(lines, on="route")
        .with_columns(
            kind=pl.when(pl.col("on_demand") | (pl.col("pickup_type") == PHONE_AGENCY))
            .then(pl.lit(str(TripKind.ON_DEMAND)))
            .when("school")
            .then(pl.lit(str(TripKind.SCHOOL)))
            .otherwise(pl.lit(str(TripKind.REGULAR)))
            .cast(pl.Enum(KINDS)),
            direction=pl.when("both_directions")
            .then(pl.col("direction_id").cast(pl.Int32))
            .otherwise(pl.col("next_group") + 2),
            minute=pl.col("departure_s") // MINUTE_S,
        )
    )
    # Enum order is the order of TripKind: of doubles the regular one stays.
    once = table.sort("kind", "departure_s", "trip").unique(
        ["group", "line", "next_group", "minute"], keep="first", maintain_order=True
    )
    sort = ["group", "departure_s", "line", "next_group"]
    return once.select(pl.col(name).cast(kind) for name, kind in DEPARTURE_SCHEMA.items()).sort(sort)


def line_table(feed: Feed) -> pl.DataFrame:
    """Line of each route: ``route``, ``line`` (kind of vehicle and name), ``route_type``, ``both_directions``.

    The name is the short one, else the long one, else the route_id, without blanks and in lower case. A line has
    both directions if its trips carry direction_id 0 and 1 and none is without.
    """
    name = (
        pl.when(pl.col("route_short_name") != "")
        .then("route_short_name")
        .when(pl.col("route_long_name") != "")
        .then("route_long_name")
        .otherwise("route_id")
    )
    lines = feed.routes.with_row_index("route").select(
        pl.col("route").cast(pl.Int32),
        "route_type",
        line=pl.format("{}|{}", "route_type", name.str.to_lowercase().str.replace_all(r"\s+", "")),
    )
    directions = (
        feed.trips.select("route", "direction_id")
        .join(lines, on="route")
        .group_by("line")
        .agg(both_directions=(pl.n_unique("direction_id") == 2) & (pl.min("direction_id") > NONE))
    )
    return lines.join(directions, on="line", how="left").with_columns(
        pl.col("both_directions").fill_null(value=False)
    )


def _calls(feed: Feed, groups: StopGroups, day: date) -> pl.DataFrame:
    """Calls of the day after which a trip goes on to another group, with that group."""
    running = pl.Series("trip", trips_on(feed, day), dtype=pl.Int32)
    group = pl.Series("group", groups.group)
    calls = feed.stop_times.filter(pl.col("trip").is_in(running.implode()))
    calls = calls.with_columns(group=group.gather(calls["stop"]))
    following = calls.select(
        next_group=pl.col("group").shift(-1),
        goes_on=pl.col("trip").shift(-1) == pl.col("trip"),
    )
    return pl.concat([calls, following], how="horizontal").filter(
        pl.col("goes_on"),
        pl.col("next_group") != pl.col("group"),
        pl.col("pickup_type") != NOT_AVAILABLE,
    )
