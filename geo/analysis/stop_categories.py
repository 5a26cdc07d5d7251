"""How often stops are served in one direction, and the category that a method gives them for it."""

from collections.abc import Collection
from typing import Any

import polars as pl

from geo.analysis.gueteklasse import NONE, categorise
from geo.domain import TripKind
from geo.norms.gueteklassen import Method
from geo.units import SECONDS_PER_MINUTE

MINUTE_S = int(SECONDS_PER_MINUTE)  # times of a timetable are whole seconds
SINGLE = "|einzeln"
"""In place of the line, for lines with one departure a day at a stop: trains that a feed names by their number."""

CATEGORY_SCHEMA: dict[str, Any] = {
    "group": pl.Int32,
    "vehicles": pl.String,
    "departures": pl.Int32,
    "departures_one_way": pl.Float64,
    "interval_min": pl.Float64,
    "category": pl.Int8,
}


def counted_kinds(method: Method) -> tuple[TripKind, ...]:
    """Which trips a method counts. On-demand services never: they have a layer of their own."""
    return (TripKind.REGULAR, TripKind.SCHOOL) if method.school_trips else (TripKind.REGULAR,)


def stop_categories(
    departures: pl.DataFrame, method: Method, kinds: Collection[TripKind] | None = None
) -> pl.DataFrame:
    """Category of every stop, per group of vehicles.

    Parameters
    ----------
    departures
        Of one day, as `geo.analysis.departures.departure_table` returns them.
    method
        Groups, window, rules and table.
    kinds
        Which trips count; those of the method if not given.

    Returns
    -------
    DataFrame
        ``CATEGORY_SCHEMA``, one row per group of stops and group of vehicles with a departure in the window, sorted.
        With ``pooled_in_best_group`` there is one row per stop, for its highest vehicles. ``departures`` in both
        directions, ``departures_one_way`` halved as `one_way_counts` does, ``interval_min`` the window divided by
        them, ``category`` a position in ``method.categories`` or -1.
    """
    lines = one_way_counts(counted_departures(departures, method, kinds), method)
    counts = lines.group_by("group", "rank").agg(pl.sum("departures", "departures_one_way"))
    if method.combine == "pooled_in_best_group":
        counts = counts.group_by("group").agg(pl.min("rank"), pl.sum("departures", "departures_one_way"))
    keys = [group.key for group in method.groups]
    parts = [pl.DataFrame(schema=CATEGORY_SCHEMA)]
    for rank, key in enumerate(keys):
        part = counts.filter(pl.col("rank") == rank).with_columns(
            vehicles=pl.lit(key), interval_min=method.window_min / pl.col("departures_one_way")
        )
        category = categorise(method, key, part["interval_min"].to_numpy())
        part = part.with_columns(category=pl.Series(category, dtype=pl.Int8))
        parts.append(part.select(pl.col(name).cast(kind) for name, kind in CATEGORY_SCHEMA.items()))
    order = pl.Enum(keys)
    return pl.concat(parts).sort("group", pl.col("vehicles").cast(order))


def best_categories(categories: pl.DataFrame) -> pl.DataFrame:
    """One row per group of stops: the best category, the shortest interval of equals."""
    ranked = categories.with_columns(
        rank=pl.when(pl.col("category") == NONE).then(127).otherwise(pl.col("category"))
    )
    best = (
        ranked.sort("rank", "interval_min", maintain_order=True)
        .group_by("group", maintain_order=True)
        .first()
    )
    return best.sort("group").select(list(CATEGORY_SCHEMA))


def one_way_counts(departures: pl.DataFrame, method: Method) -> pl.DataFrame:
    """Departures of every line in one direction.

    Parameters
    ----------
    departures
        ``group``, ``rank`` (of the vehicles), ``line``, ``direction``; those that count, each once.
    method
        With its rule of halving.

    Returns
    -------
    DataFrame
        ``group``, ``rank``, ``line``, ``departures``, ``departures_one_way``: with ``per_line`` half of the departures
        where two or more directions depart, all of them where only one does (terminal, one-way stop, the other
        direction missing in the feed). A direction with less than ``one_way_below_share`` of the strongest is
        left out. It does not matter at how many poles the directions stop.
    """
    single = pl.len().over("group", "rank", "line") == 1
    alone = departures.with_columns(
        line=pl.when(single).then(pl.lit(SINGLE)).otherwise("line"),
        # Directions of different lines mean nothing to each other; where they go does.
        direction=pl.when(single).then(pl.col("next_group") + 2).otherwise("direction"),
    )
    line = ["group", "rank", "line"]
    ways = alone.group_by(*line, "direction").agg(n=pl.len())
    ways = ways.with_columns(seldom=pl.col("n") < method.one_way_below_share * pl.max("n").over(line))
    counts = ways.group_by(line).agg(
        departures=pl.sum("n"),
        kept=pl.col("n").filter(~pl.col("seldom")).sum(),
        ways=(~pl.col("seldom")).sum(),
    )
    halved = pl.col("kept") / pl.when(pl.col("ways") > 1).then(2).otherwise(1)
    one_way = halved if method.halving == "per_line" else pl.col("departures").cast(pl.Float64)
    return counts.with_columns(departures_one_way=one_way).drop("kept", "ways")


def counted_departures(
    departures: pl.DataFrame, method: Method, kinds: Collection[TripKind] | None = None
) -> pl.DataFrame:
    """Departures that a method counts, with ``rank``, the position of their group of vehicles in the method."""
    begin, end = (bound * MINUTE_S for bound in method.window)
    names = [str(kind) for kind in (counted_kinds(method) if kinds is None else kinds)]
    ranks = pl.DataFrame(
        [(kind, rank) for rank, group in enumerate(method.groups) for kind in group.route_types],
        schema={"route_type": pl.Int32, "rank": pl.Int8},
        orient="row",
    )
    return departures.filter(
        pl.col("kind").is_in(names), pl.col("departure_s").is_between(begin, end, closed="left")
    ).join(ranks, on="route_type")
