"""Stops and what leaves from them: for the map, as a timetable strip, and by line."""

import geopandas as gpd

from geo.domain import State
from geo.errors import NotFoundError
from geo.layers import get_layer
from geo.results import Line, StopDepartures
from geo.service.catalogue import read_facilities
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, get_feed, to_day_type, to_method

STATION_LAYER = "railway_station"
STOP_COLUMNS = [
    "stop_id", "name", "means", "state", "state_title", "group", "group_title", "category", "interval_min",
    "interval_text", "waiting_interval_min", "longest_gap_min", "departures", "first_departure", "last_departure",
    "school_departures", "on_demand_departures", "method", "day_type", "date", "run_id", "geom",
]  # fmt: skip


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
        ``STOP_COLUMNS``, one row per stop; figures are missing where ``state`` says why.
    """
    chosen, day = to_method(method), to_day_type(day_type)
    stations = read_facilities(opened, STATION_LAYER, bbox)
    blank = dict.fromkeys(STOP_COLUMNS)
    shown = {
        **blank,
        "stop_id": stations["facility_id"],
        "name": stations["name"],
        "means": get_layer(STATION_LAYER).title,
        "state": str(State.DATA_MISSING),
        "state_title": NO_TIMETABLE,
        "method": chosen.id,
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
    NoDataError
        If the timetable has not been computed.
    """
    day = to_day_type(day_type)
    stops = read_stops(opened, day_type=day_type)
    found = stops[stops["stop_id"] == stop_id]
    if found.empty:
        raise NotFoundError(f"Die Haltestelle „{stop_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    place = found.to_crs(4326).geometry.iloc[0]
    return StopDepartures(
        stop_id=stop_id,
        name=found["name"].iloc[0],
        lon=round(place.x, 6),
        lat=round(place.y, 6),
        day_type=day,
        date=None,
        date_text="",
        state=State.DATA_MISSING,
        state_title=NO_TIMETABLE,
        sentence=f"Für {found['name'].iloc[0]} ist nicht bekannt, wann etwas abfährt: {NO_TIMETABLE}.",
        n_departures=0,
        n_school=0,
        n_on_demand=0,
        first_departure="",
        last_departure="",
        lines=[],
        source="",
        run_id=None,
    )


def list_lines(opened: OpenVerbund) -> list[Line]:
    """Lines of the timetable, for changing one of them.

    Raises
    ------
    NoDataError
        If no timetable is loaded.
    """
    get_feed(opened)
    return []
