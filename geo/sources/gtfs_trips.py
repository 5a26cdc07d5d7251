"""Trips, routes, agencies and days of service of a feed; only what the wanted trips need."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from geo.errors import InputError
from geo.network.timetable import NONE
from geo.sources.gtfs_notes import Notes
from geo.sources.gtfs_zip import GtfsZip
from geo.units import TIME_ZONE

MAX_SERVICE_DAYS = 40_000_000  # rows of service and day: a year of a hundred thousand services
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDED, REMOVED = 1, 2  # exception_type of calendar_dates.txt


def read_trips(feed: GtfsZip, wanted: pl.Series, notes: Notes) -> pl.DataFrame:
    """Read the trips of these ids.

    Returns
    -------
    DataFrame
        trip_id, route_id, service_id, direction_id (Int8, -1 unknown), trip_headsign; in the order of the file.

    Raises
    ------
    InputError
        If a column is missing.
    """
    columns = ("trip_id", "route_id", "service_id", "direction_id", "trip_headsign")
    keys = wanted.rename("trip_id").to_frame()
    pieces = [
        piece.join(keys, on="trip_id", how="semi", maintain_order="left")
        for piece in feed.pieces("trips.txt", columns, required=("trip_id", "route_id", "service_id"))
    ]
    trips = pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *pieces])
    notes.add("doubled_trip_ids", trips.filter(~pl.col("trip_id").is_first_distinct())["trip_id"])
    trips = trips.unique("trip_id", keep="first", maintain_order=True)
    notes.add("unknown_trips", keys.join(trips, on="trip_id", how="anti")["trip_id"])
    direction = pl.col("direction_id").cast(pl.Int8, strict=False)
    return trips.with_columns(
        pl.when(direction.is_in([0, 1]))
        .then(direction)
        .otherwise(NONE)
        .fill_null(NONE)
        .alias("direction_id"),
        pl.col("trip_headsign").fill_null(""),
    )


def read_routes(feed: GtfsZip, wanted: pl.Series) -> pl.DataFrame:
    """Read the routes of these ids with the name of their agency.

    Returns
    -------
    DataFrame
        route_id, agency_name, route_short_name, route_long_name, route_type (Int32, -1 where it is no number).

    Raises
    ------
    InputError
        If a column is missing.
    """
    columns = ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type")
    routes = feed.read("routes.txt", columns, required=("route_id", "route_type"))
    routes = routes.filter(pl.col("route_id").is_in(wanted.implode())).unique(
        "route_id", keep="first", maintain_order=True
    )
    agencies = feed.read("agency.txt", ("agency_id", "agency_name"))
    if agencies.height == 1:  # a feed of one agency need not name it again
        named = routes.with_columns(agency_name=pl.lit(agencies["agency_name"][0]))
    else:
        named = routes.join(
            agencies.unique("agency_id", keep="first"), on="agency_id", how="left", maintain_order="left"
        )
    return named.select(
        "route_id",
        *(pl.col(name).fill_null("") for name in ("agency_name", "route_short_name", "route_long_name")),
        pl.col("route_type").cast(pl.Int32, strict=False).fill_null(NONE),
    )


def read_timezone(feed: GtfsZip, notes: Notes) -> str:
    """Time zone of the times in the feed; that of Germany where it names none.

    Raises
    ------
    InputError
        If nobody knows the zone.
    """
    zones = feed.read("agency.txt", ("agency_timezone",))["agency_timezone"].drop_nulls()
    if zones.is_empty():
        notes.count("no_timezone", 1)
        return TIME_ZONE.key
    zone = str(zones[0])
    notes.add("other_timezones", zones.filter(zones != zone))
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(
            f"{feed.name}, agency.txt: die Zeitzone „{zone}“ gibt es nicht: bitte eine gültige GTFS-Datei laden."
        ) from error
    return zone


def read_services(feed: GtfsZip, wanted: pl.Series, notes: Notes) -> pl.DataFrame:
    """Read on which days services run: ``calendar`` with the exceptions of ``calendar_dates``.

    Parameters
    ----------
    feed
        The opened zip.
    wanted
        service_id of all wanted trips.
    notes
        Told of services that never run.

    Returns
    -------
    DataFrame
        service_id, date (Date); sorted, each pair once.

    Raises
    ------
    InputError
        If both tables are missing, a date is wrong, or the days are absurdly many.
    """
    if not {"calendar.txt", "calendar_dates.txt"} & set(feed.files):
        raise InputError(
            f"{feed.name} enthält weder calendar.txt noch calendar_dates.txt: ohne Verkehrstage gibt es keinen "
            "Fahrplan, bitte eine vollständige GTFS-Datei laden."
        )
    regular = _expand(feed, _read_calendar(feed, wanted))
    exceptions = _read_exceptions(feed, wanted)
    kinds = pl.col("exception_type")
    removed = exceptions.filter(kinds == REMOVED)
    added = exceptions.filter(kinds == ADDED).select("service_id", "date")
    days = pl.concat([regular.join(removed, on=["service_id", "date"], how="anti"), added])
    services = days.unique().sort("service_id", "date")
    names = wanted.unique().rename("service_id").to_frame().sort("service_id")
    notes.add("services_without_days", names.join(services, on="service_id", how="anti")["service_id"])
    return services


def shift_to_berlin(zone: str, days: pl.Series, notes: Notes) -> int:
    """Seconds to add to times of a zone, so that they are those of Germany.

    Parameters
    ----------
    zone
        Of the feed.
    days
        On which it runs; where the difference changes among them (zones with other daylight saving dates), the
        one of most days counts, and that is noted.
    """
    if zone == TIME_ZONE.key or days.is_empty():
        return 0
    noon = days.unique().cast(pl.Datetime).dt.offset_by("12h")
    offsets = [
        (
            noon.dt.replace_time_zone(name).dt.base_utc_offset()
            + noon.dt.replace_time_zone(name).dt.dst_offset()
        )
        for name in (TIME_ZONE.key, zone)
    ]
    shifts = (offsets[0] - offsets[1]).dt.total_seconds()
    usual = int(shifts.mode().sort()[0])
    notes.add("shifted_timezone", pl.Series([zone]))
    notes.add("days_of_another_shift", noon.dt.date().filter(shifts != usual))
    return usual


def _read_calendar(feed: GtfsZip, wanted: pl.Series) -> pl.DataFrame:
    columns = ("service_id", *WEEKDAYS, "start_date", "end_date")
    rows = feed.read("calendar.txt", columns, required=columns)
    return rows.filter(pl.col("service_id").is_in(wanted.implode())).select(
        "service_id",
        *(pl.col(day) == "1" for day in WEEKDAYS),
        *(_date(name) for name in ("start_date", "end_date")),
        *(pl.col(name).alias(f"{name}_text") for name in ("start_date", "end_date")),
    )


def _read_exceptions(feed: GtfsZip, wanted: pl.Series) -> pl.DataFrame:
    columns = ("service_id", "date", "exception_type")
    pieces = [
        piece.filter(pl.col("service_id").is_in(wanted.implode()))
        for piece in feed.pieces("calendar_dates.txt", columns, required=columns)
    ]
    rows = pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *pieces])
    dated = rows.with_columns(_date("date"), date_text="date")
    _validate_dates(feed, "calendar_dates.txt", dated, "date")
    return dated.with_columns(pl.col("exception_type").cast(pl.Int8, strict=False)).drop("date_text")


def _expand(feed: GtfsZip, calendar: pl.DataFrame) -> pl.DataFrame:
    for name in ("start_date", "end_date"):
        _validate_dates(feed, "calendar.txt", calendar, name)
    calendar = calendar.filter(pl.any_horizontal(WEEKDAYS), pl.col("start_date") <= pl.col("end_date"))
    n_days = (calendar["end_date"] - calendar["start_date"]).dt.total_days().sum() or 0
    if n_days > MAX_SERVICE_DAYS:
        first, last = calendar["start_date"].min(), calendar["end_date"].max()
        raise InputError(
            f"{feed.name}, calendar.txt: die Verkehrstage von {_german(first)} bis {_german(last)} sind zu viele: "
            "bitte einen Fahrplan von höchstens einigen Jahren laden."
        )
    spans = calendar.with_columns(date=pl.date_ranges("start_date", "end_date")).explode("date")
    runs = [(pl.col("date").dt.weekday() == number) & pl.col(day) for number, day in enumerate(WEEKDAYS, 1)]
    return spans.filter(pl.any_horizontal(runs)).select("service_id", "date")


def _date(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y%m%d", strict=False).alias(name)


def _validate_dates(feed: GtfsZip, table: str, rows: pl.DataFrame, name: str) -> None:
    wrong = rows.filter(pl.col(name).is_null())
    if wrong.height:
        raise InputError(
            f"{feed.name}, {table}: {name} „{wrong[f'{name}_text'][0] or ''}“ des Verkehrstags "
            f"„{wrong['service_id'][0]}“ ist kein Datum (JJJJMMTT): bitte eine gültige GTFS-Datei laden."
        )


def _german(day: object) -> str:
    return day.strftime("%d.%m.%Y") if isinstance(day, date) else ""
