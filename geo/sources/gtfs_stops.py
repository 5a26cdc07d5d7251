"""Stops and stations of a feed, all of them, in metres."""

import numpy as np
import numpy.typing as npt
import polars as pl
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE
from geo.errors import InputError
from geo.network.timetable import STATION, STOP
from geo.sources.gtfs_notes import Notes
from geo.sources.gtfs_zip import GtfsZip

STOPS = "stops.txt"
NULL_ISLAND_DEGREES = 0.01  # about 1 km around 0/0: nobody means that place
_COLUMNS = (
    "stop_id",
    "stop_name",
    "stop_lat",
    "stop_lon",
    "location_type",
    "parent_station",
    "platform_code",
)


def read_stops(feed: GtfsZip, notes: Notes) -> pl.DataFrame:
    """Read all stops and stations.

    Parameters
    ----------
    feed
        The opened zip.
    notes
        Told of doubled ids, missing positions, missing stations.

    Returns
    -------
    DataFrame
        stop_id, stop_name, x, y (EPSG:25832; missing where the feed gives none and the station neither),
        location_type (0 or 1), parent_id (missing without), platform_code; text is never missing.

    Raises
    ------
    InputError
        If there is none, or a column is missing.
    """
    raw = feed.read(STOPS, _COLUMNS, required=("stop_id", "stop_lat", "stop_lon"))
    notes.count("rows_without_id", raw["stop_id"].null_count())
    raw = raw.filter(pl.col("stop_id").is_not_null())
    if raw.is_empty():
        raise InputError(
            f"{feed.name}, {STOPS}: es steht keine Haltestelle darin: bitte einen Fahrplan laden."
        )
    notes.add("doubled_stop_ids", raw.filter(~pl.col("stop_id").is_first_distinct())["stop_id"])
    stops = raw.unique("stop_id", keep="first", maintain_order=True).with_columns(
        pl.col("location_type").cast(pl.Int8, strict=False).fill_null(STOP)
    )
    stops = stops.filter(pl.col("location_type").is_in([STOP, STATION]))
    x, y = _project(stops["stop_lon"], stops["stop_lat"])
    stops = stops.with_columns(x=pl.Series(x).fill_nan(None), y=pl.Series(y).fill_nan(None))
    return _inherit(stops, notes).select(
        "stop_id", "stop_name", "x", "y", "location_type", "parent_id", "platform_code"
    )


def find_inside(stops: pl.DataFrame, area: BaseGeometry | None) -> pl.Series:
    """Whether each stop lies in an area (EPSG:25832); all that have a position do where there is none."""
    known = stops["x"].is_not_null()
    if area is None:
        return known
    shapely.prepare(area)
    x, y = stops["x"].fill_null(np.nan).to_numpy(), stops["y"].fill_null(np.nan).to_numpy()
    return pl.Series(np.asarray(shapely.intersects_xy(area, x, y), dtype=bool)) & known


def _project(lon: pl.Series, lat: pl.Series) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Metres from degrees as text; not a number where they are missing, 0/0 or impossible."""
    east, north = (
        column.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy() for column in (lon, lat)
    )
    wrong = (np.abs(east) > 180) | (np.abs(north) >= 90) | (np.hypot(east, north) < NULL_ISLAND_DEGREES)
    transformer = pyproj.Transformer.from_crs(EDGE, STORAGE, always_xy=True)
    x, y = transformer.transform(np.where(wrong, np.nan, east), np.where(wrong, np.nan, north))
    here = np.isfinite(x) & np.isfinite(y)
    return np.where(here, x, np.nan), np.where(here, y, np.nan)


def _inherit(stops: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Give a stop the position and the name of its station where it has none of its own."""
    stations = stops.filter(pl.col("location_type") == STATION).select(
        parent_station="stop_id", station_x="x", station_y="y", station_name="stop_name"
    )
    known = stations.with_columns(parent_id="parent_station")
    joined = stops.join(known, on="parent_station", how="left", maintain_order="left")
    lost = pl.col("parent_station").is_not_null() & pl.col("parent_id").is_null()
    notes.add("unknown_stations", joined.filter(lost)["stop_id"])
    borrowed = pl.col("x").is_null() & pl.col("station_x").is_not_null()
    notes.add("positions_of_the_station", joined.filter(borrowed)["stop_id"])
    return joined.with_columns(
        x=pl.coalesce("x", "station_x"),
        y=pl.coalesce("y", "station_y"),
        stop_name=pl.coalesce("stop_name", "station_name", "stop_id"),
        platform_code=pl.col("platform_code").fill_null(""),
    )
