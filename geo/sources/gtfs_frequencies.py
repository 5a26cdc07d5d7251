"""Trips that a feed gives as "every so many seconds", written out one by one."""

import polars as pl

from geo.errors import InputError
from geo.sources.gtfs_calls import TIME_PATTERN, to_seconds
from geo.sources.gtfs_notes import Notes
from geo.sources.gtfs_zip import GtfsZip

FREQUENCIES = "frequencies.txt"
MAX_TRIPS = 2_000_000  # written out: a bus every minute on a thousand lines
_COLUMNS = ("trip_id", "start_time", "end_time", "headway_secs")


def expand_frequencies(
    feed: GtfsZip, trips: pl.DataFrame, calls: pl.DataFrame, notes: Notes
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Put in the place of a pattern trip the trips that it stands for.

    Departures from ``start_time`` on, before ``end_time``; also where ``exact_times`` is 0 and the feed promises
    only the interval. An id becomes "<trip_id>@06:20:00".

    Parameters
    ----------
    feed
        The opened zip.
    trips, calls
        Of `geo.sources.gtfs_trips.read_trips` and `geo.sources.gtfs_calls.read_calls`, whole trips.
    notes
        Told how many trips were written out.

    Returns
    -------
    DataFrame, DataFrame
        Trips and calls, renumbered and sorted.

    Raises
    ------
    InputError
        If an interval is not positive, a time cannot be read, or the trips would be absurdly many.
    """
    rows = feed.read(FREQUENCIES, _COLUMNS, required=_COLUMNS)
    numbered = trips.with_row_index("trip").with_columns(pl.col("trip").cast(pl.Int32))
    rows = rows.join(numbered.select("trip", "trip_id"), on="trip_id", how="inner", maintain_order="left")
    if rows.is_empty():
        return trips, calls
    starts = _list_starts(feed, rows, calls)
    notes.add("written_out_trips", starts["trip_id"])
    patterns = rows["trip"].unique()
    plain = numbered.filter(~pl.col("trip").is_in(patterns.implode())).with_columns(
        offset_s=pl.lit(0, pl.Int32)
    )
    written = starts.join(numbered.drop("trip_id"), on="trip", how="left", maintain_order="left")
    everything = pl.concat([plain, written.select(plain.columns)]).with_row_index("new")
    new_calls = calls.join(everything.select("trip", "new", "offset_s"), on="trip", how="inner")
    times = [(pl.col(name) + pl.col("offset_s")).alias(name) for name in ("arrival_s", "departure_s")]
    moved = new_calls.with_columns(*times, trip=pl.col("new").cast(pl.Int32)).sort(
        "trip", "stop_sequence", maintain_order=True
    )
    return everything.select(trips.columns), moved.select(calls.columns)


def _list_starts(feed: GtfsZip, rows: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """trip, trip_id and offset_s of every departure."""
    headway = pl.col("headway_secs").cast(pl.Int32, strict=False)
    times = [pl.col(name).str.contains(TIME_PATTERN) for name in ("start_time", "end_time")]
    wrong = rows.filter(~pl.all_horizontal(*times, headway > 0).fill_null(value=False))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise InputError(
            f"{feed.name}, {FREQUENCIES}: bei der Fahrt „{row['trip_id']}“ ist der Takt „{row['headway_secs'] or ''}“ "
            f"von „{row['start_time'] or ''}“ bis „{row['end_time'] or ''}“ nicht lesbar: "
            "bitte eine gültige GTFS-Datei laden."
        )
    spans = rows.with_columns(
        start=to_seconds("start_time"), end=to_seconds("end_time"), headway=headway
    ).filter(pl.col("start") < pl.col("end"))
    number = ((pl.col("end") - pl.col("start") - 1) // pl.col("headway") + 1).sum()
    if (spans.select(number).item() or 0) > MAX_TRIPS:
        raise InputError(
            f"{feed.name}, {FREQUENCIES}: die Takte ergäben mehr als {MAX_TRIPS // 1_000_000} Mio. Fahrten: "
            "bitte eine gültige GTFS-Datei laden."
        )
    begins = spans.with_columns(begin=pl.int_ranges("start", "end", "headway")).explode("begin")
    begins = begins.unique(["trip", "begin"], keep="first", maintain_order=True)
    first = calls.group_by("trip", maintain_order=True).agg(pl.col("departure_s").first().alias("first_s"))
    known = begins.join(first, on="trip", how="inner", maintain_order="left")
    clock = pl.format(
        "{}@{}:{}:{}",
        "trip_id",
        *(part.cast(pl.String).str.zfill(2) for part in (
            pl.col("begin") // 3600, pl.col("begin") % 3600 // 60, pl.col("begin") % 60
        )),
    )  # fmt: skip
    return known.select(
        "trip", clock.alias("trip_id"), (pl.col("begin") - pl.col("first_s")).cast(pl.Int32).alias("offset_s")
    )
