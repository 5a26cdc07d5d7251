"""GTFS Schedule: a zip in, a timetable out that is clipped to an area.

What is read, what is left aside and what becomes of trips that leave the area stands in docs/timetable.md.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.network.timetable import NONE, NOT_AVAILABLE, PHONE_AGENCY, SCHEMAS, Feed
from geo.render.german import format_date
from geo.sources.checksum import sha256_file
from geo.sources.gtfs_calls import clip_calls, drop_short, find_touched, read_calls
from geo.sources.gtfs_frequencies import expand_frequencies
from geo.sources.gtfs_notes import Notes
from geo.sources.gtfs_stops import find_inside, read_stops
from geo.sources.gtfs_trips import read_routes, read_services, read_timezone, read_trips, shift_to_berlin
from geo.sources.gtfs_zip import GtfsZip
from geo.sources.package import DatasetRecord

TIMETABLE_KEY = "fahrplan"  # of the dataset
ON_DEMAND_TYPE, SCHOOL_TYPE = 715, 712  # extended route types "Demand and Response Bus" and "School Bus"
READ = frozenset(
    f"{name}.txt"
    for name in (
        "agency", "stops", "routes", "trips", "stop_times", "calendar", "calendar_dates", "frequencies",
        "transfers", "feed_info", "booking_rules",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """Where a feed comes from; goes into the provenance. ``date`` empty: that of the newest file in the zip."""

    url: str = ""
    licence: str = ""
    attribution: str = ""
    date: str = ""


def read_gtfs(path: Path, area: BaseGeometry | None = None, *, source: FeedSource | None = None) -> Feed:
    """Read a feed as it is, clipped; what is wrong in it is left in for the gate to find.

    Parameters
    ----------
    path
        The zip.
    area
        EPSG:25832; trips that call at a stop in it are kept, from the call before the first inside to the call
        after the last inside. None: everything.
    source
        For the provenance.

    Returns
    -------
    Feed
        ``x``, ``y`` of a stop may be missing, times of a trip may fall: `geo.analysis.gate` sees to both.
        Stops outside of the area are those that a kept trip still serves.

    Raises
    ------
    InputError
        If the file is no feed, a table cannot be read, or no trip calls in the area: one German sentence.
    """
    notes = Notes()
    with GtfsZip(path) as feed:
        stops = read_stops(feed, notes)
        inside = find_inside(stops, area)
        touched = find_touched(feed, stops.filter(inside)["stop_id"])
        trips = read_trips(feed, touched.trip_ids, notes)
        routes = read_routes(feed, trips["route_id"].unique())
        trips = _drop_without_route(trips, routes, notes)
        if trips.is_empty():
            raise InputError(_describe_nothing(feed.name, stops, inside))
        calls = read_calls(feed, trips, stops, notes)
        trips, calls = expand_frequencies(feed, trips, calls, notes)
        calls = drop_short(clip_calls(calls, inside), trips, notes)
        if calls.is_empty():
            raise InputError(_describe_nothing(feed.name, stops, inside))
        trips, calls = _renumber_trips(trips, calls)
        days = read_services(feed, trips["service_id"].unique(), notes)
        zone = read_timezone(feed, notes)
        shift = shift_to_berlin(zone, days["date"], notes)
        calls = calls.with_columns(pl.col("arrival_s", "departure_s") + shift)
        transfers = _read_transfers(feed, notes)
        about = _describe(feed, path, source or FeedSource())
    clipped = {"trips": trips, "stop_times": calls, "transfers": transfers, "services": days}
    tables = _number(stops.with_columns(inside=inside), routes, clipped)
    dates = tables["services"]["date"]
    return Feed(
        **tables,
        provenance=about
        | {
            "valid_from": "" if dates.is_empty() else str(dates.min()),
            "valid_to": "" if dates.is_empty() else str(dates.max()),
            "timezone": zone,
            "area": "" if area is None else shapely.to_wkb(area, hex=True),
            "read": {"stops": stops.height, "stop_times": touched.n_rows},
            "notes": notes.found,
        },
    )


def _drop_without_route(trips: pl.DataFrame, routes: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    notes.add("unknown_routes", trips.join(routes, on="route_id", how="anti")["trip_id"])
    return trips.join(routes, on="route_id", how="semi", maintain_order="left")


def _describe_nothing(name: str, stops: pl.DataFrame, inside: pl.Series) -> str:
    known = stops["x"].is_not_null().sum()
    if not known:
        return f"{name}: keine der {stops.height} Haltestellen hat eine Lage: bitte eine gültige GTFS-Datei laden."
    return (
        f"{name}: kein Halt einer Fahrt liegt im Gebiet des Verbunds und seines Puffers ({inside.sum()} von {known} "
        "Haltestellen liegen darin): bitte den Fahrplan der Region laden."
    )


def _renumber_trips(trips: pl.DataFrame, calls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Only trips that have calls, numbered anew; with what the calls say of booking."""
    boarding = pl.col("pickup_type").filter(pl.int_range(pl.len()) < pl.len() - 1)
    possible = boarding.filter(boarding != NOT_AVAILABLE)
    booked = calls.group_by("trip").agg(booked=(possible == PHONE_AGENCY).all() & (possible.len() > 0))
    kept = (
        trips.with_row_index("trip")
        .with_columns(pl.col("trip").cast(pl.Int32))
        .join(booked, on="trip", how="inner", maintain_order="left")
        .with_row_index("new")
    )
    numbers = kept.select("trip", pl.col("new").cast(pl.Int32))
    renumbered = calls.join(numbers, on="trip", how="left", maintain_order="left").with_columns(trip="new")
    return kept.drop("trip", "new"), renumbered.select(calls.columns)


def _read_transfers(feed: GtfsZip, notes: Notes) -> pl.DataFrame:
    """Between stops and stations; rules for single routes or trips are left aside."""
    columns = ("from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time")
    special = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
    rows = feed.read("transfers.txt", (*columns, *special), required=columns[:2])
    single = pl.any_horizontal(pl.col(special).is_not_null())
    notes.count("transfers_of_single_trips", rows.filter(single).height)
    number = [pl.col(name).cast(pl.Int32, strict=False) for name in columns[2:]]
    return rows.filter(~single).select(
        *columns[:2],
        number[0].fill_null(0).clip(0, 255).cast(pl.UInt8).alias("transfer_type"),
        number[1].fill_null(NONE).alias("min_transfer_time_s"),
    )


def _number(
    stops: pl.DataFrame, routes: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Row numbers in the place of ids, and only the stops that are of use."""
    calls, trips = tables["stop_times"], tables["trips"]
    served = pl.int_range(pl.len()).is_in(calls["stop"].unique().implode())
    kept = stops.with_row_index("old").filter(served | pl.col("inside"))
    parents = stops.with_row_index("old").join(
        kept.select(stop_id="parent_id").unique(), on="stop_id", how="semi"
    )
    kept = pl.concat([kept, parents]).unique("old").sort("old").with_row_index("stop")
    rows = kept.select("stop_id", pl.col("stop").cast(pl.Int32))
    old = kept.select(stop=pl.col("old").cast(pl.Int32), new=pl.col("stop").cast(pl.Int32))
    calls = calls.join(old, on="stop", how="left", maintain_order="left").with_columns(stop="new")
    parent = kept.select(stop_id="parent_id").join(rows, on="stop_id", how="left", maintain_order="left")[
        "stop"
    ]
    route_rows = routes.select("route_id").with_row_index("route")
    services = trips.select("service_id").unique().sort("service_id").with_row_index("service")
    trips = trips.join(
        routes.select("route_id", "route_type"), on="route_id", how="left", maintain_order="left"
    )
    for numbers, key in ((route_rows, "route_id"), (services, "service_id")):
        trips = trips.join(numbers, on=key, how="left", maintain_order="left")
    trips = trips.with_columns(
        on_demand=pl.col("booked") | (pl.col("route_type") == ON_DEMAND_TYPE),
        school=pl.col("route_type") == SCHOOL_TYPE,
    )
    days = tables["services"].join(services, on="service_id", how="inner").sort("service", "date")
    transfers = tables["transfers"]
    for side in ("from_stop", "to_stop"):
        ends = rows.rename({"stop_id": f"{side}_id", "stop": side})
        transfers = transfers.join(ends, on=f"{side}_id", how="inner", maintain_order="left")
    found = {
        "stops": kept.with_columns(parent.fill_null(NONE).alias("parent")),
        "routes": routes,
        "trips": trips,
        "stop_times": calls,
        "services": days,
        "transfers": transfers,
    }
    return {
        name: frame.select(pl.col(column).cast(kind) for column, kind in SCHEMAS[name].items())
        for name, frame in found.items()
    }


def _describe(feed: GtfsZip, path: Path, source: FeedSource) -> dict[str, Any]:
    """What goes into the provenance of the file itself."""
    info = feed.read(
        "feed_info.txt", ("feed_publisher_name", "feed_version", "feed_start_date", "feed_end_date")
    )
    stated = {key: value or "" for key, value in info.row(0, named=True).items()} if info.height else {}
    return {
        "file": path.name,
        **asdict(source),
        "date": source.date or feed.date,
        "sha256": sha256_file(path),
        "feed_info": stated,
        "left_aside": [name for name in (*feed.files, *feed.others) if name not in READ],
    }


def describe_timetable(feed: Feed) -> DatasetRecord:
    """Row of the table ``dataset`` for a timetable."""
    about = feed.provenance
    return DatasetRecord(
        key=TIMETABLE_KEY,
        title="Fahrplan",
        source=about["feed_info"].get("feed_publisher_name") or about["file"],
        url=about["url"],
        licence=about["licence"],
        attribution=about["attribution"],
        date=about["date"],
        sha256=about["sha256"],
        note=f"Gültig vom {format_date(about['valid_from'])} bis {format_date(about['valid_to'])}.",
        n_records=feed.trips.height,
    )
