"""The real Rhein-Neckar cut, and feeds of many copies of it side by side."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from geo.network.timetable import NONE, Feed
from geo.sources.gtfs import read_gtfs

DAY = date(2022, 9, 13)
"""A Tuesday in school term."""
SPACING_M = 12_000.0
"""Between two copies: less than the cut is wide (26 km), so that they interlock and one can change between them."""


def read_vrn(testdata: Path) -> Feed:
    """Seven lines around Heidelberg, 46,269 stop times."""
    return read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")


def replicate_feed(feed: Feed, n_stop_times: int) -> Feed:
    """As many copies side by side as give at least so many stop times; all run on the same days."""
    copies = -(-n_stop_times // feed.stop_times.height)
    columns = int(np.ceil(np.sqrt(copies)))
    n_stops, n_trips = feed.stops.height, feed.trips.height
    stops, trips, calls = [], [], []
    for copy in range(copies):
        east, north = (float(step) * SPACING_M for step in divmod(copy, columns))
        stops.append(
            feed.stops.with_columns(
                pl.col("x") + east,
                pl.col("y") + north,
                pl.format("{}#{}", "stop_id", pl.lit(copy)).alias("stop_id"),
                pl.when(pl.col("parent") > NONE).then(pl.col("parent") + copy * n_stops).otherwise(NONE),
            )
        )
        trips.append(feed.trips.with_columns(pl.format("{}#{}", "trip_id", pl.lit(copy)).alias("trip_id")))
        calls.append(
            feed.stop_times.with_columns(pl.col("trip") + copy * n_trips, pl.col("stop") + copy * n_stops)
        )
    whole = {"stops": pl.concat(stops), "trips": pl.concat(trips), "stop_times": pl.concat(calls)}
    cast = {name: frame.cast(dict(getattr(feed, name).schema)) for name, frame in whole.items()}
    return Feed(**cast, routes=feed.routes, services=feed.services, transfers=feed.transfers, provenance={})
