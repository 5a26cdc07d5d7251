"""Footpaths between stops: walks plus the minimum change time, and what the timetable says about changes."""

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.network.graph import to_indptr
from geo.network.kernels_trips import Links
from geo.network.timetable import MIN_TIME, NONE, NOT_POSSIBLE, RECOMMENDED, TIMED, Feed
from geo.network.transit_parameters import TransitParameters
from geo.network.walks import Walks

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def build_footpaths(feed: Feed, walks: Walks, parameters: TransitParameters) -> Links:
    """Ways from stop to stop between two rides.

    Parameters
    ----------
    feed
        Its stops, those of them that a trip serves, and its transfers.
    walks
        Street network or straight line.
    parameters
        Longest footpath and minimum change time.

    Returns
    -------
    Links
        Rows and columns are the stops of the feed. ``time_s`` is the walk with the minimum change time; at one
        stop it is the latter alone. Where ``transfers.txt`` states a minimum time, that counts instead, also
        beyond the longest footpath; a timed transfer needs the walk alone; an impossible one is no footpath. A rule for
        a station holds at its stops unless they have one of their own. Recommended transfers change nothing.
    """
    served = np.unique(feed.stop_times["stop"].to_numpy()).astype(np.int64)
    xy = feed.stops.select("x", "y").to_numpy()[served]
    placed = np.flatnonzero(np.isfinite(xy).all(axis=1))
    found = walks.find_pairs(xy[placed], xy[placed], parameters.footpath_s)
    apart = found.origin != found.target
    walked = pl.DataFrame(
        {
            "from_stop": np.concatenate([served, served[placed[found.origin[apart]]]]),
            "to_stop": np.concatenate([served, served[placed[found.target[apart]]]]),
            "walk_s": np.concatenate([np.zeros(len(served), np.int64), found.time_s[apart]]),
        }
    )
    walked = walked.group_by("from_stop", "to_stop").agg(pl.col("walk_s").min())
    ruled = walked.join(_read_rules(feed, served), on=["from_stop", "to_stop"], how="full", coalesce=True)
    kind, least_s = pl.col("transfer_type"), pl.col("min_transfer_time_s")
    ways = (
        ruled.with_columns(
            time_s=pl.when((kind == MIN_TIME) & (least_s > NONE))
            .then(least_s)
            .when(kind == TIMED)
            .then(pl.col("walk_s"))
            .otherwise(pl.col("walk_s") + parameters.min_change_s)
        )
        .filter(pl.col("time_s").is_not_null() & kind.ne_missing(NOT_POSSIBLE))
        # Of a stated time for a way that is not known, all counts as walking.
        .with_columns(pl.min_horizontal(pl.col("walk_s").fill_null(pl.col("time_s")), "time_s"))
        .sort("from_stop", "to_stop")
    )
    first = to_indptr(ways["from_stop"].to_numpy(), feed.stops.height).astype(np.int32)
    return Links(first, *(ways[name].to_numpy().astype(np.int32) for name in ("to_stop", "time_s", "walk_s")))


def _read_rules(feed: Feed, served: IntArray) -> pl.DataFrame:
    """Rules between stops that are served, one per pair; those for stations are spread over their stops."""
    stops = feed.stops.select(
        stop=pl.int_range(pl.len(), dtype=pl.Int64), parent=pl.col("parent").cast(pl.Int64)
    )
    station = stops.filter(pl.col("parent") > NONE).select("stop", named="parent", special=pl.lit(0))
    itself = stops.select("stop", named="stop", special=pl.lit(1))
    named = pl.concat([station, itself]).filter(pl.col("stop").is_in(pl.lit(pl.Series(served)).implode()))
    rules = feed.transfers.filter(pl.col("transfer_type").is_between(RECOMMENDED, NOT_POSSIBLE)).with_columns(
        pl.col("from_stop", "to_stop", "min_transfer_time_s").cast(pl.Int64)
    )
    for side in ("from", "to"):
        ends = named.rename({"stop": f"{side}_end", "named": f"{side}_stop", "special": f"{side}_special"})
        rules = rules.join(ends, on=f"{side}_stop", how="inner")
    return (
        rules.sort(pl.col("from_special") + pl.col("to_special"), maintain_order=True)
        .unique(["from_end", "to_end"], keep="last", maintain_order=True)
        .select(
            "transfer_type", "min_transfer_time_s", from_stop=pl.col("from_end"), to_stop=pl.col("to_end")
        )
    )
