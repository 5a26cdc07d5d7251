"""Stops and what leaves from them: for the map, as a timetable strip, and by line."""

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl

from geo.crs import EDGE
from geo.db import transit as stored
from geo.domain import DayType, State, TripKind
from geo.errors import NotFoundError
from geo.layers import get_layer
from geo.network.timetable import Feed, trips_on
from geo.norms.gueteklassen import Method
from geo.render.german import NBSP, format_date, format_number
from geo.results import Departure, Line, LineDepartures, StopDepartures
from geo.service.catalogue import read_facilities
from geo.service.opened import OpenVerbund
from geo.service.transit import (
    NO_TIMETABLE,
    OpenTimetable,
    get_timetable,
    read_transit_run,
    to_clock,
    to_day_type,
    to_iso,
    to_method,
)
from geo.service.vehicles import name_vehicle

STATION_LAYER = "railway_station"
STOP_COLUMNS = [
    "stop_id", "name", "lines", "state", "state_title", "group", "group_title", "category", "interval_min",
    "interval_text", "waiting_interval_min", "longest_gap_min", "departures", "first_departure", "last_departure",
    "n_regular", "n_school", "n_on_demand", "method", "day_type", "date", "run_id", "geom",
]  # fmt: skip
DAY_S = 86_400
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def read_stops(
    opened: OpenVerbund,
    method: str = "",
    day_type: str = "school",
    bbox: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """Stops with category and interval on a kind of days, EPSG:25832; only railway stations without a timetable.

    Parameters
    ----------
    opened
        Where from.
    method
        Id of a method of quality classes; empty: the default one.
    day_type
        Kind of days.
    bbox
        West, south, east, north in degrees, or None for all.

    Returns
    -------
    GeoDataFrame
        ``STOP_COLUMNS``, one row per stop; figures are missing where ``state`` says why: ``reached`` there is a
        category, ``beyond_limit`` the method gives none, ``not_connected`` nothing for everybody departs that day,
        ``data_missing``.
    """
    chosen, day = to_method(method), to_day_type(day_type)
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        rows = stored.read_services(connection, run.run_id, chosen.id, str(day), bbox)
    if not run.computed:
        return _stations(opened, chosen, day, bbox)
    return _to_stops(rows, chosen, day, run.days.get(day)).assign(run_id=run.run_id)[STOP_COLUMNS]


def _to_stops(rows: gpd.GeoDataFrame, method: Method, day: DayType, on: date | None) -> gpd.GeoDataFrame:
    titles = {group.key: group.title for group in method.groups}
    regular = rows["n_regular"].fillna(0) > 0
    state = np.where(
        rows["category"].notna(),
        str(State.REACHED),
        np.where(regular, str(State.BEYOND_LIMIT), str(State.NOT_CONNECTED)),
    )
    state_titles = {
        str(State.REACHED): "",
        str(State.BEYOND_LIMIT): "keine Kategorie",
        str(State.NOT_CONNECTED): "keine Abfahrt für alle",
    }
    shown = rows.rename(columns={"vehicles": "group", "weighted_min": "waiting_interval_min"}).assign(
        state=state if on else str(State.DATA_MISSING),
        state_title=[
            f"Kategorie {category}" if pd.notna(category) else state_titles[each]
            for category, each in zip(rows["category"], state, strict=True)
        ],
        group_title=rows["vehicles"].map(titles),
        interval_text=[interval_text(value) for value in rows["interval_min"]],
        first_departure=[to_clock(_number(value)) for value in rows["first_s"]],
        last_departure=[to_clock(_number(value)) for value in rows["last_s"]],
        method=method.id,
        day_type=str(day),
        date=to_iso(on),
    )
    counts = ["departures", "n_regular", "n_school", "n_on_demand"]
    shown[counts] = shown[counts].fillna(0).astype(int)
    return shown if on else shown.assign(state_title=NO_TIMETABLE)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def interval_text(interval_min: float | None) -> str:
    """How often: "alle 80 min", "alle 13,4 min"; empty where nothing departs in the window."""
    if interval_min is None or pd.isna(interval_min) or np.isinf(interval_min):
        return ""
    digits = 0 if round(interval_min, 1) == round(interval_min) else 1
    return f"alle {format_number(interval_min, digits)}{NBSP}min"


def _stations(
    opened: OpenVerbund,
    method: Method,
    day: DayType,
    bbox: tuple[float, float, float, float] | None,
) -> gpd.GeoDataFrame:
    stations = read_facilities(opened, STATION_LAYER, bbox)
    shown = {
        **dict.fromkeys(STOP_COLUMNS),
        "stop_id": stations["facility_id"],
        "name": stations["name"],
        "lines": [[] for _ in range(len(stations))],
        "group_title": get_layer(STATION_LAYER).title,
        "state": str(State.DATA_MISSING),
        "state_title": NO_TIMETABLE,
        "interval_text": "",
        "method": method.id,
        "day_type": str(day),
        "geom": stations.geometry,
    }
    return gpd.GeoDataFrame(
        shown, geometry="geom", crs=stations.crs, columns=STOP_COLUMNS, index=stations.index
    )


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
