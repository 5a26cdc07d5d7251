"""What a run keeps of every stop: its lines, and per method and kind of days what one finds there."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl

from geo.analysis.departures import line_table
from geo.analysis.gueteklasse import NONE
from geo.analysis.stop_categories import best_categories, stop_categories
from geo.analysis.stop_service import stop_table, way_table
from geo.analysis.transit_scene import Timetable
from geo.crs import STORAGE
from geo.domain import TripKind
from geo.network.timetable import Feed
from geo.norms.gueteklassen import Method

SERVICE_COLUMNS = [
    "method", "day_type", "stop_id", "vehicles", "category", "interval_min", "departures", "weighted_min",
    "longest_gap_min", "first_s", "last_s", "n_regular", "n_school", "n_on_demand",
]  # fmt: skip
COUNTS = ["departures", "first_s", "last_s", "n_regular", "n_school", "n_on_demand"]


def name_lines(feed: Feed) -> pl.DataFrame:
    """Lines as passengers know them: vehicle, name and company.

    Returns
    -------
    DataFrame
        ``key`` (for asking), ``line`` (of `geo.analysis.departures.line_table`, which leaves the company out),
        ``name``, ``long_name``, ``agency``, ``route_type``, ``routes`` (list of rows of the feed), sorted.
    """
    routes = feed.routes.with_row_index("route").with_columns(pl.col("route").cast(pl.Int32))
    named = routes.join(line_table(feed).select("route", "line"), on="route", maintain_order="left")
    short = (
        pl.when(pl.col("route_short_name") != "")
        .then("route_short_name")
        .when(pl.col("route_long_name") != "")
        .then("route_long_name")
        .otherwise("route_id")
    )
    return (
        named.with_columns(name=short)
        .group_by("line", "agency_name")
        .agg(
            pl.first("name"),
            pl.first("route_long_name").alias("long_name"),
            pl.first("route_type"),
            routes=pl.col("route"),
        )
        .rename({"agency_name": "agency"})
        .with_columns(key=pl.format("{}|{}", "line", "agency"))
        .sort("key")
    )


def stop_frame(timetable: Timetable) -> gpd.GeoDataFrame:
    """Stops at which anything departs on one of the reference days: stop_id, name, lines, geom (EPSG:25832)."""
    lines = (
        name_lines(timetable.feed).select("line", "name").unique("line", keep="first", maintain_order=True)
    )
    served = [found.select("group", "line") for found in timetable.departures.values() if found is not None]
    pairs = pl.concat([pl.DataFrame(schema={"group": pl.Int32, "line": pl.String}), *served]).unique()
    named = (
        pairs.join(lines, on="line").group_by("group").agg(lines=pl.col("name").unique().sort()).sort("group")
    )
    rows = named["group"].to_numpy()
    groups = timetable.groups
    points = gpd.points_from_xy(*groups.xy[rows].T) if len(rows) else []
    return gpd.GeoDataFrame(
        {
            "stop_id": [groups.stop_id[i] for i in rows],
            "name": [groups.name[i] for i in rows],
            "lines": named["lines"].to_list(),
            "geom": gpd.GeoSeries(points, crs=STORAGE),
        },
        geometry="geom",
        crs=STORAGE,
    )


def service_table(timetable: Timetable, methods: Sequence[Method]) -> pd.DataFrame:
    """Figures of every stop by method and kind of days.

    Returns
    -------
    DataFrame
        `SERVICE_COLUMNS`, one row per method, kind of days and stop at which anything departs that day.
        ``category``, ``vehicles``, ``interval_min`` and ``departures`` (of the window, both directions) are those of
        the vehicles with the best category; missing where the method counts no departure. ``weighted_min``,
        ``longest_gap_min``, ``first_s``, ``last_s`` as in `geo.analysis.stop_service.stop_table`. ``n_…``:
        departures of the whole day.
    """
    parts = [pd.DataFrame(columns=SERVICE_COLUMNS)]
    for day, found in timetable.departures.items():
        if found is None:
            continue
        counts = _count_kinds(found)
        for method in methods:
            best = best_categories(stop_categories(found, method)).select(
                "group", "vehicles", "category", "interval_min", "departures"
            )
            seen = stop_table(way_table(found, method.window)).select(
                "group", "weighted_min", "longest_gap_min", "first_s", "last_s"
            )
            rows = counts.join(best, on="group", how="left").join(seen, on="group", how="left").sort("group")
            parts.append(_to_frame(rows, timetable, method).assign(method=method.id, day_type=str(day)))
    table = pd.concat([part[SERVICE_COLUMNS].astype(object) for part in parts], ignore_index=True)
    table[COUNTS] = table[COUNTS].astype("Int64")
    table["departures"] = table["departures"].fillna(0)
    figures = ["interval_min", "weighted_min", "longest_gap_min"]
    # Infinite where nothing departs in the window: no figure for a table.
    table[figures] = table[figures].astype("float64").replace(np.inf, np.nan)
    return table


def _count_kinds(departures: pl.DataFrame) -> pl.DataFrame:
    names = {"n_regular": TripKind.REGULAR, "n_school": TripKind.SCHOOL, "n_on_demand": TripKind.ON_DEMAND}
    return departures.group_by("group").agg(
        **{name: (pl.col("kind") == str(kind)).sum() for name, kind in names.items()}
    )


def _to_frame(rows: pl.DataFrame, timetable: Timetable, method: Method) -> pd.DataFrame:
    codes = rows["category"].to_list()
    columns = rows.drop("group", "category").to_dict(as_series=False)
    return pd.DataFrame(columns).assign(
        stop_id=[timetable.groups.stop_id[group] for group in rows["group"]],
        category=[None if code is None or code == NONE else method.categories[code] for code in codes],
    )
