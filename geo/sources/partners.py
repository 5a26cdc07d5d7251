"""Read partner places: Ortsteile of municipalities beside the Verbund, with which areas can be shared."""

from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pydantic import Field

from geo.crs import STORAGE
from geo.schema import Key, Name, Parts, PointRow, Text
from geo.sources.package import DatasetRecord, Provenance, describe_file
from geo.sources.rows import read_csv, to_storage, validate_unique

PARTNER_COLUMNS = ["place_id", "ags", "kommune", "name", "networks", "source", "licence", "geom"]


class PartnerRow(PointRow):
    """A row of the table of partner places; ``networks`` are separated by semicolons."""

    place_id: Key
    ags: Key
    kommune: Name
    name: Name
    networks: Parts = Field(default_factory=list)
    source: Name
    licence: Text = ""


def read_partners(
    path: Path, members: Collection[str], stated: Provenance | None = None
) -> tuple[DatasetRecord, gpd.GeoDataFrame]:
    """Read and check partner places.

    Parameters
    ----------
    path
        CSV: place_id, ags, kommune, name, networks, lat, lon, source, licence.
    members
        Municipalities of the Verbund. Rows of theirs are left out, for their Ortsteile are Zentren: so one table
        serves several Verbünde.
    stated
        Provenance from ``verbund.toml``, if it states any.

    Returns
    -------
    DatasetRecord, GeoDataFrame
        The source ``partner``, and `PARTNER_COLUMNS` with points in EPSG:25832.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence; a place without a source is.
    """
    records = read_csv(path, PartnerRow)
    validate_unique(records, "place_id")
    rows = [record.row for record in records if record.row.ags not in members]
    columns: dict[str, object] = {
        name: pd.Series([getattr(row, name) for row in rows], dtype=str)
        for name in PARTNER_COLUMNS
        if name not in ("networks", "geom")
    }
    networks = np.empty(len(rows), dtype=object)
    networks[:] = [list(row.networks) for row in rows]
    columns["networks"] = pd.Series(networks, dtype=object)
    columns["geom"] = to_storage([row.lon for row in rows], [row.lat for row in rows])
    frame = gpd.GeoDataFrame(columns, geometry="geom", crs=STORAGE)[PARTNER_COLUMNS]
    record = describe_file("partner", "Ortsteile der Partner", path, pd.DataFrame(frame), stated)
    return record, frame


def no_partners() -> gpd.GeoDataFrame:
    """The frame without a row."""
    columns: dict[str, object] = {
        name: pd.Series([], dtype=object if name == "networks" else str)
        for name in PARTNER_COLUMNS
        if name != "geom"
    }
    columns["geom"] = gpd.GeoSeries([], crs=STORAGE)
    return gpd.GeoDataFrame(columns, geometry="geom", crs=STORAGE)[PARTNER_COLUMNS]
