"""Edits of a feed that keep its row numbers right: new feed out, the old one unchanged."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.network.timetable import NONE, Feed, IntArray

LEAST_CALLS = 2  # a trip that stops once takes nobody anywhere


def keep_trips(feed: Feed, keep: npt.NDArray[np.bool_]) -> Feed:
    """Leave out trips, with their calls.

    Parameters
    ----------
    feed
        The timetable.
    keep
        bool (n trips,).
    """
    number = _renumber(keep)
    calls = feed.stop_times.filter(pl.Series(keep[feed.stop_times["trip"].to_numpy()]))
    trip = pl.Series("trip", number[calls["trip"].to_numpy()], dtype=pl.Int32)
    return replace(feed, trips=feed.trips.filter(pl.Series(keep)), stop_times=calls.with_columns(trip))


def replace_stops(feed: Feed, target: IntArray) -> Feed:
    """Put stops in the place of others, or leave them out.

    Parameters
    ----------
    feed
        The timetable.
    target
        int64 (n stops,): row of the stop that takes the place of each, its own row where it stays, -1 where it
        is left out, with all calls and transfers there; children of such a station stay without one. A target
        must stay itself.

    Returns
    -------
    Feed
        Trips that are left with fewer than two calls are gone. Two calls in a row that become one stop are one:
        the first arrival, the last departure.
    """
    own = np.arange(len(target))
    number = _renumber(target == own)
    new = np.where(target == NONE, NONE, number[np.where(target == NONE, 0, target)])

    def moved(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return frame.with_columns(
            pl.Series(name, new[frame[name].to_numpy()], dtype=pl.Int32) for name in columns
        )

    stops = feed.stops.filter(pl.Series(target == own))
    parent = stops["parent"].to_numpy()
    new_parent = np.where(parent == NONE, NONE, new[np.where(parent == NONE, 0, parent)])
    calls = moved(feed.stop_times, "stop").filter(pl.col("stop") != NONE)
    transfers = moved(feed.transfers, "from_stop", "to_stop").filter(
        pl.min_horizontal("from_stop", "to_stop") != NONE
    )
    changed = replace(
        feed,
        stops=stops.with_columns(pl.Series("parent", new_parent, dtype=pl.Int32)),
        stop_times=_join_equal_neighbours(calls),
        transfers=transfers.unique(["from_stop", "to_stop"], keep="first", maintain_order=True),
    )
    return drop_short_trips(changed)


def drop_short_trips(feed: Feed) -> Feed:
    """Leave out trips with fewer than two calls."""
    n_calls = np.bincount(feed.stop_times["trip"].to_numpy(), minlength=feed.trips.height)
    return feed if (n_calls >= LEAST_CALLS).all() else keep_trips(feed, n_calls >= LEAST_CALLS)


def add_trips(feed: Feed, trips: pl.DataFrame, calls: pl.DataFrame) -> Feed:
    """Put trips behind those of a feed.

    Parameters
    ----------
    feed
        The timetable.
    trips, calls
        As in the feed; ``trip`` of the calls counts from 0 within the new trips.
    """
    later = calls.with_columns((pl.col("trip") + feed.trips.height).cast(pl.Int32))
    return replace(
        feed,
        trips=pl.concat([feed.trips, trips.select(feed.trips.columns)]),
        stop_times=pl.concat([feed.stop_times, later.select(feed.stop_times.columns)]),
    )


def drop_service_days(feed: Feed, cancelled: pl.DataFrame) -> Feed:
    """Let trips not run on some days; a trip that is left with no day is gone.

    Parameters
    ----------
    feed
        The timetable.
    cancelled
        ``trip``, ``date``: what does not run.
    """
    own = feed.trips.with_row_index("trip").select(pl.col("trip").cast(pl.Int32), "service")
    days = own.join(cancelled.select("trip").unique(), on="trip").join(feed.services, on="service")
    left = days.join(cancelled, on=["trip", "date"], how="anti").select("trip", "date").sort("trip", "date")
    # Trips that keep the same days share a new service.
    spans = left.group_by("trip", maintain_order=True).agg("date")
    spans = spans.with_columns(key=pl.col("date").hash()).with_columns(service=pl.col("key").rank("dense"))
    first = feed.services["service"].max()
    first = (int(first) if isinstance(first, int) else NONE) + 1
    first = max(first, int(own["service"].to_numpy().max(initial=NONE)) + 1)
    spans = spans.with_columns((pl.col("service") - 1 + first).cast(pl.Int32))
    fresh = spans.unique("service", maintain_order=True).select("service", "date").explode("date")
    joined = own.join(spans.select("trip", new="service"), on="trip", how="left", maintain_order="left")
    changed = replace(
        feed,
        trips=feed.trips.with_columns(pl.coalesce(joined["new"], joined["service"]).alias("service")),
        services=pl.concat([feed.services, fresh]).sort("service", "date"),
    )
    gone = set(cancelled["trip"].unique()) - set(spans["trip"])
    keep = np.ones(feed.trips.height, dtype=bool)
    keep[sorted(gone)] = False
    return keep_trips(changed, keep) if gone else changed


def _renumber(keep: npt.NDArray[np.bool_]) -> IntArray:
    return np.where(keep, np.cumsum(keep) - 1, NONE)


def _join_equal_neighbours(calls: pl.DataFrame) -> pl.DataFrame:
    """One call in the place of several in a row of a trip at one stop; boarding is what any of them allows."""
    again = (pl.col("trip") == pl.col("trip").shift()) & (pl.col("stop") == pl.col("stop").shift())
    if not calls.select(again.any()).item():
        return calls
    block = (~again.fill_null(value=False)).cum_sum().alias("block")
    return (
        calls.with_columns(block)
        .group_by("block", maintain_order=True)
        .agg(
            pl.col("trip", "stop", "arrival_s").first(),
            pl.col("departure_s").last(),
            pl.col("stop_sequence").first(),
            pl.col("pickup_type", "drop_off_type").min(),
        )
        .select(calls.columns)
    )
