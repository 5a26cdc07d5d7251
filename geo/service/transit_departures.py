"""What leaves from a stop, as a timetable strip; the lines of the timetable."""

from datetime import date

import polars as pl

from geo.crs import EDGE
from geo.domain import DayType, State, TripKind
from geo.errors import NotFoundError
from geo.network.timetable import Feed, trips_on
from geo.render.german import format_date, format_number
from geo.results import Departure, Line, LineDepartures, StopDepartures
from geo.service.opened import OpenVerbund
from geo.service.transit import (
    NO_TIMETABLE,
    OpenTimetable,
    get_timetable,
    read_transit_run,
    to_clock,
    to_day_type,
    to_iso,
)
from geo.service.transit_places import read_stops
from geo.service.vehicles import name_vehicle

DAY_S = 86_400
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def read_departures(opened: OpenVerbund, stop_id: str, day_type: str = "school") -> StopDepartures:
    """Departures of a stop on the reference day of a kind of days, by line and direction.

    Raises
    ------
    NotFoundError
        If there is no such stop.
    """
    day = to_day_type(day_type)
    stops = read_stops(opened, day_type=day_type)
    found = stops[stops["stop_id"] == stop_id].to_crs(EDGE)
    if found.empty:
        raise NotFoundError(f"Die Haltestelle „{stop_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    row = found.iloc[0]
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
    on = run.days.get(day)
    lines = _list_departures(get_timetable(opened), stop_id, day) if on else []
    times = [entry for line in lines for entry in line.departures]
    regular = [entry for entry in times if not (entry.school or entry.on_demand)]
    ordered = sorted(regular, key=lambda entry: entry.time_s)
    return StopDepartures(
        stop_id=stop_id,
        name=row["name"],
        lon=round(row.geom.x, 6),
        lat=round(row.geom.y, 6),
        day_type=day,
        date=to_iso(on),
        date_text=f"{WEEKDAYS[on.weekday()]}, {format_date(on)}" if on else "",
        state=State.DATA_MISSING if on is None else State.REACHED if regular else State.NOT_CONNECTED,
        state_title=NO_TIMETABLE if on is None else "" if regular else "keine Abfahrt für alle",
        sentence=_departure_sentence(row["name"], day, on, regular, times),
        n_departures=len(regular),
        n_school=sum(entry.school for entry in times),
        n_on_demand=sum(entry.on_demand for entry in times),
        first_departure=ordered[0].text if ordered else "",
        last_departure=ordered[-1].text if ordered else "",
        lines=lines,
        source=str(get_timetable(opened).feed.provenance.get("attribution", "")) if on else "",
        run_id=run.run_id,
    )


def _departure_sentence(
    name: str, day: DayType, on: date | None, regular: list[Departure], times: list[Departure]
) -> str:
    if on is None:
        return f"Für {name} ist nicht bekannt, wann etwas abfährt: {NO_TIMETABLE}."
    when = f"am {day.title} ({format_date(on)})"
    if not times:
        return f"Ab {name} fährt {when} nichts."
    sentence = (
        f"{format_number(len(regular))} {'Abfahrt' if len(regular) == 1 else 'Abfahrten'} ab {name} {when}"
    )
    school, called = (sum(getattr(entry, kind) for entry in times) for kind in ("school", "on_demand"))
    if school:
        sentence += f"; dazu {school} nur für Schülerinnen und Schüler"
    if called:
        sentence += f"; dazu {called} nur auf Bestellung"
    return sentence + "."


def _list_departures(opened: OpenTimetable, stop_id: str, day: DayType) -> list[LineDepartures]:
    """Lines in the order of their names, directions by the first departure."""
    timetable, feed = opened.timetable, opened.feed
    departures = timetable.departures.get(day)
    if departures is None or stop_id not in timetable.groups.stop_id:
        return []
    group = timetable.groups.stop_id.index(stop_id)
    here = departures.filter(pl.col("group") == group)
    route = feed.trips["route"].gather(here["trip"])
    here = here.with_columns(
        route=route,
        headsign=_name_headsigns(feed, here["trip"]),
        platform=feed.stops["platform_code"].gather(here["stop"]),
    )
    key_of = {number: key for key, line in opened.lines.items() for number in line.routes}
    here = here.with_columns(key=pl.Series([key_of[number] for number in here["route"]], dtype=pl.String))
    found = []
    for (key, sign), part in here.sort("departure_s").group_by("key", "headsign", maintain_order=True):
        line = opened.lines[str(key)]
        found.append(
            LineDepartures(
                line=str(key),
                name=line.name,
                agency=line.agency,
                means=name_vehicle(line.route_type),
                route_type=line.route_type,
                headsign=str(sign),
                platforms=sorted({code for code in part["platform"] if code}),
                departures=[
                    _to_departure(time, kind) for time, kind in part.select("departure_s", "kind").iter_rows()
                ],
            )
        )
    return sorted(found, key=lambda entry: (_natural(entry.name), entry.departures[0].time_s))


def _name_headsigns(feed: Feed, trips: pl.Series) -> pl.Series:
    """What stands on the vehicle; where the timetable does not say, the last stop."""
    asked = trips.unique().implode()
    calls = feed.stop_times.filter(pl.col("trip").is_in(asked)).group_by("trip").agg(pl.last("stop"))
    last = dict(zip(calls["trip"], feed.stops["stop_name"].gather(calls["stop"]), strict=True))
    said = feed.trips["trip_headsign"].gather(trips)
    return pl.Series([sign or last[trip] for sign, trip in zip(said, trips, strict=True)], dtype=pl.String)


def _natural(name: str) -> tuple[int, str]:
    """Line 9 before line 10."""
    digits = "".join(char for char in name if char.isdigit())
    return int(digits or 0), name


def _to_departure(time_s: int, kind: str) -> Departure:
    return Departure(
        time_s=time_s,
        text=to_clock(time_s),
        next_day=time_s >= DAY_S,
        school=kind == str(TripKind.SCHOOL),
        on_demand=kind == str(TripKind.ON_DEMAND),
    )


def list_lines(opened: OpenVerbund) -> list[Line]:
    """Lines of the timetable, for changing one of them.

    Raises
    ------
    NoDataError
        If no timetable is loaded.
    """
    found = get_timetable(opened)
    feed = found.feed
    trips = feed.trips.with_row_index("trip").select(
        pl.col("trip").cast(pl.Int32), "route", "trip_headsign", "on_demand"
    )
    running = {
        day: set(trips_on(feed, on).tolist()) for day, on in found.timetable.days.items() if on is not None
    }
    lines = []
    for key, line in found.lines.items():
        own = trips.filter(pl.col("route").is_in(list(line.routes)))
        signs = own.filter(pl.col("trip_headsign") != "")["trip_headsign"].value_counts(sort=True)
        numbers = own["trip"].to_list()
        lines.append(
            Line(
                line=key,
                name=line.name,
                agency=line.agency,
                means=name_vehicle(line.route_type),
                route_type=line.route_type,
                on_demand=bool(own["on_demand"].all()),
                directions=signs["trip_headsign"].head(4).to_list(),
                n_trips={day: sum(number in ran for number in numbers) for day, ran in running.items()},
            )
        )
    return sorted(lines, key=lambda entry: (entry.means, _natural(entry.name), entry.agency))
