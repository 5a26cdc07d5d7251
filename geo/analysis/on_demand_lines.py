"""On-demand services of a timetable near places: a layer of their own, by name, never part of a class."""

import polars as pl

from geo.analysis.stop_pairs import StopPairs
from geo.domain import TripKind
from geo.network.timetable import Feed


def on_demand_lines(
    feed: Feed, departures: pl.DataFrame, pairs: StopPairs, radius_m: float
) -> list[list[str]]:
    """Names of the lines that come to stops near each place when called.

    Parameters
    ----------
    feed
        The timetable.
    departures
        Of one day, as `geo.analysis.departures.departure_table` returns them.
    pairs
        Places and stops at least as far as the radius.
    radius_m
        How far a stop may be, metres: that of a method's last ring.

    Returns
    -------
    list of list of str
        One list per place, sorted; empty where there is none, and where the place lies outside of what is known.
        A line is named as its route is, short name first.
    """
    called = departures.filter(pl.col("kind") == str(TripKind.ON_DEMAND)).select("stop", "trip").unique()
    routes = feed.trips["route"].gather(called["trip"].cast(pl.UInt32))
    names = feed.routes.select(
        pl.when(pl.col("route_short_name") != "")
        .then("route_short_name")
        .otherwise("route_long_name")
        .alias("name")
    )["name"]
    served = called.select(pl.col("stop").cast(pl.Int64)).with_columns(
        name=names.gather(routes.cast(pl.UInt32))
    )
    near = pl.DataFrame({"point": pairs.point, "stop": pairs.stop, "distance_m": pairs.distance_m})
    found = (
        near.filter(pl.col("distance_m") <= radius_m)
        .join(served, on="stop")
        .select("point", "name")
        .unique()
        .sort("point", "name")
    )
    lists: list[list[str]] = [[] for _ in pairs.outside]
    for point, name in found.rows():
        if not pairs.outside[point]:
            lists[point].append(name)
    return lists
