"""Read ranks of centres: which towns are Grund-, Mittel- or Oberzentrum, and where that was read."""

from pathlib import Path
from typing import Annotated

import geopandas as gpd
import pandas as pd
from pydantic import BeforeValidator

from geo.crs import EDGE, STORAGE
from geo.domain import Rank
from geo.schema import DateText, Key, Name, PointRow, Text
from geo.sources.package import DatasetRecord, Provenance, describe_file
from geo.sources.rows import read_csv, validate_unique

CENTRE_COLUMNS = ["ags", "name", "rank", "position_source", "source", "url", "date", "geom"]


def _to_rank(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value


class RankRow(PointRow):
    """A row of ``raenge.csv``."""

    ags: Key
    name: Name
    rank: Annotated[Rank, BeforeValidator(_to_rank)]
    position_source: Text = ""
    source: Name
    url: Text = ""
    date: DateText = ""


def read_ranks(path: Path, stated: Provenance | None = None) -> tuple[DatasetRecord, gpd.GeoDataFrame]:
    """Read and check ranks of centres.

    Parameters
    ----------
    path
        CSV: ags, name, rank, lat, lon, position_source, source, url, date.
    stated
        Provenance from ``verbund.toml``, if it states any.

    Returns
    -------
    DatasetRecord, GeoDataFrame
        The source ``raenge``, and `CENTRE_COLUMNS` with points in EPSG:25832.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence; a rank without a source is.
    """
    records = read_csv(path, RankRow)
    validate_unique(records, "ags")
    rows = [record.row for record in records]
    points = gpd.GeoSeries(gpd.points_from_xy([row.lon for row in rows], [row.lat for row in rows]), crs=EDGE)
    columns = {name: [str(getattr(row, name)) for row in rows] for name in CENTRE_COLUMNS if name != "geom"}
    frame = gpd.GeoDataFrame({**columns, "geom": points.to_crs(STORAGE)}, geometry="geom", crs=STORAGE)
    record = describe_file("raenge", "Ränge der Zentren", path, pd.DataFrame(frame), stated)
    return record, frame[CENTRE_COLUMNS]


def no_ranks() -> gpd.GeoDataFrame:
    """The frame without a row."""
    columns: dict[str, object] = {name: pd.Series([], dtype=str) for name in CENTRE_COLUMNS if name != "geom"}
    return gpd.GeoDataFrame({**columns, "geom": gpd.GeoSeries([], crs=STORAGE)}, geometry="geom", crs=STORAGE)
