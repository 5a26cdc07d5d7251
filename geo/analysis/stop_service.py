"""What a person at the stop finds: intervals, first and last departure, longest gap, per way and per stop."""

from collections.abc import Collection
from typing import Any

import polars as pl

from geo.analysis.intervals import measure_intervals
from geo.domain import TripKind
from geo.units import SECONDS_PER_MINUTE

MINUTE_S = int(SECONDS_PER_MINUTE)  # times of a timetable are whole seconds
WAY_SCHEMA: dict[str, Any] = {
    "group": pl.Int32,
    "next_group": pl.Int32,
    "lines": pl.List(pl.String),
    "departures": pl.Int32,
    "plain_min": pl.Float64,
    "weighted_min": pl.Float64,
    "longest_gap_min": pl.Float64,
    "first_s": pl.Int32,
    "last_s": pl.Int32,
}


def way_table(
    departures: pl.DataFrame,
    window_min: tuple[int, int],
    kinds: Collection[TripKind] = (TripKind.REGULAR,),
) -> pl.DataFrame:
    """Service of each stop towards each next stop, whatever the line; a line's directions are never one way.

    Parameters
    ----------
    departures
        Of one day, as `geo.analysis.departures.departure_table` returns them.
    window_min
        Minutes after midnight between which intervals are measured (`geo.analysis.intervals`).
    kinds
        Which trips are looked at; on-demand services only if they alone are asked for.

    Returns
    -------
    DataFrame
        ``WAY_SCHEMA``, one row per pair of stops with a departure that day, sorted; several where a line leaves towards
        the same next stop in both directions (a loop through a village): then each of its directions is a way.
        ``departures`` and intervals (infinite without a departure) are those of the window; ``first_s`` and
        ``last_s``, seconds of the service day, are those of the whole day and may exceed 86,400. Departures of
        several lines in the same minute count once.

    Raises
    ------
    ValueError
        If on-demand services are to be mixed with others.
    """
    names = [str(kind) for kind in kinds]
    if TripKind.ON_DEMAND in names and len(names) > 1:
        raise ValueError("on-demand services are a layer of their own")
    chosen = departures.filter(pl.col("kind").is_in(names)).with_columns(
        departure_s=pl.col("departure_s") // MINUTE_S * MINUTE_S
    )
    both = pl.n_unique("direction").over("group", "next_group", "line") > 1
    # Direction ids of different lines mean nothing to each other: lines with one direction stay together.
    chosen = chosen.with_columns(
        branch=pl.when(both).then(pl.format("{}|{}", "line", "direction")).otherwise(pl.lit(""))
    )
    key = ["group", "next_group", "branch"]
    ways = (
        chosen.group_by(key)
        .agg(
            lines=pl.col("line").unique().sort(),
            first_s=pl.min("departure_s"),
            last_s=pl.max("departure_s"),
        )
        .sort(key)
        .with_row_index("way")
    )
    placed = chosen.join(ways.select("way", *key), on=key)
    begin, end = (bound * MINUTE_S for bound in window_min)
    found = measure_intervals(
        placed["departure_s"].to_numpy(), placed["way"].to_numpy(), ways.height, (begin, end)
    )
    return ways.with_columns(
        departures=pl.Series(found.departures, dtype=pl.Int32),
        plain_min=pl.Series(found.plain_min, dtype=pl.Float64),
        weighted_min=pl.Series(found.weighted_min, dtype=pl.Float64),
        longest_gap_min=pl.Series(found.longest_gap_min, dtype=pl.Float64),
    ).select(pl.col(name).cast(kind) for name, kind in WAY_SCHEMA.items())


def stop_table(ways: pl.DataFrame) -> pl.DataFrame:
    """Service of each stop, from its ways.

    Parameters
    ----------
    ways
        As `way_table` returns them.

    Returns
    -------
    DataFrame
        One row per stop, sorted: ``group``, ``lines``, ``n_ways``; intervals of the way with the most departures in the
        window (of equals that with the shorter wait), which is ``towards``; ``first_s`` and ``last_s`` over
        all ways. The intervals are those of one direction: they are not made shorter by departures elsewhere.
    """
    best = (
        ways.sort("departures", "weighted_min", "next_group", descending=[True, False, False])
        .group_by("group", maintain_order=True)
        .first()
        .rename({"next_group": "towards"})
        .drop("lines", "first_s", "last_s")
    )
    whole = ways.group_by("group").agg(
        lines=pl.col("lines").list.explode().unique().sort(),
        n_ways=pl.len().cast(pl.Int32),
        first_s=pl.min("first_s"),
        last_s=pl.max("last_s"),
    )
    return best.join(whole, on="group").sort("group")
