"""Stops of bus and rail for the map, with category and interval; without a timetable railway stations alone."""

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.db import transit as stored
from geo.domain import DayType, State
from geo.layers import get_layer
from geo.norms.gueteklassen import Method
from geo.render.german import NBSP, format_number
from geo.service.catalogue import read_facilities
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, read_transit_run, to_clock, to_day_type, to_iso, to_method

STATION_LAYER = "railway_station"
STOP_COLUMNS = [
    "stop_id", "name", "lines", "state", "state_title", "group", "group_title", "category", "interval_min",
    "interval_text", "waiting_interval_min", "longest_gap_min", "departures", "first_departure", "last_departure",
    "n_regular", "n_school", "n_on_demand", "method", "day_type", "date", "run_id", "geom",
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
