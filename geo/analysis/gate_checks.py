"""What can be wrong with a timetable: one pure function per question, each answers with the cases it found."""

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from geo.network.stop_groups import group_stops
from geo.network.timetable import NONE, STOP, Feed, IntArray

SAME_POLE_M = 5.0  # own setting: closer together than two poles stand
ROUNDING_S = 60  # timetables are written in whole minutes: a ride of "0 min" may take nearly two
METRES_PER_S_TO_KMH = 3.6
# Own settings, in km/h between two stops as the crow flies: what no vehicle of the kind does by plan.
# Fastest: coaches 100 by law, trams and metros about 80, trains 300, ferries 60 (catamarans), cable cars 45.
FASTEST_KMH = {"rail": 320.0, "road": 120.0, "tram": 120.0, "water": 80.0, "cable": 60.0}
UNKNOWN_KMH = 320.0
_KINDS = {
    "rail": [2, *range(100, 118), *range(300, 400)],
    "road": [3, 11, *range(200, 300), *range(700, 900)],
    "tram": [0, 1, 12, *range(400, 700), *range(900, 1000)],
    "water": [4, *range(1000, 1100), *range(1200, 1300)],
    "cable": [5, 6, 7, *range(1300, 1500)],
}


def find_calls(feed: Feed) -> pl.DataFrame:
    """All calls with the call before on the same trip.

    Returns
    -------
    DataFrame
        trip, stop, arrival_s, departure_s, before (stop, missing at the first call), before_s (its departure).
    """
    same = pl.col("trip") == pl.col("trip").shift()
    return feed.stop_times.select(
        "trip",
        "stop",
        "arrival_s",
        "departure_s",
        before=pl.when(same).then(pl.col("stop").shift()),
        before_s=pl.when(same).then(pl.col("departure_s").shift()),
    )


def find_backward_calls(feed: Feed) -> pl.DataFrame:
    """Calls that a trip reaches before it has left the one before, or leaves before it arrives (see `find_calls`)."""
    falls = (pl.col("arrival_s") < pl.col("before_s")) | (pl.col("departure_s") < pl.col("arrival_s"))
    return find_calls(feed).filter(falls)


def find_speeding_calls(feed: Feed) -> pl.DataFrame:
    """Calls that no vehicle of the route's kind reaches in time.

    Straight line between the stops, and a minute more than planned, because times are rounded.

    Returns
    -------
    DataFrame
        As `find_calls`, with distance_m and speed_kmh (over the planned time and that minute).
    """
    calls = find_calls(feed).filter(pl.col("before").is_not_null(), pl.col("arrival_s") >= pl.col("before_s"))
    xy = feed.stops.select("x", "y").fill_null(np.nan).to_numpy()
    steps = xy[calls["stop"].to_numpy()] - xy[calls["before"].to_numpy()]
    limits = np.array([_fastest_kmh(kind) for kind in feed.routes["route_type"]])
    route = feed.trips["route"].to_numpy()[calls["trip"].to_numpy()]
    speeds = calls.with_columns(
        distance_m=pl.Series(np.nan_to_num(np.hypot(steps[:, 0], steps[:, 1]))),
        limit_kmh=pl.Series(limits[route], dtype=pl.Float64),
        planned_s=pl.col("arrival_s") - pl.col("before_s") + ROUNDING_S,
    )
    too_fast = pl.col("distance_m") * METRES_PER_S_TO_KMH > pl.col("limit_kmh") * pl.col("planned_s")
    speed = pl.col("distance_m") / pl.col("planned_s") * METRES_PER_S_TO_KMH
    return speeds.filter(too_fast).with_columns(speed_kmh=speed).drop("limit_kmh", "planned_s")


def find_duplicate_trips(feed: Feed) -> pl.DataFrame:
    """Days on which a trip runs although another of the same line does so with the same stops and times.

    Stops are compared as passengers know them (`geo.network.stop_groups`), lines by their short name, in all
    agencies: a trip that two of them deliver is one bus.

    Returns
    -------
    DataFrame
        trip, date, original (the first of the equal trips that runs that day).
    """
    trips = _trip_keys(feed)
    twins = trips.filter(pl.len().over("key") > 1)
    days = twins.join(feed.services, on="service").sort("key", "date", "trip")
    first = pl.col("trip").first().over("key", "date").alias("original")
    return (
        days.with_columns(first)
        .filter(pl.col("trip") != pl.col("original"))
        .select("trip", "date", "original")
    )


def find_one_way_lines(feed: Feed) -> pl.DataFrame:
    """Lines that run in one direction only.

    A line is what has one name at one agency. It runs both ways if it joins any two stops in both orders, one
    directly after the other or as the ends of trips; a line whose trips mostly end where they begin is a circle.

    Returns
    -------
    DataFrame
        agency_name, route_short_name, route_type, trips (number), first, last (stops of its first trip).
    """
    group = group_stops(feed.stops)
    calls = feed.stop_times.select("trip", stop=pl.Series(group[feed.stop_times["stop"].to_numpy()]))
    line = _line_numbers(feed)
    calls = calls.with_columns(line=pl.Series(line[calls["trip"].to_numpy()]))
    same = pl.col("trip") == pl.col("trip").shift()
    steps = calls.select("line", a=pl.when(same).then(pl.col("stop").shift()), b="stop").drop_nulls()
    ends = calls.group_by("trip", maintain_order=True).agg(
        pl.col("line").first(), a=pl.col("stop").first(), b=pl.col("stop").last()
    )
    circular = ends.group_by("line").agg(circle=(pl.col("a") == pl.col("b")).mean() > 0.5).filter("circle")
    pairs = pl.concat([steps, ends.select("line", "a", "b")]).filter(pl.col("a") != pl.col("b")).unique()
    both = pairs.join(pairs.rename({"a": "b", "b": "a"}), on=["line", "a", "b"], how="semi")["line"].unique()
    alone = ends.filter(~pl.col("line").is_in(pl.concat([both, circular["line"]]).implode()))
    found = alone.group_by("line", maintain_order=True).agg(
        pl.col("trip").first(), pl.len().alias("trips"), pl.col("a", "b").first()
    )
    routes = feed.routes[feed.trips["route"].gather(found["trip"])]
    return routes.select("agency_name", line_name(), "route_type").with_columns(
        trips=found["trips"], first=found["a"].cast(pl.Int64), last=found["b"].cast(pl.Int64)
    )


def find_duplicate_stops(feed: Feed) -> pl.DataFrame:
    """Pairs of stops at one place: within 5 m, on no different platforms.

    Returns
    -------
    DataFrame
        a, b (rows, a < b), distance_m; nearest first.
    """
    here = feed.stops.with_row_index("stop").filter(
        pl.col("location_type") == STOP, pl.col("x").is_not_null(), pl.col("y").is_not_null()
    )
    xy, rows = here.select("x", "y").to_numpy(), here["stop"].to_numpy().astype(np.int64)
    pairs = cKDTree(xy).query_pairs(SAME_POLE_M, output_type="ndarray") if len(xy) else np.empty((0, 2), int)
    ends = np.sort(rows[pairs.reshape(-1, 2)], axis=1)
    platform = feed.stops["platform_code"]
    found = pl.DataFrame(
        {"a": ends[:, 0], "b": ends[:, 1]}, schema={"a": pl.Int64, "b": pl.Int64}
    ).with_columns(distance_m=pl.Series(np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T), dtype=pl.Float64))
    return found.filter(platform.gather(found["a"]) == platform.gather(found["b"])).sort(
        "distance_m", "a", "b"
    )


def find_unserved_stops(feed: Feed) -> IntArray:
    """Rows of places to board where no trip calls."""
    served = np.bincount(feed.stop_times["stop"].to_numpy(), minlength=feed.stops.height) > 0
    return np.flatnonzero(~served & (feed.stops["location_type"] == STOP).to_numpy())


def find_unplaced_stops(feed: Feed) -> IntArray:
    """Rows of stops without a position."""
    return np.flatnonzero(feed.stops["x"].is_null().to_numpy() | feed.stops["y"].is_null().to_numpy())


def find_idle_trips(feed: Feed) -> IntArray:
    """Rows of trips whose service runs on no day."""
    running = feed.services["service"].unique()
    return np.flatnonzero(~feed.trips["service"].is_in(running.implode()).to_numpy())


def line_name() -> pl.Expr:
    """Name of a route: the short one, else the long one."""
    short = pl.col("route_short_name")
    return pl.when(short != "").then(short).otherwise("route_long_name").alias("route_short_name")


def _line_numbers(feed: Feed) -> IntArray:
    """Number of the line of each trip: routes of one agency, name and type are one."""
    key = feed.routes.select(pl.struct("agency_name", line_name(), "route_type").alias("key"))["key"]
    number = key.rank("dense").to_numpy() if len(key) else np.empty(0, dtype=np.int64)
    lines: IntArray = number[feed.trips["route"].to_numpy()].astype(np.int64)
    return lines


def _trip_keys(feed: Feed) -> pl.DataFrame:
    """trip, service, and a number that is the same for trips of one line name with the same stops and times."""
    calls = feed.stop_times
    group = group_stops(feed.stops)[calls["stop"].to_numpy()]
    position = pl.int_range(pl.len()).over("trip").alias("position")
    numbered = calls.select("trip", "arrival_s", "departure_s", position, stop=pl.Series(group))
    hashes = numbered.select("trip", call=pl.struct("position", "stop", "arrival_s", "departure_s").hash())
    trip, each = hashes["trip"].to_numpy(), hashes["call"].to_numpy()
    begins = np.flatnonzero(np.diff(trip, prepend=NONE))
    summed = np.add.reduceat(each, begins) if len(each) else each  # of uint64, so it wraps around
    names = feed.routes.select(line_name())["route_short_name"].gather(feed.trips["route"])
    keys = pl.DataFrame(
        {"trip": trip[begins], "times": summed}, schema={"trip": pl.Int32, "times": pl.UInt64}
    )
    return keys.with_columns(
        service=feed.trips["service"].gather(keys["trip"]), name=names.gather(keys["trip"])
    ).select("trip", "service", key=pl.struct("times", "name").hash())


def _fastest_kmh(route_type: int) -> float:
    kind = next((kind for kind, types in _KINDS.items() if route_type in types), None)
    return UNKNOWN_KMH if kind is None else FASTEST_KMH[kind]
