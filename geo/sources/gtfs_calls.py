"""The stop times of a feed, clipped: two passes over the largest table, of which only the wanted rows stay."""

from dataclasses import dataclass

import polars as pl

from geo.errors import InputError
from geo.network.timetable import NOT_AVAILABLE, PHONE_AGENCY, REGULAR
from geo.sources.gtfs_notes import Notes
from geo.sources.gtfs_zip import GtfsZip

STOP_TIMES = "stop_times.txt"
LEAST_CALLS = 2  # a trip that stops once takes nobody anywhere
_COLUMNS = (
    "trip_id", "stop_id", "arrival_time", "departure_time", "stop_sequence", "pickup_type", "drop_off_type",
    "pickup_booking_rule_id", "drop_off_booking_rule_id",
)  # fmt: skip
TIME_PATTERN = r"^\d{1,3}:[0-5]\d:[0-5]\d$"


@dataclass(frozen=True, slots=True)
class Touched:
    """Trips that call at a stop of the area, and how many rows the whole table has."""

    trip_ids: pl.Series
    n_rows: int


def find_touched(feed: GtfsZip, stop_ids: pl.Series) -> Touched:
    """First pass: which trips call at one of these stops.

    Raises
    ------
    InputError
        If the table is empty or a column is missing.
    """
    keys, found, n_rows = stop_ids.rename("stop_id").to_frame(), [], 0
    for piece in feed.pieces(STOP_TIMES, ("trip_id", "stop_id"), required=("trip_id", "stop_id")):
        n_rows += piece.height
        found.append(piece.join(keys, on="stop_id", how="semi")["trip_id"].drop_nulls().unique())
    if not n_rows:
        raise InputError(
            f"{feed.name}, {STOP_TIMES}: es steht keine Abfahrt darin: bitte einen vollständigen Fahrplan laden."
        )
    return Touched(pl.concat([pl.Series([], dtype=pl.String), *found]).unique().sort(), n_rows)


def read_calls(feed: GtfsZip, trips: pl.DataFrame, stops: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Second pass: all calls of the wanted trips, whole and in order.

    Parameters
    ----------
    feed
        The opened zip.
    trips, stops
        With ``trip_id`` and ``stop_id``; their row numbers stand for them in the result.
    notes
        Told of calls at unknown stops or without a stop, and of trips without times.

    Returns
    -------
    DataFrame
        trip, stop, arrival_s, departure_s, stop_sequence (Int32), pickup_type, drop_off_type (UInt8); sorted by
        trip and stop_sequence. Boarding under a booking rule is 2, "must phone agency".

    Raises
    ------
    InputError
        If a time or a sequence number cannot be read.
    """
    trip_rows = trips.select("trip_id").with_row_index("trip")
    stop_rows = stops.select("stop_id").with_row_index("stop")
    parts = []
    for piece in feed.pieces(STOP_TIMES, _COLUMNS, required=(*_COLUMNS[:5],)):
        rows = piece.join(trip_rows, on="trip_id", how="inner", maintain_order="left")
        if rows.height:
            rows = rows.join(stop_rows, on="stop_id", how="left", maintain_order="left")
            parts.append(_to_numbers(feed, _drop_lost(rows, notes)))
    calls = pl.concat(parts).sort("trip", "stop_sequence", maintain_order=True)
    return _fill_times(calls, stops, trips, notes)


def clip_calls(calls: pl.DataFrame, inside: pl.Series) -> pl.DataFrame:
    """Leave out what a trip does far from the area; order and times of the rest stay.

    From the call before the first inside to the call after the last inside: so a train that leaves the area
    still departs at its last stop there.

    Parameters
    ----------
    calls
        As `read_calls` gives them.
    inside
        Whether each stop lies in the area.
    """
    numbered = calls.with_columns(
        position=pl.int_range(pl.len()).over("trip"), here=inside.gather(calls["stop"])
    )
    place = pl.col("position").filter("here")
    spans = numbered.group_by("trip").agg(first=place.min() - 1, last=place.max() + 1)
    clipped = numbered.join(spans, on="trip", how="left", maintain_order="left")
    return clipped.filter(pl.col("position").is_between(pl.col("first"), pl.col("last"))).select(
        calls.columns
    )


def drop_short(calls: pl.DataFrame, trips: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Leave out trips that stop only once."""
    counts = calls.group_by("trip").len()
    alone = counts.filter(pl.col("len") < LEAST_CALLS)["trip"]
    notes.add("trips_of_one_stop", trips["trip_id"].gather(alone.sort()))
    return calls.filter(~pl.col("trip").is_in(alone.implode()))


def _drop_lost(rows: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Leave out calls at no stop (zones of on-demand services) and at stops that the feed does not describe."""
    lost = pl.col("stop").is_null()
    notes.add("calls_without_stop", rows.filter(pl.col("stop_id").is_null())["trip_id"])
    notes.add("calls_at_unknown_stops", rows.filter(lost & pl.col("stop_id").is_not_null())["stop_id"])
    return rows.filter(~lost)


def _to_numbers(feed: GtfsZip, rows: pl.DataFrame) -> pl.DataFrame:
    wrong = rows.filter(
        pl.any_horizontal(
            *(~pl.col(name).str.contains(TIME_PATTERN) for name in ("arrival_time", "departure_time")),
            pl.col("stop_sequence").cast(pl.Int32, strict=False).is_null(),
        ).fill_null(value=False)
    )
    if wrong.height:
        row = wrong.row(0, named=True)
        raise InputError(
            f"{feed.name}, {STOP_TIMES}: bei der Fahrt „{row['trip_id']}“ ist Ankunft „{row['arrival_time'] or ''}“, "
            f"Abfahrt „{row['departure_time'] or ''}“ oder Nummer „{row['stop_sequence'] or ''}“ nicht lesbar: "
            "bitte eine gültige GTFS-Datei laden."
        )
    booked = [f"{name}_booking_rule_id" for name in ("pickup", "drop_off")]
    return rows.select(
        pl.col("trip").cast(pl.Int32),
        pl.col("stop").cast(pl.Int32),
        to_seconds("arrival_time").alias("arrival_s"),
        to_seconds("departure_time").alias("departure_s"),
        pl.col("stop_sequence").cast(pl.Int32),
        *(_boarding(name, rule) for name, rule in zip(("pickup_type", "drop_off_type"), booked, strict=True)),
    )


def to_seconds(name: str) -> pl.Expr:
    """Seconds of a column of times like "25:10:30" (Int32)."""
    text = pl.col(name)
    hours, minutes, seconds = text.str.head(-6), text.str.slice(-5, 2), text.str.tail(2)
    return hours.cast(pl.Int32) * 3600 + minutes.cast(pl.Int32) * 60 + seconds.cast(pl.Int32)


def _boarding(name: str, rule: str) -> pl.Expr:
    """Pick-up or drop-off; with a booking rule it is by phone (or app), unless there is none at all."""
    stated = pl.col(name).cast(pl.UInt8, strict=False).fill_null(REGULAR)
    booked = pl.col(rule).is_not_null() & (stated != NOT_AVAILABLE)
    return pl.when(booked).then(PHONE_AGENCY).otherwise(stated).cast(pl.UInt8).alias(name)


def _fill_times(calls: pl.DataFrame, stops: pl.DataFrame, trips: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Times between two that are given: by the straight line between the stops, as the feed leaves them open."""
    calls = calls.with_columns(
        arrival_s=pl.coalesce("arrival_s", "departure_s"), departure_s=pl.coalesce("departure_s", "arrival_s")
    )
    missing = pl.col("arrival_s").is_null()
    if not calls.select(missing.any()).item():
        return calls
    places = stops.select("x", "y")[calls["stop"]]
    step = (pl.col("x").diff().pow(2) + pl.col("y").diff().pow(2)).sqrt().fill_null(0) + 1
    gaps = calls.hstack(places).with_columns(way=step.cum_sum().over("trip"), open=missing)
    known_way = pl.when(~missing).then("way")
    ends = gaps.with_columns(
        left=pl.col("departure_s").forward_fill().over("trip"),
        right=pl.col("arrival_s").backward_fill().over("trip"),
        left_way=known_way.forward_fill().over("trip"),
        right_way=known_way.backward_fill().over("trip"),
    )
    share = pl.when(missing).then(
        (pl.col("way") - pl.col("left_way")) / (pl.col("right_way") - pl.col("left_way"))
    )
    between = (pl.col("left") + share * (pl.col("right") - pl.col("left"))).round().cast(pl.Int32)
    filled = ends.with_columns(
        pl.coalesce(name, between).alias(name) for name in ("arrival_s", "departure_s")
    )
    notes.count("interpolated_calls", filled.filter("open", ~missing).height)
    lost = filled.filter(missing)["trip"].unique().sort()
    notes.add("trips_without_times", trips["trip_id"].gather(lost))
    return filled.filter(~pl.col("trip").is_in(lost.implode())).select(calls.columns)
