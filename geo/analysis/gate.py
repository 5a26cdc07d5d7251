"""The gate every timetable goes through: what is wrong with it, in numbers and examples, and what is left out.

GTFS feeds miss directions, hold trips and stops twice, and trips that travel back in time. Each of these bends
figures without a sign, so the gate looks at the feed as it is read and corrected, and its result is kept.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from geo.analysis import gate_checks as checks
from geo.analysis.gate_words import SHOWN, Case
from geo.analysis.reference_days import find_full_weeks
from geo.network.timetable import NONE, STATION, Feed, IntArray
from geo.network.timetable_edit import drop_short_trips, keep_trips, replace_stops
from geo.render.german import format_date, format_distance, format_number
from geo.results import ReferenceDay

SECONDS_PER_MINUTE = 60


def check_feed(feed: Feed, days: Sequence[ReferenceDay]) -> list[Case]:
    """Look at a feed, before anything is left out.

    Parameters
    ----------
    feed
        As `geo.sources.gtfs.read_gtfs` gives it, corrected.
    days
        Its reference days.

    Returns
    -------
    list of Case
        Counts and validity first; a check that found nothing is not in it.
    """
    cases = [_counts(feed), *_validity(feed), *_reference(days)]
    cases += [look(feed) for look in _LOOKS]
    cases += [
        Case(code, note["n"], note["examples"]) for code, note in feed.provenance.get("notes", {}).items()
    ]
    aside = feed.provenance.get("left_aside", [])
    return [case for case in [*cases, Case("left_aside", len(aside), aside)] if case.n]


def drop_unusable(feed: Feed) -> Feed:
    """Leave out what no search could use: stops without a position, trips that travel back in time.

    `check_feed` names both. What is left has finite positions, times that never fall within a trip, and trips of at
    least two calls.
    """
    backward = np.ones(feed.trips.height, dtype=bool)
    backward[checks.find_backward_calls(feed)["trip"].unique().to_numpy()] = False
    feed = feed if backward.all() else keep_trips(feed, backward)
    unplaced = checks.find_unplaced_stops(feed)
    if len(unplaced):
        target = np.arange(feed.stops.height)
        target[unplaced] = NONE
        feed = replace_stops(feed, target)
    return drop_short_trips(feed)


def _counts(feed: Feed) -> Case:
    read, stations = feed.provenance.get("read", {}), (feed.stops["location_type"] == STATION).sum()
    values = {
        "lines": feed.routes.height,
        "calls": feed.stop_times.height,
        "stops": feed.stops.height - int(stations),
        "stations": int(stations),
        "stops_read": read.get("stops", feed.stops.height),
        "calls_read": read.get("stop_times", feed.stop_times.height),
    }
    return Case("counts", feed.trips.height, values=values)


def _validity(feed: Feed) -> list[Case]:
    dates = feed.services["date"]
    if dates.is_empty():
        return [Case("no_service", feed.trips.height)]
    first, last = (date.fromisoformat(str(day)) for day in (dates.min(), dates.max()))
    values = {"first": format_date(first), "last": format_date(last)}
    cases = [Case("validity", (last - first).days + 1, values=values)]
    full_until = max(find_full_weeks(feed))
    late = feed.services.filter(pl.col("date") > full_until)
    if late.height:
        runs = feed.trips.filter(pl.col("service").is_in(late["service"].unique().implode()))["route"]
        ends = feed.routes.with_row_index("route").filter(~pl.col("route").is_in(runs.unique().implode()))
        begins = {"first": format_date(str(late["date"].min()))}
        cases.append(Case("thin_end", ends.height, _name_lines(ends.head(SHOWN)), begins))
    return cases


def _reference(days: Sequence[ReferenceDay]) -> list[Case]:
    given = [f"{day.title}: {day.reason}" for day in days if day.date is not None]
    missing = [f"{day.title}: {day.reason}" for day in days if day.date is None]
    return [Case("reference_days", len(given), given), Case("missing_reference_days", len(missing), missing)]


def _duplicate_trips(feed: Feed) -> Case:
    found = checks.find_duplicate_trips(feed)
    per_trip = found.group_by("trip", "original", maintain_order=True).len()
    rows = per_trip.sort("trip").head(SHOWN)
    examples = [
        f"{_name_trip(feed, trip)} = {feed.trips['trip_id'][original]} ({format_number(n)} Tage)"
        for trip, original, n in rows.rows()
    ]
    return Case("duplicate_trips", found["trip"].n_unique(), examples)


def _duplicate_stops(feed: Feed) -> Case:
    found = checks.find_duplicate_stops(feed)
    examples = [f"{_name_stop(feed, a)} – {_name_stop(feed, b)}" for a, b, _ in found.head(SHOWN).rows()]
    return Case("duplicate_stops", found.height, examples, {"limit": format_number(checks.SAME_POLE_M)})


def _one_way_lines(feed: Feed) -> Case:
    found = checks.find_one_way_lines(feed).sort("trips", descending=True)
    name = feed.stops["stop_name"]
    examples = [
        f"{row['route_short_name']} ({row['agency_name']}): {format_number(row['trips'])} Fahrten "
        f"{name[row['first']]} → {name[row['last']]}"
        for row in found.head(SHOWN).to_dicts()
    ]
    return Case("one_way_lines", found.height, examples)


def _impossible_speeds(feed: Feed) -> Case:
    found = checks.find_speeding_calls(feed)
    name = feed.stops["stop_name"]
    worst = found.sort("speed_kmh", descending=True).unique("trip", keep="first", maintain_order=True)
    examples = [
        f"{_name_trip(feed, row['trip'])}: {name[row['before']]} → {name[row['stop']]}, "
        f"{format_distance(row['distance_m'])} in {_minutes(row['arrival_s'] - row['before_s'])}"
        for row in worst.head(SHOWN).to_dicts()
    ]
    return Case("impossible_speeds", worst.height, examples)


def _backward_trips(feed: Feed) -> Case:
    found = checks.find_backward_calls(feed).unique("trip", keep="first", maintain_order=True)
    examples = [
        f"{_name_trip(feed, row['trip'])}: {feed.stops['stop_name'][row['stop']]} um {_clock(row['arrival_s'])}"
        for row in found.head(SHOWN).to_dicts()
    ]
    return Case("backward_trips", found.height, examples)


def _stops_of(code: str, feed: Feed, rows: IntArray) -> Case:
    return Case(code, len(rows), [_name_stop(feed, int(row)) for row in rows[:SHOWN]])


def _idle_trips(feed: Feed) -> Case:
    rows = checks.find_idle_trips(feed)
    return Case("idle_trips", len(rows), [_name_trip(feed, int(row)) for row in rows[:SHOWN]])


def _trips_marked(code: str, column: str, feed: Feed) -> Case:
    """Trips of a kind; the examples are their lines, most trips first."""
    marked = feed.trips.filter(column)
    lines = marked.group_by("route").len().sort("len", "route", descending=[True, False]).head(SHOWN)
    names = _name_lines(feed.routes[lines["route"]])
    examples = [f"{name}: {format_number(n)}" for name, n in zip(names, lines["len"], strict=True)]
    return Case(code, marked.height, examples)


def _unknown_route_types(feed: Feed) -> Case:
    found = feed.routes.filter(pl.col("route_type") == NONE)
    return Case("unknown_route_types", found.height, _name_lines(found.head(SHOWN)))


_LOOKS = (
    _duplicate_trips,
    _one_way_lines,
    _impossible_speeds,
    _backward_trips,
    _duplicate_stops,
    lambda feed: _stops_of("unplaced_stops", feed, checks.find_unplaced_stops(feed)),
    lambda feed: _stops_of("unserved_stops", feed, checks.find_unserved_stops(feed)),
    _idle_trips,
    _unknown_route_types,
    lambda feed: _trips_marked("school_trips", "school", feed),
    lambda feed: _trips_marked("on_demand_trips", "on_demand", feed),
)


def _name_trip(feed: Feed, trip: int) -> str:
    line = feed.routes.select(checks.line_name())["route_short_name"][feed.trips["route"][trip]]
    return f"Linie {line or '?'}, Fahrt {feed.trips['trip_id'][trip]}"


def _name_stop(feed: Feed, stop: int) -> str:
    return f"{feed.stops['stop_name'][stop]} ({feed.stops['stop_id'][stop]})"


def _name_lines(routes: pl.DataFrame) -> list[str]:
    named = routes.select(checks.line_name(), "agency_name")
    return [f"{name or '?'} ({agency})" if agency else name for name, agency in named.rows()]


def _clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // SECONDS_PER_MINUTE, 60)
    return f"{hours:02d}:{minutes:02d}"


def _minutes(seconds: int) -> str:
    return f"{format_number(seconds / SECONDS_PER_MINUTE, 1).removesuffix(',0')} min"
